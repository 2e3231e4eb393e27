import type { MessagePart } from "../database/message.ts";
import type { Statement } from "../files/sql/statement.ts";

/** One statement that is sent, or a run of them, and where it comes from. */
export interface Part extends MessagePart {
  /** Index in the script's statements; null: it is ours. */
  readonly statement: number | null;
}

/** A statement of ours. */
export const own = (sql: string): Part => ({
  sql,
  size: sql.length,
  count: 1,
  copyData: null,
  statement: null,
});

/** The part that sends `statement`, the script's with this index; its text is read when it is sent. */
export function partOf(statement: Statement, index: number): Part {
  const { size, count, copyData } = statement;
  return {
    get sql() {
      return statement.sql;
    },
    size,
    count,
    copyData,
    statement: index,
  };
}
