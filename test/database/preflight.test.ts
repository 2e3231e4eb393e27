import { describe, expect, test } from "vitest";
import { answersOf, type PreflightWanted, told } from "../support/preflight.ts";
import { describeOnServers, freshDatabase, type TestServer } from "../support/servers.ts";

const SETUP = `
CREATE TABLE teams (id int PRIMARY KEY, name text);
CREATE TABLE users (
  id int PRIMARY KEY, email text, name text, age int, team_id int, score numeric, big bigint, note varchar(50));
INSERT INTO teams VALUES (1, 'a'), (2, 'b');
INSERT INTO users VALUES
  (1, 'a@x', 'Ada', 30, 1, 1.5, 1, '1'), (2, 'b@x', 'Bo', 40, 2, 2.25, 2, '2'),
  (3, 'b@x', 'Cy', NULL, NULL, 3, 3, '3'), (4, NULL, 'a name that is long  ', 10, 9, 123456.78, 3000000000, 'x'),
  (5, NULL, 'Eve     ', 20, 1, NULL, NULL, NULL);`;

async function ask(
  server: TestServer,
  texts: string | readonly string[],
  setup = SETUP,
  wanted: PreflightWanted = {},
): Promise<readonly string[]> {
  const database = await freshDatabase(server);
  await database.query(setup);
  const list = typeof texts === "string" ? [texts] : texts;
  try {
    return told(await answersOf(database.settings, server.major, list, wanted));
  } finally {
    await database.drop();
  }
}

