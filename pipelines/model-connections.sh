#!/bin/sh
# The steps of both pipelines in this folder. You can also run them without a pipeline.
#
#   preview   shows what a pull request would change
#   deploy    applies the program, and restores the declared configuration where it has drifted
#   drift     writes a report of changes made outside Pulumi since the last deploy or refresh to drift.md; changes nothing
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
# Exit codes: 0 success, 2 drift, 64 wrong usage, 1 any other failure. The script does not change the stack's file.
set -eu

report=drift.md
# The exit code, however the script ends. The codes of Pulumi and of the shell are not passed on: dash uses 2 for its own errors.
code=1
scratch=
finish() {
  [ -z "$scratch" ] || rm -rf "$scratch"
  exit "$code"
}
trap finish EXIT
# On a signal, dash would end without the trap above.
trap 'code=1; exit' HUP INT TERM

# Copies the stack's file. The version of the keys is set in the copy, so that the file stays as it was reviewed.
prepare() {
  scratch=$(mktemp -d)
  config=$scratch/stack.yaml
  file=Pulumi.${PULUMI_STACK##*/}.yaml
  if [ -f "$file" ]; then cp "$file" "$config"; else : >"$config"; fi
  # Pulumi may find the file in another place. Without its settings, the program would use its defaults.
  if pulumi config --json --stack "$PULUMI_STACK" >"$scratch/found" 2>/dev/null && run config --json >"$scratch/copied" && ! cmp -s "$scratch/found" "$scratch/copied"; then
    echo "The stack's settings are not in $file. Run the script in the folder that contains this file and Pulumi.yaml" >&2
    code=64
    exit
  fi
}

set_version() {
  [ -z "${KEY_VERSION:-}" ] || run config set keyVersion "$KEY_VERSION"
}

run() {
  command=$1
  shift
  pulumi "$command" --stack "$PULUMI_STACK" --config-file "$config" --non-interactive --color never "$@"
}

# The value of a required variable; an empty one counts as missing.
require() {
  eval "value=\${$1:-}"
  if [ -z "$value" ]; then
    echo "$1 must $2" >&2
    code=64
    exit
  fi
}

preview() {
  set_version
  run preview --diff
  code=0
}

deploy() {
  set_version
  run up --yes --refresh
  code=0
}

# The platform, and where its host comes from; or, as a failure, why that is not certain.
platform() {
  if host=$(run config get model-connections:host 2>"$scratch/error"); then
    # A refresh uses the host of the last deploy, so a stack's file with another one says nothing about the platform.
    if [ "$(address "$host")" != "$(address "$MODEL_CONNECTIONS_HOST")" ]; then
      echo "error: the setting model-connections:host is $host, and MODEL_CONNECTIONS_HOST is $MODEL_CONNECTIONS_HOST. Make them equal."
      return 1
    fi
    echo "$host, from the setting model-connections:host"
  elif grep -q 'not found for stack' "$scratch/error"; then
    echo "$MODEL_CONNECTIONS_HOST, from MODEL_CONNECTIONS_HOST"
  else
    cat "$scratch/error"
    return 1
  fi
}

# A host without what may be left out.
address() {
  printf '%s\n' "$1" | sed 's|^[A-Za-z]*://||; s|/*$||' | tr '[:upper:]' '[:lower:]'
}

# Writes the report, and sets the result to 0 or 2; it stays 1 if the check fails, or if the report can't be written.
drift() {
  headline='The drift check failed'
  result=1
  where=
  if found=$(platform); then
    where=" Platform $found."
    if found=$(run refresh --preview-only --diff --expect-no-changes 2>&1); then
      headline='No drift'
      result=0
    else
      # Only the last line, which Pulumi writes: a message of the platform can contain the same words.
      case $(printf '%s\n' "$found" | sed -n '/./h; ${ x; p; }') in
        'error: no changes were expected for '*' but changes were proposed') headline='Drift' result=2 ;;
      esac
    fi
  fi
  changed=$(printf '%s\n' "$found" | sed -n 's/^ *drift: //p' | sort -u)
  # A changed key that an earlier refresh recorded is no change of the state any more, but it still differs.
  if [ "$result" = 0 ] && [ -n "$changed" ]; then headline='Drift' result=2; fi
  {
    printf '# %s\n\nStack %s.%s\n' "$headline" "$PULUMI_STACK" "$where"
    if [ -n "$changed" ]; then
      printf '\nChanged outside Pulumi, and what the next deploy does about it, if the program stays the same:\n\n~~~~text\n%s\n~~~~\n' "$changed"
      printf '\nThe plan below is that of a refresh. It shows the opposite direction: a refresh would record in the state what the platform has now. A deploy restores what the program says.\n'
    fi
    printf '\n~~~~text\n%s\n~~~~\n' "$found"
  } | tee "$report"
  code=$result
}

rotate() {
  require KEY_VERSION "name the version of the keys to send"
  set_version
  if run preview --expect-no-changes >/dev/null 2>&1; then
    echo "Nothing to rotate: the keys of version $KEY_VERSION have already been sent. Change KEY_VERSION together with the keys." >&2
    return
  fi
  run up --yes
  drift
  # The keys were sent, so the rotation succeeded. Other drift is in the report.
  [ "$code" = 1 ] || code=0
}

case ${1:-} in
  preview | deploy | drift | rotate)
    require PULUMI_STACK "name the stack"
    require MODEL_CONNECTIONS_HOST "name the platform: keys from the environment are sent only there"
    prepare
    "$1"
    ;;
  *)
    echo "usage: $0 preview | deploy | drift | rotate" >&2
    code=64
    ;;
esac
