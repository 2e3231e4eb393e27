import type { CatalogFacts } from "../../src/database/catalog-facts.ts";
import { makeColumn, makeFacts, makeIndex, makePartitioned, makeTable } from "./hazard-values.ts";

/** A schema in which each of `UNSAFE` can be run, and, as the catalog of a busy database would have it, its facts. */
export const UNSAFE_SCHEMA = `
CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE users (id bigint NOT NULL, email text, age integer, at timestamp);
CREATE INDEX age_idx ON users (age);
CREATE UNIQUE INDEX users_id_idx ON users (id, age);
CREATE TABLE visits (id bigint NOT NULL, at date, team_id bigint) PARTITION BY RANGE (id);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (0) TO (10);
CREATE TABLE visits_2 PARTITION OF visits FOR VALUES FROM (10) TO (20);
CREATE INDEX visits_at_idx ON visits (at);
CREATE DOMAIN address AS text CONSTRAINT c CHECK (VALUE LIKE '%@%');
CREATE TABLE mails (sender address);
INSERT INTO teams VALUES (1);
INSERT INTO users VALUES (1, 'a@b', 1, now());
INSERT INTO visits VALUES (1, now(), 1), (11, now(), 1);
`;

const VISITS = [
  makeColumn("id", "bigint", { isNotNull: true }),
  makeColumn("at", "date"),
  makeColumn("team_id", "bigint"),
];

export const UNSAFE_FACTS: CatalogFacts = makeFacts(
  [
    makeTable("teams"),
    makeTable("mails"),
    makeTable("users", {
      columns: [
        makeColumn("id", "bigint", { isNotNull: true }),
        makeColumn("email", "text"),
        makeColumn("age", "integer"),
        makeColumn("at", "timestamp without time zone"),
      ],
      indexes: [makeIndex("age_idx", ["age"]), makeIndex("users_id_idx", ["id", "age"], { isUnique: true })],
    }),
    ...makePartitioned("visits", { columns: VISITS, indexes: [makeIndex("visits_at_idx", ["at"])] }),
  ],
  {
    types: [
      {
        schema: "public",
        name: "address",
        kind: "domain",
        baseType: "text",
        isNotNull: false,
        constraints: [{ name: "c", definition: "CHECK ((VALUE ~~ '%@%'::text))", isValid: true }],
        labels: [],
        usedBy: [{ schema: "public", name: "mails", column: "sender" }],
      },
    ],
  },
);

/** A rule, and a statement that it finds dangerous there; with the major since which it can be written. */
export const UNSAFE: readonly (readonly [rule: string, sql: string, since: number])[] = [
  ["create-index", "CREATE UNIQUE INDEX ON users (lower(email)) WHERE age > 0", 11],
  ["create-index", "CREATE INDEX i ON visits (team_id)", 11],
  ["concurrently-on-partitioned", "CREATE INDEX CONCURRENTLY i ON visits (team_id)", 11],
  ["concurrently-on-partitioned", "DROP INDEX CONCURRENTLY visits_at_idx", 11],
  ["drop-index", "DROP INDEX age_idx", 11],
  ["reindex", "REINDEX TABLE users", 12],
  ["add-check", "ALTER TABLE users ADD CHECK (age > 0 -- years\n), ADD COLUMN z int", 11],
  ["add-foreign-key", "ALTER TABLE users ADD FOREIGN KEY (age) REFERENCES teams (id) ON DELETE SET NULL", 11],
  ["add-foreign-key", "ALTER TABLE visits ADD FOREIGN KEY (team_id) REFERENCES teams", 11],
  ["add-unique", "ALTER TABLE users ADD UNIQUE (email, age)", 11],
  ["add-unique", "ALTER TABLE visits ADD UNIQUE (id, at)", 11],
  ["add-primary-key", "ALTER TABLE users ADD PRIMARY KEY (id, age)", 12],
  ["add-primary-key", "ALTER TABLE visits ADD PRIMARY KEY (id)", 11],
  ["primary-key-using-index", "ALTER TABLE users ADD CONSTRAINT k PRIMARY KEY USING INDEX users_id_idx", 12],
  ["set-not-null", "ALTER TABLE users ALTER COLUMN email SET NOT NULL", 11],
  ["domain-constraint", "ALTER DOMAIN address ADD CHECK (VALUE <> '@')", 11],
  ["volatile-default", "ALTER TABLE users ADD COLUMN c int NOT NULL DEFAULT (random() * 5)::int", 11],
  ["add-serial-or-identity", "ALTER TABLE users ADD COLUMN c bigserial", 11],
  ["stored-generated-column", "ALTER TABLE users ADD COLUMN c int GENERATED ALWAYS AS (age * 2) STORED", 18],
  [
    "virtual-column-not-null",
    "ALTER TABLE users ADD COLUMN c int GENERATED ALWAYS AS (age * 2) VIRTUAL NOT NULL",
    18,
  ],
  ["constrained-domain-column", "ALTER TABLE users ADD COLUMN c address DEFAULT 'a@b'", 11],
  ["inline-check", "ALTER TABLE users ADD COLUMN c int DEFAULT 5 NOT NULL CONSTRAINT x CHECK (c > 0)", 11],
  ["inline-unique", "ALTER TABLE users ADD COLUMN c int UNIQUE", 11],
  [
    "inline-references",
    "ALTER TABLE users ADD COLUMN c bigint DEFAULT 1 REFERENCES teams ON DELETE SET NULL",
    11,
  ],
  ["change-column-type", "ALTER TABLE users ALTER COLUMN age TYPE bigint", 11],
  ["change-column-type", "ALTER TABLE users ALTER COLUMN email TYPE varchar(20)", 11],
  ["change-column-type", "ALTER TABLE users ALTER COLUMN at TYPE timestamptz", 12],
  ["narrow-column-type", "ALTER TABLE users ALTER COLUMN age TYPE smallint", 11],
];

/** What is said to be written instead, as the files that it asks for; of batches one that takes all rows. */
export function filesOf(instead: string): readonly string[] {
  const parts = instead.split(/^(?=-- \d+\. )/m);
  return parts.map((part) => {
    const text = part.replaceAll("AND …", "AND true");
    return /^-- \d+\. .*no-transaction/.test(part) ? `-- migrate:no-transaction\n${text}` : text;
  });
}
