#!/bin/sh
# The steps of both pipelines in this folder. You can also run them without a pipeline.
#
#   preview   shows what a pull request would change
#   deploy    applies the program, and restores the declared configuration where it has drifted
#   drift     writes a report of changes made outside Pulumi to drift.md; changes nothing
#   rotate    sends the keys of a new KEY_VERSION
#
# Run it in the folder of the Pulumi project, with its packages installed. Environment variables:
#
#   PULUMI_STACK                the stack; its backend may need further variables
#   MODEL_CONNECTIONS_HOST      the platform; keys from the environment are sent only there
#   MODEL_CONNECTIONS_API_KEY   the platform's API key; the scope "View Connections" is enough for preview and drift
#   KEY_VERSION                 the program's setting keyVersion, which is the apiKeyVersion of its connections; optional
#   OPENAI_API_KEY …            the keys that the program names with apiKeyEnv, for deploy and rotate; preview needs any
#                               value for a new connection
#
# Exit codes: 0 success, 2 drift, 64 wrong usage, 1 any other failure.
set -eu

report=drift.md

run() {
  command=$1
  shift
  pulumi "$command" --stack "$PULUMI_STACK" --non-interactive --color never "$@"
}

# The value of a required variable; an empty one counts as missing.
require() {
  eval "value=\${$1:-}"
  if [ -z "$value" ]; then
    echo "$1 must $2" >&2
    exit 64
  fi
}

set_version() {
  [ -z "${KEY_VERSION:-}" ] || run config set keyVersion "$KEY_VERSION"
}

preview() {
  set_version
  run preview --diff
}

deploy() {
  set_version
  run up --yes --refresh
}

drift() {
  if found=$(run refresh --preview-only --diff --expect-no-changes 2>&1); then
    # The API can't change the status, so Pulumi does not report it as a change.
    case $found in
      *'is "INACTIVE" on the platform. The API can'*) headline='Some connections are INACTIVE' code=2 ;;
      *'" on the platform. The API can'*) headline='Some connections have an unusual status' code=2 ;;
      *) headline='No drift' code=0 ;;
    esac
  else
    # Only the last line, which Pulumi writes: a message of the platform can contain the same words.
    case $(printf '%s\n' "$found" | sed -n '/./h; ${ x; p; }') in
      'error: no changes were expected for '*' but changes were proposed') headline='Drift: the next deploy restores the declared configuration' code=2 ;;
      *) headline='The drift check failed' code=1 ;;
    esac
  fi
  printf '# %s\n\nStack %s.\n\n~~~~text\n%s\n~~~~\n' "$headline" "$PULUMI_STACK" "$found" | tee "$report"
  return "$code"
}

rotate() {
  require KEY_VERSION "name the version of the keys to send"
  set_version
  if run preview --expect-no-changes >/dev/null 2>&1; then
    echo "Nothing to rotate: the keys of version $KEY_VERSION have already been sent. Change KEY_VERSION together with the keys." >&2
    return 1
  fi
  run up --yes
  drift
}

case ${1:-} in
  preview | deploy | drift | rotate)
    require PULUMI_STACK "name the stack"
    require MODEL_CONNECTIONS_HOST "name the platform: keys from the environment are sent only there"
    "$1"
    ;;
  *)
    echo "usage: $0 preview | deploy | drift | rotate" >&2
    exit 64
    ;;
esac
