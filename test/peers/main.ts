import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FAULTS } from "./faults.ts";
import { startPeerServer } from "./peer-server.ts";
import { PEERS } from "./peers.ts";
import { renderResult, renderTable } from "./render-table.ts";
import type { PeerResult, Results } from "./results.ts";
import { runFaults } from "./run-faults.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/reliability.md");
const RESULTS = join(ROOT, "test/peers/RESULTS.json");
const [BEGIN, END] = ["<!-- peers:begin -->", "<!-- peers:end -->"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { fault: { type: "string", multiple: true }, "at-once": { type: "string", default: "2" } },
});
const peers = chosen("tool", PEERS, positionals, ({ tool }) => tool.name);
const faults = chosen("fault", FAULTS, values.fault ?? [], ({ id }) => id);

const results = await measure();
const table = renderTable(results, faults);
process.stdout.write(`${table}\n`);
// A part of the whole is for the eyes only: what is committed is of one full run.
if (peers.length === PEERS.length && faults.length === FAULTS.length) await write(results, table);

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
async function measure(): Promise<Results> {
  const server = await startPeerServer();
  const done = new Map<string, PeerResult>();
  const waiting = [...peers];
  const work = async () => {
    for (let peer = waiting.shift(); peer !== undefined; peer = waiting.shift()) {
      const { name } = peer.tool;
      done.set(
        name,
        await runFaults(peer, faults, server, (fault, result) => {
          process.stderr.write(`${name}, ${fault.id}: ${renderResult(result)}\n`);
        }),
      );
      const missing = done.get(name)?.missing;
      if (missing) process.stderr.write(`${name} is not installed: ${missing}\n`);
    }
  };
  try {
    await Promise.all(Array.from({ length: Number(values["at-once"]) }, work));
  } finally {
    await server.stop();
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    command: "npm run peers",
    postgres: server.version,
    pgbouncer: server.poolerVersion,
    peers: peers.flatMap(({ tool }) => done.get(tool.name) ?? []),
  };
}

async function write(whole: Results, text: string): Promise<void> {
  await writeFile(RESULTS, `${JSON.stringify(whole, null, 1)}\n`);
  const page = await readFile(PAGE, "utf8");
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE} has no ${BEGIN} … ${END}.`);
  await writeFile(PAGE, `${page.slice(0, begin + BEGIN.length)}\n${text}\n${page.slice(end)}`);
}
