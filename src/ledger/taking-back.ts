import type { LedgerRow } from "./ledger.ts";

/** How the message of a row begins whose migration was being taken back. */
const TAKING_BACK = "while it was taken back";

/** The message of a row whose way back, of this checksum, is under way. */
export const takingBack = (checksum: string): string => `${TAKING_BACK} (${checksum})`;

/** True for a row whose migration was being taken back. */
export const isTakingBack = ({ errorMessage }: LedgerRow): boolean =>
  errorMessage?.startsWith(TAKING_BACK) === true;

/** The checksum of the way back that was under way; null where the row does not say. */
export function backChecksum({ errorMessage }: LedgerRow): string | null {
  return /^while it was taken back \((sha256:[0-9a-f]{64})\)/.exec(errorMessage ?? "")?.[1] ?? null;
}
