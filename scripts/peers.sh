#!/usr/bin/env bash
# Makes the same things go wrong with other tools and with ours (test/peers), and writes test/peers/RESULTS.json and the table
# of docs/reliability.md. Names of tools, --fault=ID (several): only those, nothing written. --at-once=N: tools beside each other.
# Takes about half an hour. Tools that cannot be installed here (npm, Go, Maven, pip) are named in the table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/set-up.sh
[[ -f dist/cli.js ]] || bash scripts/build.sh
exec node test/peers/main.ts "$@"
