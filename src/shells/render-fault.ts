import { forLog } from "../report/foreign-text.ts";

/** What is said of what nobody has caught, redacted and harmless: where it was thrown is in it. */
export function renderFault(error: unknown, redact: (text: string) => string): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return forLog(redact(`A fault of migrate-action itself: ${stack}`));
}
