#!/usr/bin/env bash
# How fast `serve` tells the health of real databases, beside a bare server of Node's own (test/load/http-main.ts); about six minutes.
# --write puts the figures into test/load/HTTP-RESULTS.md. Exits 1 where it is too slow, or memory grows.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/set-up.sh
[[ -f dist/cli.js ]] || bash scripts/build.sh
exec node test/load/http-main.ts "$@"
