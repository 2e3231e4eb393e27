import { expect, onTestFinished, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { isSameDatabase } from "../../src/database/same-database.ts";
import type { Session } from "../../src/database/session.ts";
import { ADVISORY_LOCKS } from "../support/advisory-locks.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";

async function sessionOn({ settings }: TestDatabase): Promise<Session> {
  const session = await makeConnector(settings, 5_000).open();
  onTestFinished(() => session.close());
  return session;
}

describeOnServers("that a shadow is another database than the target", (server) => {
  test("is true of another database of the same server, and not of the same one by another connection", async () => {
    const [target, other] = [await freshDatabase(server), await freshDatabase(server)];
    const session = await sessionOn(target);
    expect(await isSameDatabase(session, await sessionOn(other))).toBe(false);
    expect(await isSameDatabase(session, await sessionOn(target))).toBe(true);
    // And nothing is left of the question.
    const left = `SELECT FROM ${ADVISORY_LOCKS}`;
    expect(await session.query(left)).toEqual([]);
  });

  test("is not believed where something else on the target's session ends the proof's transaction", async () => {
    const target = await freshDatabase(server);
    const [session, asked, holder] = [
      await sessionOn(target),
      await sessionOn(target),
      await sessionOn(target),
    ];
    // The connection that is to see the lock waits here, or it might see it before the transaction has ended.
    await holder.query("SELECT pg_advisory_lock(1)");
    const waiting = asked.query("SELECT pg_advisory_lock(1)");
    const proving = isSameDatabase(session, asked);
    const refused = expect(proving).rejects.toThrow("was lost");
    await session.query("ROLLBACK");
    await holder.query("SELECT pg_advisory_unlock(1)");
    await refused;
    await waiting;
  });
});
