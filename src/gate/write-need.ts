import { identifier } from "../database/quote.ts";
import type { ReadOnly, WriteFacts } from "../database/write-facts.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { BACKUP_COLUMN, HISTORY_COLUMNS, LEDGER_COLUMNS } from "../ledger/columns.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Need } from "./need.ts";

/** What is to be written, and what the catalog says of it. */
export interface WriteQuestion {
  readonly facts: WriteFacts;
  readonly ledger: Ledger;
  readonly name: LedgerName;
  readonly user: string;
  readonly database: string;
  /** True: rows are taken away too, as by `down`. */
  readonly deletes: boolean;
  /** True: the newest backup is recorded too, in a column that the history need not have yet. */
  readonly recordsBackup: boolean;
}

/** Why nothing could be written, told before anything is tried: TARGET_READ_ONLY or LEDGER_FORBIDDEN; null: it can. */
export function writeNeed(question: WriteQuestion): Need | null {
  const { readOnly } = question.facts;
  return readOnly === null ? rightsNeed(question) : readOnlyNeed(readOnly, question);
}

function readOnlyNeed(readOnly: ReadOnly, { user, database }: WriteQuestion): Need {
  const code = "TARGET_READ_ONLY";
  if (readOnly.kind === "standby")
    return {
      code,
      message: `The server is a standby: database "${database}" follows another server and cannot be written here.`,
      hint: "Connect to the primary: most providers have an address of its own for it (writer endpoint, `-rw` host). After a failover the name may still lead to the old one for a while.",
    };
  return {
    code,
    message: `Database "${database}" is read-only for user "${user}": default_transaction_read_only is on (${setBy(readOnly.source)}).`,
    hint: hintForSetting(readOnly.source, user, database),
  };
}

/** Source: PostgreSQL manual, pg_settings; GucSource_Names in guc_tables.c. */
const SET_BY: Readonly<Record<string, string>> = {
  user: "by ALTER ROLE … SET",
  database: "by ALTER DATABASE … SET",
  "database user": "by ALTER ROLE … IN DATABASE … SET",
  global: "by ALTER ROLE ALL SET",
  "configuration file": "in the server's configuration",
  "command line": "on the server's command line",
  client: "by the connection's own options",
};

const setBy = (source: string): string => SET_BY[source] ?? `source: ${source}`;

function hintForSetting(source: string, user: string, database: string): string {
  const reset = "RESET default_transaction_read_only";
  const why = "Somebody set it on purpose, so ask first";
  switch (source) {
    case "user":
      return `${why}: ALTER ROLE ${identifier(user)} ${reset}; or connect as a user that may write.`;
    case "database":
      return `${why}: ALTER DATABASE ${identifier(database)} ${reset};`;
    case "database user":
      return `${why}: ALTER ROLE ${identifier(user)} IN DATABASE ${identifier(database)} ${reset};`;
    case "global":
      return `${why}: ALTER ROLE ALL ${reset};`;
    case "client":
      return "Take it out of `options` in the URL, or of PGOPTIONS.";
    default:
      return "Providers switch a server to read-only when its disk is full, or for maintenance: look at its free space and its announcements. Where nobody did, look into postgresql.conf and postgresql.auto.conf.";
  }
}

function rightsNeed(question: WriteQuestion): Need | null {
  const { facts, name } = question;
  const lacks = [...lacksOnSchema(question), ...lacksOnTables(question)];
  if (lacks.length === 0) return null;
  const where = `${identifier(name.schema)}.${identifier(name.table)}`;
  return {
    code: "LEDGER_FORBIDDEN",
    message: `User "${facts.role}" may not write the ledger ${where}: ${lacks.map(({ lack }) => lack).join("; ")}.`,
    hint: `As the owner: ${lacks.map(({ remedy }) => `${remedy};`).join(" ")} Or name a role that may with \`role\`, or a schema of its own with \`ledger-schema\`.`,
  };
}

/** What is lacking, and the SQL that mends it. */
interface Lack {
  readonly lack: string;
  readonly remedy: string;
}

function lacksOnSchema({ facts, ledger, name, database }: WriteQuestion): readonly Lack[] {
  const role = identifier(facts.role);
  const schema = identifier(name.schema);
  if (!ledger.schemaExists) {
    if (facts.lackingOnDatabase.length === 0) return [];
    const remedy = `CREATE SCHEMA ${schema} AUTHORIZATION ${role}`;
    return [{ lack: `there is no schema ${schema}, and no right to create it in "${database}"`, remedy }];
  }
  const makes =
    ledger.columns.size === 0 ||
    ledger.historyColumns.size === 0 ||
    !ledger.hasStatusFunction ||
    !ledger.hasStatusView;
  const lacking = facts.lackingOnSchema.filter((right) => right === "USAGE" || makes);
  if (lacking.length === 0) return [];
  const rights = lacking.join(", ");
  // Source: release notes of PostgreSQL 15, "Migration to Version 15".
  const since =
    name.schema === "public" && lacking.includes("CREATE")
      ? ", which from 15 on is given to nobody by itself"
      : "";
  return [
    {
      lack: `no ${rights} on schema ${schema}${since}`,
      remedy: `GRANT ${rights} ON SCHEMA ${schema} TO ${role}`,
    },
  ];
}

function lacksOnTables({ facts, ledger, name, deletes, recordsBackup }: WriteQuestion): readonly Lack[] {
  const role = identifier(facts.role);
  const needed = ["SELECT", "INSERT", "UPDATE", ...(deletes ? ["DELETE"] : [])];
  const tables = [
    { table: name.table, rights: facts.ledger, columns: ledger.columns, wanted: LEDGER_COLUMNS, needed },
    {
      table: "migration_history",
      rights: facts.history,
      columns: new Set([...ledger.historyColumns.keys(), ...(facts.history?.columns ?? [])]),
      wanted: recordsBackup ? { ...HISTORY_COLUMNS, ...BACKUP_COLUMN } : HISTORY_COLUMNS,
      needed: ["SELECT", "INSERT"],
    },
  ];
  return tables.flatMap(({ table, rights, columns, wanted, needed }): readonly Lack[] => {
    if (rights === null) return [];
    const full = `${identifier(name.schema)}.${identifier(table)}`;
    const missing = Object.keys(wanted).filter((column) => !columns.has(column));
    const alter = {
      lack: `${full} belongs to "${rights.owner}" and lacks columns that only its owner can add`,
      remedy: `ALTER TABLE ${full} OWNER TO ${role}`,
    };
    if (missing.length > 0 && !rights.isOwners) return [alter];
    const lacking = needed.filter((right) => rights.lacking.includes(right)).join(", ");
    return lacking === ""
      ? []
      : [{ lack: `no ${lacking} on ${full}`, remedy: `GRANT ${lacking} ON ${full} TO ${role}` }];
  });
}
