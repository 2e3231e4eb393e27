import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRepository } from "../git-repository.ts";
import { makeDirectory, makeMigrations } from "../temporary.ts";
import { PASSWORD, TOKEN } from "./canaries.ts";
import { type ErrorPath, quote } from "./error-path.ts";
import type { Happening } from "./stage.ts";

const of = (files: Readonly<Record<string, string | Buffer>>): Happening => ({
  inputs: { "migrations-path": makeMigrations(files) },
});

/** `name` begins with a number; the token is in every name that is told. */
const named = (number: string): string => `${number}_${TOKEN.text}.sql`;

/** Inputs and files: nothing has connected yet. */
export const PATHS_OF_FILES = {
  COMMAND_UNKNOWN: () => ({ inputs: { command: TOKEN.text } }),
  // The value of an input that is not there is no known secret: it is not told at all.
  INPUT_UNKNOWN: () => ({ inputs: { pasword: PASSWORD.text, [TOKEN.text.toLowerCase()]: "x" } }),
  INPUT_INVALID: () => ({
    inputs: {
      "lock-timeout": PASSWORD.text,
      "lock-retries": TOKEN.text,
      layout: TOKEN.text,
      "expected-plan": PASSWORD.text,
    },
  }),
  INPUT_MISSING: () => ({ inputs: { rehearsal: "shadow", "shadow-url": "" }, connection: "none" }),
  DATABASE_URL_INVALID: () => ({ inputs: { "database-url": `postgres://me:${PASSWORD.text}@[half/x` } }),
  DIRECTORY_MISSING: () => ({ inputs: { "migrations-path": `/nowhere/${TOKEN.text}` } }),
  DIRECTORY_EMPTY: () => ({
    inputs: { "migrations-path": join(makeMigrations({ [`${TOKEN.text}/x.md`]: "" }), TOKEN.text) },
  }),
  DIRECTORY_UNREADABLE: () => ({
    inputs: { "migrations-path": join(makeMigrations({ [TOKEN.text]: "" }), TOKEN.text) },
  }),
  LAYOUT_MIXED: () =>
    of({ "V1__a.sql": "SELECT 1;", "1_a.up.sql": "SELECT 1;", [named("2")]: "-- +goose Up\nSELECT 1;" }),
  LAYOUT_INVALID: () =>
    of({
      [`20240101000000_${TOKEN.text}/up.sql`]: "SELECT 1;",
      [`20240101000000_${TOKEN.text}/down.sql`]: "SELECT 1;",
      [`20240101000000_${TOKEN.text}/metadata.toml`]: `run_in_transaction = "${TOKEN.text}"`,
    }),
  FILE_NAME_INVALID: () => of({ "1_a.sql": "SELECT 1;", [`${TOKEN.text} x.sql`]: "" }),
  FILE_NOT_UTF8: () => of({ [named("1")]: Buffer.concat([Buffer.from(PASSWORD.text), Buffer.from([0xff])]) }),
  FILE_HAS_NUL: () => of({ [named("1")]: `${PASSWORD.text}\0` }),
  FILE_OUTSIDE_DIRECTORY: () => {
    const directory = makeMigrations({ "1_a.sql": "SELECT 1;" });
    const outside = join(makeDirectory(), named("2"));
    writeFileSync(outside, PASSWORD.text);
    symlinkSync(outside, join(directory, named("2")));
    return { inputs: { "migrations-path": directory } };
  },
  FILE_UNREADABLE: () => {
    const directory = makeMigrations({ "1_a.sql": "SELECT 1;" });
    symlinkSync(named("2"), join(directory, named("2")));
    mkdirSync(join(directory, named("3")));
    return { inputs: { "migrations-path": directory } };
  },
  FILE_CHANGED: {
    silent: "Its message is the file's name and a fixed sentence, made where FILE_UNREADABLE's is.",
  },
  FILE_UNWRITABLE: () => {
    const link = join(makeDirectory(), TOKEN.text);
    symlinkSync(join("nowhere", PASSWORD.text), link);
    return { inputs: { command: "create", name: "x", "migrations-path": link } };
  },
  CREATE_REFUSED: () => ({
    inputs: {
      ...{ command: "create", name: "x", layout: "graphile-migrate" },
      "migrations-path": makeMigrations({ [named("1")]: `SELECT '${PASSWORD.text}';` }),
    },
  }),
  DOWN_WITHOUT_UP: () => of({ "1_a.sql": "SELECT 1;", [`2_${TOKEN.text}.down.sql`]: "SELECT 1;" }),
  VERIFY_WITHOUT_UP: () => of({ "1_a.sql": "SELECT 1;", [`2_${TOKEN.text}.verify.sql`]: PASSWORD.text }),
  HEADER_INVALID: () =>
    of({ [named("1")]: `-- migrate:timeout ${PASSWORD.text}\n-- migrate:${TOKEN.text}\nSELECT 1;` }),
  FILE_UNSUPPORTED: () =>
    of({ [`${TOKEN.text}.js`]: "", "1700000000000_a.js": `// ${PASSWORD.text}`, "1_a.sql": "SELECT 1;" }),
  CHECK_BASE_MISSING: () => ({
    inputs: {
      command: "check",
      base: TOKEN.text,
      "migrations-path": join(makeRepository({ "migrations/1_a.sql": "SELECT 1;" }).path, "migrations"),
    },
  }),
  VERSION_DUPLICATE: () => of({ [named("1")]: "SELECT 1;", [named("01")]: "SELECT 1;" }),
  SQL_UNTERMINATED: () => of({ [named("1")]: `SELECT ${quote(PASSWORD.text)}, '${TOKEN.text}` }),
  PSQL_COMMAND: () => of({ [named("1")]: `\\connect ${TOKEN.text} ${PASSWORD.text}\n` }),
} satisfies Partial<Record<string, ErrorPath>>;
