import type { ActionKind, ActionOf } from "../../syntax/action.ts";
import { renderName } from "../../syntax/names.ts";
import type { ParsedStatement } from "../../syntax/parse-steps.ts";
import type { Level } from "../hazard.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { withoutPublic } from "../sentences.ts";
import { laterStatements } from "../transaction-around.ts";

export const enumValueUsed = defineRule({
  name: "enum-value-used",
  title: "A new value of an enum is used in the transaction that adds it",
  why: "A value that `ALTER TYPE … ADD VALUE` has added cannot be used before its transaction is committed: `unsafe use of new value` (55P04). The whole file is rolled back.",
  safeWay:
    "Add the value in a file of its own, and use it in the next:\n\n```sql\n-- 1. in one file\nALTER TYPE status ADD VALUE 'paused';\n-- 2. in a second file\nALTER TABLE jobs ALTER COLUMN status SET DEFAULT 'paused';\n```",
  since: "17: a value added to a type that the same transaction has made may be used in it.",
  source: "Measured on 11 to 18: `enum add value + use same tx`, `enum created same tx add value use`.",
  on: ["add-enum-value"],
  check(action, context) {
    const { schema, server, transaction } = context;
    const isMadeHere = schema.type(action.type)?.madeIn === transaction.number;
    if (isMadeHere && server.major >= 17) return [];
    const uses = laterStatements(context).flatMap((one) => {
      const level = useIn(one, action, context);
      return level === null ? [] : [{ level, line: one.statement.line }];
    });
    const worst = uses.find(({ level }) => level === "error") ?? uses[0];
    if (worst === undefined) return [];
    const value = `'${action.value.replaceAll("'", "''")}'`;
    const verb = worst.level === "error" ? "fails" : "may fail";
    return [
      {
        level: worst.level,
        message: `Line ${worst.line} ${verb} (55P04): it uses ${value}, which this transaction adds to \`${renderName(withoutPublic(action.type))}\`.`,
        instead: `-- 1. in a file of its own\nALTER TYPE ${renderName(withoutPublic(action.type))} ADD VALUE ${value};\n-- 2. what uses it, in the next file`,
      },
    ];
  },
});

/** Longer ones are rows, of which nothing is read. */
const LONGEST_READ = 50_000;

/** These only note a text, or look at it when they are called. */
const NOTING: readonly ActionKind[] = [
  "create-function",
  "set",
  "grant",
  "other",
  "add-enum-value",
  "create-type",
];

/** How surely `later` uses the value: error: of a table or a cast that is of the type · high: a text that is equal. */
function useIn(
  later: ParsedStatement,
  action: ActionOf<"add-enum-value">,
  context: RuleContext,
): Level | null {
  const { statement, actions } = later;
  if (statement.size > LONGEST_READ || actions.every(({ kind }) => NOTING.includes(kind))) return null;
  const { tokens } = statement;
  const written = action.value.replaceAll("'", "''");
  const isOpaque = actions.some(({ kind }) => kind === "opaque");
  const has = tokens.some(
    ({ kind, text }) =>
      kind === "string" && (text === written || (isOpaque && text.includes(`'${written}'`))),
  );
  if (!has) return null;
  const type = context.schema.type(action.type);
  const isNamed = tokens.some(
    ({ kind, text }) => (kind === "word" || kind === "quoted") && text === action.type.name,
  );
  const isOfType = isNamed || actions.some((one) => hasColumnOfType(one, action, context));
  if (isOfType) return isOpaque ? "high" : "error";
  return type?.catalog === undefined || type.catalog === null || isOpaque ? "high" : null;
}

function hasColumnOfType(
  one: ParsedStatement["actions"][number],
  { type }: ActionOf<"add-enum-value">,
  { schema }: RuleContext,
): boolean {
  if (!("table" in one) || one.table === null) return false;
  return schema.relation(one.table).columns.some((column) => column.type?.name === type.name);
}
