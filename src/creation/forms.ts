import type { Standing } from "../files/read-standing.ts";
import { SECONDS, UNIX_MILLISECONDS } from "./clocks.ts";
import type { Form, Wish } from "./creation.ts";
import { flywayForm } from "./forms/flyway.ts";
import { dieselForm, prismaForm } from "./forms/folders.ts";
import { isPair, pairFiles } from "./forms/pairs.ts";
import { twoWayFile } from "./forms/two-ways.ts";
import { nextCount, nextMoment, numbersTaken } from "./next-version.ts";

/** What `create` knows of a layout. */
export interface FormOf {
  readonly form: Form;
  /**
   * Of files of questions. read: they are read here, and the tool passes over them · taken-for-migrations: they are read
   * here, and the tool itself would run them as migrations · none: such a name is refused.
   */
  readonly verify: "read" | "taken-for-migrations" | "none";
}

/** A layout whose files only its own tool can write. */
export interface ToolOf {
  /** Why, a sentence. */
  readonly why: string;
  /** What to do for a migration of that name, a sentence. */
  readonly instead: (name: string) => string;
}

/** By the layout's own name. */
export const FORMS: Readonly<Record<string, FormOf | ToolOf>> = {
  plain: {
    form: {
      version: moment,
      files: pairFiles({ ways: "pair", outside: '"-- migrate:no-transaction" as its first line' }),
    },
    verify: "read",
  },
  "golang-migrate": {
    form: { version: moment, files: pairFiles({ ways: "pair", outside: "" }) },
    verify: "read",
  },
  sqlx: {
    form: {
      version: moment,
      files: pairFiles({ ways: "pair", outside: '"-- no-transaction" as its first line' }),
    },
    verify: "taken-for-migrations",
  },
  supabase: {
    form: { version: moment, files: pairFiles({ ways: "alone", outside: "" }) },
    verify: "taken-for-migrations",
  },
  "postgres-migrations": {
    form: {
      version: (standing, wish) => nextCount(numbersTaken(standing, wish), "1"),
      files: pairFiles({
        ways: "alone",
        outside: 'the comment "postgres-migrations disable-transaction" in it',
      }),
    },
    verify: "taken-for-migrations",
  },
  dbmate: {
    form: {
      version: moment,
      files: twoWayFile({
        ...{ up: "-- migrate:up", down: "-- migrate:down", mark: "_" },
        outside: "transaction:false behind the marker above",
      }),
    },
    verify: "taken-for-migrations",
  },
  goose: {
    form: {
      version: moment,
      files: twoWayFile({
        ...{ up: "-- +goose Up", down: "-- +goose Down", mark: "_" },
        outside: "goose's annotation NO TRANSACTION above the one for Up",
      }),
    },
    verify: "taken-for-migrations",
  },
  "sql-migrate": {
    form: {
      version: moment,
      files: twoWayFile({
        ...{ up: "-- +migrate Up", down: "-- +migrate Down", mark: "-" },
        outside: "notransaction behind the marker above",
      }),
    },
    verify: "taken-for-migrations",
  },
  tern: {
    form: {
      version: (standing, wish) => nextCount(numbersTaken(standing, wish), "001"),
      files: twoWayFile({
        ...{ up: "", down: "---- create above / drop below ----", mark: "_" },
        outside: '"---- tern: disable-tx ----" as a line of its own',
      }),
    },
    verify: "taken-for-migrations",
  },
  "node-pg-migrate": {
    form: {
      version: (standing, wish) => nextMoment(numbersTaken(standing, wish), wish.at, UNIX_MILLISECONDS),
      files: (standing, version, name) => (isPair(standing) ? PAIR : BOTH)(standing, version, name),
    },
    verify: "taken-for-migrations",
  },
  diesel: { form: dieselForm, verify: "read" },
  prisma: { form: prismaForm, verify: "read" },
  flyway: { form: flywayForm, verify: "none" },
  drizzle: {
    why: "drizzle-kit keeps a snapshot of the schema and a list beside its files, and compares the next change with them.",
    instead: (name) =>
      `Let it write the files: \`npx drizzle-kit generate --custom --name=${name}\` makes an empty one, and \`generate\` one from the schema in code.`,
  },
  "graphile-migrate": {
    why: "A committed migration of Graphile Migrate has the hash of its own text, and of the one before it, in its head.",
    instead: (name) =>
      `Write the change into \`current.sql\`, and then \`graphile-migrate commit --message ${name}\`.`,
  },
};

const PAIR = pairFiles({ ways: "pair", outside: "" });
const BOTH = twoWayFile({ up: "-- Up Migration", down: "-- Down Migration", mark: "_", outside: "" });

function moment(standing: Standing, wish: Wish): string {
  return nextMoment(numbersTaken(standing, wish), wish.at, SECONDS);
}
