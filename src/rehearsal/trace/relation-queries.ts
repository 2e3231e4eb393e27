import { literal } from "../../database/quote.ts";
import type { LedgerName } from "../../inputs/inputs.ts";

/**
 * SQL that reads the catalog from within a migration's own session and transaction: every name and operator is
 * pg_catalog's own, whatever the search_path, and nothing needs more rights than everybody has.
 */
export interface RelationQueries {
  /** All relations: the columns of RELATION. */
  readonly relations: string;
  /** Locked relations, of those with an oid up to `upTo`: `oid`, `modes`, `scans`, and RELATION's where they still are. */
  readonly locked: (upTo: number | null) => string;
  /** Scans so far, where there were any: `oid`, `scans`. */
  readonly scans: string;
  /** Constraints of domains that are NOT VALID: `name`. */
  readonly domains: string;
}

const EQ = "OPERATOR(pg_catalog.=)";

/** The first oid that is not the server's own. Source: PostgreSQL's sources, access/transam.h. */
const FIRST_OID = "'16384'::pg_catalog.oid";

/** Counted since the server last had this session's counts: only differences within a transaction mean anything. */
const scansOf = (oid: string): string => `pg_catalog.pg_stat_get_xact_numscans(${oid})`;

const notValid = (of: string): string =>
  `SELECT pg_catalog.array_agg(pg_catalog.quote_ident(k.conname)) FROM pg_catalog.pg_constraint k WHERE k.conrelid ${EQ} ${of} AND NOT k.convalidated`;

const invalidIndexes = (of: string): string =>
  `SELECT pg_catalog.array_agg(pg_catalog.format('%I.%I', xn.nspname, xc.relname)) FROM pg_catalog.pg_index x
    JOIN pg_catalog.pg_class xc ON xc.oid ${EQ} x.indexrelid JOIN pg_catalog.pg_namespace xn ON xn.oid ${EQ} xc.relnamespace
    WHERE x.indrelid ${EQ} ${of} AND NOT x.indisvalid`;

const hasKind = (kinds: string): string =>
  `c.relkind ${EQ} ANY (ARRAY[${[...kinds].map(literal).join(", ")}]::pg_catalog."char"[])`;

/** Of `pg_class c`, its index `i`, the table `t` of that, and their schema `n`. */
const RELATION = `pg_catalog.concat_ws('.', pg_catalog.quote_ident(n.nspname), pg_catalog.quote_ident(c.relname)) AS name,
  n.nspname::pg_catalog.text AS schema, c.relkind::pg_catalog.text AS kind, c.relispartition AS is_partition, pg_catalog.pg_relation_filenode(c.oid) AS filenode, i.indrelid AS table_oid,
  CASE WHEN ${hasKind("rpf")} THEN (${notValid("c.oid")}) END AS not_valid,
  CASE WHEN ${hasKind("rpm")} THEN (${invalidIndexes("c.oid")}) END AS invalid_indexes`;

const DETAILS = `LEFT JOIN pg_catalog.pg_namespace n ON n.oid ${EQ} c.relnamespace
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid ${EQ} c.oid
  LEFT JOIN pg_catalog.pg_class t ON t.oid ${EQ} i.indrelid`;

/** The queries for a site whose ledger is `ledger`: it and what stands beside it are never among what they give. */
export function makeRelationQueries({ schema, table }: LedgerName): RelationQueries {
  const own = [table, "migration_history", "migration_status_view"].map(literal).join(", ");
  const isOwn = `(n.nspname ${EQ} ${literal(schema)} AND coalesce(t.relname, c.relname) ${EQ} ANY (ARRAY[${own}]::pg_catalog.name[]))`;
  const isShown = `${hasKind("rpfvmSiIc")} AND NOT n.nspname ${EQ} 'pg_toast' AND NOT ${isOwn}`;
  return {
    relations: `SELECT c.oid, ${RELATION} FROM pg_catalog.pg_class c ${DETAILS}
  WHERE c.oid OPERATOR(pg_catalog.>=) ${FIRST_OID} AND ${isShown}`,
    locked: (upTo) => `SELECT l.relation AS oid, l.modes, ${scansOf("l.relation")} AS scans, ${RELATION}
  FROM (SELECT relation, pg_catalog.array_agg(mode) AS modes FROM pg_catalog.pg_locks
    WHERE pid ${EQ} pg_catalog.pg_backend_pid() AND locktype ${EQ} 'relation' AND relation OPERATOR(pg_catalog.>=) ${FIRST_OID}
    ${upTo === null ? "" : `AND relation OPERATOR(pg_catalog.<=) ${literal(String(upTo))}::pg_catalog.oid`} GROUP BY relation) l
  LEFT JOIN pg_catalog.pg_class c ON c.oid ${EQ} l.relation ${DETAILS}
  WHERE c.oid IS NULL OR (${isShown})`,
    scans: `SELECT c.oid, ${scansOf("c.oid")} AS scans FROM pg_catalog.pg_class c
  WHERE c.oid OPERATOR(pg_catalog.>=) ${FIRST_OID} AND ${hasKind("rm")} AND ${scansOf("c.oid")} OPERATOR(pg_catalog.>) 0`,
    domains: `SELECT pg_catalog.format('%I on %I.%I', k.conname, n.nspname, d.typname) AS name FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_type d ON d.oid ${EQ} k.contypid JOIN pg_catalog.pg_namespace n ON n.oid ${EQ} d.typnamespace
  WHERE k.conrelid ${EQ} '0'::pg_catalog.oid AND NOT k.convalidated`,
  };
}
