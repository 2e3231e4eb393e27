import { expect, test } from "vitest";
import { makeUsers, ofRule, target } from "../support/rule-cases.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";

/** What the suggestion has in front of each numbered comment is left out: its parts, without comment lines. */
const partsOf = (instead: string): readonly string[] =>
  instead
    .split(/^-- \d\. .*$/m)
    .map((part) => part.replaceAll(/^--.*$/gm, "").trim())
    .filter((part) => part !== "");

describeOnServers("SQL that hazards suggest", (server) => {
  test("a renamed column: old and new code write side by side, old rows are filled, the old one is dropped", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE users (id int PRIMARY KEY, email text)");
    await database.query("INSERT INTO users SELECT i, 'old' || i FROM generate_series(1, 6000) i");
    const [hazard] = ofRule("rename-column", "ALTER TABLE users RENAME email TO mail", target([makeUsers()]));
    const [beside = "", fill = "", drop = ""] = partsOf(hazard?.instead ?? "");
    await database.query(beside);
    await database.query("INSERT INTO users (id, email) VALUES (7001, 'by old code')");
    await database.query("INSERT INTO users (id, mail) VALUES (7002, 'by new code')");
    await database.query("UPDATE users SET email = 'changed by old' WHERE id = 1");
    await database.query("UPDATE users SET mail = 'changed by new' WHERE id = 2");
    await database.query(fill);
    const differ = await database.query("SELECT id FROM users WHERE mail IS DISTINCT FROM email");
    expect(differ).toEqual([]);
    const kept = await database.query("SELECT mail FROM users WHERE id IN (1, 2, 3, 7001, 7002) ORDER BY id");
    expect(kept.map(({ mail }) => mail)).toEqual([
      "changed by old",
      "changed by new",
      "old3",
      "by old code",
      "by new code",
    ]);
    await database.query(drop);
  });

  test("a renamed table: old code reads and writes through the view", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE users (id int PRIMARY KEY, email text DEFAULT 'none')");
    const asked = { ...target([makeUsers()]), major: server.major };
    const [hazard] = ofRule("rename-table", "ALTER TABLE users RENAME TO accounts", asked);
    const [beside = "", drop = ""] = partsOf(hazard?.instead ?? "");
    await database.query(beside);
    await database.query("INSERT INTO users (id) VALUES (1)");
    await database.query("INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET email = 'x'");
    await database.query("UPDATE users SET email = email || 'y'");
    expect(await database.query("SELECT email FROM accounts")).toEqual([{ email: "xy" }]);
    await database.query(drop);
  });
});
