import type { ListPart } from "../fit-to-bytes.ts";
import { ADOPTION_WORDS } from "../migration-states.ts";
import type { Report } from "../report.ts";
import type { ReportAdoptionRow } from "../report-record.ts";
import { renderName } from "./names.ts";

/** What another tool's ledger says of each migration, as a table; empty without an adoption. */
export function makeAdoptionParts({ adoption, result }: Report): readonly ListPart[] {
  if (!adoption || adoption.rows.length === 0) return [];
  const shown =
    result === "planned" ? "\n\nNothing was written. To record it: the same with `apply: true`." : "";
  const before = `### Ledger of ${renderName(adoption.tool)}: ${renderName(adoption.table)}${shown}\n\n| State | Version | Name | There | Applied at |\n| --- | --- | --- | --- | --- |`;
  const items = adoption.rows.map(renderRow);
  return [{ before, items, between: "\n", after: "", rank: 1, noun: "migration" }];
}

function renderRow({ state, version, name, foreign, appliedAt }: ReportAdoptionRow): string {
  const { emoji, word } = ADOPTION_WORDS[state];
  const cells = [version, name, foreign, appliedAt].map((text) => (text ? renderName(text) : "–"));
  return `| ${emoji} ${word} | ${cells.join(" | ")} |`;
}
