/**
 * Loaded into `serve` by `node --import`: counts how often a file of migrations is opened. Whenever the process is sent SIGUSR2
 * it writes JSON {opens, heapBytes, rssBytes}, after a collection of garbage, into the file that HTTP_PROBE names.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

let opens = 0;
const openSync = fs.openSync;
const readFileSync = fs.readFileSync;
const count = (path: unknown) => {
  if (String(path).endsWith(".sql")) opens += 1;
};
fs.openSync = (...given) => {
  count(given[0]);
  return openSync(...given);
};
fs.readFileSync = ((...given: Parameters<typeof readFileSync>) => {
  count(given[0]);
  return readFileSync(...given);
}) as typeof readFileSync;
syncBuiltinESMExports();

process.on("SIGUSR2", () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  fs.writeFileSync(
    `${process.env["HTTP_PROBE"]}.new`,
    JSON.stringify({ opens, heapBytes: heapUsed, rssBytes: rss }),
  );
  fs.renameSync(`${process.env["HTTP_PROBE"]}.new`, process.env["HTTP_PROBE"] ?? "");
});
