import type { Statement } from "../files/sql/statement.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { isStemShape } from "./columns.ts";
import type { Ledger } from "./ledger.ts";
import type { Recorder } from "./record.ts";

/** What a recorder is made from. `creation`: the statement by which the first file makes the ledger, if one does. */
export interface RecorderRequest {
  readonly inputs: Inputs;
  readonly ledger: Ledger;
  readonly creation: Statement | null;
  readonly runMark: string;
  readonly planDigest: string;
  readonly toolVersion: string;
  /** As `Recorder` has it, not yet redacted; not there: none. */
  readonly backup?: string | null;
  readonly redact: (text: string) => string;
}

/** How this run records: the shape of the ledger decides how versions are written, its newest batch the next number. */
export function makeRecorder({
  inputs,
  ledger,
  creation,
  runMark,
  planDigest,
  toolVersion,
  backup = null,
  redact,
}: RecorderRequest): Recorder {
  const words = new Set(creation?.tokens.map(({ text }) => text));
  const isNewStemLedger = ledger.state === "absent" && isStemShape(words);
  return {
    ledger: inputs.ledger,
    versionIsStem: ledger.versionIsStem || isNewStemLedger,
    hasDescription: ledger.columns.has("description") || isNewStemLedger,
    actor: inputs.actor && redact(inputs.actor),
    batch: ledger.lastBatch + 1,
    runMark,
    choosesHistoryIds:
      (creation === null || ledger.state !== "absent") &&
      /^uuid\b/.test(ledger.historyColumns.get("id") ?? "uuid"),
    environment: inputs.gate.environment && redact(inputs.gate.environment),
    runUrl: inputs.runUrl && redact(inputs.runUrl),
    planDigest,
    toolVersion,
    backup: backup && redact(backup),
    redact,
  };
}
