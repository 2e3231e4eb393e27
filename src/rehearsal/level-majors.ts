import type { Schema, SchemaFact } from "../database/schema.ts";

/** Majors with which words of the catalog changed. */
const PUBLIC_CLOSED = 15;
const PLAIN_COLUMNS = 16;
const MAINTAIN = 17;

/**
 * The facts of `schema` as far as they mean the same on a server of the major `other`: nothing is changed where both are
 * of one major. Where not, rights that one of them does not have and defaults that differ are left out, and definitions
 * are compared without line ends and without the names that only one of them writes before columns.
 */
export function levelMajors(schema: Schema, other: number): readonly SchemaFact[] {
  if (schema.major === other) return schema.facts;
  const older = Math.min(schema.major, other);
  const newer = Math.max(schema.major, other);
  const straddles = (major: number) => older < major && newer >= major;
  return schema.facts.flatMap((fact) => {
    if (fact.part?.startsWith("grant ")) {
      const isOpened = fact.object === "schema public" && fact.part === "grant to PUBLIC";
      const unknown = [
        ...(straddles(MAINTAIN) ? ["MAINTAIN"] : []),
        ...(isOpened && straddles(PUBLIC_CLOSED) ? ["CREATE"] : []),
      ];
      return withoutPrivileges(fact, unknown);
    }
    return [straddles(PLAIN_COLUMNS) ? withPlainColumns(fact) : fact];
  });
}

function withoutPrivileges(fact: SchemaFact, unknown: readonly string[]): readonly SchemaFact[] {
  const privileges = fact.aspects[""]?.split(", ") ?? [];
  const known = privileges.filter((privilege) => !unknown.includes(privilege.split(" ", 1)[0] ?? ""));
  return known.length === 0 ? [] : [{ ...fact, aspects: { "": known.join(", ") } }];
}

/** From 16 on a query of one relation has its columns without that relation's name. */
function withPlainColumns(fact: SchemaFact): SchemaFact {
  const { definition } = fact.aspects;
  if (definition == null || !/^(view|materialized view) /.test(fact.object)) return fact;
  const text = definition.replace(/\s+/g, " ").trim();
  const relation = firstRelation(text);
  const plain = relation === null ? text : text.replace(qualifier(relation), "");
  return { ...fact, aspects: { ...fact.aspects, definition: plain } };
}

/** `relation.` where it stands before a column. */
const qualifier = (relation: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_$."])${relation.replace(/[$]/g, "\\$&")}\\.`, "gu");

const NAME = '(?:"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_$]*)';
const AFTER_RELATION =
  "WHERE|GROUP|HAVING|WINDOW|ORDER|LIMIT|OFFSET|FETCH|FOR|UNION|EXCEPT|INTERSECT|TABLESAMPLE";
const FROM = new RegExp(
  ` FROM (?:ONLY )?(?:${NAME}\\.)?(${NAME})(?: (?:AS )?(?!(?:${AFTER_RELATION})\\b)(${NAME}))?`,
  "uy",
);

/** The name by which the outermost FROM's first relation is known; null where that is no plain relation. */
function firstRelation(text: string): string | null {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "(") depth += 1;
    if (text[index] === ")") depth -= 1;
    if (depth !== 0 || !text.startsWith(" FROM ", index)) continue;
    FROM.lastIndex = index;
    const match = FROM.exec(text);
    return match?.[2] ?? match?.[1] ?? null;
  }
  return null;
}
