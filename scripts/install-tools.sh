#!/usr/bin/env bash
# Prints where each named tool (act, actionlint, toxiproxy-server; default: the first two) is, one path a line, installing what is missing.
#
# Looked for in .tools/bin, then on PATH, then built with Go into .tools/bin.
# Exits 69 and says so on stderr where a tool is missing and there is no Go to build it with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Go's own installer puts it there and leaves PATH to the reader.
PATH="$PATH:/usr/local/go/bin"
# Go wants a home for its caches; a CI job may have none.
export HOME="${HOME:-$PWD/.tools/home}"

(($# > 0)) || set -- act actionlint
for name in "$@"; do
  case $name in
    act) module=github.com/nektos/act@v0.2.89 ;;
    actionlint) module=github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 ;;
    toxiproxy-server) module=github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0 ;;
    *)
      echo "install-tools: I do not know '$name'; I know act, actionlint and toxiproxy-server." >&2
      exit 64
      ;;
  esac
  if [[ -x .tools/bin/$name ]]; then
    echo "$PWD/.tools/bin/$name"
  elif found=$(command -v "$name"); then
    echo "$found"
  elif command -v go >/dev/null; then
    echo "install-tools: building $module …" >&2
    # Go names a program after its folder, which may be any word: it gets its own name here.
    built=$(mktemp -d)
    GOBIN="$built" GOFLAGS='' go install "$module" >&2
    mkdir -p .tools/bin
    mv "$built"/* ".tools/bin/$name"
    rmdir "$built"
    echo "$PWD/.tools/bin/$name"
  else
    echo "install-tools: $name is not installed, and there is no Go to build it with." \
      "Install Go (https://go.dev/dl), or put $name on PATH." >&2
    exit 69
  fi
done
