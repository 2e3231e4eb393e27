import type { Row, Session } from "./session.ts";

/**
 * Rows of each of `statements`, which are a whole transaction from its BEGIN to its COMMIT, sent in one message. Rejects with what
 * the server says, or that the connection is lost; a session that is left is usable afterwards.
 */
export async function sendTransaction(
  session: Session,
  statements: readonly string[],
): Promise<readonly (readonly Row[])[]> {
  try {
    return await session.queries(statements.join(";\n"));
  } catch (error) {
    // Always: the status of the transaction comes after its error.
    await session.query("ROLLBACK").catch(() => {});
    throw error;
  }
}
