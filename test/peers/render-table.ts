import type { Fault } from "./fault.ts";
import type { FaultResult, PeerResult, Results } from "./results.ts";
import { LIMITS } from "./stage.ts";
import { failureOf } from "./verdict.ts";

/** The part of docs/reliability.md that a run writes: circumstances, table, and how each column was made. */
export function renderTable(results: Results, faults: readonly Fault[]): string {
  const { command, peers } = results;
  const there = peers.filter(({ missing }) => missing === null);
  const missing = peers.filter((peer) => peer.missing !== null);
  const circumstances = [...new Set(peers.map((peer) => peer.circumstances))];
  return [
    `Written by \`${command}\` (${circumstances.join("; ")}). Each cell says in how many tries the tool did what is`,
    "asked for below, and what went wrong in most of the others; **ok**: in all of them. All that was seen is in",
    "[RESULTS.json](../test/peers/RESULTS.json).",
    "",
    `| tool | ${faults.map(({ title }) => title).join(" | ")} |`,
    `|---|${faults.map(() => "---").join("|")}|`,
    ...there.map((peer) => row(peer, faults)),
    "",
    ...missing.map(
      ({ name, version, missing: why }) =>
        `Not installed here: ${name} ${version} (${why?.split("\n")[0] ?? ""}).\n`,
    ),
    "Before each column's tries the tool is run once on the same files without the fault; where it fails already then, the",
    `cell says "alone too". A run may take ${LIMITS.baseMs / 1000} s and ${LIMITS.timesAlone} times as long as that one; then it is killed.`,
    "",
    ...faults.map(({ title, method }) => `- **${title}.** ${method}`),
    "",
    "How the tools were called, where that is a choice:",
    "",
    ...there.flatMap(({ remark }) => (remark === null ? [] : [`- ${remark}`])),
  ].join("\n");
}

function row({ name, version, faults: results }: PeerResult, faults: readonly Fault[]): string {
  const cells = faults.map(({ id }) => {
    const result = results[id];
    return result === undefined ? "—" : renderResult(result);
  });
  return `| ${name} ${version} | ${cells.map(asCell).join(" | ")} |`;
}

/** A result in a few words. */
export function renderResult(result: FaultResult): string {
  if (result.kind === "not-shown") return `not shown: ${result.because}`;
  if (result.kind === "fails-alone") return `alone too: ${failureOf("it", result.run).join("")}`;
  const verdicts = result.tries.map(({ verdict }) => verdict);
  const good = verdicts.filter(({ isOk }) => isOk);
  if (good.length === verdicts.length) {
    const words = mostFrequent(good.map(({ words }) => words));
    return words === "" ? "**ok**" : `**ok**: ${words}`;
  }
  const wrong = mostFrequent(verdicts.filter(({ isOk }) => !isOk).map(({ words }) => words));
  return `${good.length} of ${verdicts.length}: ${wrong}`;
}

/** The first of those that are there most often. */
function mostFrequent(words: readonly string[]): string {
  const count = (wanted: string) => words.filter((each) => each === wanted).length;
  return words.toSorted((a, b) => count(b) - count(a))[0] ?? "";
}

const asCell = (text: string): string =>
  text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
