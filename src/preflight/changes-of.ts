import type { CatalogRelation } from "../database/catalog-facts.ts";
import { makeTokens } from "../files/sql/make-tokens.ts";
import { findWords } from "../files/sql/match-words.ts";
import type { Statement } from "../files/sql/statement.ts";
import { makeTypeChange } from "../hazards/effects/type-change.ts";
import { calledFunctions, volatilityOf } from "../hazards/effects/volatility.ts";
import type { KnownRelation } from "../hazards/known-schema.ts";
import type { RuleServer } from "../hazards/rule.ts";
import type { SchemaState } from "../hazards/schema-state.ts";
import type { Action, ActionOf } from "../syntax/action.ts";
import type { Parse } from "../syntax/parser.ts";
import { relationOnTarget } from "./on-target.ts";
import { possibleCalls } from "./opaque-calls.ts";
import type { ChangeKind, RowChange } from "./row-changes.ts";

/** The statement that an action is of, as it is looked at. */
export interface ChangeContext {
  /** As it is before the statement. */
  readonly schema: SchemaState;
  readonly server: RuleServer;
  readonly statement: Statement;
  /** `m/0003_fill.sql:4`. */
  readonly place: string;
  readonly parse: Parse;
}

/** What `action` does with rows that the target has. */
export function changesOf(action: Action, context: ChangeContext): readonly RowChange[] {
  const { schema, server } = context;
  const one = (relation: KnownRelation, kind: ChangeKind, columns: readonly string[] | null = null) => [
    { relation, kind, columns, why: whyOf(context, CHANGES) },
  ];
  switch (action.kind) {
    case "update":
    case "delete":
    case "merge":
    case "insert":
    case "copy":
    case "truncate":
      return ofRows(action, context);
    case "refresh":
      return one(schema.relation(action.name), "changed");
    case "alter-column-type":
      return makeTypeChange(action, { schema, server }) === "nothing"
        ? []
        : one(schema.relation(action.table), "changed", [action.column]);
    case "set-expression":
      return one(schema.relation(action.table), "changed", [action.column]);
    case "attach-partition":
      return one(schema.relation(action.table), "added");
    case "detach-partition":
      return one(schema.relation(action.table), "removed");
    case "opaque":
      return ofOpaque(action, context);
    case "select":
      return ofSelect(context);
    case "other":
      return OPAQUE_TREES.has(action.tree) ? anyRows(context, "may change any rows") : [];
    default:
      return [];
  }
}

/** Of a statement that could not be read: it may do anything. */
export const changesOfUnread = (context: ChangeContext): readonly RowChange[] =>
  anyRows(context, "cannot be looked into");

/** EXECUTE of what was prepared, EXPLAIN ANALYZE; rows of a large file, of which the tables were not looked for. */
const OPAQUE_TREES: ReadonlySet<string> = new Set(["ExecuteStmt", "ExplainStmt", "rows"]);

const CHANGES = "changes rows that this is about";

const whyOf = ({ place }: ChangeContext, does: string): string =>
  `an earlier pending statement (${place}) ${does}`;

const anyRows = (context: ChangeContext, does: string): readonly RowChange[] => [
  { relation: null, kind: "changed", columns: null, why: whyOf(context, does) },
];

type RowAction = ActionOf<"update" | "delete" | "merge" | "insert" | "copy" | "truncate">;

function ofRows(action: RowAction, context: ChangeContext): readonly RowChange[] {
  const { schema } = context;
  const relation = schema.relation(action.table);
  if ((relation.catalog?.triggers ?? []).length > 0)
    return anyRows(context, "fires triggers, which may change any rows");
  const why = whyOf(context, CHANGES);
  const columns = action.kind === "update" ? action.sets : null;
  const clause = PASSED_ON[action.kind];
  const others = clause === undefined ? [] : passedOn(relation, clause, schema);
  return [
    { relation, kind: kindOf(action, context), columns, why },
    ...others.map((other) => ({ relation: other, kind: "changed", columns: null, why }) as const),
  ];
}

/** Foreign keys of others that pass on what happens, as pg_get_constraintdef() writes them. */
const PASSED_ON: Readonly<Partial<Record<RowAction["kind"], RegExp>>> = {
  update: /ON UPDATE (CASCADE|SET)/,
  delete: /ON DELETE (CASCADE|SET)/,
  merge: /ON (UPDATE|DELETE) (CASCADE|SET)/,
  // CASCADE empties what references it too.
  truncate: /FOREIGN KEY/,
};

function kindOf({ kind }: RowAction, { statement }: ChangeContext): ChangeKind {
  if (kind === "delete" || kind === "truncate") return "removed";
  if (kind === "copy") return "added";
  if (kind !== "insert") return "changed";
  const isUpsert = findWords(makeTokens(statement.head), "do update set") >= 0;
  return isUpsert ? "changed" : "added";
}

/** Tables whose foreign keys pass on what happens to the rows of `relation`, down to the last. */
function passedOn(
  relation: KnownRelation,
  clause: RegExp,
  schema: SchemaState,
  seen: Set<CatalogRelation> = new Set(),
): readonly KnownRelation[] {
  return (relation.catalog?.referencedBy ?? []).flatMap((reference) => {
    const other = relationOnTarget(schema, reference);
    const key = other.catalog?.constraints.find(({ name }) => name === reference.constraint);
    if (other.catalog === null || seen.has(other.catalog) || !clause.test(key?.definition ?? "")) return [];
    seen.add(other.catalog);
    return [other, ...passedOn(other, clause, schema, seen)];
  });
}

/** Enough of a body to see what it is about. */
const MOST_TOKENS = 20_000;

/** DO: the tables that its body names; where it calls others or makes SQL of its own, all. */
function ofOpaque({ what, body }: ActionOf<"opaque">, context: ChangeContext): readonly RowChange[] {
  const { schema } = context;
  const tokens = body === null ? [] : makeTokens(body, MOST_TOKENS);
  const isClosed =
    what === "do" &&
    body !== null &&
    tokens.length < MOST_TOKENS &&
    findWords(tokens, "execute|perform|call") < 0 &&
    possibleCalls(tokens).every((name) => isHarmless(name, schema));
  if (!isClosed) return anyRows(context, "may change any rows");
  const words = new Set(
    tokens.flatMap(({ kind, text }) => (kind === "word" || kind === "quoted" ? [text] : [])),
  );
  const named = Array.from(schema.all()).filter(({ name }) => words.has(name));
  const why = whyOf(context, "names its table in a DO, which is not looked into");
  return named.map((relation) => ({ relation, kind: "changed", columns: null, why }));
}

/** Not known to be calm, and yet they change no row. */
const HARMLESS: ReadonlySet<string> = new Set(
  "setval nextval currval lastval set_config pg_advisory_lock pg_advisory_xact_lock pg_advisory_unlock pg_notify pg_sleep random gen_random_uuid clock_timestamp count max min sum".split(
    " ",
  ),
);

function isHarmless(name: readonly string[], schema: SchemaState): boolean {
  const volatility = volatilityOf(name, schema);
  return HARMLESS.has(name.at(-1) ?? "") || volatility === "immutable" || volatility === "stable";
}

/** SELECT: what it calls may change rows. */
function ofSelect(context: ChangeContext): readonly RowChange[] {
  const { schema, statement, parse } = context;
  const called = calledFunctions(parse(statement.sql) ?? []);
  const unsafe = called.find((name) => !isHarmless(name, schema));
  return unsafe === undefined
    ? []
    : anyRows(context, `calls ${unsafe.join(".")}(), which may change any rows`);
}
