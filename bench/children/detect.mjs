// The directory detected and read, against nothing but its files' bytes made into text, in turns in one process; the best of
// each counts, as the first also compiles. Prints {ourMs, readMs}.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readInputs, readMigrations } from "./stages.mjs";

const { migrationsPath } = readInputs();
let [ourMs, readMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
for (let turn = 0; turn < 7; turn++) {
  let begun = performance.now();
  const texts = readdirSync(migrationsPath).map((name) => readFileSync(join(migrationsPath, name), "utf8"));
  readMs = Math.min(readMs, performance.now() - begun);
  begun = performance.now();
  const { files } = await readMigrations(migrationsPath, "auto");
  ourMs = Math.min(ourMs, performance.now() - begun);
  if (files.length !== texts.length) throw new Error(`${files.length} of ${texts.length} files.`);
}
process.stdout.write(JSON.stringify({ ourMs, readMs }));
