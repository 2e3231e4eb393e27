#!/usr/bin/env bash
# Measures the figures of bench/ and writes bench/RESULTS.md and RESULTS.json.
# --quick: small numbers, nothing written; names of parts (long-way apply turns nothing files rehearsal size): only those, nothing written.
# Exits 1 when a target is not met.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/set-up.sh
[[ -f dist/cli.js ]] || bash scripts/build.sh
exec node bench/main.ts "$@"
