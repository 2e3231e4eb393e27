import type { CatalogFacts } from "../database/catalog-facts.ts";
import type { Action } from "../syntax/action.ts";
import { keyOf, type ObjectName } from "../syntax/names.ts";
import type { Parse } from "../syntax/parser.ts";
import { changeRelations } from "./change-relations.ts";
import type { KnownIndex, KnownRelation, KnownSchema, KnownType } from "./known-schema.ts";
import { emptyRelation, makeKnownRelation, makeKnownType, searchPathOf } from "./make-known.ts";

/** What is known of the schema while pending statements are gone through: each changes it. */
export class SchemaState implements KnownSchema {
  readonly facts: CatalogFacts | null;
  readonly #relations = new Map<string, KnownRelation>();
  readonly #types = new Map<string, KnownType>();
  readonly #volatilities = new Map<string, "immutable" | "stable" | "volatile">();
  readonly #functions = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #initialPath: readonly string[];
  #searchPath: readonly string[];
  #isUncertain = false;
  #timeZone: string | null;

  constructor(facts: CatalogFacts | null, parse: Parse) {
    this.facts = facts;
    this.#initialPath = searchPathOf(facts);
    this.#searchPath = this.#initialPath;
    this.#timeZone = facts?.timeZone ?? null;
    for (const relation of facts?.relations ?? []) this.put(makeKnownRelation(relation, parse));
    for (const type of facts?.types ?? []) this.putType(makeKnownType(type, parse));
    for (const { schema, name, volatility } of facts?.functions ?? [])
      this.#volatilities.set(keyOf({ schema, name }), volatility);
  }

  get isUncertain(): boolean {
    return this.#isUncertain;
  }

  get timeZone(): string | null {
    return this.#timeZone;
  }

  /** Schemas that names without one are looked for in, in order. */
  get searchPath(): readonly string[] {
    return this.#searchPath;
  }

  relation(name: ObjectName): KnownRelation {
    return this.#find(this.#relations, name) ?? emptyRelation(this.resolve(name), "unknown", null);
  }

  type(name: ObjectName): KnownType | null {
    return this.#find(this.#types, name);
  }

  volatility(name: ObjectName): "immutable" | "stable" | "volatile" | null {
    const system =
      name.schema === null ? this.#volatilities.get(keyOf({ ...name, schema: "pg_catalog" })) : null;
    return system ?? this.#find(this.#volatilities, name);
  }

  index(name: ObjectName): { readonly index: KnownIndex; readonly table: KnownRelation } | null {
    const schemas = name.schema === null ? this.#searchPath : [name.schema];
    for (const schema of schemas)
      for (const table of this.#relations.values()) {
        const index = table.schema === schema && table.indexes.find((one) => one.name === name.name);
        if (index) return { index, table };
      }
    return null;
  }

  partitions(relation: KnownRelation): readonly KnownRelation[] {
    return (relation.catalog?.partitions ?? []).map((name) => this.relation(name));
  }

  isMadeFunction(name: ObjectName): boolean {
    return this.#functions.has(keyOf(this.resolve(name)));
  }

  isChanged(name: ObjectName): boolean {
    return this.#changed.has(keyOf(this.relation(name)));
  }

  /** `name` with the schema that it is looked for in. */
  resolve({ schema, name }: ObjectName): ObjectName {
    return { schema: schema ?? this.#searchPath[0] ?? null, name };
  }

  /** Every relation that is known by now. */
  all(): Iterable<KnownRelation> {
    return this.#relations.values();
  }

  noteChange(name: ObjectName): void {
    this.#changed.add(keyOf(this.relation(name)));
  }

  put(relation: KnownRelation): void {
    this.#relations.set(keyOf(relation), relation);
  }

  remove(relation: KnownRelation): void {
    this.#relations.delete(keyOf(relation));
  }

  putType(type: KnownType): void {
    this.#types.set(keyOf(type), type);
  }

  /** What the statement with `action` leaves, in the transaction with this number. */
  apply(action: Action, transaction: number): void {
    if (REPLACING.has(action.kind) && "name" in action && typeof action.name === "object") {
      if (action.name !== null) this.noteChange(action.name);
    }
    if (action.kind === "opaque") this.#isUncertain = true;
    else if (action.kind === "create-function") {
      this.#volatilities.set(keyOf(this.resolve(action.name)), action.volatility);
      this.#functions.add(keyOf(this.resolve(action.name)));
    } else if (action.kind === "set") this.#set(action);
    else changeRelations(this, action, transaction);
  }

  /** What a file has set ends with it. */
  endStep(): void {
    this.#searchPath = this.#initialPath;
    this.#timeZone = this.facts?.timeZone ?? null;
  }

  #set({ name, values }: Extract<Action, { readonly kind: "set" }>): void {
    if (name === "search_path")
      this.#searchPath =
        values === null ? this.#initialPath : values.flatMap((value) => value.split(/\s*,\s*/));
    if (name === "timezone") this.#timeZone = values?.[0] ?? this.facts?.timeZone ?? null;
  }

  #find<Value>(values: ReadonlyMap<string, Value>, name: ObjectName): Value | null {
    const schemas = name.schema === null ? this.#searchPath : [name.schema];
    for (const schema of schemas) {
      const value = values.get(keyOf({ schema, name: name.name }));
      if (value !== undefined) return value;
    }
    return null;
  }
}

/** After these what the catalog says of the relation is old. */
const REPLACING: ReadonlySet<Action["kind"]> = new Set([
  "create-view",
  "create-materialized-view",
  "drop",
  "set-schema",
]);