describeOnServers("data pre-flight", (server) => {
  test.each([
    [
      "ALTER TABLE users ALTER email SET NOT NULL, ALTER name SET NOT NULL",
      [
        "Are there rows of users without email? violated 2 [4] [5]",
        "Are there rows of users without name? holds",
      ],
    ],
    [
      "ALTER TABLE users ADD UNIQUE (team_id, email), ADD UNIQUE (email)",
      [
        "Are there rows of users that share their team_id, email? holds",
        "Are there rows of users that share their email? violated 2 [2] [3]",
      ],
    ],
    [
      "CREATE UNIQUE INDEX ON users USING btree (lower(email), (age / 100) DESC) WHERE age IS NOT NULL -- adults\n",
      ["Are there rows of users that share their lower(email), (age / 100) where age IS NOT NULL? holds"],
    ],
    [
      "CREATE UNIQUE INDEX CONCURRENTLY i ON users (lower(email) text_pattern_ops)",
      ["Are there rows of users that share their lower(email)? violated 2 [2] [3]"],
    ],
    [
      "ALTER TABLE teams DROP CONSTRAINT teams_pkey; ALTER TABLE users DROP CONSTRAINT users_pkey, ADD PRIMARY KEY (team_id)",
      [
        "Are there rows of users without team_id? violated 1 [3]",
        "Are there rows of users that share their team_id? violated 2 [1] [5]",
      ],
    ],
    [
      "ALTER TABLE users ADD CONSTRAINT t FOREIGN KEY (team_id) REFERENCES teams",
      ["Are there rows of users whose team_id is not in teams (id)? violated 1 [4]"],
    ],
    [
      "ALTER TABLE users ADD CHECK (age >= 20), ADD CONSTRAINT c CHECK (length(name) > 1)",
      [
        "Are there rows of users for which CHECK (age >= 20) is false? violated 1 [4]",
        "Are there rows of users for which CHECK (length(name) > 1) is false? holds",
      ],
    ],
    [
      "ALTER TABLE users ALTER name TYPE varchar(5), ALTER note TYPE varchar(60)",
      ["Are there rows of users whose name varchar(5) does not hold as it is? violated 1 [4]"],
    ],
    [
      "ALTER TABLE users ALTER big TYPE int, ALTER age TYPE smallint, ALTER score TYPE numeric(6, 2)",
      [
        "Are there rows of users whose big integer does not hold as it is? violated 1 [4]",
        "Are there rows of users whose age smallint does not hold as it is? holds",
        "Are there rows of users whose score numeric(6, 2) does not hold as it is? violated 1 [4]",
      ],
    ],
    [
      "ALTER TABLE users ALTER score TYPE numeric(8, 1), ALTER age TYPE text",
      ["Are there rows of users whose score numeric(8, 1) does not hold as it is? violated 2 [2] [4]"],
    ],
    [
      "ALTER TABLE users ADD kind text NOT NULL, ADD other text NOT NULL DEFAULT ''",
      ["Are there rows of users? violated 5 [1] [2] [3] [4] [5]"],
    ],
  ])("%s", async (sql, lines) => {
    expect(await ask(server, sql)).toEqual(lines);
  });

  test("USING a cast reads texts, which 16 and later can be asked", async () => {
    const [line] = await ask(server, "ALTER TABLE users ALTER note TYPE int USING note::int");
    expect(line).toMatch(
      server.major >= 16 ? /violated 1 \[4\]$/ : /not answered: only PostgreSQL 16 and later/,
    );
  });

  test("USING that makes new values is not asked", async () => {
    const [line] = await ask(server, "ALTER TABLE users ALTER note TYPE int USING length(note)");
    expect(line).toMatch(/not answered: USING makes new values/);
  });

  test("keys of several columns: nulls let a row pass, and not under MATCH FULL", async () => {
    const setup = `CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE c (x int, y int, n int, PRIMARY KEY (n, x));
      INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1, 1, 1), (1, NULL, 2), (2, 1, 3);`;
    expect(
      await ask(
        server,
        "ALTER TABLE c ADD FOREIGN KEY (x, y) REFERENCES p, ADD FOREIGN KEY (x, y) REFERENCES p (a, b) MATCH FULL",
        setup,
      ),
    ).toEqual([
      "Are there rows of c whose x, y is not in p (a, b)? violated 1 [3, 2]",
      "Are there rows of c whose x, y is not in p (a, b)? violated 2 [2, 1] [3, 2]",
    ]);
  });

  test.runIf(server.major >= 15)("NULLS NOT DISTINCT takes nulls for the same", async () => {
    expect(
      await ask(
        server,
        "ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (team_id, age)",
        `${SETUP} UPDATE users SET age = NULL, team_id = NULL WHERE id IN (1, 2)`,
      ),
    ).toEqual(["Are there rows of users that share their team_id, age? violated 3 [1] [2] [3]"]);
  });

  test("what is NOT VALID is asked when it is validated, whether the target has it or a pending file adds it", async () => {
    const setup = `${SETUP} ALTER TABLE users ADD CONSTRAINT old CHECK (lower(name) <> 'bo') NOT VALID,
      ADD CONSTRAINT of_team FOREIGN KEY (team_id) REFERENCES teams NOT VALID;`;
    expect(
      await ask(
        server,
        [
          "ALTER TABLE users ADD CONSTRAINT new CHECK (age > 10) NOT VALID",
          "ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME name TO called",
          "ALTER TABLE people VALIDATE CONSTRAINT new; ALTER TABLE people VALIDATE CONSTRAINT old; ALTER TABLE people VALIDATE CONSTRAINT of_team",
        ],
        setup,
      ),
    ).toEqual([
      "Are there rows of users for which CHECK (age > 10) is false? violated 1 [4]",
      "Are there rows of people for which CHECK ((lower(name) <> 'bo'::text)) is false? violated 1 [2]",
      "Are there rows of people whose team_id is not in teams (id)? violated 1 [4]",
    ]);
  });

  test("partitions: rows of the default that a new bound takes, and of an attached table that it does not", async () => {
    const setup = `CREATE TABLE e (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE rest PARTITION OF e DEFAULT;
      CREATE TABLE old PARTITION OF e FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
      INSERT INTO e VALUES (1, '2025-05-05'), (2, '2026-05-05');
      CREATE TABLE y26 (id int, at date NOT NULL, PRIMARY KEY (id, at)); INSERT INTO y26 VALUES (3, '2026-01-01'), (4, '2027-01-01'), (5, '2023-01-01');
      CREATE TABLE l (id int PRIMARY KEY, k text) PARTITION BY LIST (id); CREATE TABLE lp (id int PRIMARY KEY, k text); INSERT INTO lp VALUES (1), (7);
      CREATE TABLE h (id int) PARTITION BY HASH (id); CREATE TABLE h0 (id int); INSERT INTO h0 SELECT generate_series(1, 20)`;
    expect(
      await ask(
        server,
        [
          "CREATE TABLE y25 PARTITION OF e FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
          "CREATE TABLE y24 PARTITION OF e FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
          "ALTER TABLE e ATTACH PARTITION y26 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
          "ALTER TABLE l ATTACH PARTITION lp FOR VALUES IN (1, 2)",
          "ALTER TABLE h ATTACH PARTITION h0 FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
        ],
        setup,
      ),
    ).toEqual([
      "Are there rows of rest that belong to y25? violated 1 [1, 2025-05-05]",
      "Are there rows of rest that belong to y24? holds",
      "Are there rows of y26 that are not of the bound? violated 2 [4, 2027-01-01] [5, 2023-01-01]",
      "Are there rows of rest that belong to y26? violated 1 [2, 2026-05-05]",
      "Are there rows of lp that are not of the bound? violated 1 [7]",
      expect.stringMatching(/h0 that are not of the bound\? violated \d+$/),
    ]);
    expect(
      await ask(
        server,
        "ALTER TABLE e DETACH PARTITION rest; ALTER TABLE e ATTACH PARTITION y26 DEFAULT",
        setup,
      ),
    ).toEqual(["Are there rows of y26 that are not of the bound? violated 1 [5, 2023-01-01]"]);
  });

  test("domains: each column that uses one is asked", async () => {
    const setup = `CREATE DOMAIN mail AS text; CREATE TABLE a (id int PRIMARY KEY, m mail); CREATE TABLE b (value mail, ms mail[]);
      INSERT INTO a VALUES (1, 'x@y'), (2, 'no'), (3, NULL); INSERT INTO b VALUES ('z@y');
      ALTER DOMAIN mail ADD CONSTRAINT short CHECK (length(VALUE) < 3) NOT VALID;`;
    const refuse = (of: string) => `Are there rows of ${of} the domain mail would refuse?`;
    expect(
      await ask(
        server,
        "ALTER DOMAIN mail ADD CHECK (VALUE LIKE '%@%'), SET NOT NULL"
          .split(", ")
          .map((part) => (part.startsWith("ALTER") ? part : `ALTER DOMAIN mail ${part}`)),
        setup,
      ),
    ).toEqual([
      `${refuse("a whose m")} violated 1 [2]`,
      `${refuse("b whose value")} holds`,
      `${refuse("b whose ms")} not answered: arrays are not looked into`,
      `${refuse("a whose m")} violated 1 [3]`,
      `${refuse("b whose value")} holds`,
      `${refuse("b whose ms")} not answered: arrays are not looked into`,
    ]);
    expect((await ask(server, "ALTER DOMAIN mail VALIDATE CONSTRAINT short", setup))[0]).toBe(
      `${refuse("a whose m")} violated 1 [1]`,
    );
  });

  test("what inherits is asked with its parent, but for keys, which are a table's own; those of partitions are all", async () => {
    const setup = `CREATE TABLE parent (id int PRIMARY KEY, n int); CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent);
      INSERT INTO parent VALUES (1, 1); INSERT INTO child VALUES (2, 1), (3, NULL);
      CREATE TABLE p (id int, n int) PARTITION BY LIST (n); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
      INSERT INTO p VALUES (7, 1), (7, 2), (8, 1), (8, 1)`;
    expect(
      await ask(
        server,
        "ALTER TABLE parent ALTER n SET NOT NULL, ADD UNIQUE (n); ALTER TABLE parent ADD FOREIGN KEY (n) REFERENCES parent; ALTER TABLE p ADD UNIQUE (id, n)",
        setup,
      ),
    ).toEqual([
      "Are there rows of parent without n? violated 1 [3]",
      "Are there rows of parent that share their n? holds",
      "Are there rows of parent whose n is not in parent (id)? holds",
      "Are there rows of p that share their id, n? violated 2",
    ]);
  });

  describe("after earlier pending statements", () => {
    const NOT_ASKED = (line: number, does = "changes rows that this is about") =>
      `not answered: an earlier pending statement (m/001_pending.sql:${line}) ${does}`;

    test.each([
      [
        "tables and columns that are renamed are asked under the names that the target has",
        [
          "ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME email TO mail; ALTER TABLE people RENAME id TO no",
          "ALTER TABLE people ALTER mail SET NOT NULL, ADD CHECK (people.mail <> 'a@x'); CREATE UNIQUE INDEX ON people (lower(mail))",
        ],
        [
          "Are there rows of people without mail? violated 2 [4] [5]",
          "Are there rows of people for which CHECK (people.mail <> 'a@x') is false? violated 1 [1]",
          "Are there rows of people that share their lower(mail)? violated 2 [2] [3]",
        ],
      ],
      [
        "of columns that are added it is known what all rows have in them",
        [
          "ALTER TABLE users ADD a int, ADD b int DEFAULT 3, ADD c uuid DEFAULT gen_random_uuid(), ADD d int DEFAULT 9 REFERENCES teams",
          "ALTER TABLE users ALTER a SET NOT NULL, ALTER b SET NOT NULL, ALTER c SET NOT NULL, ADD CHECK (b < id), ADD UNIQUE (b), ADD UNIQUE (a), ADD UNIQUE (c)",
        ],
        [
          "Are there rows of users whose d is not in teams (id)? violated 5 [1] [2] [3] [4] [5]",
          "Are there rows of users without a? violated 5 [1] [2] [3] [4] [5]",
          "Are there rows of users without b? holds",
          "Are there rows of users for which CHECK (b < id) is false? violated 3 [1] [2] [3]",
          "Are there rows of users that share their b? violated 5 [1] [2] [3] [4] [5]",
          "Are there rows of users that share their a? holds",
          "Are there rows of users that share their c? not answered: a pending statement adds c, with a value that is not known before",
        ],
      ],
      [
        "an UPDATE makes what it sets unknown, and nothing else",
        [
          "\nUPDATE users SET email = '' WHERE email IS NULL",
          "ALTER TABLE users ALTER email SET NOT NULL, ALTER team_id SET NOT NULL",
        ],
        [
          `Are there rows of users without email? ${NOT_ASKED(2)}`,
          "Are there rows of users without team_id? violated 1 [3]",
        ],
      ],
      [
        "a DELETE can mend rows, and breaks none",
        [
          "DELETE FROM users WHERE id = 3",
          "CREATE UNIQUE INDEX ON users (email); CREATE UNIQUE INDEX ON users (name)",
        ],
        [
          `Are there rows of users that share their email? ${NOT_ASKED(1)}`,
          "Are there rows of users that share their name? holds",
        ],
      ],
      [
        "an INSERT can break rows, and mends none",
        ["INSERT INTO users VALUES (6, 'n@x')", "ALTER TABLE users ADD UNIQUE (name), ADD CHECK (age > 10)"],
        [
          `Are there rows of users that share their name? ${NOT_ASKED(1)}`,
          "Are there rows of users for which CHECK (age > 10) is false? violated 1 [4]",
        ],
      ],
      [
        "rows that are added to a referenced table can end orphans",
        ["INSERT INTO teams VALUES (9)", "ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams"],
        [`Are there rows of users whose team_id is not in teams (id)? ${NOT_ASKED(1)}`],
      ],
      [
        "a DO that names a table makes it unknown, one with EXECUTE all",
        [
          "DO $$ BEGIN UPDATE teams SET name = ''; END $$",
          "ALTER TABLE teams ALTER name SET NOT NULL; ALTER TABLE users ALTER email SET NOT NULL; DO $$ BEGIN EXECUTE 'x'; END $$; ALTER TABLE users ALTER name SET NOT NULL",
        ],
        [
          `Are there rows of teams without name? ${NOT_ASKED(1, "names its table in a DO, which is not looked into")}`,
          "Are there rows of users without email? violated 2 [4] [5]",
          "Are there rows of users without name? not answered: an earlier pending statement (m/002_pending.sql:1) may change any rows",
        ],
      ],
      [
        "a new type makes what a column has unknown",
        ["ALTER TABLE users ALTER age TYPE text USING age::text", "ALTER TABLE users ADD CHECK (age <> '1')"],
        [`Are there rows of users for which CHECK (age <> '1') is false? ${NOT_ASKED(1)}`],
      ],
      [
        "a table that is made has nothing to be asked; that a key to it is empty is known",
        [
          "CREATE TABLE new (id int PRIMARY KEY); ALTER TABLE new ADD CHECK (id > 0); ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES new",
          "DROP TABLE teams; CREATE TABLE teams (name text); ALTER TABLE teams ALTER name SET NOT NULL",
        ],
        ["Are there rows of users whose team_id is not in new (id)? violated 4 [1] [2] [4] [5]"],
      ],
      [
        "what is known already is not asked",
        [
          "ALTER TABLE users ALTER id SET NOT NULL, ADD UNIQUE (id, name)",
          "ALTER TABLE users ADD CONSTRAINT e CHECK (email IS NOT NULL) NOT VALID",
          "ALTER TABLE users VALIDATE CONSTRAINT e; ALTER TABLE users ALTER email SET NOT NULL",
        ],
        ["Are there rows of users for which CHECK (email IS NOT NULL) is false? violated 2 [4] [5]"],
      ],
    ])("%s", async (_, texts, lines) => {
      expect(await ask(server, texts)).toEqual(lines);
    });
  });
});
