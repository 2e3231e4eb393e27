import { expect, test } from "vitest";
import type { ConnectionSettings } from "../../../src/inputs/inputs.ts";
import { parseInputs } from "../../../src/inputs/parse-inputs.ts";
import { problems, raw } from "./support.ts";

const URL = "postgres://urluser:urlpass@urlhost:1111/urldb";
const DB = { DB_HOST: "dbhost", DB_PORT: "2222", DB_NAME: "dbdb", DB_USER: "dbuser", DB_PASSWORD: "dbpass" };
const PG = { PGHOST: "pghost", PGPORT: "3333", PGDATABASE: "pgdb", PGUSER: "pguser", PGPASSWORD: "pgpass" };
const FIELDS = { host: "inhost", port: "4444", database: "indb", user: "inuser", password: " in pass " };

const connection = (values: Record<string, string>, environment: Record<string, string>) =>
  parseInputs(raw(values, environment)).connection;

const OF_URL = { host: "urlhost", port: 1111, database: "urldb", user: "urluser", password: "urlpass" };
const OF_DB = { host: "dbhost", port: 2222, database: "dbdb", user: "dbuser", password: "dbpass" };
const OF_PG = { host: "pghost", port: 3333, database: "pgdb", user: "pguser", password: "pgpass" };
const OF_FIELDS = { host: "inhost", port: 4444, database: "indb", user: "inuser", password: " in pass " };

test.each<[string, Record<string, string>, Record<string, string>, Partial<ConnectionSettings>]>([
  [
    "the input's URL wins",
    { "database-url": URL },
    { DATABASE_URL: "postgres://no@no/no", ...DB, ...PG },
    OF_URL,
  ],
  ["the input's fields win", FIELDS, { DATABASE_URL: URL, ...DB, ...PG }, OF_FIELDS],
  ["DATABASE_URL is next", {}, { DATABASE_URL: URL, ...DB, ...PG }, OF_URL],
  ["then DB_*", {}, { ...DB, ...PG }, OF_DB],
  ["then PG*", {}, PG, OF_PG],
  [
    "blanks around a variable are nothing, but those of a password",
    {},
    { ...DB, DB_HOST: " dbhost ", DB_PASSWORD: " db pass " },
    { ...OF_DB, password: " db pass " },
  ],
  ["blank inputs are not given", { "database-url": " ", host: "" }, PG, OF_PG],
  [
    "a database alone is on localhost",
    { database: "d" },
    { USER: "me" },
    { host: "localhost", database: "d", user: "me" },
  ],
  [
    "one field replaces that of the environment's URL",
    { database: "d" },
    { DATABASE_URL: URL },
    { ...OF_URL, database: "d" },
  ],
  ["one field replaces that of PG*", { database: "d" }, PG, { ...OF_PG, database: "d" }],
  [
    "sslmode beside the input's URL",
    { "database-url": URL, sslmode: "require" },
    {},
    { ...OF_URL, sslMode: "require" },
  ],
  [
    "a password beside the input's URL needs no escaping",
    { "database-url": "postgres://u@h/db", password: "a@:/?#%" },
    {},
    { host: "h", user: "u", password: "a@:/?#%" },
  ],
  [
    "a URL without a password takes PGPASSWORD, where PG* names no other server",
    {},
    { DATABASE_URL: "postgres://u@h/db", PGPASSWORD: "x", PGSSLMODE: "require" },
    { host: "h", password: "x", sslMode: "require" },
  ],
  [
    "a URL without a host takes PGHOST",
    { "database-url": "postgres:///db" },
    { PGHOST: "/run/pg", PGUSER: "u", DB_HOST: "dbhost", DB_PASSWORD: "no" },
    { host: "/run/pg", database: "db", user: "u", password: null },
  ],
  ["DATABASE_URL is not read where fields name the host", FIELDS, { DATABASE_URL: "nonsense" }, OF_FIELDS],
])("%s", (_promise, values, environment, wanted) => {
  expect(connection(values, environment)).toMatchObject(wanted);
});

