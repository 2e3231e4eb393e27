import type { SteadyConnector } from "../../../database/steady-connector.ts";
import { errorsOf, MigrateError } from "../../../errors.ts";
import type { MigrationSet } from "../../../files/migration-file.ts";
import type { Glance } from "../../../ledger/read-glance.ts";
import type { World } from "../../../pipeline/flow.ts";
import { look } from "../../../pipeline.ts";
import type { Sight } from "../../../report/health/standing.ts";
import { redactTexts } from "../../../report/redact-report.ts";
import type { Report } from "../../../report/report.ts";
import { makeShownReport } from "../../make-shown-report.ts";
import type { Setup } from "../setup.ts";
import { failedReport } from "./failed-report.ts";
import type { FilesMemo } from "./files-memo.ts";
import { makeGlancer } from "./glancer.ts";
import { type Line, makeLine } from "./line.ts";
import { makeSingleFlight, withinLimit } from "./single-flight.ts";

/** Who knows how files and target stand. */
export interface StandingWatch {
  /** No older than the call, in `health-timeout` at the latest; never rejects. */
  readonly stand: () => Promise<Sight>;
  /** By what the same state of both is known again: equal only where ledger and files are; null: it cannot be told. */
  readonly readKey: () => Promise<StandingKey | null>;
  readonly close: () => void;
}

/** Ledger and files. */
export interface StandingKey {
  readonly digest: string;
  readonly files: MigrationSet;
}

/** What a whole look has found, and for which ledger and files that holds. */
interface Found extends StandingKey {
  readonly report: Report;
}

/** The server ends its work before nobody waits for it any more. */
const SHARE_OF_SERVER = 0.9;

/** Watches on one connection, with one question at a time, which is one message as long as ledger and files stay as they are. */
export function makeStandingWatch(setup: Setup, world: World, memo: FilesMemo): StandingWatch {
  const { inputs, redact } = setup;
  const limitMs = inputs.serving.healthTimeoutMs;
  const line = makeLine(world.connection, Math.min(inputs.connectTimeoutMs, limitMs));
  const { ledger, role } = inputs;
  const glance = makeGlancer({ ledger, role, limitMs: limitMs * SHARE_OF_SERVER });
  let last: Found | null = null;

  const observe = async (connector: SteadyConnector, signal: AbortSignal): Promise<Sight | null> => {
    const asked = connector.openWaiting({ waitMs: 0, signal, onProgress: () => {} }, glance);
    const [glanced, files] = await Promise.allSettled([asked, memo.read()]);
    const faults = [files, glanced].flatMap((one) => (one.status === "rejected" ? errorsOf(one.reason) : []));
    if (glanced.status === "rejected")
      return { ...NOTHING_MISSING, database: "disconnected", report: failedReport(setup, "status", faults) };
    const { value: found } = glanced.value;
    if (found.kind === "late") return null;
    const missing = missingIn(found, redact);
    if (files.status === "rejected")
      return { ...missing, database: "connected", report: failedReport(setup, "status", faults) };
    const digest = found.kind === "read" ? found.digest : null;
    if (last !== null && last.digest === digest && last.files === files.value)
      return { ...missing, database: "connected", report: asOfNow(last.report) };
    const report = makeShownReport(
      await look({ ...inputs, command: "status", waitForDatabaseMs: 0 }, { ...world, signal }, connector),
      redact,
    );
    last = report.failure === null && digest !== null ? { digest, files: files.value, report } : null;
    return { ...missing, database: answered(report), report };
  };

  const late = (): Sight => ({
    ...NOTHING_MISSING,
    database: "silent",
    report: failedReport(setup, "status", [silence(limitMs)]),
  });
  const fault = (error: unknown): Sight => ({
    ...NOTHING_MISSING,
    database: "disconnected",
    report: failedReport(setup, "status", errorsOf(error)),
  });
  const next = makeSingleFlight(async () => (await askOnce(line, limitMs, observe).catch(fault)) ?? late());
  return {
    stand: () => withinLimit(next(), limitMs, late),
    readKey: async () => {
      const { report } = await next();
      return last !== null && report.failure === null ? { digest: last.digest, files: last.files } : null;
    },
    close: line.close,
  };
}

/** The connection is left where it did not answer as it should. */
async function askOnce(
  line: Line,
  limitMs: number,
  observe: (connector: SteadyConnector, signal: AbortSignal) => Promise<Sight | null>,
): Promise<Sight | null> {
  const sight = await line.ask(limitMs, observe);
  if (sight?.database === "disconnected") line.leave();
  return sight;
}

const NOTHING_MISSING = { missing: [], isMissingKnown: false } as const;

function missingIn(
  glance: Glance,
  redact: (text: string) => string,
): Pick<Sight, "missing" | "isMissingKnown"> {
  if (glance.kind !== "read" || glance.missing === null) return NOTHING_MISSING;
  return { missing: redactTexts(glance.missing, redact), isMissingKnown: true };
}

const asOfNow = (report: Report): Report => ({
  ...report,
  startedAt: new Date().toISOString(),
  durationMs: 0,
});

/** A server that refuses has answered too. */
const answered = ({ failure }: Report): Sight["database"] =>
  failure !== null && NO_ANSWER.has(failure.code) ? "disconnected" : "connected";

const NO_ANSWER: ReadonlySet<string> = new Set(["CONNECTION_FAILED", "CONNECTION_LOST", "CANCELLED"]);

/** Why nothing is known of a database that did not answer within `limitMs`. */
export const silence = (limitMs: number): MigrateError =>
  new MigrateError("CONNECTION_FAILED", `The database did not answer within ${limitMs} ms.`, {
    hint: "Is it overloaded, is the ledger locked, or does a firewall drop what is sent?",
  });
