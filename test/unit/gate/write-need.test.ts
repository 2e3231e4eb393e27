import { describe, expect, test } from "vitest";
import type { TableRights, WriteFacts } from "../../../src/database/write-facts.ts";
import { type WriteQuestion, writeNeed } from "../../../src/gate/write-need.ts";
import { HISTORY_COLUMNS, LEDGER_COLUMNS } from "../../../src/ledger/columns.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { NO_LEDGER } from "../../../src/ledger/no-ledger.ts";

const [ROLE, USER, DATABASE] = ["Deploy", "App", "shop db"];
const columnsOf = (table: object) => new Map(Object.keys(table).map((name) => [name, "text"]));
const OWN: TableRights = { owner: ROLE, isOwners: true, lacking: [], columns: [] };
const WRITABLE: WriteFacts = {
  readOnly: null,
  role: ROLE,
  lackingOnDatabase: [],
  lackingOnSchema: [],
  ledger: OWN,
  history: OWN,
};
const WHOLE: Ledger = {
  ...NO_LEDGER,
  state: "ours",
  schemaExists: true,
  kind: "table",
  columns: columnsOf(LEDGER_COLUMNS),
  historyColumns: columnsOf(HISTORY_COLUMNS),
  hasStatusFunction: true,
  hasStatusView: true,
};

interface Given extends Partial<Pick<WriteQuestion, "name" | "deletes" | "recordsBackup">> {
  readonly facts?: Partial<WriteFacts>;
  readonly ledger?: Partial<Ledger>;
}

const needOf = ({ facts = {}, ledger = {}, ...rest }: Given) =>
  writeNeed({
    name: { schema: "Ops", table: "Runs" },
    deletes: false,
    recordsBackup: false,
    ...rest,
    facts: { ...WRITABLE, ...facts },
    ledger: { ...WHOLE, ...ledger },
    user: USER,
    database: DATABASE,
  });

/** A refusal for rights, but for what it always begins and ends with. */
function lackOf(given: Given): { readonly lack: string; readonly remedy: string } | null {
  const need = needOf(given);
  if (need === null) return null;
  expect(need.code).toBe("LEDGER_FORBIDDEN");
  const { schema, table } = given.name ?? { schema: "Ops", table: "Runs" };
  const before = `User "Deploy" may not write the ledger "${schema}"."${table}": `;
  const [first, last] = [
    "As the owner: ",
    " Or name a role that may with `role`, or a schema of its own with `ledger-schema`.",
  ];
  expect(need.message.startsWith(before) && need.message.endsWith(".")).toBe(true);
  expect(need.hint.startsWith(first) && need.hint.endsWith(last)).toBe(true);
  return {
    lack: need.message.slice(before.length, -1),
    remedy: need.hint.slice(first.length, -last.length),
  };
}

test("where nothing is lacking there is no need", () => {
  expect(needOf({})).toBeNull();
  expect(needOf({ deletes: true })).toBeNull();
});

describe("what cannot be written at all is TARGET_READ_ONLY, before any right is looked at", () => {
  const without = { lackingOnSchema: ["USAGE", "CREATE"] };

  test("a standby", () => {
    expect(needOf({ facts: { ...without, readOnly: { kind: "standby" } } })).toEqual({
      code: "TARGET_READ_ONLY",
      message:
        'The server is a standby: database "shop db" follows another server and cannot be written here.',
      hint: "Connect to the primary: most providers have an address of its own for it (writer endpoint, `-rw` host). After a failover the name may still lead to the old one for a while.",
    });
  });

  const DISK =
    "Providers switch a server to read-only when its disk is full, or for maintenance: look at its free space and its announcements. Where nobody did, look into postgresql.conf and postgresql.auto.conf.";
  test.each([
    [
      "user",
      "by ALTER ROLE … SET",
      'Somebody set it on purpose, so ask first: ALTER ROLE "App" RESET default_transaction_read_only; or connect as a user that may write.',
    ],
    [
      "database",
      "by ALTER DATABASE … SET",
      'Somebody set it on purpose, so ask first: ALTER DATABASE "shop db" RESET default_transaction_read_only;',
    ],
    [
      "database user",
      "by ALTER ROLE … IN DATABASE … SET",
      'Somebody set it on purpose, so ask first: ALTER ROLE "App" IN DATABASE "shop db" RESET default_transaction_read_only;',
    ],
    [
      "global",
      "by ALTER ROLE ALL SET",
      "Somebody set it on purpose, so ask first: ALTER ROLE ALL RESET default_transaction_read_only;",
    ],
    ["client", "by the connection's own options", "Take it out of `options` in the URL, or of PGOPTIONS."],
    ["configuration file", "in the server's configuration", DISK],
    ["command line", "on the server's command line", DISK],
    ["session", "source: session", DISK],
  ])("a setting whose source is %s", (source, by, hint) => {
    expect(needOf({ facts: { ...without, readOnly: { kind: "setting", source } } })).toEqual({
      code: "TARGET_READ_ONLY",
      message: `Database "shop db" is read-only for user "App": default_transaction_read_only is on (${by}).`,
      hint,
    });
  });
});

