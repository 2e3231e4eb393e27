import { identifier, literal } from "../database/quote.ts";
import type { Row } from "../database/session.ts";
import type { LedgerName } from "../inputs/inputs.ts";

/** Something of the schema that the applied migrations have made, kept when they were applied. Names as they are, unquoted. */
export interface ExpectedObject {
  readonly kind: "table" | "view" | "column" | "index";
  readonly schema: string;
  /** Of a column the table that it is of. */
  readonly relation: string;
  /** Null for all but columns. */
  readonly column: string | null;
}

/** Name of the table beside the ledger that says what the applied migrations have made. Source: docs/format.md. */
export const EXPECTATION_TABLE = "migration_expectation";

/** That table, schema-qualified and quoted. */
export const expectationTable = ({ schema }: LedgerName): string =>
  `${identifier(schema)}.${identifier(EXPECTATION_TABLE)}`;

/**
 * One statement that gives one row, for `parseMissing`: what is expected beside the ledger `name` and is gone; NULL where
 * nothing is kept, may not be read, or a run is under way or was cut off. It reads only, needs no more rights than the ledger,
 * and is no error where the table is absent.
 */
export function missingQuery(name: LedgerName): string {
  return `SELECT (${whereKept(name, differing(name), "differing")})::json AS differing`;
}

/** What `row`, the row of `missingQuery`, says is gone, in the order of the expectation; of a gone table its parts are not named. */
export function parseMissing(row: Row): readonly ExpectedObject[] {
  const differing = row["differing"];
  return Array.isArray(differing) ? (differing as Differing[]).flatMap(goneOf) : [];
}

/** A relation as it is kept: kind, schema, name, names of its columns and of its indexes. Source: docs/format.md. */
export type KeptRelation = readonly [
  kind: "table" | "view",
  schema: string,
  relation: string,
  columns: readonly string[],
  indexes: readonly string[],
];

/** One of which something is gone, whether it is there itself, and what columns and indexes it has. */
type Differing = readonly [KeptRelation, boolean, readonly string[], readonly string[]];

function goneOf([key, isThere, columns, indexes]: Differing): readonly ExpectedObject[] {
  const [kind, schema, relation, expectedColumns, expectedIndexes] = key;
  if (!isThere) return [{ kind, schema, relation, column: null }];
  const [hasColumn, hasIndex] = [new Set(columns), new Set(indexes)];
  return [
    ...expectedColumns
      .filter((column) => !hasColumn.has(column))
      .map((column) => ({ kind: "column", schema, relation, column }) as const),
    ...expectedIndexes
      .filter((index) => !hasIndex.has(index))
      .map((index) => ({ kind: "index", schema, relation: index, column: null }) as const),
  ];
}

/** An expression of type text: `Ledger["expectation"]`; NULL stands for none. */
export function expectationStand(name: LedgerName): string {
  const stand = `SELECT CASE WHEN kept.before IS NULL THEN 'kept' ELSE 'begun' END AS stand FROM ${expectationTable(name)} kept WHERE kept.ledger = ${literal(name.table)}`;
  return `coalesce(${whereKept(name, stand, "stand")}, CASE WHEN ${regclass(name)} IS NULL THEN 'absent' END)`;
}

/**
 * An expression of type text: the only value of `query`'s first row, whose column is named `column`; NULL where it gives none,
 * and where the table of `name` is absent or may not be read. A statement that names an absent table does not parse: this
 * one has it in a text, which the server parses when it comes to it.
 * Source: PostgreSQL manual, query_to_xml, which escapes `&`, `<` and `>` in a text.
 */
function whereKept(name: LedgerName, query: string, column: string): string {
  const xml = `pg_catalog.query_to_xml(${literal(query)}, false, false, '')::text`;
  const value = `substring(${xml} from ${literal(`<${column}>(.*)</${column}>`)})`;
  const unescaped = [
    ["&lt;", "<"],
    ["&gt;", ">"],
    ["&amp;", "&"],
  ].reduce(
    (text, [from = "", to = ""]) => `pg_catalog.replace(${text}, ${literal(from)}, ${literal(to)})`,
    value,
  );
  return `CASE WHEN pg_catalog.has_table_privilege(${regclass(name)}, 'SELECT') THEN ${unescaped} END`;
}

/**
 * Each relation is looked up by its name, and what it has is compared with what is expected of it as a whole; what differs is
 * given as it is expected, with what there is: `parseMissing` compares it one by one. Subqueries, no joins: the planner does
 * not know how many things a jsonb has, and would compare all with all. See docs/decisions/0023-expectation.md.
 */
function differing(name: LedgerName): string {
  const kinds = `CASE e.key ->> 0 WHEN 'view' THEN '{v,m}'::"char"[] ELSE '{r,p,f}' END`;
  const relation = `(SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relname = (e.key ->> 2)::name AND c.relkind = ANY (${kinds})
    AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = (e.key ->> 1)::name))`;
  return `SELECT (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(r.key, r.oid IS NOT NULL, r.columns, r.indexes)), '[]')
  FROM (SELECT f.key, f.oid, coalesce((SELECT pg_catalog.jsonb_agg(a.attname) FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = f.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns,
    coalesce((SELECT pg_catalog.jsonb_agg(i.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      WHERE x.indrelid = f.oid), '[]') AS indexes
    FROM (SELECT e.key, ${relation} AS oid FROM pg_catalog.jsonb_array_elements(kept.expected) e (key) OFFSET 0) f OFFSET 0) r
  WHERE r.oid IS NULL OR NOT r.columns @> (r.key -> 3) OR NOT r.indexes @> (r.key -> 4)) AS differing
FROM ${expectationTable(name)} kept WHERE kept.ledger = ${literal(name.table)} AND kept.before IS NULL`;
}

const regclass = (name: LedgerName): string => `pg_catalog.to_regclass(${literal(expectationTable(name))})`;
