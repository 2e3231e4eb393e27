import type { Adoption } from "../adoption/adoption.ts";
import { titleOf } from "../adoption/foreign-ledger.ts";
import type { ReportAdoption } from "./report-record.ts";

/** The report's part about `adoption`. */
export function makeAdoptionPart({ ledger, rows }: Adoption): ReportAdoption {
  return {
    tool: ledger.tool.name,
    table: titleOf(ledger),
    rows: rows.map(({ entry, file, state }) => ({
      foreign: entry?.foreign ?? null,
      version: file?.version.text ?? null,
      name: file?.name ?? null,
      file: file?.file ?? null,
      state,
      appliedAt: entry?.appliedAt?.toISOString() ?? null,
    })),
  };
}
