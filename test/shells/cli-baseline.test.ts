import { expect, test } from "vitest";
import { FILES, INDEX, originsOf, POSTS, USERS } from "../support/baselines.ts";
import { historyOf, ledgerOf, migrate, relationsOf, statesOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

describeOnServers("baseline", (server) => {
  const baseline = (database: TestDatabase, migrations: string, ...flags: string[]) =>
    migrate(server, database, migrations, { command: "baseline", flags });

  test("records what is there without running it: up has nothing to do then, and status says how it came there", async () => {
    const database = await freshDatabase(server);
    await database.query(`${USERS} ${INDEX} ${POSTS} INSERT INTO users VALUES (1, 'a')`);
    const migrations = makeMigrations(FILES);
    const { code, report, stderr } = await baseline(database, migrations);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      result: "applied",
      failure: null,
      rehearsal: { ok: true, site: "shadow", drift: [] },
      ledger: { currentVersion: "3", pending: [] },
      batch: 1,
    });
    expect(statesOf(report)).toEqual(["1 recorded", "2 recorded", "3 recorded"]);
    expect(stderr).toContain("Recorded 3 migrations as applied, none was run");
    expect(await originsOf(database)).toEqual([
      "1 baseline completed",
      "2 baseline completed",
      "3 baseline completed",
    ]);
    expect(
      (await ledgerOf(database)).map(({ checksum, batch, execution_time_ms }) => [
        checksum,
        batch,
        execution_time_ms,
      ]),
    ).toEqual(report.plan?.steps.map(({ checksum }) => [checksum, 1, null]));
    expect(
      await database.query("SELECT DISTINCT action, status, error_message FROM public.migration_history"),
    ).toEqual([{ action: "baseline", status: "completed", error_message: null }]);
    expect(await database.query("SELECT id FROM users")).toEqual([{ id: 1 }]);
    expect((await migrate(server, database, migrations)).report.result).toBe("nothing-to-do");
    const status = await migrate(server, database, migrations, { command: "status" });
    expect(status.report.status.map(({ state, origin }) => `${state} ${origin}`)).toEqual(
      Array(3).fill("applied baseline"),
    );
    expect(status.stderr).toMatch(/3_posts.*applied.*\(baseline; checksum of the file as it was then\)/);
    expect((await baseline(database, migrations)).report.result).toBe("nothing-to-do");
  });

  test("takes a target in the middle: up applies the rest", async () => {
    const database = await freshDatabase(server);
    await database.query(USERS);
    const migrations = makeMigrations(FILES);
    const { code, report } = await baseline(database, migrations, "--target=1");
    expect({ code, result: report.result, pending: report.ledger?.pending }).toEqual({
      code: 0,
      result: "applied",
      pending: ["2", "3"],
    });
    expect((await migrate(server, database, migrations)).code).toBe(0);
    expect(await originsOf(database)).toEqual([
      "1 baseline completed",
      "2 null completed",
      "3 null completed",
    ]);
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed", "3 completed"]);
  });

  test("lists what differs and records nothing", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE users (id int PRIMARY KEY, email varchar(99) NOT NULL); CREATE TABLE more (a int)",
    );
    const { code, report, stderr } = await baseline(database, makeMigrations(FILES), "--target=2");
    expect(code).toBe(5);
    expect(report).toMatchObject({
      result: "refused",
      failure: { code: "BASELINE_DIFFERS" },
      ledger: { applied: [] },
    });
    expect(report.rehearsal?.drift).toEqual([
      "table public.more is there, and no migration makes it",
      "table public.users: column email is character varying(99), not text",
      "table public.users: index users_email (CREATE INDEX users_email ON public.users USING btree (email)) is missing",
    ]);
    for (const line of report.rehearsal?.drift ?? []) expect(stderr).toContain(`drift: ${line}`);
    expect(await relationsOf(database)).toEqual(["more", "users"]);
  });

  test("records it all the same when that is accepted, and the history says what was", async () => {
    const database = await freshDatabase(server);
    await database.query(USERS);
    const { code, report } = await baseline(database, makeMigrations(FILES), "--accept-drift");
    expect(code).toBe(0);
    expect(report).toMatchObject({
      result: "applied",
      rehearsal: { drift: [expect.anything(), expect.anything()] },
    });
    expect(await originsOf(database)).toHaveLength(3);
    const [row] = await database.query<{ error_message: string }>(
      "SELECT error_message FROM public.migration_history LIMIT 1",
    );
    expect(row?.error_message).toContain("Drift accepted: 2 differences");
    expect(row?.error_message).toContain("table public.posts is missing");
  });

  test("writes nothing on a dry run, and says what it would", async () => {
    const database = await freshDatabase(server);
    await database.query(USERS);
    const migrations = makeMigrations(FILES);
    const dry = await baseline(database, migrations, "--target=1", "--dry-run");
    expect(dry).toMatchObject({
      code: 0,
      report: { result: "planned", rehearsal: { drift: [] }, migrations: [] },
    });
    expect(await baseline(database, migrations, "--dry-run")).toMatchObject({
      code: 5,
      report: { failure: { code: "BASELINE_DIFFERS" } },
    });
    expect(await relationsOf(database)).toEqual(["users"]);
  });
});