describe("a right that is lacking is LEDGER_FORBIDDEN, with the SQL that gives it:", () => {
  test("on the database, for a schema that has to be made", () => {
    const none = { schemaExists: false, columns: new Map(), historyColumns: new Map() };
    const facts = { ledger: null, history: null, lackingOnDatabase: ["CREATE"] };
    expect(lackOf({ facts, ledger: none })).toEqual({
      lack: 'there is no schema "Ops", and no right to create it in "shop db"',
      remedy: 'CREATE SCHEMA "Ops" AUTHORIZATION "Deploy";',
    });
    expect(needOf({ facts: { ...facts, lackingOnDatabase: [] }, ledger: none })).toBeNull();
    // Where the schema is there nothing has to be made in the database.
    expect(needOf({ facts: { lackingOnDatabase: ["CREATE"] } })).toBeNull();
  });

  test.each<[string, Partial<Ledger>]>([
    ["the ledger", { columns: new Map() }],
    ["the history", { historyColumns: new Map() }],
    ["the status function", { hasStatusFunction: false }],
    ["the status view", { hasStatusView: false }],
  ])("CREATE on the schema, where %s has to be made", (_, ledger) => {
    const facts = { lackingOnSchema: ["CREATE"] };
    expect(lackOf({ facts, ledger })).toEqual({
      lack: 'no CREATE on schema "Ops"',
      remedy: 'GRANT CREATE ON SCHEMA "Ops" TO "Deploy";',
    });
    // Not where all is there.
    expect(needOf({ facts })).toBeNull();
  });

  test("USAGE on the schema, whatever is there", () => {
    expect(lackOf({ facts: { lackingOnSchema: ["USAGE", "CREATE"] } })).toEqual({
      lack: 'no USAGE on schema "Ops"',
      remedy: 'GRANT USAGE ON SCHEMA "Ops" TO "Deploy";',
    });
  });

  test("in public it is said since when nobody has CREATE by itself", () => {
    const name = { schema: "public", table: "runs" };
    const ledger = { hasStatusView: false };
    expect(lackOf({ name, ledger, facts: { lackingOnSchema: ["USAGE", "CREATE"] } })).toEqual({
      lack: 'no USAGE, CREATE on schema "public", which from 15 on is given to nobody by itself',
      remedy: 'GRANT USAGE, CREATE ON SCHEMA "public" TO "Deploy";',
    });
    expect(lackOf({ name, facts: { lackingOnSchema: ["USAGE"] } })?.lack).toBe('no USAGE on schema "public"');
  });

  const others = (...lacking: string[]): TableRights => ({
    owner: "Boss",
    isOwners: false,
    lacking,
    columns: [],
  });

  test.each(["SELECT", "INSERT", "UPDATE"])("%s on the ledger", (right) => {
    expect(lackOf({ facts: { ledger: others(right) } })).toEqual({
      lack: `no ${right} on "Ops"."Runs"`,
      remedy: `GRANT ${right} ON "Ops"."Runs" TO "Deploy";`,
    });
  });

  test("DELETE on it only where rows are taken away", () => {
    const facts = { ledger: others("DELETE") };
    expect(needOf({ facts })).toBeNull();
    expect(lackOf({ facts, deletes: true })?.lack).toBe('no DELETE on "Ops"."Runs"');
  });

  test("of the history only what a run does with it", () => {
    expect(needOf({ facts: { history: others("UPDATE", "DELETE") }, deletes: true })).toBeNull();
    expect(lackOf({ facts: { history: others("INSERT", "SELECT") } })).toEqual({
      lack: 'no SELECT, INSERT on "Ops"."migration_history"',
      remedy: 'GRANT SELECT, INSERT ON "Ops"."migration_history" TO "Deploy";',
    });
  });

  test("a column that only the owner can add", () => {
    const columns = columnsOf(LEDGER_COLUMNS);
    columns.delete("batch");
    const facts = { ledger: others("INSERT") };
    expect(lackOf({ facts, ledger: { columns } })).toEqual({
      lack: '"Ops"."Runs" belongs to "Boss" and lacks columns that only its owner can add',
      remedy: 'ALTER TABLE "Ops"."Runs" OWNER TO "Deploy";',
    });
    // Its owner's role adds it.
    expect(needOf({ ledger: { columns } })).toBeNull();
  });

  test("all that is lacking is told at once", () => {
    const facts = {
      lackingOnSchema: ["CREATE"],
      ledger: others("INSERT", "UPDATE"),
      history: others("SELECT"),
    };
    expect(lackOf({ facts, ledger: { hasStatusFunction: false } })).toEqual({
      lack: 'no CREATE on schema "Ops"; no INSERT, UPDATE on "Ops"."Runs"; no SELECT on "Ops"."migration_history"',
      remedy:
        'GRANT CREATE ON SCHEMA "Ops" TO "Deploy"; GRANT INSERT, UPDATE ON "Ops"."Runs" TO "Deploy"; GRANT SELECT ON "Ops"."migration_history" TO "Deploy";',
    });
  });

  test("a table that is not there has no rights to be lacking", () => {
    const ledger = { columns: new Map(), historyColumns: new Map() };
    expect(needOf({ facts: { ledger: null, history: null }, ledger })).toBeNull();
  });
});
