import type { Session } from "../database/session.ts";
import { CLEAN_UP } from "./make-transaction.ts";
import { own } from "./part.ts";

/** Ends an aborted transaction and undoes what a file left in the session. Rejects only when the connection is gone. */
export async function recover(session: Session): Promise<void> {
  await session.send([own("ROLLBACK"), ...CLEAN_UP], {});
}
