import { describeExpected } from "../expected-words.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown, inCode } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportAcceptance, ReportGone, ReportUnfinished } from "../report-record.ts";
import { renderName } from "./names.ts";

/**
 * What earlier runs left half-way, and what can be done about each, or the edited file or the schema that it was asked about; empty for
 * every command but `repair`.
 */
export function makeRepairParts({ repair, result }: Report): readonly ListPart[] {
  if (repair?.acceptance !== undefined) return [makeAcceptancePart(repair.acceptance, result)];
  if (repair?.gone !== undefined) return [makeGonePart(repair.gone, result)];
  if (repair === undefined || repair.unfinished.length === 0) return [];
  const shown =
    result === "planned"
      ? "\n\nNothing was changed. To do one of these: `command: repair` with `version`, `resolve` and `apply: true`."
      : "";
  const before = `### Left half-way${shown}\n`;
  const items = repair.unfinished.map(renderUnfinished);
  return [{ before, items, between: "\n", after: "", rank: 1, noun: "migration" }];
}

function makeGonePart({ objects, reason }: ReportGone, result: Report["result"]): ListPart {
  const shown =
    result === "planned"
      ? "\n\nNothing was changed. To expect it no longer: `command: repair` with `accept-drift: true`, `reason` and `apply: true`."
      : "";
  const items = objects.map((object) => `- ${inCode(clip(describeExpected(object), 300))}`);
  const after = reason === null ? "" : `\n\nreason: ${forMarkdown(clip(reason, 1_000))}`;
  const before = `### Expected and gone${shown}\n`;
  return { before, items, between: "\n", after: objects.length === 0 ? "" : after, rank: 1, noun: "thing" };
}

function makeAcceptancePart(acceptance: ReportAcceptance, result: Report["result"]): ListPart {
  const { version, name, file, recordedChecksum, fileChecksum, appliedAt, appliedBy, reason } = acceptance;
  const shown =
    result === "planned"
      ? "\n\nNothing was changed. To accept the file as it is: `command: repair` with `accept-checksum`, `reason` and `apply: true`."
      : "";
  const applied = [
    ...(appliedAt === null ? [] : [appliedAt]),
    ...(appliedBy === null ? [] : [`by ${appliedBy}`]),
  ];
  const items = [
    `- **${renderName(renderTitle({ version, name }))}** in ${inCode(clip(file, 300))}`,
    ...(applied.length === 0 ? [] : [`- applied ${forMarkdown(clip(applied.join(" "), 300))}`]),
    `- recorded: ${inCode(clip(recordedChecksum, 100))}`,
    `- now: ${inCode(clip(fileChecksum, 100))}`,
    ...(reason === null ? [] : [`- reason: ${forMarkdown(clip(reason, 1_000))}`]),
  ];
  return { before: `### Edited file${shown}\n`, items, between: "\n", after: "", rank: 1, noun: "line" };
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
