import type { Report, ReportMigration } from "../../../src/report/report.ts";
import { completedBy, completedIn } from "./expected.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Truth } from "./truth.ts";

/** Lies in the report of `actor`: what it says of each migration and of the ledger, against what the database holds. */
export function checkReport(actor: string, report: Report, truth: Truth): readonly string[] {
  const own = completedBy(actor, truth.last);
  return [
    ...report.migrations.flatMap((migration) => checkMigration(migration, own, truth)),
    ...checkSilence(report, own),
    ...checkLedger(report, own, truth.standing),
  ];
}

function checkMigration(
  { version, state }: ReportMigration,
  own: ReadonlySet<string>,
  { standing, unreachableMs }: Truth,
): readonly string[] {
  switch (state) {
    case "applied":
      if (!own.has(version))
        return [`it reports ${version} as applied, and the history has no completion of it by this run`];
      return completedIn(standing).has(version)
        ? []
        : [`it reports ${version} as applied, and the ledger did not have it then`];
    case "rolled-back":
    case "not-run":
    case "failed":
      return own.has(version) ? [`it reports ${version} as ${state}, and has committed it`] : [];
    case "unknown":
      return unreachableMs >= ASKED_FOR_MS
        ? []
        : [
            `it reports ${version} as unknown, though the server was away for ${Math.round(unreachableMs)} ms only`,
          ];
    default:
      return [`it reports ${version} as ${state}, which an up cannot leave`];
  }
}

/** For about so long the tool asks a server that is away what has become of a migration. */
const ASKED_FOR_MS = 6_500;

/** What a run has committed must be in its report. */
function checkSilence(report: Report, own: ReadonlySet<string>): readonly string[] {
  const told = new Set(
    report.migrations.flatMap(({ version, state }) =>
      state === "applied" || state === "unknown" ? [version] : [],
    ),
  );
  return [...own]
    .filter((version) => !told.has(version))
    .map((version) => `it has committed ${version}, and does not report it as applied`);
}

function checkLedger({ ledger }: Report, own: ReadonlySet<string>, standing: Snapshot): readonly string[] {
  if (ledger === null) return [];
  const completed = completedIn(standing);
  const invented = ledger.applied.filter((version) => !completed.has(version));
  const lost = ledger.pending.filter((version) => own.has(version));
  return [
    ...invented.map((version) => `its ledger has ${version} as applied, which the database does not have`),
    ...lost.map((version) => `its ledger has ${version} as pending, which it has committed itself`),
  ];
}
