import { type LockMode, parseLockModes } from "../../database/lock-modes.ts";
import type { Row } from "../../database/session.ts";
import type { RelationKind } from "./statement-trace.ts";

/** A relation as the catalog has it. */
export interface Relation {
  readonly oid: number;
  /** Qualified, quoted where SQL needs it. */
  readonly name: string;
  /** Its schema's own name, not quoted. */
  readonly schema: string;
  readonly kind: RelationKind;
  /** Changes when its file is written anew; null: it has none. */
  readonly filenode: number | null;
  /** Of an index the oid of its table. */
  readonly tableOid: number | null;
  /** ledger: it, or what stands beside it · migrations: all others. */
  readonly owner: "ledger" | "migrations";
  /** Names of its constraints that are NOT VALID, quoted where SQL needs it. */
  readonly notValid: readonly string[];
  /** Its invalid indexes, as `name`. */
  readonly invalidIndexes: readonly string[];
}

/** What the session's transaction holds on a relation. */
export interface LockedRelation {
  readonly oid: number;
  /** The strongest first; not empty. */
  readonly modes: readonly LockMode[];
  /** How often it was read from one end to the other, counted from some time before the transaction. */
  readonly scans: number;
  /** Null: it has none, or was dropped. */
  readonly filenode: number | null;
}

const KINDS = new Map<unknown, RelationKind>([
  ["r", "table"],
  ["p", "partitioned table"],
  ["f", "foreign table"],
  ["v", "view"],
  ["m", "materialized view"],
  ["S", "sequence"],
  ["i", "index"],
  ["I", "index"],
  ["c", "type"],
]);

/** A row of the query `relations`. */
export function parseRelation(row: Row): Relation {
  const kind = KINDS.get(row["kind"]) ?? "table";
  return {
    oid: Number(row["oid"]),
    name: String(row["name"]),
    schema: String(row["schema"]),
    kind: kind === "table" && row["is_partition"] === true ? "partition" : kind,
    filenode: numberOrNull(row["filenode"]),
    tableOid: numberOrNull(row["table_oid"]),
    owner: row["is_own"] === true ? "ledger" : "migrations",
    notValid: namesIn(row["not_valid"]),
    invalidIndexes: namesIn(row["invalid_indexes"]),
  };
}

/** Rows of the query `locked`, which gives one of each relation and mode. */
export function parseLockedRelations(rows: readonly Row[]): readonly LockedRelation[] {
  const byOid = new Map<number, Row[]>();
  for (const row of rows) {
    const oid = Number(row["oid"]);
    const known = byOid.get(oid);
    if (known === undefined) byOid.set(oid, [row]);
    else known.push(row);
  }
  return [...byOid].map(([oid, ofOne]) => ({
    oid,
    modes: parseLockModes(ofOne.map(({ mode }) => String(mode))),
    scans: Number(ofOne[0]?.["scans"]),
    filenode: numberOrNull(ofOne[0]?.["filenode"]),
  }));
}

const numberOrNull = (value: unknown): number | null => (typeof value === "number" ? value : null);

const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
