import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown, inCode } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report, ReportUnfinished } from "../report.ts";
import { renderName } from "./names.ts";

/** What earlier runs left half-way, and what can be done about each; empty for every command but `repair`. */
export function makeRepairParts({ repair, result }: Report): readonly ListPart[] {
  if (repair === undefined || repair.unfinished.length === 0) return [];
  const shown =
    result === "planned"
      ? "\n\nNothing was changed. To do one of these: `command: repair` with `version`, `resolve` and `apply: true`."
      : "";
  const before = `### Left half-way${shown}\n`;
  const items = repair.unfinished.map(renderUnfinished);
  return [{ before, items, between: "\n", after: "", rank: 1, noun: "migration" }];
}

function renderUnfinished(unfinished: ReportUnfinished): string {
  const { version, name, direction, at, statement, known, choices } = unfinished;
  const back = direction === "down" ? ", on its way back" : "";
  const place = at === null ? "" : ` at ${inCode(clip(`${at.file}:${at.line}:${at.column}`, 300))}`;
  const sql = statement === null ? "" : `: ${inCode(clip(statement.replace(/\s+/g, " "), 200))}`;
  return [
    `- **${renderName(renderTitle({ version, name }))}**${back}${place}${sql}`,
    ...known.map((sentence) => `  - ${forMarkdown(clip(sentence, 1_000))}`),
    ...choices.map(({ resolve, does }) => `  - ${inCode(resolve)}: ${forMarkdown(clip(does, 1_000))}`),
  ].join("\n");
}
