import { literal } from "./quote.ts";
import { readCatalog } from "./read-catalog.ts";
import type { Row, Session } from "./session.ts";

/** What decides whether the ledger can be written, as the catalog tells it before anything is tried. */
export interface WriteFacts {
  /** Null: new transactions may write. */
  readonly readOnly: ReadOnly | null;
  /** The role that writes: that of `role`, else the one the session is in. */
  readonly role: string;
  /** Rights of the role that are lacking on the database: CREATE or none. */
  readonly lackingOnDatabase: readonly string[];
  /** On the ledger's schema, of USAGE and CREATE; empty where there is no such schema. */
  readonly lackingOnSchema: readonly string[];
  /** Null: there is no such table. */
  readonly ledger: TableRights | null;
  readonly history: TableRights | null;
}

/** Why new transactions cannot write. */
export type ReadOnly =
  /** The server follows another one. */
  | { readonly kind: "standby" }
  /**
   * `default_transaction_read_only` is on; `source` as pg_settings has it: `user`, `database`, `database user`, `global`
   * (all of them ALTER … SET), `configuration file`, `command line`, `client` …
   */
  | { readonly kind: "setting"; readonly source: string };

/** What the role may do with a table. */
export interface TableRights {
  readonly owner: string;
  /** True: the role may alter it. */
  readonly isOwners: boolean;
  /** Of SELECT, INSERT, UPDATE and DELETE. */
  readonly lacking: readonly string[];
  /** Names of its columns. */
  readonly columns: readonly string[];
}

/** Names that the facts are asked for. */
export interface WritePlace {
  readonly schema: string;
  readonly table: string;
  readonly historyTable: string;
  /** Null: the session's own. */
  readonly role: string | null;
}

/** The facts for writing at `place`: one read-only round trip that waits for no lock. */
export async function readWriteFacts(session: Session, place: WritePlace): Promise<WriteFacts> {
  const [rows] = await readCatalog(session, [writeFactsQuery(place)]);
  const row = rows?.[0] ?? {};
  return {
    readOnly: parseReadOnly(row),
    role: String(row["role"]),
    lackingOnDatabase: (row["on_database"] ?? []) as string[],
    lackingOnSchema: (row["on_schema"] ?? []) as string[],
    ledger: (row["ledger"] ?? null) as TableRights | null,
    history: (row["history"] ?? null) as TableRights | null,
  };
}

function parseReadOnly(row: Row): ReadOnly | null {
  if (row["is_standby"] === true) return { kind: "standby" };
  return row["setting_source"] === null ? null : { kind: "setting", source: String(row["setting_source"]) };
}

/** A right on some columns is as good as one on the table: which of them are meant cannot be told from here. */
const rightsOn = (table: string) => `(SELECT json_build_object('owner', pg_get_userbyid(c.relowner),
    'isOwners', pg_has_role(w.role, c.relowner, 'USAGE'),
    'columns', (SELECT coalesce(json_agg(a.attname), '[]') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    'lacking', (SELECT coalesce(json_agg(p), '[]') FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
      WHERE NOT has_table_privilege(w.role, c.oid, p)
        AND (p = 'DELETE' OR NOT has_any_column_privilege(w.role, c.oid, p))))
  FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = ${literal(table)})`;

const writeFactsQuery = ({ schema, table, historyTable, role }: WritePlace) => `SELECT w.role,
  pg_is_in_recovery() AS is_standby,
  CASE WHEN current_setting('default_transaction_read_only')::bool
    THEN (SELECT s.source FROM pg_settings s WHERE s.name = 'default_transaction_read_only') END AS setting_source,
  CASE WHEN has_database_privilege(w.role, current_database(), 'CREATE') THEN '[]'::json ELSE '["CREATE"]' END AS on_database,
  (SELECT json_agg(p) FROM unnest(ARRAY['USAGE', 'CREATE']) p WHERE NOT has_schema_privilege(w.role, n.oid, p)) AS on_schema,
  ${rightsOn(table)} AS ledger, ${rightsOn(historyTable)} AS history
FROM (SELECT ${role === null ? "current_user" : `${literal(role)}::name`} AS role) w
LEFT JOIN pg_namespace n ON n.nspname = ${literal(schema)}`;
