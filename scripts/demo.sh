#!/usr/bin/env bash
# Installs what is missing and shows the whole flow on a throwaway PostgreSQL; leaves nothing behind.
# Exits 0 only when every step ended as it should.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/set-up.sh
[[ -f dist/cli.js ]] || bash scripts/build.sh
exec node scripts/demo.ts
