import { expect, test } from "vitest";
import { freshRole } from "../support/roles.ts";
import { runFlow } from "../support/run-flow.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

describeOnServers("a plan by a user that may only read", (server) => {
  test("is rehearsed, and the target compared, with the rights of the role in `rehearse-as` alone", async () => {
    const reader = await freshRole(server);
    const database = await freshDatabase(server);
    // What everybody had before PostgreSQL 15.
    await database.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    await database.query(`GRANT pg_read_all_data TO ${reader.name}`);
    const owner = database.settings.user;
    const migrations = makeMigrations({ "1_notes.sql": "CREATE TABLE notes (id int);" });
    const plan = (values: Readonly<Record<string, string>> = {}) =>
      runFlow(
        { ...database, url: reader.urlOf(database) },
        {
          command: "plan",
          "migrations-path": migrations,
          rehearsal: "server",
          ...values,
        },
      );

    const asReader = await plan();
    expect([asReader.result, asReader.failure?.code]).toEqual(["refused", "REHEARSAL_FAILED"]);
    const asOwner = await plan({ "rehearse-as": owner });
    expect([asOwner.result, asOwner.rehearsal?.ok, asOwner.failure]).toEqual(["planned", true, null]);
    // That the reader may not write is no news then.
    expect(asOwner.notices.join()).not.toContain("could not be applied");

    await runFlow(database, { "migrations-path": migrations, rehearsal: "server" });
    await database.query("CREATE INDEX by_hand ON notes (id)");
    expect((await plan({ "rehearse-as": owner })).rehearsal?.drift).toEqual([
      expect.stringMatching(/index by_hand .* is there, and no migration makes it$/),
    ]);
  });

  test("is refused where the role is none of the server's that may log in", async () => {
    const group = await freshRole(server, "NOLOGIN");
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_notes.sql": "CREATE TABLE notes (id int);" });
    for (const role of [group.name, "nobody_at_all"]) {
      const values = { command: "plan", "migrations-path": migrations, "rehearse-as": role };
      const { exitCode, failure } = await runFlow(database, values);
      expect([exitCode, failure?.code, failure?.message]).toEqual([
        2,
        "INPUT_INVALID",
        expect.stringContaining(`no role "${role}" that may log in`),
      ]);
    }
  });
});
