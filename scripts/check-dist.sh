#!/usr/bin/env bash
# Proves that the committed dist/ is what the sources build to, byte for byte, wherever and by whomever they are built:
# builds it from nothing here, then in another directory with another umask, time zone, language, home and empty caches,
# and shows what differs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rm -rf dist
npm run --silent build

# A clone may belong to someone else than who runs this (a CI container's root).
repository() { git -c safe.directory="$PWD" "$@"; }

# --ignored: a file of dist that .gitignore hides would be missing for users just the same.
differing=$(repository status --porcelain --untracked-files=all --ignored -- dist)
if [[ -n $differing ]]; then
  echo "dist/ is not what the sources build to. Run 'npm run build' and commit dist/:" >&2
  echo "$differing" >&2
  repository diff HEAD --stat -- dist >&2
  exit 1
fi
echo "dist/ is what the sources build to."

# Below this directory, so that node_modules can be linked file by file; .gitignore has it.
other=$PWD/.tools/elsewhere
trap 'rm -rf "$other"' EXIT
rm -rf "$other"
mkdir -p "$other"/{tree,home,tmp}
tar -c --exclude=./node_modules --exclude=./dist --exclude=./.git --exclude=./.tools . | tar -x -C "$other/tree"
packages=$(realpath node_modules)
cp -al "$packages" "$other/tree/node_modules" 2>/dev/null ||
  { rm -rf "$other/tree/node_modules" && cp -a "$packages" "$other/tree/node_modules"; }
# What a build writes must not be this tree's file.
rm -rf "$other"/tree/node_modules/.{bundled.json,build.lock,dist-new,dist-stats}
(
  umask 077
  cd "$other/tree"
  env -i PATH="$PATH" HOME="$other/home" TMPDIR="$other/tmp" TZ=Pacific/Kiritimati LANG=tr_TR.UTF-8 \
    bash scripts/build.sh
)
# Of modes git keeps only who may run it.
runnable() { (cd "$1" && find . -type f -perm -u+x | sort); }
if ! diff -r dist "$other/tree/dist" >&2 || ! diff <(runnable dist) <(runnable "$other/tree/dist") >&2; then
  echo "dist/ depends on where or by whom it is built; the lines above show how." >&2
  exit 1
fi
echo "Built elsewhere, it is the same byte for byte."
