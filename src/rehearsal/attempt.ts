import type { Session } from "../database/session.ts";

/** Whether `statement` went through. */
export function succeeds(session: Session, statement: string): Promise<boolean> {
  return session.query(statement).then(
    () => true,
    () => false,
  );
}

/** Runs each statement by itself; one that fails is skipped, as a site need not know a role or its setting. */
export async function attemptAll(session: Session, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await succeeds(session, statement);
}
