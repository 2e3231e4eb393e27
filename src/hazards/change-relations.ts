import type { Action, ActionOf } from "../syntax/action.ts";
import type { ObjectName } from "../syntax/names.ts";
import type { KnownColumn, KnownConstraint, KnownRelation, KnownType } from "./known-schema.ts";
import { addedColumn, addedConstraint, emptyRelation } from "./make-known.ts";

/** The schema that is changed. */
export interface RelationStore {
  readonly relation: (name: ObjectName) => KnownRelation;
  readonly type: (name: ObjectName) => KnownType | null;
  readonly index: (name: ObjectName) => { readonly table: KnownRelation } | null;
  readonly resolve: (name: ObjectName) => ObjectName;
  readonly put: (relation: KnownRelation) => void;
  readonly remove: (relation: KnownRelation) => void;
  readonly putType: (type: KnownType) => void;
}

/** Leaves in `store` what `action`, in the transaction with this number, makes of relations and types. */
export function changeRelations(store: RelationStore, action: Action, transaction: number): void {
  const change = CHANGES[action.kind] as Change<Action["kind"]> | undefined;
  change?.(store, action as never, transaction);
}

type Change<Kind extends Action["kind"]> = (
  store: RelationStore,
  action: ActionOf<Kind>,
  transaction: number,
) => void;

const CHANGES: { readonly [Kind in Action["kind"]]?: Change<Kind> } = {
  "create-table": createTable,
  "create-view": (store, { name }, made) => putMade(store, name, "view", made),
  "create-materialized-view": (store, { name }, made) => putMade(store, name, "materialized view", made),
  "add-column": (store, { table, column, ifNotExists }, made) =>
    update(store, table, (known) => {
      if (ifNotExists && known.columns.some(({ name }) => name === column.name)) return known;
      const added = column.constraints.map((constraint) => addedConstraint(constraint, made));
      return {
        ...known,
        indexes: [...known.indexes, ...added.flatMap(indexOf)],
        columns: [...known.columns, addedColumn(column)],
        constraints: [...known.constraints, ...added],
      };
    }),
  "drop-column": (store, { table, column }) =>
    update(store, table, (known) => ({
      ...known,
      columns: known.columns.filter(({ name }) => name !== column),
      constraints: known.constraints.filter(({ columns }) => !columns.includes(column)),
      indexes: known.indexes.filter(({ columns }) => !columns.includes(column)),
    })),
  "alter-column-type": (store, { table, column, type }) =>
    update(store, table, (known) => withColumn(known, column, { type })),
  "set-not-null": (store, { table, column }) =>
    update(store, table, (known) => withColumn(known, column, { isNotNull: true })),
  "drop-not-null": (store, { table, column }) =>
    update(store, table, (known) => withColumn(known, column, { isNotNull: false })),
  "set-default": (store, { table, column, value }) =>
    update(store, table, (known) => withColumn(known, column, { hasDefault: value !== null })),
  "drop-expression": (store, { table, column }) =>
    update(store, table, (known) => withColumn(known, column, { generated: null })),
  "add-constraint": addConstraint,
  "validate-constraint": (store, { table, constraint }) =>
    update(store, table, (known) => validated(known, constraint)),
  "alter-constraint": (store, { table, constraint, enforced }) =>
    update(store, table, (known) =>
      enforced === null
        ? known
        : withConstraint(known, constraint, { isEnforced: enforced, isValid: enforced }),
    ),
  "drop-constraint": (store, { table, constraint }) =>
    update(store, table, (known) => ({
      ...known,
      constraints: known.constraints.filter(({ name }) => name !== constraint),
      indexes: known.indexes.filter(({ name }) => name !== constraint),
    })),
  "create-index": (store, { table, name, columns, where, isUnique }) =>
    update(store, table, (known) => {
      // IF NOT EXISTS of what is there makes nothing; without it the server refuses.
      if (name !== null && known.indexes.some((index) => index.name === name)) return known;
      const made = { name, columns, isUnique, isPartial: where !== null, isValid: true };
      return { ...known, indexes: [...known.indexes, made] };
    }),
  "create-trigger": (store, { table, name }) =>
    update(store, table, (known) => ({ ...known, triggers: [...known.triggers, name] })),
  insert: wroteRows,
  update: wroteRows,
  merge: wroteRows,
  copy: wroteRows,
  drop: drop,
  rename: rename,
  "set-schema": (store, { what, name, schema }) => {
    if (what !== "table" && what !== "view" && what !== "materialized-view") return;
    move(store, store.relation(name), { schema, name: name.name });
  },
  "create-type": (store, { name, type }, made) =>
    putType(store, name, { kind: type === "enum" ? "enum" : "other", madeIn: made }),
  "create-domain": (store, { name, base, isConstrained }, made) =>
    putType(store, name, { kind: "domain", base, isConstrained, madeIn: made }),
  "alter-domain": (store, { domain }) => {
    const known = store.type(domain);
    if (known !== null) store.putType({ ...known, isConstrained: true });
  },
  "add-enum-value": (store, { type, value }, made) => {
    const known = store.type(type);
    if (known === null)
      putType(store, type, { kind: "enum", madeIn: null, newValues: [{ value, addedIn: made }] });
    else store.putType({ ...known, newValues: [...known.newValues, { value, addedIn: made }] });
  },
};

