import type { AskedName } from "../database/catalog-facts.ts";
import type { Action, NewColumn, NewConstraint } from "../syntax/action.ts";
import type { ColumnType } from "../syntax/column-type.ts";
import { keyOf, type ObjectName, qualifiedName } from "../syntax/names.ts";
import type { ParsedStep } from "../syntax/parse-steps.ts";
import { calledFunctions } from "./effects/volatility.ts";

/** What pending statements name, each once: what the catalog is to be asked about. */
export interface MentionedNames {
  /** Tables, views, indexes. */
  readonly relations: readonly AskedName[];
  /** Types of columns that are not the system's, enums and domains that are changed. */
  readonly types: readonly AskedName[];
  /** Functions that defaults, checks and indexes call. */
  readonly functions: readonly AskedName[];
}

/** All that `steps` name. */
export function mentionedNames(steps: readonly ParsedStep[]): MentionedNames {
  const actions = steps.flatMap(({ statements }) => statements.flatMap((statement) => statement.actions));
  return {
    relations: unique(actions.flatMap(relationsOf)),
    types: unique(actions.flatMap(typesOf)),
    functions: unique(actions.flatMap(functionsOf)),
  };
}

function relationsOf(action: Action): readonly ObjectName[] {
  const named = [
    ...("table" in action && action.table !== null ? [action.table] : []),
    ...("partition" in action ? [action.partition] : []),
    ...("partitionOf" in action && action.partitionOf !== null ? [action.partitionOf] : []),
    ...("parent" in action ? [action.parent] : []),
    ...("inherits" in action ? action.inherits : []),
    ...constraintsOf(action).flatMap(({ references }) => (references === null ? [] : [references.table])),
  ];
  return isOfRelation(action) ? [...named, action.name] : named;
}

type Named = Extract<Action, { readonly name: ObjectName }>;

const RELATIONS: ReadonlySet<string> = new Set([
  "table",
  "view",
  "materialized-view",
  "index",
  "column",
  "constraint",
]);

function isOfRelation(action: Action): action is Named {
  switch (action.kind) {
    case "drop":
    case "rename":
    case "set-schema":
      return RELATIONS.has(action.what);
    case "reindex":
      return action.what === "index" || action.what === "table";
    case "create-view":
    case "refresh":
      return true;
    default:
      return false;
  }
}

function typesOf(action: Action): readonly ObjectName[] {
  switch (action.kind) {
    case "alter-domain":
    case "validate-domain":
      return [action.domain];
    case "add-enum-value":
      return [action.type];
    case "alter-column-type":
      return nameOfType(action.type);
    case "drop":
      return action.what === "type" || action.what === "domain" ? [action.name] : [];
    case "rename":
      return action.what === "enum-value" || action.what === "type" ? [action.name] : [];
    default:
      return columnsOf(action).flatMap(({ type }) => nameOfType(type));
  }
}

/** The catalog is asked of the system's too: which names are its own is not known here, and it costs nothing. */
const nameOfType = ({ schema, name }: ColumnType): readonly ObjectName[] => [{ schema, name }];

function functionsOf(action: Action): readonly ObjectName[] {
  const checks = action.kind === "alter-domain" && action.add !== null ? [action.add] : constraintsOf(action);
  const trees = [
    ...(action.kind === "set-default" ? [action.value] : []),
    ...(action.kind === "create-index" ? [...action.expressions, action.where] : []),
    ...columnsOf(action).map((column) => column.default),
    ...checks.map(({ expression }) => expression),
  ];
  return trees.flatMap((tree) => calledFunctions(tree).map(qualifiedName));
}

function columnsOf(action: Action): readonly NewColumn[] {
  if (action.kind === "create-table") return action.columns;
  return action.kind === "add-column" ? [action.column] : [];
}

function constraintsOf(action: Action): readonly NewConstraint[] {
  if (action.kind === "add-constraint") return [action.constraint];
  const own = action.kind === "create-table" ? action.constraints : [];
  return [...own, ...columnsOf(action).flatMap(({ constraints }) => constraints)];
}

function unique(names: readonly ObjectName[]): readonly AskedName[] {
  const seen = new Map(names.map(({ schema, name }) => [keyOf({ schema, name }), { schema, name }]));
  return [...seen.values()];
}
