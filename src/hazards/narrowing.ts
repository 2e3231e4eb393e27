import type { ColumnType } from "../syntax/column-type.ts";

/**
 * What a change of type can do to values: refuses: it fails where one does not fit · cuts: it drops what does not fit,
 * without a word · null: each value stays as it is.
 */
export type Narrowing = "refuses" | "cuts" | null;

const STRINGS = ["text", "varchar", "bpchar"];
const FLOATS = ["float4", "float8"];
/** Most digits that a value can have in front of the point. */
const DIGITS = new Map([
  ["int2", 5],
  ["int4", 10],
  ["int8", 19],
]);

/** How `to` is narrower than `from`; an assignment, as without USING. Source: casts of pg_cast and their functions. */
export function makeNarrowing(from: ColumnType, to: ColumnType): Narrowing {
  if (from.isArray !== to.isArray) return null;
  if (isString(from)) return isString(to) ? byWidth(from, to) : "refuses";
  if (isNumber(from) && isNumber(to)) return byNumber(from, to);
  if (from.name === "inet" && to.name === "cidr") return "refuses";
  if (from.name === to.name && /^(var)?bit$/.test(to.name)) return byWidth(from, to);
  if (from.name.startsWith("timestamp") && /^(date|timetz?)$/.test(to.name)) return "cuts";
  return isTime(from) && isTime(to) && byWidth(from, to, 6) !== null ? "cuts" : null;
}

const isString = ({ name }: ColumnType): boolean => STRINGS.includes(name);
const isNumber = ({ name }: ColumnType): boolean =>
  DIGITS.has(name) || FLOATS.includes(name) || name === "numeric";
const isTime = ({ name }: ColumnType): boolean => /^(timestamp|time|interval)/.test(name);

/** `most`: the width that a type has without one; null: it has no end. */
function byWidth(from: ColumnType, to: ColumnType, most = Number.POSITIVE_INFINITY): Narrowing {
  return (from.modifiers[0] ?? most) > (to.modifiers[0] ?? most) ? "refuses" : null;
}

function byNumber(from: ColumnType, to: ColumnType): Narrowing {
  if (FLOATS.includes(to.name)) return isExactAs(from.name, to.name) ? null : "cuts";
  if (digitsOf(to).after < digitsOf(from).after) return "cuts";
  return digitsOf(to).before < digitsOf(from).before ? "refuses" : null;
}

/** float4 has 24 bits for digits, float8 53. */
const isExactAs = (from: string, to: string): boolean =>
  from === to || from === "int2" || (to === "float8" && (from === "int4" || from === "float4"));

function digitsOf({ name, modifiers }: ColumnType): { readonly before: number; readonly after: number } {
  const whole = DIGITS.get(name);
  if (whole !== undefined) return { before: whole, after: 0 };
  const [precision, scale = 0] = modifiers;
  if (precision === undefined) return { before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY };
  return { before: precision - scale, after: scale };
}
