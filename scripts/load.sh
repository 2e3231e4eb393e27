#!/usr/bin/env bash
# What 200 sessions wait beside a migration, on the oldest and the newest PostgreSQL (test/load); about ten minutes.
# --write puts the figures into test/load/RESULTS.md. Exits 1 when a session waits too long.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/set-up.sh
[[ -f dist/cli.js ]] || bash scripts/build.sh
exec node test/load/main.ts "$@"
