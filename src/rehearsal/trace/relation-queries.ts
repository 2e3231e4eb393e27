import { DEFINING_MODES } from "../../database/lock-modes.ts";
import { literal } from "../../database/quote.ts";
import type { LedgerName } from "../../inputs/inputs.ts";
import { namesBeside } from "../../ledger/names-beside.ts";

/**
 * SQL that reads the catalog from within a migration's own session and transaction: every name and operator is
 * pg_catalog's own, whatever the search_path, and nothing needs more rights than everybody has.
 */
export interface RelationQueries {
  /** Rows for `parseRelation`, of those with these oids that are there; null: of all. */
  readonly relations: (oids: readonly number[] | null) => string;
  /**
   * The same of those that the transaction may have changed in more than their rows, in one message with `locked`: where it
   * holds SHARE UPDATE EXCLUSIVE or more; of those with an oid up to `upTo`, or of newer ones too, whatever it holds.
   */
  readonly changed: (upTo: number, scope: "there-before" | "newer-too") => string;
  /** Rows for `parseLockedRelations`, of those with an oid up to `upTo`; null: of all. Cheap: it is asked after each statement. */
  readonly locked: (upTo: number | null) => string;
  /** `oid` and `scans` of those with these oids; null: of all that have any. */
  readonly scans: (oids: readonly number[] | null) => string;
  /** `name` of each constraint of a domain that is NOT VALID, as a trace has it. */
  readonly domains: string;
}

const EQ = "OPERATOR(pg_catalog.=)";

/** The first oid that is not the server's own. Source: PostgreSQL's sources, access/transam.h. */
const FIRST_OID = "'16384'::pg_catalog.oid";

const isOneOf = (oid: string, oids: readonly number[]): string =>
  `${oid} ${EQ} ANY (${literal(`{${oids.join(",")}}`)}::pg_catalog.oid[])`;

const isUsers = (oid: string): string => `${oid} OPERATOR(pg_catalog.>=) ${FIRST_OID}`;

const isUpTo = (oid: number): string =>
  `relation OPERATOR(pg_catalog.<=) ${literal(String(oid))}::pg_catalog.oid`;

/** Counted since the server last had this session's counts: only differences within a transaction mean anything. */
const scansOf = (oid: string): string => `pg_catalog.pg_stat_get_xact_numscans(${oid})`;

const hasKind = (kinds: string): string =>
  `c.relkind ${EQ} ANY (${literal(`{${[...kinds].join(",")}}`)}::pg_catalog."char"[])`;

const NOT_VALID = `SELECT pg_catalog.array_agg(pg_catalog.quote_ident(k.conname)) FROM pg_catalog.pg_constraint k
    WHERE k.conrelid ${EQ} c.oid AND NOT k.convalidated`;

const INVALID_INDEXES = `SELECT pg_catalog.array_agg(pg_catalog.format('%I.%I', xn.nspname, xc.relname)) FROM pg_catalog.pg_index x
    JOIN pg_catalog.pg_class xc ON xc.oid ${EQ} x.indexrelid JOIN pg_catalog.pg_namespace xn ON xn.oid ${EQ} xc.relnamespace
    WHERE x.indrelid ${EQ} c.oid AND NOT x.indisvalid`;

const DOMAINS = `SELECT pg_catalog.format('%I on %I.%I', k.conname, n.nspname, d.typname) AS name FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_type d ON d.oid ${EQ} k.contypid JOIN pg_catalog.pg_namespace n ON n.oid ${EQ} d.typnamespace
  WHERE k.conrelid ${EQ} '0'::pg_catalog.oid AND NOT k.convalidated`;

/** The queries for a site whose ledger is `ledger`. */
export function makeRelationQueries({ schema, table }: LedgerName): RelationQueries {
  const own = namesBeside({ schema, table }).map(literal).join(", ");
  const held = `FROM pg_catalog.pg_locks WHERE pid ${EQ} pg_catalog.pg_backend_pid() AND locktype ${EQ} 'relation' AND ${isUsers("relation")}`;
  const isOwn = `(n.nspname ${EQ} ${literal(schema)} AND coalesce(t.relname, c.relname) ${EQ} ANY (ARRAY[${own}]::pg_catalog.name[]))`;
  const relations = (which: string) =>
    `SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, n.nspname::pg_catalog.text AS schema,
  c.relkind::pg_catalog.text AS kind, c.relispartition AS is_partition, pg_catalog.pg_relation_filenode(c.oid) AS filenode,
  i.indrelid AS table_oid, ${isOwn} AS is_own,
  CASE WHEN ${hasKind("rpf")} THEN (${NOT_VALID}) END AS not_valid,
  CASE WHEN ${hasKind("rpm")} THEN (${INVALID_INDEXES}) END AS invalid_indexes
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ${EQ} c.relnamespace
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid ${EQ} c.oid LEFT JOIN pg_catalog.pg_class t ON t.oid ${EQ} i.indrelid
  WHERE ${which} AND ${hasKind("rpfvmSiIc")} AND NOT n.nspname ${EQ} 'pg_toast'`;
  return {
    relations: (oids) => relations(oids === null ? isUsers("c.oid") : isOneOf("c.oid", oids)),
    changed: (upTo, scope) => {
      const isStrong = `mode ${EQ} ANY (${literal(`{${DEFINING_MODES.join(",")}}`)}::pg_catalog.text[])`;
      const which =
        scope === "newer-too" ? `(${isStrong} OR NOT ${isUpTo(upTo)})` : `${isStrong} AND ${isUpTo(upTo)}`;
      return relations(`c.oid ${EQ} ANY (ARRAY(SELECT relation ${held} AND ${which}))`);
    },
    locked: (
      upTo,
    ) => `SELECT relation AS oid, mode, pg_catalog.pg_relation_filenode(relation) AS filenode, ${scansOf("relation")} AS scans
  ${held} ${upTo === null ? "" : `AND ${isUpTo(upTo)}`}`,
    scans: (oids) =>
      oids === null
        ? `SELECT c.oid, ${scansOf("c.oid")} AS scans FROM pg_catalog.pg_class c
  WHERE ${isUsers("c.oid")} AND ${hasKind("rm")} AND ${scansOf("c.oid")} OPERATOR(pg_catalog.>) 0`
        : `SELECT o AS oid, ${scansOf("o")} AS scans FROM pg_catalog.unnest(${literal(`{${oids.join(",")}}`)}::pg_catalog.oid[]) o`,
    domains: DOMAINS,
  };
}
