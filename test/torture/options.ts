import { parseArgs } from "node:util";
import { BROKEN_BUILDS, type BrokenBuild } from "./broken/broken-builds.ts";

/** What the command line of the driver asks for. */
export interface Options {
  readonly seed: number;
  readonly cases: number;
  /** This one case only; null: all. */
  readonly only: number | null;
  readonly workers: number;
  readonly minutes: number;
  /** Directory of the build. */
  readonly dist: string;
  /** The build that is made wrong on purpose, and must be caught; null: the one in `dist`. */
  readonly broken: BrokenBuild | null;
  /** write: RESULTS.md is written. */
  readonly results: "write" | "show";
}

/** Of which day the seed is does not matter; that everybody has the same one does. */
export const DEFAULT_SEED = 20_260;

/** Parses the arguments; throws a sentence about what is wrong with them. */
export function parseOptions(args: readonly string[], builtDist: string): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: String(DEFAULT_SEED) },
      cases: { type: "string", default: "1000" },
      case: { type: "string" },
      workers: { type: "string", default: "2" },
      minutes: { type: "string", default: "60" },
      dist: { type: "string", default: builtDist },
      broken: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  return {
    seed: wholeNumber("seed", values.seed),
    cases: wholeNumber("cases", values.cases),
    only: values.case === undefined ? null : wholeNumber("case", values.case),
    workers: wholeNumber("workers", values.workers),
    minutes: wholeNumber("minutes", values.minutes),
    dist: values.dist,
    broken: values.broken === undefined ? null : brokenBuild(values.broken),
    results: values.write ? "write" : "show",
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number, not ${JSON.stringify(text)}.`);
  return Number(text);
}

function brokenBuild(name: string): BrokenBuild {
  const found = BROKEN_BUILDS.find((build) => build.name === name);
  if (found === undefined)
    throw new Error(`--broken is one of ${BROKEN_BUILDS.map((build) => build.name).join(", ")}.`);
  return found;
}
