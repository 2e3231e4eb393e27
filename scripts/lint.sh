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

# The package as it would be published, with dist/ as it is: nothing that Node, bundlers or TypeScript stumble over.
lint_package() {
  local place said
  place=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$place'" RETURN
  node scripts/make-package.ts "$place/package" &&
    npm pack --silent --pack-destination "$place" "$place/package" >/dev/null || return
  # Its suggestions leave its exit code at 0.
  said=$(publint --strict "$place"/*.tgz) && [[ $said == *"All good!"* ]] || { echo "$said" >&2 && return 1; }
  attw "$place"/*.tgz
}

failed=()
(($# > 0)) || set -- style types flow unused workflows package
for linter in "$@"; do
  echo "── lint: $linter"
  if ! declare -F "lint_$linter" >/dev/null; then
    echo "lint: there is no '$linter'; there are style, types, flow, unused, workflows and package." >&2
    exit 64
  fi
  "lint_$linter" || failed+=("$linter")
done
if ((${#failed[@]} > 0)); then
  echo "lint: ${failed[*]} failed." >&2
  exit 1
fi
