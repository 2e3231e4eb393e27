#!/usr/bin/env bash
# Fuzzes what `serve` answers with schemathesis, by the OpenAPI document that it serves: no 500, and every answer as described.
#
#   scripts/fuzz-http.sh                  a server and a database of its own, 300 examples an operation
#   scripts/fuzz-http.sh URL [EXAMPLES]   what is served there, with INTERNAL_ADMIN_TOKEN; it APPLIES what is pending
#
# schemathesis is installed into node_modules/.cache. Exits 69 and says so where it cannot be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=4.32.5
home=$PWD/node_modules/.cache/schemathesis-$version

if (($# == 0)); then
  FUZZ_EXAMPLES=300 exec node_modules/.bin/vitest run --project servers test/tools/fuzz-http.test.ts
fi

if [[ ! -x $home/bin/schemathesis ]]; then
  new=$(mktemp -d)
  trap 'rm -rf "$new"' EXIT
  if ! { python3 -m venv "$new" && "$new/bin/pip" install --quiet "schemathesis==$version"; } >&2; then
    echo "fuzz-http: schemathesis $version cannot be installed: it needs python3 with venv, and PyPI." >&2
    exit 69
  fi
  rm -rf "$home"
  mkdir -p "$home"
  # Programs of a virtual environment know where they are: it is made anew in its place, from what pip has kept.
  python3 -m venv "$home" && "$home/bin/pip" install --quiet "schemathesis==$version" >&2
fi

config=$PWD/scripts/fuzz-http.toml
# It keeps what it has found where it is started.
cd "$home"
exec bin/schemathesis --config-file "$config" run "$1/openapi.json" \
  --url "$1" --header "Authorization: Bearer $INTERNAL_ADMIN_TOKEN" \
  --max-examples "${2:-300}" --workers 2 --no-color
