import type { CatalogRelation } from "../database/catalog-facts.ts";
import type { KnownRelation } from "../hazards/known-schema.ts";
import type { SchemaState } from "../hazards/schema-state.ts";
import { keyOf, type ObjectName } from "../syntax/names.ts";
import { relationOnTarget } from "./on-target.ts";
import type { Doubts, Reading } from "./question.ts";

/** added: there are more rows · removed: there are fewer · changed: they are others. */
export type ChangeKind = "added" | "removed" | "changed";

/** What a statement does with rows. */
export interface RowChange {
  /** Null: of any table. */
  readonly relation: KnownRelation | null;
  readonly kind: ChangeKind;
  /** By their names when the statement runs; null: all. */
  readonly columns: readonly string[] | null;
  /** One phrase, for why nobody knows. */
  readonly why: string;
}

interface Entry {
  /** Of catalog relations; null: nobody knows which. */
  readonly tables: ReadonlySet<string> | null;
  /** By their names on the target; null: all. */
  readonly columns: ReadonlySet<string> | null;
  readonly kind: ChangeKind;
  readonly why: string;
}

/** All columns that pending statements add: they have no name on the target. */
const PENDING = "";

/** What pending statements before a question have done with rows, as far as that can be seen without running them. */
export class RowChanges {
  readonly #entries: Entry[] = [];

  /** Remembers `change`, of its relation and of all whose rows are also rows of it. */
  note({ relation, kind, columns, why }: RowChange, schema: SchemaState): void {
    if (relation?.origin === "pending") return;
    const isTable = relation !== null && relation.catalog !== null && TABLES.has(relation.catalog.kind);
    this.#entries.push({
      // What is written through a view, or where nobody knows, may be anything.
      tables: isTable ? treeOf(relation, schema) : null,
      columns: columns === null || !isTable ? null : new Set(columns.map((name) => onTarget(relation, name))),
      kind: isTable ? kind : "changed",
      why,
    });
  }

  /** What an answer from the target says when these have run. */
  doubts(reads: readonly Reading[]): Doubts {
    const found = reads.flatMap((reading) => {
      const { catalog } = reading.relation;
      const key = catalog === null ? null : keyOf(catalog);
      return this.#entries
        .filter((entry) => isOfTable(entry, key) && isAbout(entry, reading))
        .map((entry) => doubtOf(entry, reading));
    });
    return {
      ifHolds: found.find(({ ifHolds }) => ifHolds !== null)?.ifHolds ?? null,
      ifViolated: found.find(({ ifViolated }) => ifViolated !== null)?.ifViolated ?? null,
    };
  }
}

const TABLES: ReadonlySet<string> = new Set([
  "table",
  "partitioned table",
  "materialized view",
  "foreign table",
]);

const onTarget = ({ columns }: KnownRelation, name: string): string =>
  columns.find((column) => column.name === name)?.onTarget ?? PENDING;

const isOfTable = ({ tables }: Entry, key: string | null): boolean =>
  tables === null || (key !== null && tables.has(key));

function isAbout({ columns, kind }: Entry, { relation, columns: read }: Reading): boolean {
  if (kind !== "changed" || columns === null || read === null) return true;
  const isMade = (name: string) =>
    relation.columns.some((column) => column.name === name && column.generated !== null);
  return read.some((name) => columns.has(onTarget(relation, name)) || isMade(name));
}

function doubtOf({ kind, why }: Entry, { as }: Reading): Doubts {
  if (kind === "changed") return { ifHolds: why, ifViolated: why };
  // More rows can be in the way; more rows to refer to can only help.
  return (kind === "added") === (as === "sought")
    ? { ifHolds: why, ifViolated: null }
    : { ifHolds: null, ifViolated: why };
}

/** `relation`, its parents up to the first, and all below it: their rows are in one another. */
function treeOf(relation: KnownRelation, schema: SchemaState): ReadonlySet<string> {
  const found = new Set<string>();
  const go = ({ catalog }: KnownRelation, next: (catalog: CatalogRelation) => readonly ObjectName[]) => {
    if (catalog === null) return;
    found.add(keyOf(catalog));
    for (const name of next(catalog)) go(relationOnTarget(schema, name), next);
  };
  go(relation, parentsOf);
  go(relation, ({ partitions, inheritedBy }) => [...partitions, ...inheritedBy]);
  return found;
}

const parentsOf = ({ partitionOf, inherits }: CatalogRelation): readonly ObjectName[] =>
  partitionOf === null ? inherits : [partitionOf];
