// The image's HEALTHCHECK: exits 0 while `serve` answers, whatever it answers, and while another command runs.
const { readFileSync } = require("node:fs");

/** The words that the container was started with. */
const words = readFileSync("/proc/1/cmdline", "utf8").split("\0");
const listen = words.findIndex((word) => word.startsWith("--listen"));
const address = words[listen]?.split("=")[1] ?? words[listen + 1] ?? "";
const port = /:(\d+)$/.exec(address)?.[1] ?? "8080";

if (words.includes("serve")) {
  // No query of the database is behind this answer.
  fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(4_000) }).catch((error) => {
    console.error(`Nothing answers at port ${port}: ${error.cause?.message ?? error.message}`);
    process.exitCode = 1;
  });
}
