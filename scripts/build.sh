#!/usr/bin/env bash
# dist/ from src/: tsc, then one bundle that every shell is loaded from, and a small file for each shell.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf lib dist
tsc -p tsconfig.json
ncc build lib/shells/entry.js --out dist/bundle --minify --license licenses.txt --no-source-map-register --quiet
for shell in action:action action-post:actionPost cli:cli; do
  file="dist/${shell%%:*}.js"
  function="${shell##*:}"
  printf '#!/usr/bin/env node\nimport { %s } from "./bundle/index.js";\nawait %s();\n' "$function" "$function" > "$file"
done
chmod +x dist/cli.js
printf '{ "type": "module" }\n' > dist/package.json
rm -rf lib