test.each<[string, Record<string, string>, Record<string, string>]>([
  ["host", { host: "inhost", user: "u", database: "d" }, PG],
  ["host", { host: "inhost", user: "u", database: "d" }, { DATABASE_URL: "postgres://u:urlpass@urlhost/d" }],
  [
    "host",
    { "database-url": "postgres://u@h/d" },
    { PGHOST: "other", PGPASSWORD: "pgpass", PGSSLMODE: "disable" },
  ],
  ["host", {}, { DATABASE_URL: "postgres://u@h/d", DB_HOST: "dbhost", DB_PASSWORD: "dbpass" }],
  ["port", { "database-url": "postgres://u@h:1/d" }, { PGHOST: "h", PGPORT: "2", PGPASSWORD: "pgpass" }],
  ["user", { "database-url": "postgres://u@h/d" }, { PGUSER: "postgres", PGPASSWORD: "root" }],
  ["user", { user: "u" }, { DATABASE_URL: URL }],
])(
  "a password is not sent to another %s than its own source names: %o with %o",
  (_what, values, environment) => {
    expect(connection(values, environment)).toMatchObject({ password: null, sslMode: "prefer" });
  },
);

test("where nothing names a database, it says what to set; a user or password alone names none", () => {
  for (const environment of [{}, { PGUSER: "postgres", PGPASSWORD: "root" }]) {
    const [line = "", ...more] = problems({}, environment);
    expect(line).toMatch(/^INPUT_MISSING .*database-url.*DATABASE_URL/);
    expect(more).toEqual([]);
  }
});

test("where no source names a user, it says so", () => {
  expect(problems({ "database-url": "postgres://h/db" })).toEqual([
    "INPUT_MISSING user: Nothing says which user to connect as.",
  ]);
  const inputs = parseInputs({ ...raw({ "database-url": "postgres://h/db" }), defaults: { user: "me" } });
  expect(inputs.connection.user).toBe("me");
});

test("database-url is not mixed with fields that say the same thing", () => {
  const lines = problems({ "database-url": `${URL}?sslmode=require`, ...FIELDS, sslmode: "disable" });
  expect(lines.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(
    ["host:", "port:", "database:", "user:", "password:", "sslmode:"].map((name) => `INPUT_INVALID ${name}`),
  );
});

test.each(["host", "port", "database", "user"])(
  "a URL says where to, and %s beside it is refused even where it is silent",
  (name) => {
    const lines = problems({ "database-url": "postgres://", [name]: "5433" });
    expect(lines[0]).toContain(`INPUT_INVALID ${name}: It cannot be given together with database-url.`);
  },
);

test("bad values are named by where they stand", () => {
  expect(problems({ host: "h", port: "5432x", database: "d", user: "u" })[0]).toBe(
    'INPUT_INVALID port: "5432x" must be a whole number, 1 to 65535.',
  );
  expect(problems({}, { ...DB, DB_PORT: "0" })[0]).toContain("INPUT_INVALID DB_PORT: ");
  expect(problems({}, { ...PG, PGSSLMODE: "strict" })[0]).toContain("INPUT_INVALID PGSSLMODE: ");
  expect(problems({}, { DATABASE_URL: "postgres://u@h:x/db" })[0]).toContain(
    "DATABASE_URL_INVALID port in DATABASE_URL: ",
  );
  expect(problems({ host: "postgres://u:pass@h", database: "d", user: "u" })[0]).not.toContain("pass");
  expect(problems({ host: "h:5432", database: "d", user: "u" })[0]).toContain("INPUT_INVALID host: ");
});

test("an ephemeral target needs no connection and takes none", () => {
  const inputs = parseInputs(raw({ ephemeral: "true" }, { DATABASE_URL: URL }));
  expect(inputs.target).toEqual({ kind: "ephemeral" });
  expect(inputs.connection).toMatchObject({ host: "localhost", password: null });
  expect(inputs.notices).toEqual(["ephemeral is true: the environment's DATABASE_URL is not used."]);
  expect(problems({ ephemeral: "true", "database-url": URL })).toEqual([
    "INPUT_INVALID database-url: It cannot be given together with ephemeral: true. Leave it out for a throwaway server, or leave out ephemeral for the database that it names.",
  ]);
});

test("the shadow's URL stands alone: no password or TLS setting of the target completes it", () => {
  const { rehearsal } = parseInputs(
    raw(
      { "database-url": URL, "shadow-url": "postgres://s@shadow/x" },
      { PGPASSWORD: "pgpass", PGSSLMODE: "require" },
    ),
  );
  expect(rehearsal.shadow).toMatchObject({ host: "shadow", user: "s", password: null, sslMode: "prefer" });
});

test("settings that do less than they seem to are noticed", () => {
  const { notices } = parseInputs(
    raw({ host: "h", database: "d", user: "u", password: "p \n", "ssl-root-cert": "/ca.pem" }),
  );
  expect(notices).toHaveLength(2);
  expect(notices[0]).toContain("password: begins or ends with a blank");
  expect(notices[1]).toContain("does not check");
});
