import { literal } from "../database/quote.ts";
import type { KnownSchema } from "../hazards/known-schema.ts";
import { type ColumnType, renderColumnType } from "../syntax/column-type.ts";
import type { NotAsked } from "./question.ts";

/** A change of type that some values may not survive. */
export interface Fit {
  /** SQL that is true for values that the new type does not hold as they are; or why it cannot be asked. */
  readonly condition: string | NotAsked;
  /** What the statement does with them: `fails on them`. */
  readonly loss: string;
}

/** How a value gets its new type. */
export interface FitQuestion {
  /** SQL of the value. */
  readonly value: string;
  /** Null: not known. */
  readonly from: ColumnType | null;
  readonly to: ColumnType;
  /** True for USING c::type: what is too long is cut then, and a text is read. */
  readonly isCast: boolean;
  readonly schema: KnownSchema;
  readonly major: number;
}

const TEXTS: readonly string[] = ["text", "varchar", "bpchar"];

const NUMBERS: readonly string[] = ["int2", "int4", "int8", "numeric", "float4", "float8"];

const FAILS = "fails on them";

/** Largest and smallest of each, and the sizes in order. Source: manual, "Numeric Types". */
const INTEGERS = new Map([
  ["int2", { size: 2, min: "-32768", max: "32767" }],
  ["int4", { size: 4, min: "-2147483648", max: "2147483647" }],
  ["int8", { size: 8, min: "-9223372036854775808", max: "9223372036854775807" }],
]);

/** What of the change may not fit; null: every value does, or none could, which the rehearsal shows. */
export function makeFit(question: FitQuestion): Fit | null {
  const { from, to, isCast, schema } = question;
  if (to.isArray || from?.isArray === true)
    return isCast || !isSameArray(question)
      ? { condition: { why: "arrays are not looked into" }, loss: FAILS }
      : null;
  const known = schema.type(to);
  if (known?.kind === "domain" || known?.kind === "enum")
    return readFit(question, known.origin === "pending" || known.newValues.length > 0);
  if (known?.kind === "other") return null;
  if (TEXTS.includes(to.name)) return lengthFit(question);
  const isNumber = from !== null && NUMBERS.includes(from.name);
  if (isNumber && INTEGERS.has(to.name)) return integerFit(question);
  if (isNumber && to.name === "numeric") return numericFit(question);
  return from !== null && TEXTS.includes(from.name) && isCast ? readFit(question, false) : null;
}

/** The server looks into arrays itself, and all that is known here is that nothing changes. */
const isSameArray = ({ from, to }: FitQuestion): boolean =>
  from?.isArray === to.isArray && from.name === to.name && String(from.modifiers) === String(to.modifiers);

/** varchar(n), char(n): blanks at the end may be cut, nothing else. Source: manual, "Character Types". */
function lengthFit({ value, from, to, isCast }: FitQuestion): Fit | null {
  const [length] = to.modifiers;
  if (length === undefined) return null;
  const before = from !== null && TEXTS.includes(from.name) ? from.modifiers[0] : undefined;
  if (before !== undefined && before <= length) return null;
  return {
    condition: `pg_catalog.char_length(pg_catalog.rtrim(${value}::pg_catalog.text, ' ')) > ${length}`,
    loss: isCast ? "cuts them" : FAILS,
  };
}

function integerFit({ value, from, to }: FitQuestion): Fit | null {
  const limits = INTEGERS.get(to.name);
  const before = from === null ? undefined : INTEGERS.get(from.name);
  if (limits === undefined || (before !== undefined && before.size <= limits.size)) return null;
  const { min, max } = limits;
  if (before !== undefined) return { condition: `${value} < ${min} OR ${value} > ${max}`, loss: FAILS };
  const number = `${value}::pg_catalog.numeric`;
  const whole = `pg_catalog.round(${number})`;
  return {
    condition: `${whole} < ${min} OR ${whole} > ${max} OR ${whole} <> ${number}`,
    loss: "fails on them, or rounds them",
  };
}

/** numeric(p, s): p digits, s of them behind the point; NaN fits. Source: manual, "Arbitrary Precision Numbers". */
function numericFit({ value, from, to }: FitQuestion): Fit | null {
  const [precision, scale = 0] = to.modifiers;
  if (precision === undefined) return null;
  const number = `${value}::pg_catalog.numeric`;
  const isTooLarge = `(${number} <> 'NaN' AND pg_catalog.abs(pg_catalog.round(${number}, ${scale})) >= 1e${precision - scale})`;
  // Of a float nobody expects its last digits.
  if (from?.name !== "numeric") return { condition: isTooLarge, loss: FAILS };
  return {
    condition: `${isTooLarge} OR pg_catalog.round(${number}, ${scale}) <> ${number}`,
    loss: "fails on them, or rounds them",
  };
}

/** A text, or an enum's or domain's value as text, that is read as the type. */
function readFit({ value, to, major }: FitQuestion, isPending: boolean): Fit {
  const name = renderColumnType(to);
  if (isPending)
    return { condition: { why: `earlier pending statements make or change the type ${name}` }, loss: FAILS };
  if (major < 16)
    return {
      condition: { why: `only PostgreSQL 16 and later can say of a text whether it is a valid ${name}` },
      loss: FAILS,
    };
  return {
    condition: `pg_catalog.pg_input_is_valid(${value}::pg_catalog.text, ${literal(name)}) IS FALSE`,
    loss: FAILS,
  };
}
