import { makeChecksum } from "../files/checksum.ts";
import type { MigrationFile, WayBack } from "../files/migration-file.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { backChecksum, isTakingBack } from "../ledger/taking-back.ts";
import type { Refusal } from "./plan.ts";

/** What a migration is that stopped half-way: one of the plan, where it is known how far it came, or in its way. */
export type HalfWayRule = "resume" | "refuse";

/** True for a row of a migration that was begun, there or back, and has not come to its end. */
export const isUnfinished = ({ status }: LedgerRow): boolean => status !== "completed";

/**
 * True where it is known which statement of `file` was reached: it goes on by itself. A row without a checksum of ours, as
 * other tools leave them, is taken for that of the file.
 */
export function goesOn(file: MigrationFile, row: LedgerRow): boolean {
  return isCounted(row) && !isTakingBack(row) && !isOtherText(row.checksum, file.checksum);
}

/** The same for its way back `down`. */
export function goesOnBack(down: WayBack, row: LedgerRow): boolean {
  return isCounted(row) && isTakingBack(row) && !isOtherText(backChecksum(row), checksumOf(down));
}

/** Of the text of a way back; of a large file that of all that it holds. */
export const checksumOf = ({ large, text }: WayBack): string => large?.file.checksum ?? makeChecksum(text);

const isCounted = ({ status, statementsDone }: LedgerRow): boolean =>
  (status === "running" || status === "failed") && statementsDone !== null;

const isOtherText = (recorded: string | null, now: string): boolean =>
  recorded?.startsWith("sha256:") === true && recorded !== now;

/** PLAN_UNFINISHED for a row that does not go on by itself when migrations are applied. */
export function unfinished(file: MigrationFile, row: LedgerRow): Refusal {
  const { text } = file.version;
  const reached = row.statementsDone === null ? "" : ` after ${row.statementsDone} of its statements`;
  const reason = row.errorMessage === null ? "" : `: ${row.errorMessage}`;
  const isOther = isOtherText(row.checksum, file.checksum) && !isTakingBack(row);
  const edit = isOther
    ? " The file was changed since, so which of its statements are done is not known."
    : "";
  const back = isTakingBack(row) ? "`down` goes on with its way back. Or " : "";
  return {
    code: "PLAN_UNFINISHED",
    version: text,
    message: `${file.file} is recorded as ${row.status}${reached}${reason}. It runs outside a transaction, so part of it may be there.${edit}`,
    hint: `${back}${repairHint(text)}`,
    at: null,
  };
}

/** How a person decides about the version `text`, a sentence or two that begin in lower case where they may follow others. */
export function repairHint(text: string): string {
  return `\`repair\` with \`version: ${text}\` shows what is known of it and what each choice would do (\`migrate-action repair --version ${text}\`); then \`--resolve resume\`, \`done\` or \`clear\` with \`--apply\` does it.`;
}
