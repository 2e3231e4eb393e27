import { LOOKED_AT, type LookedAt } from "./looked-at.ts";
import { PARTS, type Part, type Stage } from "./parts.ts";

/** What RESULTS.json has of a part. */
export interface PartResult {
  readonly name: string;
  /** When, and on which commit; `+`: with changes that are not in it. */
  readonly date: string;
  readonly commit: string;
  readonly killed: number;
  /** Noticed because the tests did not come to an end: counts as killed. */
  readonly timedOut: number;
  /** In the order of their places. */
  readonly survivors: readonly Survivor[];
}

/** A mutant that no test noticed. */
export interface Survivor {
  /** Below src. */
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  /** The source that was mutated and what it became, blanks as one. */
  readonly mutated: string;
  readonly becomes: string;
  /** True: some test runs through it. */
  readonly isCovered: boolean;
}

/** The part of Stryker's report that is read here. Source: mutation-testing-report-schema, 2. */
export interface StrykerReport {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly StrykerMutant[] }>
  >;
}

interface StrykerMutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** 1-based both. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** Counts and survivors of a report. */
export function makePartResult(
  part: Part,
  report: StrykerReport,
  run: { date: string; commit: string },
): PartResult {
  const all = Object.entries(report.files).flatMap(([path, { source, mutants }]) =>
    mutants.map((mutant) => ({ path, source, mutant })),
  );
  const count = (status: string) => all.filter(({ mutant }) => mutant.status === status).length;
  const unnoticed = all.filter(
    ({ mutant }) => mutant.status === "Survived" || mutant.status === "NoCoverage",
  );
  const known = count("Killed") + count("Timeout") + unnoticed.length;
  if (known !== all.length) throw new Error(`${part.name}: ${all.length - known} mutants have no result.`);
  const survivors = unnoticed.map(({ path, source, mutant }) => ({
    file: path.replace(/^src\//, ""),
    line: mutant.location.start.line,
    mutator: mutant.mutatorName,
    mutated: asOneLine(sliceOf(source, mutant.location)),
    becomes: asOneLine(mutant.replacement),
    isCovered: mutant.status === "Survived",
  }));
  const killed = count("Killed");
  return {
    ...{ name: part.name, ...run, killed, timedOut: count("Timeout") },
    survivors: survivors.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
  };
}

const asOneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

function sliceOf(source: string, { start, end }: StrykerMutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.pop() ?? "";
  const cut = [...lines, last.slice(0, end.column - 1)].join("\n");
  return cut.slice(start.column - 1);
}

/** Why a survivor is of no interest, as someone wrote who has looked at it; null: nobody has. */
export function reasonFor({ file, mutated, becomes }: Survivor): LookedAt | null {
  const change = `${mutated} => ${becomes}`;
  return LOOKED_AT.find((one) => one.file === file && isMeant(one.change, change)) ?? null;
}

const isMeant = (wanted: LookedAt["change"], change: string): boolean =>
  typeof wanted === "string" ? wanted === change : wanted.test(change);

/** What was looked at and is not there any more in the results of its part: killed since, or its source has changed. */
export function staleReasons(results: readonly PartResult[]): readonly LookedAt[] {
  const used = new Set(results.flatMap(({ survivors }) => survivors.map(reasonFor)));
  const files = new Set(results.map(({ name }) => name));
  return LOOKED_AT.filter((one) => files.has(one.file.replace(/\/[^/]*$/, "")) && !used.has(one));
}

/** Of all mutants how many were noticed, in percent. */
export function scoreOf(results: readonly PartResult[]): number {
  const noticed = results.reduce((sum, { killed, timedOut }) => sum + killed + timedOut, 0);
  const survived = results.reduce((sum, { survivors }) => sum + survivors.length, 0);
  return (100 * noticed) / Math.max(1, noticed + survived);
}

/** The results of each stage that has any, in the stages' order. */
export function byStage(results: readonly PartResult[]): ReadonlyMap<Stage, readonly PartResult[]> {
  const stages = new Map<Stage, PartResult[]>();
  for (const { name, stage } of PARTS) {
    const found = results.filter((result) => result.name === name);
    if (found.length > 0) stages.set(stage, [...(stages.get(stage) ?? []), ...found]);
  }
  return stages;
}
