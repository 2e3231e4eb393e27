#!/usr/bin/env bash
# Installs what is missing, builds dist/, and runs all tests. Arguments go to vitest: npm test -- test/unit/files
# VITEST_JSON names a file for the results (vitest.config.ts).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/set-up.sh
bash scripts/build.sh
exec vitest run "$@"
