import { renderDuration } from "../../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown } from "../foreign-text.ts";
import type { Report } from "../report.ts";
import type { ReportHistoryEntry } from "../report-record.ts";
import { renderName } from "./names.ts";

/** What `history` found, newest first, as a table. */
export function makeHistoryParts({ history = [] }: Report): readonly ListPart[] {
  if (history.length === 0) return [];
  const hasBackups = history.some(({ backup }) => backup !== undefined);
  const titles = `| Version | Name | Action | Outcome | At | By | Took | Batch | Environment | Run | Error |${hasBackups ? " Backup |" : ""}`;
  const aligns = `| --- | --- | --- | --- | --- | --- | --: | --: | --- | --- | --- |${hasBackups ? " --- |" : ""}`;
  const before = `### History\n\n${titles}\n${aligns}`;
  const rows = history.map((entry) => renderRow(entry, hasBackups ? [renderText(entry.backup ?? null)] : []));
  return [{ before, items: rows, between: "\n", after: "", rank: 1, noun: "entry" }];
}

function renderRow(entry: ReportHistoryEntry, more: readonly string[]): string {
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
    ...more,
  ];
  return `| ${cells.join(" | ")} |`;
}

const renderText = (text: string | null): string => (text === null ? "–" : renderName(text));
