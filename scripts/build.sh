#!/usr/bin/env bash
# dist/ from src/: tsc, then a bundle for the action and the command line, and a small one for the post step.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

# Two builds at once would take each other's files away; names of modules come from their paths, so lib/ is fixed.
if command -v flock >/dev/null; then
  exec 9>node_modules/.build.lock
  flock 9
fi

new=node_modules/.dist-new
rm -rf lib "$new"
tsc -p tsconfig.json
# Without a "type" ncc makes CommonJS of it: no loader of ES modules at the start, no require for each built-in module.
printf '{}\n' >lib/package.json
stats=node_modules/.dist-stats
rm -rf "$stats"
mkdir "$stats"
ncc build lib/shells/entry.js --out "$new/bundle" --stats-out "$stats/bundle.json" --no-source-map-register --quiet
ncc build lib/shells/post-entry.js --out "$new/post" --stats-out "$stats/post.json" --no-source-map-register --quiet
# ncc's own --license leaves out what comes in through require(): pg and all of its packages.
node scripts/write-licenses.ts "$new" "$stats/bundle.json" "$stats/post.json"
rm -rf "$stats"
# The parser of SQL: its module of WebAssembly is stored small beside the bundle, for every job downloads all of dist/.
node scripts/store-parser.ts "$new/bundle"
# What is loaded now and then only is made small. index.js is not: V8 starts it faster as it is (measured, 5 ms), and
# it can be read.
for chunk in "$new"/bundle/*.index.js; do
  terser "$chunk" --compress --mangle --output "$chunk"
done
printf 'require("./bundle/index.js").action();\n' >"$new/action.js"
cp scripts/action-post-entry.js "$new/action-post.js"
cp scripts/cli-entry.js "$new/cli.js"
cp scripts/http-entry.js "$new/http.js"
cp scripts/http.d.ts "$new/http.d.ts"
chmod +x "$new/cli.js"
rm -f "$new"/*/package.json
printf '{ "type": "commonjs" }\n' >"$new/package.json"
rm -rf lib dist
mv "$new" dist
