# Sourced by test.sh and demo.sh in the root of the tree: makes node_modules fit package-lock.json and puts Node 24,
# which comes from the npm package `node`, first on PATH. Needs any Node from 20 on, and npm.

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "set-up: this needs Node 20 or later with npm (https://nodejs.org)." >&2
  exit 69
fi
if (($(node -p 'process.versions.node.split(".")[0]') < 20)); then
  echo "set-up: this needs Node 20 or later; $(command -v node) is $(node -v)." >&2
  exit 69
fi

if ! reason=$(node scripts/check-installed.mjs); then
  echo "set-up: installing packages ($reason) …" >&2
  log=$(mktemp)
  # `npm ci` wants the lock to name every optional package of every platform, and a registry may not have them all:
  # `npm install` then takes the same versions from the lock, and --no-save leaves the lock as it is.
  if ! npm ci >"$log" 2>&1 && ! { echo "set-up: npm ci did not work; trying npm install …" >&2 && npm install --no-save >>"$log" 2>&1; }; then
    cat "$log" >&2
    rm -f "$log"
    echo "set-up: the packages could not be installed; npm says why above." >&2
    exit 69
  fi
  rm -f "$log"
fi

is_node_24() { [[ $("$1" -v 2>/dev/null) == v24.* ]]; }

# The package's install script fetches the binary; npm does not run it with --ignore-scripts or where it is not approved.
if ! is_node_24 node_modules/node/bin/node && [[ -f node_modules/node/installArchSpecificPackage.js ]]; then
  echo "set-up: fetching Node 24 (the install script of the package \`node\` was not run) …" >&2
  (cd node_modules/node && node installArchSpecificPackage.js >&2) || true
fi
export PATH="$PWD/node_modules/node/bin:$PWD/node_modules/.bin:$PATH"
hash -r
if ! is_node_24 node; then
  echo "set-up: Node 24 is needed, and node on PATH is $(node -v). Its binary did not come with the npm package \`node\`:" \
    "run \`npm rebuild node --foreground-scripts\` to see why, or put a Node 24 of your own first on PATH." >&2
  exit 69
fi
