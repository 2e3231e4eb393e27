#!/usr/bin/env bash
# Proves that the committed dist/ is what the sources build to: builds it from nothing, and shows what differs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rm -rf dist
npm run --silent build

# A clone may belong to someone else than who runs this (a CI container's root).
repository() { git -c safe.directory="$PWD" "$@"; }

# --ignored: a file of dist that .gitignore hides would be missing for users just the same.
differing=$(repository status --porcelain --untracked-files=all --ignored -- dist)
if [[ -n $differing ]]; then
  echo "dist/ is not what the sources build to. Run 'npm run build' and commit dist/:" >&2
  echo "$differing" >&2
  repository diff HEAD --stat -- dist >&2
  exit 1
fi
echo "dist/ is what the sources build to."
