#!/bin/sh
# What the pipelines beside this file do, so that they can be tried, and are tested, without one.
#
#   preview   what a pull request would change
#   deploy    puts the platform into the state that the program describes, drift included
#   drift     what somebody has changed behind the program's back, as a report in drift.md
#   rotate    sends the keys of a new KEY_VERSION
#
# It runs in the folder of the Pulumi project, with its packages installed. From the environment:
#
#   PULUMI_STACK                the stack, and whatever its backend asks for
#   MODEL_CONNECTIONS_API_KEY   the platform's key; to preview and drift the scope "View Connections" is enough
#   KEY_VERSION                 the setting keyVersion of the program, whose keys come by apiKeyEnv; optional
#   OPENAI_API_KEY …            those keys, to deploy and rotate; to preview any value will do
#
# It ends with 0 when all is well, 2 when there is drift, 64 when it is called wrongly, and otherwise with 1.
set -eu

report=drift.md

run() {
  command=$1
  shift
  pulumi "$command" --stack "$PULUMI_STACK" --non-interactive --color never "$@"
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
    # The API can't switch a connection on, so to Pulumi it is no change.
    case $found in
      *'is "INACTIVE" on the platform'*) headline='Connections are switched off' code=2 ;;
      *) headline='No drift' code=0 ;;
    esac
  else
    case $found in
      *'no changes were expected'*) headline='Drift: the next deploy puts this right' code=2 ;;
      *) headline='Whether there is drift is not known' code=1 ;;
    esac
  fi
  printf '# %s\n\nStack %s.\n\n~~~~text\n%s\n~~~~\n' "$headline" "$PULUMI_STACK" "$found" | tee "$report"
  return "$code"
}

rotate() {
  : "${KEY_VERSION:?names the keys that are to be sent}"
  set_version
  if run preview --expect-no-changes >/dev/null 2>&1; then
    echo "Nothing to rotate: the keys of version $KEY_VERSION have been sent. Set KEY_VERSION along with the new keys." >&2
    return 1
  fi
  run up --yes
  drift
}

case ${1:-} in
  preview | deploy | drift | rotate)
    : "${PULUMI_STACK:?names the stack}"
    "$1"
    ;;
  *)
    echo "usage: $0 preview | deploy | drift | rotate" >&2
    exit 64
    ;;
esac
