import type { Schema, SchemaFact } from "../database/schema.ts";
import { levelMajors } from "./level-majors.ts";

/** Something that one schema has otherwise than the other. */
export type Difference =
  /** The object or part is expected and not there, or there and not expected. */
  | { readonly kind: "missing" | "extra"; readonly fact: SchemaFact }
  /** Both have it, with another value of one aspect; null: none. */
  | {
      readonly kind: "different";
      readonly object: string;
      readonly part: string | null;
      readonly aspect: string;
      readonly expected: string | null;
      readonly found: string | null;
    };

/**
 * How `found` differs from `expected`, by object and part as text. Of an object that is missing or extra its parts are
 * not told one by one. Where the majors differ, what only one of them says is left out.
 */
export function compareSchemas(expected: Schema, found: Schema): readonly Difference[] {
  const wanted = byKey(levelMajors(expected, found.major));
  const there = byKey(levelMajors(found, expected.major));
  const keys = [...new Set([...wanted.keys(), ...there.keys()])].sort();
  return keys.flatMap((key) => {
    const [want, have] = [wanted.get(key), there.get(key)];
    if (want === undefined) return isOfAbsent(have, there, wanted) ? [] : only("extra", have);
    if (have === undefined) return isOfAbsent(want, wanted, there) ? [] : only("missing", want);
    return differentAspects(want, have);
  });
}

type Facts = ReadonlyMap<string, SchemaFact>;

const keyOf = (object: string, part: string | null): string => JSON.stringify([object, part ?? ""]);

const byKey = (facts: readonly SchemaFact[]): Facts =>
  new Map(facts.map((fact) => [keyOf(fact.object, fact.part), fact]));

const only = (kind: "missing" | "extra", fact: SchemaFact | undefined): readonly Difference[] =>
  fact === undefined ? [] : [{ kind, fact }];

/** True for a part of an object that `those` have and the `others` lack as a whole. */
function isOfAbsent(fact: SchemaFact | undefined, those: Facts, others: Facts): boolean {
  if (fact === undefined || fact.part === null) return false;
  const whole = keyOf(fact.object, null);
  return those.has(whole) && !others.has(whole);
}

function differentAspects(want: SchemaFact, have: SchemaFact): readonly Difference[] {
  const names = [...new Set([...Object.keys(want.aspects), ...Object.keys(have.aspects)])].sort();
  return names.flatMap((aspect) => {
    const [expected, found] = [want.aspects[aspect] ?? null, have.aspects[aspect] ?? null];
    if (expected === found) return [];
    return [{ kind: "different" as const, object: want.object, part: want.part, aspect, expected, found }];
  });
}
