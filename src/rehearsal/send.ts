import { MessageError } from "../database/message.ts";
import type { Session } from "../database/session.ts";
import type { Part } from "../execution/part.ts";

/** A message that failed on the site, with what was in it. */
export class SiteError extends Error {
  readonly parts: readonly Part[];
  declare readonly cause: MessageError;

  constructor(parts: readonly Part[], cause: MessageError) {
    super(cause.message, { cause });
    this.parts = parts;
  }
}

/** Sends `parts` as one message, if there are any. Rejects with SiteError where the server refuses one of them. */
export async function send(session: Session, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return;
  try {
    await session.send(parts, {});
  } catch (error) {
    throw error instanceof MessageError ? new SiteError(parts, error) : error;
  }
}
