#!/usr/bin/env bash
# Runs the named linters (default: all), every one of them even if an earlier one fails.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

lint_style() { biome ci --no-errors-on-unmatched .; }
lint_types() { tsc --noEmit -p tsconfig.json && tsc --noEmit -p test/tsconfig.json; }
# The one-way flow of src/.
lint_flow() { depcruise src; }
lint_unused() { knip; }

lint_workflows() {
  local actionlint status=0 example
  actionlint=$(bash scripts/install-tools.sh actionlint) || return
  "$actionlint" .github/workflows/*.yml test/fixtures/act/*.yml examples/*.yml || status=1
  # The released action is not here to be looked at; this tree's is: so inputs and outputs are checked too.
  for example in examples/*.yml; do
    sed 's#uses: st44/migrate-action@v1$#uses: ./#' "$example" | "$actionlint" -stdin-filename "$example" - || status=1
  done
  return $status
}

failed=()
(($# > 0)) || set -- style types flow unused workflows
for linter in "$@"; do
  echo "── lint: $linter"
  if ! declare -F "lint_$linter" >/dev/null; then
    echo "lint: there is no '$linter'; there are style, types, flow, unused and workflows." >&2
    exit 64
  fi
  "lint_$linter" || failed+=("$linter")
done
if ((${#failed[@]} > 0)); then
  echo "lint: ${failed[*]} failed." >&2
  exit 1
fi
