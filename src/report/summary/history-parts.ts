import { renderDuration } from "../../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown } from "../foreign-text.ts";
import type { Report, ReportHistoryEntry } from "../report.ts";
import { renderName } from "./names.ts";

/** What `history` found, newest first, as a table. */
export function makeHistoryParts({ history = [] }: Report): readonly ListPart[] {
  if (history.length === 0) return [];
  const before =
    "### History\n\n| Version | Name | Action | Outcome | At | By | Took | Batch | Environment | Run | Error |\n| --- | --- | --- | --- | --- | --- | --: | --: | --- | --- | --- |";
  return [{ before, items: history.map(renderRow), between: "\n", after: "", rank: 1, noun: "entry" }];
}

function renderRow(entry: ReportHistoryEntry): string {
  const { version, name, action, status, executedAt, executedBy, executionTimeMs, batch } = entry;
  const cells = [
    renderName(version),
    renderText(name),
    renderText(action),
    `${status === "failed" ? "❌ " : ""}${renderText(status)}`,
    renderText(executedAt),
    renderText(executedBy),
    executionTimeMs === null ? "–" : renderDuration(executionTimeMs),
    batch === null ? "–" : String(batch),
    renderText(entry.environment),
    renderText(entry.runUrl),
    entry.error === null ? "–" : forMarkdown(clip(entry.error, 300)),
  ];
  return `| ${cells.join(" | ")} |`;
}

const renderText = (text: string | null): string => (text === null ? "–" : renderName(text));
