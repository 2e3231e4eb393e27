import { expect, test } from "vitest";
import { migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const NOT_NULL = "ALTER TABLE users ALTER email SET NOT NULL;";

describeOnServers("the data pre-flight of a run", (server) => {
  test("rows that are in the way stop it before anything is applied, and a file can mend them", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE users (id int PRIMARY KEY, email text, password text); INSERT INTO users VALUES (7, NULL, 'hunter2'), (8, 'a@b', 'x')",
    );
    const migrations = makeMigrations({
      "1_new.sql": "CREATE TABLE new (id int);",
      "2_email.sql": `\n${NOT_NULL}`,
    });
    const refused = await migrate(server, database, migrations);
    expect({ code: refused.code, failure: refused.report.failure?.code }).toEqual({
      code: 5,
      failure: "HAZARDS",
    });
    expect(refused.report.preflight).toEqual([
      {
        version: "2",
        file: expect.stringMatching(/2_email\.sql$/),
        line: 2,
        column: 13,
        question: "Are there rows of users without email?",
        answer: "violated",
        count: 1,
        isExact: true,
        keyColumns: ["id"],
        keys: [["7"]],
        why: null,
      },
    ]);
    expect(refused.stderr).toContain("✗ Are there rows of users without email? 1: id 7");
    expect(refused.stderr + JSON.stringify(refused.report)).not.toContain("hunter2");
    expect(await relationsOf(database)).toEqual(["users"]);

    const mending = makeMigrations({
      "1_new.sql": "CREATE TABLE new (id int);",
      "2_email.sql": `UPDATE users SET email = '' WHERE email IS NULL;\n${NOT_NULL}`,
    });
    const applied = await migrate(server, database, mending);
    expect(applied.report.result).toBe("applied");
    expect(applied.report.preflight).toMatchObject([
      { answer: "not-answered", why: expect.stringContaining("2_email.sql:1) changes rows") },
    ]);
  });
});
