import { parseArgs } from "node:util";
import { FAULTS } from "./faults.ts";
import { judgeAgain } from "./judge-again.ts";
import { readResults, writeResults } from "./page.ts";
import { startPeerServer } from "./peer-server.ts";
import { PEERS } from "./peers.ts";
import { renderResult, renderTable } from "./render-table.ts";
import type { PeerResult, Results } from "./results.ts";
import { runFaults } from "./run-faults.ts";
import { ours } from "./tools/ours.ts";

const COMMAND = "npm run peers";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fault: { type: "string", multiple: true },
    "at-once": { type: "string", default: "2" },
    "judge-again": { type: "boolean", default: false },
  },
});
const peers = chosen("tool", PEERS, positionals, ({ tool }) => tool.name);
const faults = chosen("fault", FAULTS, values.fault ?? [], ({ id }) => id);

// One fault alone is for the eyes only: what is committed of a tool is of one run.
const isForThePage = faults.length === FAULTS.length;
const before = isForThePage ? await readResults() : null;
const done = new Map<string, PeerResult>();
if (!values["judge-again"]) await measure();
const results = makeResults();
process.stdout.write(`${renderTable(results, faults)}\n`);
await keep();
if (!isOursOk(results)) {
  process.stderr.write("peers: migrate-action itself did not do all that is asked for.\n");
  process.exitCode = 1;
}

/** Those of `all` that are called `names`; all where there are none. Exits 64 where one is not there. */
function chosen<Value>(
  what: string,
  all: readonly Value[],
  names: readonly string[],
  nameOf: (value: Value) => string,
): readonly Value[] {
  const unknown = names.filter((name) => !all.some((value) => nameOf(value) === name));
  if (unknown.length > 0) {
    const there = all.map(nameOf).join(", ");
    process.stderr.write(`peers: there is no ${what} ${unknown.join(", ")}; there are ${there}.\n`);
    process.exit(64);
  }
  return names.length === 0 ? all : all.filter((value) => names.includes(nameOf(value)));
}

/** Every fault with every tool, `--at-once` tools beside each other: most of the time is waiting. */
async function measure(): Promise<void> {
  const server = await startPeerServer();
  const waiting = [...peers];
  const work = async () => {
    for (let peer = waiting.shift(); peer !== undefined; peer = waiting.shift()) {
      const { name } = peer.tool;
      const result = await runFaults(peer, faults, server, (fault, is) => {
        process.stderr.write(`${name}, ${fault.id}: ${renderResult(is)}\n`);
      });
      if (result.missing !== null) process.stderr.write(`${name} is not installed: ${result.missing}\n`);
      done.set(name, result);
      await keep();
    }
  };
  try {
    await Promise.all(Array.from({ length: Number(values["at-once"]) }, work));
  } finally {
    await server.stop();
  }
}

/** The tools that are done, and the others as they were before, in the order of the table; one that is gone is left out. */
function makeResults(): Results {
  const find = (name: string) => done.get(name) ?? before?.peers.find((peer) => peer.name === name);
  return judgeAgain({ command: COMMAND, peers: PEERS.flatMap(({ tool }) => find(tool.name) ?? []) }, FAULTS);
}

/** Writes what is known by now, so that a run that is ended has not been in vain. */
async function keep(): Promise<void> {
  if (isForThePage) await writeResults(makeResults(), FAULTS);
}

/** True when every try of every fault went with us as it should. */
function isOursOk({ peers: all }: Results): boolean {
  const found = all.find(({ name }) => name === ours.tool.name);
  if (found === undefined) return true;
  return Object.values(found.faults).every(
    (result) => result.kind === "tried" && result.tries.every(({ verdict }) => verdict.isOk),
  );
}
