import type { Unfinished } from "../recovery/unfinished.ts";
import type { DraftRepair } from "./draft.ts";
import type { ReportRepair, ReportUnfinished } from "./report.ts";

/** Longest statement in a report, in UTF-16 units. */
const MAX_SQL = 4_000;

/** The report's part about `repair`. */
export function makeRepairPart({ unfinished, chosen }: DraftRepair): ReportRepair {
  return { unfinished: unfinished.map(makeRow), chosen };
}

function makeRow({ version, row, file, direction, concluded, known, choices }: Unfinished): ReportUnfinished {
  const source = concluded?.half.step.source ?? null;
  const statement = concluded?.half.statement ?? null;
  return {
    version,
    name: file?.name ?? row.name ?? "",
    file: source?.file ?? null,
    direction,
    status: row.status,
    statementsDone: row.statementsDone,
    at:
      source === null || statement === null
        ? null
        : { file: source.file, line: statement.line, column: statement.column },
    statement: statement?.head.slice(0, MAX_SQL) ?? null,
    known,
    choices,
  };
}
