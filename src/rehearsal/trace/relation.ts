import type { LockMode } from "../../database/lock-modes.ts";
import { parseLockModes } from "../../database/lock-modes.ts";
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
  /** Null: it has been dropped. */
  readonly now: Relation | null;
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
    filenode: row["filenode"] === null ? null : Number(row["filenode"]),
    tableOid: row["table_oid"] === null ? null : Number(row["table_oid"]),
    notValid: namesIn(row["not_valid"]),
    invalidIndexes: namesIn(row["invalid_indexes"]),
  };
}

/** A row of the query `locked`. */
export function parseLockedRelation(row: Row): LockedRelation {
  return {
    oid: Number(row["oid"]),
    modes: parseLockModes(namesIn(row["modes"])),
    scans: Number(row["scans"]),
    now: row["kind"] === null ? null : parseRelation(row),
  };
}

const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
