const ENCODE_HINT =
  "Percent-encode special characters (@ is %40, : %3A, / %2F, ? %3F, # %23, % %25), " +
  "or use the separate fields host, port, database, user and password, which need no escaping.";

/** Why a URL is refused. Neither message nor hint holds any part of it. */
export class UrlFault extends Error {
  readonly hint: string;

  constructor(message: string, hint = ENCODE_HINT) {
    super(message);
    this.hint = hint;
  }
}

/** `encoded` with its percent-encoding undone. Refuses what is faulty, not UTF-8, or hides a NUL, as libpq does. */
export function decodePercent(encoded: string): string {
  const decoded = attemptDecoding(encoded);
  if (decoded !== null && !decoded.includes("\0")) return decoded;
  throw new UrlFault("It has a % that does not begin a percent-encoded character.");
}

function attemptDecoding(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
