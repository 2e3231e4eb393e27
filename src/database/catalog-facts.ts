/** What the target's catalog says of all that pending statements touch: what rules, pre-flight and blast radius need. */
export interface CatalogFacts {
  /** Schemas that unqualified names are looked for in, in order, as the role of the migrations has them. */
  readonly searchPath: readonly string[];
  /** TimeZone of a new session. */
  readonly timeZone: string;
  /**
   * The relations asked for, as far as they are there, and what hangs on them: an index's table, partitions and
   * children with theirs, parents with theirs and their default partitions, tables that use a type asked for; and
   * tables that any of these reference or are referenced by. In the order of schema and name; at most 500, the
   * nearest of them.
   */
  readonly relations: readonly CatalogRelation[];
  /** Those of the types asked for that are domains or enums. */
  readonly types: readonly CatalogType[];
  readonly functions: readonly CatalogFunction[];
  /** When the counters in `use` began; ISO 8601; null: not known, as since the server was made. */
  readonly useSince: string | null;
  /** What could not be read and is an estimate or empty instead, a sentence each. */
  readonly incomplete: readonly string[];
}

/** A name as it is asked for: unquoted, folded as the server would; schema null: on the search path. */
export interface AskedName {
  readonly schema: string | null;
  readonly name: string;
}

/** A name as the catalog has it. */
export interface CatalogName {
  readonly schema: string;
  readonly name: string;
}

export interface CatalogRelation extends CatalogName {
  readonly kind:
    | "table"
    | "partitioned table"
    | "view"
    | "materialized view"
    | "foreign table"
    | "index"
    | "sequence";
  /** True for what was asked for by name, false for what hangs on it. */
  readonly isAsked: boolean;
  /**
   * True where nothing was asked that needs a lock, because another session holds or awaits ACCESS EXCLUSIVE on it or
   * its indexes: then its sizes are the planner's, and definitions of checks and predicates of indexes are empty.
   */
  readonly isLocked: boolean;
  /** As estimated; of a partitioned table the sum. Null: never analysed, and so not known; of some partition. */
  readonly rows: number | null;
  /** Main fork alone; of a partitioned table the sum of its partitions'. Null: of a site, where it says nothing. */
  readonly sizeBytes: number | null;
  /** With TOAST and indexes; of a partitioned table the sum of its partitions'. Null: as `sizeBytes`. */
  readonly totalBytes: number | null;
  /** Of an index, its table; null for all else. */
  readonly indexOf: CatalogName | null;
  /** In their order; without dropped ones. */
  readonly columns: readonly CatalogColumn[];
  readonly constraints: readonly CatalogConstraint[];
  readonly indexes: readonly CatalogIndex[];
  readonly partitionedBy: CatalogPartitioning | null;
  readonly partitionOf: CatalogName | null;
  /** `FOR VALUES …` or `DEFAULT`; null for what is no partition. */
  readonly bound: string | null;
  /** Direct ones. */
  readonly partitions: readonly CatalogPartition[];
  /** Parents by INHERITS, without that of a partition. */
  readonly inherits: readonly CatalogName[];
  /** Direct children by INHERITS. */
  readonly inheritedBy: readonly CatalogName[];
  /** Foreign keys of others (and its own) to it, with the columns that they have there. */
  readonly referencedBy: readonly CatalogReference[];
  /** Views and materialized views that read it, with those of its columns that they name. */
  readonly views: readonly CatalogView[];
  /** Names of a user's own triggers. */
  readonly triggers: readonly string[];
  readonly replicaIdentity: "default" | "nothing" | "full" | "index";
  /** In a publication: by name, by its schema, or as all tables are. */
  readonly isPublished: boolean;
  /** Counted by the server since `useSince`; null for what has no rows of its own. */
  readonly use: CatalogUse | null;
}

export interface CatalogColumn {
  readonly name: string;
  /** With its modifier, as format_type() writes it on the search path pg_catalog. */
  readonly type: string;
  /** False too where a NOT NULL is there and NOT VALID (18+). */
  readonly isNotNull: boolean;
  readonly hasDefault: boolean;
  readonly generated: "stored" | "virtual" | null;
  readonly isIdentity: boolean;
  /** `isConstrained`: it, or a domain that it is made of, has a CHECK or NOT NULL. */
  readonly domain: (CatalogName & { readonly isConstrained: boolean }) | null;
}

export interface CatalogConstraint {
  readonly name: string;
  /** not-null: of 18 and later only; before, see the column. */
  readonly kind: "check" | "foreign-key" | "primary-key" | "unique" | "exclude" | "not-null";
  /** As pg_get_constraintdef() writes it; empty for a check of a table that is locked. */
  readonly definition: string;
  /** In the constraint's order; of a check in the table's. */
  readonly columns: readonly string[];
  readonly isValid: boolean;
  readonly isEnforced: boolean;
  readonly references: (CatalogName & { readonly columns: readonly string[] }) | null;
  /** Name of the index that it stands on; of a foreign key that of the other table. */
  readonly index: string | null;
}

export interface CatalogIndex extends CatalogName {
  /** Access method. */
  readonly method: string;
  /** Key columns in order, without included ones; null: an expression. */
  readonly columns: readonly (string | null)[];
  /** Null: none; empty where the table is locked. */
  readonly predicate: string | null;
  readonly isUnique: boolean;
  readonly isPrimary: boolean;
  /** False: left behind by a CREATE INDEX CONCURRENTLY that failed, or ON ONLY with partitions missing. */
  readonly isValid: boolean;
  readonly isReplicaIdentity: boolean;
  /** Name of the constraint that stands on it. */
  readonly constraint: string | null;
}

export interface CatalogPartitioning {
  readonly strategy: "list" | "range" | "hash";
  /** Null: an expression. */
  readonly columns: readonly (string | null)[];
}

export interface CatalogPartition extends CatalogName {
  readonly isDefault: boolean;
}

export interface CatalogReference extends CatalogName {
  readonly constraint: string;
  readonly columns: readonly string[];
}

export interface CatalogView extends CatalogName {
  readonly kind: "view" | "materialized view";
  readonly columns: readonly string[];
}

export interface CatalogUse {
  readonly seqScans: number;
  readonly indexScans: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

export interface CatalogType extends CatalogName {
  readonly kind: "domain" | "enum";
  /** Of a domain; null of an enum. */
  readonly baseType: string | null;
  readonly isNotNull: boolean;
  /** Of a domain, CHECKs. */
  readonly constraints: readonly {
    readonly name: string;
    readonly definition: string;
    readonly isValid: boolean;
  }[];
  /** Of an enum, in order. */
  readonly labels: readonly string[];
  /** Columns of it, of an array of it, or of a domain over it; views left out. */
  readonly usedBy: readonly (CatalogName & { readonly column: string })[];
}

/** One for each schema where functions of an asked name are. */
export interface CatalogFunction extends CatalogName {
  /** The most volatile of those of this name. */
  readonly volatility: "immutable" | "stable" | "volatile";
}
