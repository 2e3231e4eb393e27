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
ncc build lib/shells/entry.js --out "$new/bundle" --license licenses.txt --no-source-map-register --quiet
ncc build lib/shells/post-entry.js --out "$new/post" --no-source-map-register --quiet
# One require for all built-in modules: ncc makes a new one for each of them, a tenth of the whole start.
sed -i.bak -e 's/__WEBPACK_EXTERNAL_createRequire(import\.meta\.url)(/__requireBuiltIn(/' \
  -e '/^import { createRequire as __WEBPACK_EXTERNAL_createRequire }/a\
const __requireBuiltIn = __WEBPACK_EXTERNAL_createRequire(import.meta.url);' "$new"/*/*.js
rm "$new"/*/*.bak
# ncc minifies the first chunk only.
for chunk in "$new"/*/*.js; do
  terser "$chunk" --module --compress --mangle --output "$chunk"
done
printf 'import { action } from "./bundle/index.js";\nawait action();\n' >"$new/action.js"
printf 'import "./post/index.js";\n' >"$new/action-post.js"
cp scripts/cli-entry.js "$new/cli.js"
chmod +x "$new/cli.js"
printf '{ "type": "module" }\n' >"$new/package.json"
rm -rf lib dist
mv "$new" dist