function createTable(store: RelationStore, action: ActionOf<"create-table">, made: number): void {
  // IF NOT EXISTS of what is there makes nothing; of what is not known it most often makes it.
  if (action.ifNotExists && store.relation(action.table).origin === "catalog") return;
  const table = emptyRelation(store.resolve(action.table), "pending", made);
  const inline = action.columns.flatMap(({ constraints }) => constraints);
  const constraints = [...inline, ...action.constraints].map((one) => addedConstraint(one, made));
  store.put({
    ...table,
    kind: action.isPartitioned ? "partitioned table" : "table",
    columns: action.columns.map(addedColumn),
    constraints,
    indexes: constraints.flatMap(indexOf),
    hasNewRows: action.from === "query",
  });
}

function indexOf({ kind, name, columns }: KnownConstraint): KnownRelation["indexes"] {
  if (kind !== "primary-key" && kind !== "unique") return [];
  return [{ name, columns, isUnique: true, isPartial: false, isValid: true }];
}

function addConstraint(store: RelationStore, action: ActionOf<"add-constraint">, made: number): void {
  const { constraint, table } = action;
  update(store, table, (known) => {
    const added = addedConstraint(constraint, made);
    const isOfNulls = constraint.kind === "not-null" && !constraint.isNotValid;
    const nulls = constraint.kind === "primary-key" || isOfNulls ? constraint.columns : [];
    const base = nulls.reduce((one, column) => withColumn(one, column, { isNotNull: true }), known);
    return {
      ...base,
      constraints: [...base.constraints, added],
      indexes: constraint.usingIndex === null ? [...base.indexes, ...indexOf(added)] : base.indexes,
    };
  });
}

function wroteRows(store: RelationStore, { table }: { readonly table: ObjectName }): void {
  update(store, table, (known) => ({ ...known, hasNewRows: true }));
}

function drop(store: RelationStore, { what, name, table }: ActionOf<"drop">): void {
  if (what === "trigger" && table !== null)
    update(store, table, (known) => ({
      ...known,
      triggers: known.triggers.filter((trigger) => trigger !== name.name),
    }));
  if (what === "index") {
    const found = store.index(name);
    if (found === null) return;
    const { table } = found;
    store.put({ ...table, indexes: table.indexes.filter((index) => index.name !== name.name) });
  }
  if (what === "table" || what === "view" || what === "materialized-view") store.remove(store.relation(name));
}

function rename(store: RelationStore, { what, name, part, to }: ActionOf<"rename">): void {
  const known = store.relation(name);
  if (what === "table" || what === "view" || what === "materialized-view")
    move(store, known, { schema: known.schema, name: to });
  if (what === "column" && part !== null) store.put(renamedColumn(known, part, to));
  if (what === "constraint" && part !== null) store.put(withConstraint(known, part, { name: to }));
  const found = what === "index" ? store.index(name) : null;
  if (found === null) return;
  const indexes = found.table.indexes.map((one) => (one.name === name.name ? { ...one, name: to } : one));
  store.put({ ...found.table, indexes });
}

function renamedColumn(known: KnownRelation, from: string, to: string): KnownRelation {
  const renamed = (name: string) => (name === from ? to : name);
  return {
    ...withColumn(known, from, { name: to }),
    constraints: known.constraints.map((one) => ({ ...one, columns: one.columns.map(renamed) })),
    indexes: known.indexes.map((one) => ({
      ...one,
      columns: one.columns.map((name) => (name === null ? null : renamed(name))),
    })),
  };
}

function move(store: RelationStore, known: KnownRelation, to: ObjectName): void {
  store.remove(known);
  store.put({ ...known, ...to });
}

function update(
  store: RelationStore,
  name: ObjectName,
  change: (known: KnownRelation) => KnownRelation,
): void {
  store.put(change(store.relation(name)));
}

/** `known` with `values` in the column of this name, which is added where it was not known. */
function withColumn(known: KnownRelation, name: string, values: Partial<KnownColumn>): KnownRelation {
  const isKnown = known.columns.some((column) => column.name === name);
  const unknown = { name, onTarget: name, type: null, isNotNull: false, hasDefault: false, generated: null };
  const columns = isKnown ? known.columns : [...known.columns, unknown];
  return {
    ...known,
    columns: columns.map((column) => (column.name === name ? { ...column, ...values } : column)),
  };
}

function withConstraint(known: KnownRelation, name: string, values: Partial<KnownConstraint>): KnownRelation {
  return {
    ...known,
    constraints: known.constraints.map((one) => (one.name === name ? { ...one, ...values } : one)),
  };
}

/** A NOT NULL that is valid makes its column so. */
function validated(known: KnownRelation, name: string): KnownRelation {
  const found = known.constraints.find((one) => one.name === name);
  const nulls = found?.kind === "not-null" ? found.columns : [];
  return nulls.reduce(
    (one, column) => withColumn(one, column, { isNotNull: true }),
    withConstraint(known, name, { isValid: true }),
  );
}

function putMade(store: RelationStore, name: ObjectName, kind: KnownRelation["kind"], made: number): void {
  const known = store.relation(name);
  if (known.origin === "catalog") return;
  store.put({ ...emptyRelation(store.resolve(name), "pending", made), kind });
}

function putType(
  store: RelationStore,
  name: ObjectName,
  values: Pick<KnownType, "kind" | "madeIn"> & Partial<KnownType>,
): void {
  const blank = {
    origin: "pending",
    isConstrained: false,
    base: null,
    catalog: null,
    newValues: [],
  } as const;
  store.putType({ ...store.resolve(name), ...blank, ...values });
}
