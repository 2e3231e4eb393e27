import { serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { own, type Part } from "../execution/part.ts";
import type { Statement } from "../files/sql/statement.ts";
import { isSavepointControl, transactionControl } from "../files/sql/transaction-control.ts";
import type { LeftOut } from "./left-out.ts";
import { SiteError, send } from "./send.ts";

/** Runs `message`, in which `statement` is, or leaves it out: then why. Rejects as `send` does. */
export async function runStatement(
  session: Session,
  message: readonly Part[],
  statement: Statement,
  leftOut: LeftOut,
): Promise<string | null> {
  const missing = leftOut.missingExtension(statement);
  if (missing !== null) return missing;
  const isGuarded = !leftOut.isEmpty && session.inTransaction && canBeGuarded(statement);
  const guarded = isGuarded
    ? [own("SAVEPOINT migrate_action"), ...message, own("RELEASE SAVEPOINT migrate_action")]
    : message;
  try {
    await send(session, guarded);
    return null;
  } catch (error) {
    const server = error instanceof SiteError ? serverErrorOf(error.cause.cause) : null;
    const why = server === null ? null : leftOut.explain(server, statement);
    if (why === null) throw error;
    await session.send([own(isGuarded ? "ROLLBACK TO SAVEPOINT migrate_action" : "ROLLBACK")], {});
    return why;
  }
}

/** A savepoint around it would be gone before its RELEASE, or not be allowed; and it would end those of the file. */
const canBeGuarded = (statement: Statement): boolean =>
  transactionControl(statement) === null && !isSavepointControl(statement);
