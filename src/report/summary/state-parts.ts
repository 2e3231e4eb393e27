import { renderDuration, renderNumber } from "../../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import {
  makeStateGroups,
  renderRuns,
  STATUS_WORDS,
  type StateGroup,
  stateWords,
} from "../migration-states.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportStatusRow } from "../report-record.ts";
import { renderName } from "./names.ts";

const DONE_WORDS: Readonly<Record<string, string>> = { down: "taken back", baseline: "recorded" };

/** Exactly what is and is not applied of what the run was to do, one bullet a state; kept before all other lists. */
export function makeStateParts(report: Report): readonly ListPart[] {
  const items = makeStateGroups(report.migrations).map((group) => renderGroup(group, report));
  if (items.length === 0) return [];
  const before = `### What is and is not ${DONE_WORDS[report.command] ?? "applied"}\n`;
  return [{ before, items, between: "\n", after: "", rank: 0, noun: "state" }];
}

function renderGroup({ state, count, runs }: StateGroup, { command }: Report): string {
  const { emoji, word, meaning } = stateWords(state, command);
  const versions = renderRuns(runs, (migration) => renderName(renderTitle(migration)));
  return `- ${emoji} **${word}** (${renderNumber(count)}): ${versions} – ${meaning}`;
}

/** What `status` found, as a table. */
export function makeStatusParts(report: Report): readonly ListPart[] {
  if (report.status.length === 0) return [];
  const hasOrigins = report.status.some(({ origin }) => origin);
  const [title, line] = hasOrigins ? [" Origin |", " --- |"] : ["", ""];
  const before = `### Migrations\n\n| State | Version | Name | Applied at | By | Took |${title}\n| --- | --- | --- | --- | --- | --: |${line}`;
  const items = report.status.map((row) => renderRow(row, hasOrigins));
  return [{ before, items, between: "\n", after: "", rank: 1, noun: "migration" }];
}

function renderRow(row: ReportStatusRow, hasOrigins: boolean): string {
  const { emoji, word } = STATUS_WORDS[row.state];
  const cells = [
    `${emoji} ${word}${row.origin == null ? "" : ` (${renderName(row.origin)})`}`,
    renderName(row.version),
    renderName(row.name),
    row.appliedAt === null ? "–" : renderName(row.appliedAt),
    row.appliedBy === null ? "–" : renderName(row.appliedBy),
    row.executionTimeMs === null ? "–" : renderDuration(row.executionTimeMs),
    ...(hasOrigins
      ? [row.origin ? `${renderName(row.origin)}, checksum of the file as it was then` : "–"]
      : []),
  ];
  return `| ${cells.join(" | ")} |`;
}
