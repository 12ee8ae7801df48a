#!/bin/sh
# Starts the provider with the Node.js that is on PATH.
if ! command -v node >/dev/null; then
  echo "The provider model-connections requires Node.js 22.12 or later, and there is no node on PATH." >&2
  exit 1
fi
exec node "$(dirname "$0")/start.cjs" "$@"
