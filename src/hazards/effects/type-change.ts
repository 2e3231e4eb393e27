import type { ActionOf } from "../../syntax/action.ts";
import type { ColumnType } from "../../syntax/column-type.ts";
import type { Tree } from "../../syntax/parser.ts";
import type { KnownSchema } from "../known-schema.ts";
import type { EffectQuestion } from "./effect-maker.ts";
import { columnOf } from "./proves-not-null.ts";

/**
 * What ALTER COLUMN … TYPE does with the rows: nothing (their bytes mean the same) · rewrite · reindex: a new collation ·
 * unknown: the old type is not known. Source: lock-oracle, "alter type …"; ATColumnChangeRequiresRewrite.
 */
export type TypeChange = "nothing" | "rewrite" | "reindex" | "unknown";

/** How `action` changes its column, as far as the old type is known. */
export function makeTypeChange(
  { table, column, type, using, hasCollation }: ActionOf<"alter-column-type">,
  { schema, server }: EffectQuestion,
): TypeChange {
  const from = columnOf(schema.relation(table), column)?.type ?? null;
  if (using !== null && !isColumnItself(using, column)) return "rewrite";
  if (from === null) return "unknown";
  const target = baseOf(type, schema);
  if (target === null) return "rewrite";
  // Before 12 the server does not look at the time zone.
  const timeZone = server.major >= 12 ? schema.timeZone : null;
  if (!keepsBytes(baseOf(from, schema) ?? from, target, timeZone)) return "rewrite";
  return hasCollation ? "reindex" : "nothing";
}

/** The type that values have in the table: of an unconstrained domain its base; null of a constrained one. */
function baseOf(type: ColumnType, schema: KnownSchema): ColumnType | null {
  const domain = schema.type(type);
  if (domain?.kind !== "domain") return type;
  return domain.isConstrained ? null : domain.base;
}

const STRINGS = ["text", "varchar"];

/** True where every value of `from` is one of `to` with the same bytes, and nothing need be checked. */
export function keepsBytes(from: ColumnType, to: ColumnType, timeZone: string | null): boolean {
  if (from.isArray !== to.isArray) return false;
  if (STRINGS.includes(from.name) && STRINGS.includes(to.name)) return !isNarrower(from, to);
  if (from.name === "cidr" && to.name === "inet") return true;
  if (from.name !== to.name) return isUtcTimestamp(from, to, timeZone);
  switch (from.name) {
    case "numeric":
      return to.modifiers.length === 0 || (sameScale(from, to) && !isNarrower(from, to));
    case "bpchar":
      return from.modifiers[0] === to.modifiers[0];
    case "varbit":
    case "timestamp":
    case "timestamptz":
    case "time":
    case "timetz":
    case "interval":
      return !isNarrower(from, to);
    default:
      return from.schema === to.schema && String(from.modifiers) === String(to.modifiers);
  }
}

/** What has no modifier takes everything; 6 is the most that a time's precision can be. */
function isNarrower(from: ColumnType, to: ColumnType): boolean {
  const [width] = to.modifiers;
  if (width === undefined || (/^(time|interval)/.test(to.name) && width >= 6)) return false;
  const [before] = from.modifiers;
  return before === undefined || before > width;
}

const sameScale = (from: ColumnType, to: ColumnType): boolean =>
  from.modifiers.length > 0 && (from.modifiers[1] ?? 0) === (to.modifiers[1] ?? 0);

function isUtcTimestamp(from: ColumnType, to: ColumnType, timeZone: string | null): boolean {
  const isPair = [from.name, to.name].sort().join() === "timestamp,timestamptz";
  const isUtc =
    timeZone !== null && /^(utc|etc\/utc|gmt|etc\/gmt|zulu|uct|etc\/uct|universal)$/i.test(timeZone);
  return isPair && isUtc && !isNarrower(from, to);
}

/** `USING c`, `USING c::type`: what stands there without USING too. */
export function isColumnItself(using: Tree, column: string): boolean {
  if ("TypeCast" in using)
    return using.TypeCast.arg !== undefined && isColumnItself(using.TypeCast.arg, column);
  if (!("ColumnRef" in using)) return false;
  const last = using.ColumnRef.fields?.at(-1);
  return last !== undefined && "String" in last && last.String.sval === column;
}
