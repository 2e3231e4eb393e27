import type { Acceptance } from "../recovery/make-acceptance.ts";
import type { Unfinished } from "../recovery/unfinished.ts";
import type { DraftRepair } from "./draft.ts";
import { MAX_SQL } from "./make-failure.ts";
import type { ReportAcceptance, ReportRepair, ReportUnfinished } from "./report-record.ts";

/** The report's part about `repair`; `reason`: why what it shows is accepted, as given. */
export function makeRepairPart(
  { unfinished, chosen, acceptance, gone }: DraftRepair,
  reason: string | null,
): ReportRepair {
  return {
    unfinished: unfinished.map(makeRow),
    chosen,
    ...(acceptance === null ? {} : { acceptance: makeAcceptancePart(acceptance, reason) }),
    ...(gone === null ? {} : { gone: { objects: gone, reason } }),
  };
}

function makeAcceptancePart({ file, row }: Acceptance, reason: string | null): ReportAcceptance {
  return {
    version: file.version.text,
    name: file.name,
    file: file.file,
    recordedChecksum: row.checksum ?? "",
    fileChecksum: file.checksum,
    appliedAt: row.appliedAt?.toISOString() ?? null,
    appliedBy: row.appliedBy,
    reason,
  };
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
