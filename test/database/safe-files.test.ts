import { expect, test } from "vitest";
import { splitStatements } from "../../src/files/sql/split-statements.ts";
import { insteadOf } from "../support/hazard-values.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { filesOf, UNSAFE, UNSAFE_FACTS, UNSAFE_SCHEMA } from "../support/unsafe-statements.ts";

describeOnServers("what is said to be written instead", (server) => {
  const major = Number(/\d+/.exec(server.name)?.[0]);

  test.each(UNSAFE.filter(([, , since]) => since <= major))(
    "%s: instead of %s the server takes it",
    async (rule, sql) => {
      const database = await freshDatabase(server);
      await database.query(UNSAFE_SCHEMA);
      const files = filesOf(insteadOf(rule, sql, { facts: UNSAFE_FACTS, major }) ?? "");
      const statements = files.flatMap((text) => splitStatements(text).statements.map((one) => one.sql));
      for (const statement of statements) await database.query(statement);
      expect(statements).not.toEqual([]);
      const invalid = await database.query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid");
      expect(invalid).toEqual([]);
      const unvalidated = await database.query(
        "SELECT conname FROM pg_constraint WHERE NOT convalidated AND contypid = 0",
      );
      expect(unvalidated).toEqual([]);
    },
  );
});
