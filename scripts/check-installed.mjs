// Exits 0 when node_modules holds what package-lock.json says, else 1 with the reason on stdout.
// Plain JavaScript without dependencies: it runs on Node 20, before anything is installed.
import { readFileSync } from "node:fs";

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return null;
  }
};

function difference() {
  const wanted = read("package-lock.json");
  const found = read("node_modules/.package-lock.json");
  if (wanted === null) return "package-lock.json cannot be read";
  if (found === null) return "node_modules is not there";
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    const installed = found[path]?.version;
    // An optional package is left out where it does not fit the machine.
    const isRight = path === "" || installed === version || (optional && installed === undefined);
    if (!isRight) return `${path} is ${installed ?? "not there"}, package-lock.json has ${version}`;
  }
  return null;
}

const reason = difference();
if (reason !== null) {
  console.log(reason);
  process.exitCode = 1;
}
