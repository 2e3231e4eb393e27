import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./built.ts";

/** Real histories that lie beside the project, each a directory, and `truth/`: what psql makes of them. */
export const CORPORA = join(ROOT, "../shared/corpora");
export const TRUTH = join(CORPORA, "truth");

/** False on a machine without them: a test that needs them is left out, and says so. */
export const hasCorpora = existsSync(TRUTH);
if (!hasCorpora) console.warn(`Real histories were not looked at: there is no ${CORPORA}.`);

/** One migration of a history, as psql was told to run it. */
export interface TrueStep {
  readonly version: string;
  readonly name: string;
  /** Below CORPORA. */
  readonly file: string;
  readonly mode: string;
  readonly features: readonly string[];
}

/** The migrations of the history `name` in their order. Source: truth/NAME.order.tsv. */
export function orderOf(name: string): readonly TrueStep[] {
  const lines = readFileSync(join(TRUTH, `${name}.order.tsv`), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => {
    const [, version = "", name = "", file = "", mode = "", features = ""] = line.split("\t");
    return { version, name, file, mode, features: features.split(",") };
  });
}
