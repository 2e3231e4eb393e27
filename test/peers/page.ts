import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fault } from "./fault.ts";
import { renderTable } from "./render-table.ts";
import type { Results } from "./results.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/reliability.md");
const RESULTS = join(ROOT, "test/peers/RESULTS.json");
const [BEGIN, END] = ["<!-- peers:begin -->\n", "\n<!-- peers:end -->"];

/** The results that are committed; null where there are none. */
export async function readResults(): Promise<Results | null> {
  const text = await readFile(RESULTS, "utf8").catch(() => null);
  return text === null ? null : JSON.parse(text);
}

/** What stands between the marks of docs/reliability.md. Throws where they are not there. */
export async function readTable(): Promise<string> {
  const { text, from, to } = await readPage();
  return text.slice(from, to);
}

/** Writes the results, and the table of docs/reliability.md from them. */
export async function writeResults(results: Results, faults: readonly Fault[]): Promise<void> {
  await writeFile(RESULTS, `${JSON.stringify(results, null, 1)}\n`);
  const { text, from, to } = await readPage();
  await writeFile(PAGE, text.slice(0, from) + renderTable(results, faults) + text.slice(to));
}

async function readPage(): Promise<{ text: string; from: number; to: number }> {
  const text = await readFile(PAGE, "utf8");
  const from = text.indexOf(BEGIN) + BEGIN.length;
  const to = text.indexOf(END);
  if (from < BEGIN.length || to < from - 1)
    throw new Error(`${PAGE} has no ${BEGIN.trim()} … ${END.trim()}.`);
  return { text, from: Math.min(from, to), to };
}
