#!/usr/bin/env bash
# dist/ from src/: tsc, then one bundle that every shell is loaded from, and a small file for each shell.
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
# ncc minifies the first chunk only.
for chunk in "$new"/bundle/*.js; do
  terser "$chunk" --module --compress --mangle --output "$chunk"
done
for shell in action:action action-post:actionPost; do
  printf '#!/usr/bin/env node\nimport { %s } from "./bundle/index.js";\nawait %s();\n' "${shell##*:}" "${shell##*:}" >"$new/${shell%%:*}.js"
done
cp scripts/cli-entry.js "$new/cli.js"
chmod +x "$new/cli.js"
printf '{ "type": "module" }\n' >"$new/package.json"
rm -rf lib dist
mv "$new" dist
