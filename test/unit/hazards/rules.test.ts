import { describe, expect, test } from "vitest";
import { RULE_NAMES, RULES } from "../../../src/hazards/rules.ts";
import { hazardsOf, makeColumn, makeTable, parse } from "../../support/hazard-values.ts";
import {
  makeEvents,
  makeOrders,
  makeUsers,
  PRIMARY_KEY,
  REFERENCED,
  target,
  UNASKED,
} from "../../support/rule-cases.ts";

/** Files of one statement that rules have something to say of. */
const RISKY = [
  "ALTER TABLE users DROP COLUMN email",
  'ALTER TABLE "Users" DROP COLUMN "select"',
  "DROP TABLE users",
  "DROP TABLE orders",
  "DROP TABLE events_2025",
  "DROP SCHEMA app CASCADE",
  "DROP MATERIALIZED VIEW totals",
  "DROP FUNCTION app.price(int)",
  "ALTER FUNCTION price(int) RENAME TO cost",
  "TRUNCATE users",
  "TRUNCATE orders CASCADE",
  "ALTER TABLE users RENAME COLUMN email TO mail",
  'ALTER TABLE "Users" RENAME COLUMN "a b" TO "c""d"',
  "ALTER TABLE users RENAME TO accounts",
  "ALTER MATERIALIZED VIEW totals RENAME TO sums",
  "ALTER TABLE users SET SCHEMA app",
  "ALTER SCHEMA app RENAME TO core",
  "ALTER TYPE status RENAME VALUE 'it''s' TO 'b'",
  "ALTER TABLE users ALTER COLUMN email SET NOT NULL",
  "ALTER TABLE users ALTER COLUMN email TYPE integer USING 1",
  "ALTER TABLE users DROP CONSTRAINT users_pkey",
  "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey",
  "ALTER TABLE events ATTACH PARTITION n FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
  "ALTER TABLE events DETACH PARTITION events_2025",
  "CREATE TABLE n PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
  "REFRESH MATERIALIZED VIEW totals",
  "VACUUM FULL users",
  "CLUSTER users",
  "UPDATE users SET plan = 'x'",
  "DELETE FROM users WHERE plan IS NULL",
  "ALTER TABLE users REPLICA IDENTITY NOTHING",
];

const there = target([
  makeUsers({ ...REFERENCED, constraints: [PRIMARY_KEY], isPublished: true }),
  makeOrders(),
  ...makeEvents("values"),
  makeTable("totals", { kind: "materialized view" }),
  makeTable("n", { columns: [makeColumn("at", "date")] }),
]);

describe("rules", () => {
  test("each has a name of its own, that can be written in a comment, and all that the docs need", () => {
    expect(RULE_NAMES.size).toBe(RULES.length);
    for (const { name, title, why, safeWay, source } of RULES) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const text of [title, why, safeWay, source]) expect(text.length).toBeGreaterThan(9);
    }
  });

  test.each(RULES.map(({ name, safeWay }) => [name, safeWay]))(
    "the safe way of %s is SQL that parses",
    (_, way) => {
      for (const [, sql = ""] of way.matchAll(/```sql\n([\s\S]*?)```/g))
        expect(parse(sql), sql).not.toBeNull();
    },
  );

  test.each(RISKY)("what to write instead is SQL that parses, but for the gaps: %s", (sql) => {
    const found = [...hazardsOf(sql, there), ...hazardsOf(sql, UNASKED)].filter(
      ({ rule }) => rule !== "create-index",
    );
    expect(found).not.toEqual([]);
    for (const { instead } of found)
      if (instead !== null) expect(parse(instead.replaceAll("…", "x")), instead).not.toBeNull();
  });
});
