import { forLog, forLogLine } from "../foreign-text.ts";
import type { Report } from "../report.ts";
import type { Paint } from "./paint.ts";

/** The files of a new migration, a path a line; of a dry run with what would stand in each. Empty without any. */
export function renderCreatedLines({ created = [], result }: Report, paint: Paint): readonly string[] {
  if (result !== "planned") return created.map(({ file }) => `${paint.good("✓")} ${forLogLine(file)}`);
  return created.flatMap(({ file, text }) => [
    `${paint.caution("•")} ${forLogLine(file)}`,
    ...forLog(text.trimEnd())
      .split("\n")
      .map((line) => paint.faint(`    ${line}`.trimEnd())),
  ]);
}

/** What comes next, where files were written. */
export function renderCreatedNext({ result }: Report): readonly string[] {
  if (result !== "created") return [];
  return ["Write the change into it. `check` and `plan` rehearse it; `up` applies it."];
}
