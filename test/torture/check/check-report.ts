import type { Report, ReportMigration } from "../../../src/report/report.ts";
import type { DoneFault } from "../faults/scene.ts";
import { completedBy, completedIn } from "./expected.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Truth } from "./truth.ts";

/** Lies in the report of `actor`: what it says of each migration and of the ledger, against what the database holds. */
export function checkReport(actor: string, report: Report, truth: Truth): readonly string[] {
  const own = completedBy(actor, truth.last);
  return [
    ...report.migrations.flatMap((migration) => checkMigration(migration, own, actor, truth)),
    ...checkSilence(report, own),
    ...checkLedger(report, own, truth.standing),
  ];
}

function checkMigration(
  { version, state }: ReportMigration,
  own: ReadonlySet<string>,
  actor: string,
  { standing, unreachableMs, faults }: Truth,
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
      return unreachableMs >= (isToldToStop(actor, faults) ? ASKED_BY_CANCELLED_MS : ASKED_FOR_MS)
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

/** A run that is told to stop has less time for that. */
const ASKED_BY_CANCELLED_MS = 4_500;

const isToldToStop = (actor: string, faults: readonly DoneFault[]): boolean =>
  faults.some((done) => done.fault.kind === "signal" && done.actor === actor);

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
