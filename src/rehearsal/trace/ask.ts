import type { Row, Session } from "../../database/session.ts";

const MARK = "migrate_action_trace";

/**
 * Rows of each of `queries`, one message; null where the server would not answer, for a right that the migration's role has
 * not or a limit that the migration has set. A transaction that is open goes on as if nothing had been asked. Never
 * rejects: that the connection is lost shows when the next statement is sent.
 */
export async function ask(
  session: Session,
  queries: readonly string[],
): Promise<readonly (readonly Row[])[] | null> {
  if (!session.inTransaction) return session.queries(queries.join(";\n")).catch(() => null);
  try {
    const guarded = [`SAVEPOINT ${MARK}`, ...queries, `RELEASE SAVEPOINT ${MARK}`];
    return (await session.queries(guarded.join(";\n"))).slice(1, -1);
  } catch {
    await session.queries(`ROLLBACK TO SAVEPOINT ${MARK}; RELEASE SAVEPOINT ${MARK}`).catch(() => {});
    return null;
  }
}
