import type { MessagePart } from "../database/message.ts";

/** One statement that is sent, and where it comes from. */
export interface Part extends MessagePart {
  /** Index in the script's statements; null: it is ours. */
  readonly statement: number | null;
}

/** A statement of ours. */
export const own = (sql: string): Part => ({ sql, copyData: null, statement: null });
