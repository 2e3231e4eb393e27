/** The torture driver's command line; see README.md beside it, and options.ts. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/built.ts";
import { findEquipment } from "./bench/equipment.ts";
import { makeBrokenBuild } from "./broken/make-broken-build.ts";
import { describeCase } from "./draw/torture-case.ts";
import { drive } from "./drive.ts";
import { type Options, parseOptions } from "./options.ts";
import type { Figures } from "./report/figures.ts";
import { renderFigures, renderResults } from "./report/render-results.ts";
import { renderViolation } from "./report/render-violation.ts";
import type { CaseResult } from "./run/case-result.ts";

process.exitCode = await main();

async function main(): Promise<number> {
  const options = parseOptions(
    process.argv.slice(2),
    process.env["MIGRATE_ACTION_TEST_DIST"] ?? join(ROOT, "dist"),
  );
  return options.broken === null ? torture(options) : catchBroken(options);
}

/** 0 when no case had a violation. */
async function torture(options: Options): Promise<number> {
  const begunMs = performance.now();
  const figures = await driveAll(options, options.dist, (result) => {
    tell(result);
    if (result.violations.length > 0) console.log(renderViolation(result));
    return "go-on";
  });
  console.log(`\n${renderFigures(figures)}`);
  if (options.results === "write") {
    const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT }).toString().trim();
    const durationMs = performance.now() - begunMs;
    const at = { commit, date: new Date(), durationMs, workers: options.workers };
    writeFileSync(join(import.meta.dirname, "RESULTS.md"), renderResults(figures, at));
  }
  return figures.violations === 0 && figures.cases > 0 ? 0 : 1;
}

/** 0 when the broken build had a violation. */
async function catchBroken(options: Options): Promise<number> {
  const { broken } = options;
  if (broken === null) return 1;
  console.log(`${broken.name}: ${broken.description} Building …`);
  const directory = await makeBrokenBuild(broken);
  let caught: CaseResult | null = null;
  try {
    await driveAll(options, join(directory, "dist"), (result) => {
      tell(result);
      if (!result.violations.some((words) => broken.leadsTo.test(words))) return "go-on";
      caught ??= result;
      return "stop";
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  if (caught === null) {
    console.log(`${broken.name} was NOT caught.`);
    return 1;
  }
  const { drawn, violations } = caught as CaseResult;
  console.log(
    `${broken.name} is caught by case ${drawn.index}:\n${violations.map((words) => `  ${words}`).join("\n")}`,
  );
  return 0;
}

async function driveAll(
  options: Options,
  dist: string,
  onCase: (result: CaseResult) => "go-on" | "stop",
): Promise<Figures> {
  const { seed, only, workers, minutes } = options;
  const cases = only === null ? Array.from({ length: options.cases }, (_, index) => index) : [only];
  const equipment = await findEquipment();
  const deadlineMs = performance.now() + minutes * 60_000;
  return drive({ seed, cases, workers, deadlineMs, dist, equipment, onCase });
}

function tell({ drawn, violations, durationMs, server, runs }: CaseResult): void {
  const sign = violations.length === 0 ? "✓" : "✗";
  const exits = runs.map(({ code, signal }) => code ?? signal).join(" ");
  const seconds = (durationMs / 1_000).toFixed(1);
  console.log(`${sign} ${drawn.index} ${describeCase(drawn)}: ${server}, exits ${exits}, ${seconds} s`);
}
