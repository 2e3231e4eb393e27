/**
 * `node scripts/write-licenses.ts DIST STATS…`: writes DIST/licenses.txt, the notices of every package that webpack's STATS
 * name a file of. What was bundled is left for the tests in node_modules/.bundled.json.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modulePaths, readPackages, renderNotices } from "./licenses/notices.ts";

const [dist = "", ...stats] = process.argv.slice(2);
const paths = stats.flatMap((path) => modulePaths(JSON.parse(readFileSync(path, "utf8")).modules));
const wasm = readFileSync(join(import.meta.dirname, "licenses", "libpg-query.wasm.txt"), "utf8").trim();
const text = renderNotices(readPackages(paths), { "libpg-query": wasm });
writeFileSync(join(dist, "licenses.txt"), text);

/** Of which build: the tests are to speak of the dist/ that they see. */
const bundles = ["bundle/index.js", "post/index.js"].map((path) => [
  path,
  createHash("sha256")
    .update(readFileSync(join(dist, path)))
    .digest("hex"),
]);
writeFileSync(
  join(import.meta.dirname, "..", "node_modules", ".bundled.json"),
  JSON.stringify({ bundles: Object.fromEntries(bundles), modules: [...new Set(paths)].toSorted() }),
);
