#!/usr/bin/env bash
# Breaks runs of the built command line at random points, and checks that nothing is done twice and no report lies:
# test/torture/README.md. Arguments go to the driver: npm run torture -- --cases 100 --seed 1
# Without Go and Toxiproxy, or without PgBouncer, the cases that need them are skipped, and it says how many.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/set-up.sh
[[ -f dist/cli.js ]] || bash scripts/build.sh
exec node test/torture/main.ts "$@"
