#!/usr/bin/env bash
# Makes the same things go wrong with other tools and with ours (test/peers), and writes test/peers/RESULTS.json and the table
# of docs/reliability.md. Takes about an hour; tools that cannot be installed here (npm, Go, Maven, pip) are named there.
# Names of tools: only those, the other rows stay. --fault=ID (several): only those, nothing is written. --at-once=N: so many
# tools beside each other. --judge-again: no run, new verdicts and a new table on what was seen last.
# Exits 1 where migrate-action itself did not do all that is asked for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/set-up.sh
[[ -f dist/cli.js ]] || bash scripts/build.sh
exec node test/peers/main.ts "$@"
