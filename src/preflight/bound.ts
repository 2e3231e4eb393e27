import { afterWords } from "../files/sql/match-words.ts";
import { type Clause, insideAt, splitAtCommas, wordsIn } from "./clause.ts";

/** The bound of a partition, its values as they are written. */
export type Bound =
  | { readonly kind: "range"; readonly lower: readonly string[]; readonly upper: readonly string[] }
  | { readonly kind: "list"; readonly values: readonly string[] }
  | { readonly kind: "hash"; readonly modulus: string; readonly remainder: string };

/** The bound that FOR VALUES gives in `clause`; null where there is none, or it is not understood. */
export function parseBound(clause: Clause): Bound | null {
  const at = wordsIn(clause, "for values");
  if (at < 0) return null;
  const { tokens } = clause;
  const list = afterWords(tokens, "in", at);
  if (list >= 0) {
    const inside = insideAt(clause, list);
    return inside === null ? null : { kind: "list", values: splitAtCommas(inside) };
  }
  const hash = afterWords(tokens, "with", at);
  if (hash >= 0) return parseHash(insideAt(clause, hash) ?? "");
  const from = afterWords(tokens, "from", at);
  const to = wordsIn({ ...clause, from: at }, "to");
  const lower = from < 0 ? null : insideAt(clause, from);
  const upper = to < 0 ? null : insideAt(clause, to);
  if (lower === null || upper === null) return null;
  return { kind: "range", lower: splitAtCommas(lower), upper: splitAtCommas(upper) };
}

function parseHash(text: string): Bound | null {
  const modulus = /modulus\s+(\d+)/i.exec(text)?.[1];
  const remainder = /remainder\s+(\d+)/i.exec(text)?.[1];
  return modulus === undefined || remainder === undefined ? null : { kind: "hash", modulus, remainder };
}

/** All values of `bound` that are expressions. */
export function valuesOf(bound: Bound): readonly string[] {
  if (bound.kind === "list") return bound.values;
  return bound.kind === "range" ? [...bound.lower, ...bound.upper].filter((value) => !isEdge(value)) : [];
}

const isEdge = (text: string): boolean => /^(min|max)value$/i.test(text.trim());

/**
 * SQL that is true for rows that `bound` takes and never null; `columns` are those of the partition key, as SQL, `parent`
 * is the partitioned table as SQL. Source: manual, CREATE TABLE, "PARTITION OF".
 */
export function boundCondition(bound: Bound, columns: readonly string[], parent: string): string {
  switch (bound.kind) {
    case "hash":
      return `pg_catalog.satisfies_hash_partition(${parent}, ${bound.modulus}, ${bound.remainder}, ${columns.join(", ")})`;
    case "list": {
      const [column = ""] = columns;
      const values = bound.values.filter((value) => !/^null$/i.test(value.trim()));
      const isIn = values.map((value) => `${column} = (${value}\n)`);
      const isNull = values.length < bound.values.length ? [`${column} IS NULL`] : [];
      return `((${[...isIn, ...isNull].join(" OR ")}) IS TRUE)`;
    }
    case "range": {
      const parts = [
        ...columns.map((column) => `${column} IS NOT NULL`),
        ...edge(columns, bound.lower, "lower"),
        ...edge(columns, bound.upper, "upper"),
      ];
      return `((${parts.join(" AND ")}) IS TRUE)`;
    }
  }
}

/** Rows compare column by column; behind MINVALUE or MAXVALUE nothing counts. */
function edge(
  columns: readonly string[],
  values: readonly string[],
  side: "lower" | "upper",
): readonly string[] {
  const found = values.findIndex(isEdge);
  const count = found < 0 ? values.length : found;
  const isMax = found >= 0 && /max/i.test(values[found] ?? "");
  if (count === 0) return (side === "lower") === isMax ? ["false"] : [];
  // (5, MINVALUE) begins with the first row of 5, (5, MAXVALUE) behind its last.
  const sign = side === "lower" ? (isMax ? ">" : ">=") : isMax ? "<=" : "<";
  const left = columns.slice(0, count).join(", ");
  const right = values.slice(0, count).map((value) => `(${value}\n)`);
  return [`(${left}) ${sign} (${right.join(", ")})`];
}
