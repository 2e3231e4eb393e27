import type { Action, ActionOf } from "../../syntax/action.ts";
import type { ObjectName } from "../../syntax/names.ts";
import { keysTo, keysToColumn, viewsOn, viewsOnColumn } from "../dependents.ts";
import { referencingTables } from "../effects/cascade-effects.ts";
import type { Level } from "../hazard.ts";
import type { KnownRelation, KnownSchema } from "../known-schema.ts";
import { isOnTarget, LEVEL_OF_LOSS, rowsOf, worst } from "../on-target.ts";
import { defineRule } from "../rule.ts";
import { listNames } from "../sentences.ts";

export const cascade = defineRule({
  name: "cascade",
  title: "CASCADE takes more with it than the statement names",
  why: "`CASCADE` drops views, foreign keys, defaults and columns of other tables that depend on what is dropped; `TRUNCATE … CASCADE` empties every table that references this one, and those that reference them. None of them stands in the file that is reviewed, and each is locked with `ACCESS EXCLUSIVE`.",
  safeWay:
    "Name each in a statement of its own, without CASCADE: the server then refuses when there is one more.\n\n```sql\nDROP VIEW active_users;\nDROP TABLE users;\n```",
  since: null,
  source: "PostgreSQL manual, “Dependency Tracking”, TRUNCATE.",
  on: ["drop", "drop-column", "drop-constraint", "truncate"],
  check(action, { schema, before }) {
    if (!action.isCascading) return [];
    // A list of objects has one CASCADE: what is not known of them is said once.
    const taken = takenBy(action, schema);
    if (taken === null || (taken.names.length === 0 && before.some(isCascading))) return [];
    if (taken.level === null) return [];
    const { what, level } = taken;
    return [
      {
        level,
        message: `CASCADE ${what}.`,
        instead:
          "-- name each thing that is to go in a statement of its own, and leave CASCADE out:\n-- the server then refuses when something else depends on it",
      },
    ];
  },
});

const isCascading = (action: Action): boolean => "isCascading" in action && action.isCascading;

/** What goes with it; level null: nothing, as far as the catalog shows. */
interface Taken {
  readonly level: Level | null;
  readonly names: readonly ObjectName[];
  /** Behind the word CASCADE. */
  readonly what: string;
}

type Cascading = ActionOf<"drop" | "drop-column" | "drop-constraint" | "truncate">;

function takenBy(action: Cascading, schema: KnownSchema): Taken | null {
  if (action.kind === "truncate") return emptied(schema.relation(action.table), schema);
  if (action.kind === "drop-constraint") return droppedKeys(action, schema);
  if (action.kind === "drop-column") {
    const known = schema.relation(action.table);
    if (!isOnTarget(known, schema)) return null;
    return dropped(known, [
      ["view", viewsOnColumn(known, action.column, schema)],
      ["foreign key", keysToColumn(known, action.column, schema)],
    ]);
  }
  switch (action.what) {
    case "table":
    case "view":
    case "materialized-view": {
      const known = schema.relation(action.name);
      if (!isOnTarget(known, schema)) return null;
      return dropped(known, [
        ["view", viewsOn(known, schema)],
        ["foreign key", keysTo(known, schema)],
        ["table that inherits from it", known.catalog?.inheritedBy ?? []],
      ]);
    }
    case "type":
    case "domain":
      return typeColumns(action.name, schema);
    case "extension":
    case "sequence":
    case "function":
      return { level: "medium", names: [], what: DEPENDENTS[action.what] };
    default:
      return null;
  }
}

const DEPENDENTS = {
  extension:
    "drops every column of its types, with all values, and every index, function and view that uses it",
  sequence:
    "drops the defaults of the columns that take their numbers from it: INSERTs that leave them out fail",
  function: "drops every trigger, default, index, policy and view that calls it",
} as const;

function dropped(known: KnownRelation, groups: readonly (readonly [string, readonly ObjectName[]])[]): Taken {
  const names = groups.flatMap(([, found]) => found);
  if (known.catalog === null)
    return {
      level: "medium",
      names,
      what: "drops whatever depends on it: views, foreign keys of other tables",
    };
  const parts = groups.filter(([, found]) => found.length > 0).map(([of, found]) => partOf(of, found));
  return { level: parts.length === 0 ? null : "medium", names, what: `also drops ${parts.join("; ")}` };
}

function partOf(of: string, found: readonly ObjectName[]): string {
  if (of === "foreign key")
    return `the foreign ${found.length === 1 ? "key" : "keys"} of ${listNames(found)}`;
  return `${listNames(found)} (${of})`;
}

/** The foreign keys of other tables that stand on a dropped key. */
function droppedKeys({ table, constraint }: ActionOf<"drop-constraint">, schema: KnownSchema): Taken | null {
  const known = schema.relation(table);
  if (!isOnTarget(known, schema)) return null;
  const columns = known.constraints.find(({ name }) => name === constraint)?.columns ?? [];
  const keys = columns.flatMap((column) => keysToColumn(known, column, schema));
  return dropped(known, [["foreign key", keys]]);
}

/** The tables that TRUNCATE empties beside the one that it names, down to the last. */
function emptied(known: KnownRelation, schema: KnownSchema): Taken | null {
  if (!isOnTarget(known, schema)) return null;
  const others = referencingTables(known, schema);
  const levels = others.map((one) => LEVEL_OF_LOSS[rowsOf(one)] ?? "medium");
  if (known.catalog === null)
    return {
      level: "high",
      names: [],
      what: "empties every table that references it too: their rows are lost",
    };
  return { level: worst(levels), names: others, what: `empties ${listNames(others)} too: the rows are lost` };
}

/** The columns of the type, whose values are lost with them. */
function typeColumns(name: ObjectName, schema: KnownSchema): Taken | null {
  const known = schema.type(name);
  if (known?.origin === "pending") return null;
  if (known?.catalog == null)
    return schema.facts === null
      ? { level: "high", names: [], what: "drops every column of this type, with all of its values" }
      : null;
  const users = known.catalog.usedBy.filter((user) =>
    schema.relation(user).columns.some((column) => column.onTarget === user.column),
  );
  const levels = users.map((user) => LEVEL_OF_LOSS[rowsOf(schema.relation(user))] ?? "medium");
  const columns = users.map(({ name: table, column }) => ({ schema: table, name: column }));
  return {
    level: worst(levels),
    names: columns,
    what: `drops ${listNames(columns)}: the values of ${users.length === 1 ? "that column" : "those columns"} are lost`,
  };
}
