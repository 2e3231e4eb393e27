import type { LeftoverQuestion, Leftovers, NameParts } from "../database/leftovers.ts";
import type { HowItEnded } from "../ledger/how-it-ended.ts";
import { type Conclusion, run, unknown } from "./conclusion.ts";

/** A statement that may have been under way, as far as its words tell, and what the catalog must be asked of it. */
export type Subject =
  | {
      readonly question: null;
      /** Tables and indexes on which a backend that is still at it would be seen. */
      readonly relations: readonly NameParts[];
      readonly conclude: (ended: HowItEnded) => Conclusion;
    }
  | AskedSubject;

/** One of which the catalog tells. */
export interface AskedSubject {
  readonly question: LeftoverQuestion;
  readonly relations: readonly NameParts[];
  readonly conclude: (ended: HowItEnded, found: Leftovers) => Conclusion;
}

/** `conclude` with the answer to a question of the kind `kind`, which is the only one that can come. */
export function asked<Kind extends LeftoverQuestion["kind"]>(
  question: Extract<LeftoverQuestion, { readonly kind: Kind }>,
  relations: readonly NameParts[],
  conclude: (found: Extract<Leftovers, { readonly kind: Kind }>, ended: HowItEnded) => Conclusion,
): AskedSubject {
  const isAnswer = (found: Leftovers): found is Extract<Leftovers, { readonly kind: Kind }> =>
    found.kind === question.kind;
  return {
    question,
    relations,
    conclude: (ended, found) =>
      isAnswer(found)
        ? conclude(found, ended)
        : unknown("the catalog gave another answer than was asked for"),
  };
}

/** A statement that needs nobody to be asked. */
export const unasked = (conclude: (ended: HowItEnded) => Conclusion): Subject => ({
  question: null,
  relations: [],
  conclude,
});

/** True where the server answered with one of `states`: a statement that is wrong stays wrong. */
export const wasRefusedAs = (ended: HowItEnded, states: readonly string[]): boolean =>
  ended.kind === "refused" && states.includes(ended.sqlState);

/** May be run any number of times: it does the same again. */
export const REPEATABLE: Subject = unasked(() => run("it may be run again: it does the same each time"));

/** Recorded in the same transaction: what the count does not have is not there. */
export const COUNTED: Subject = unasked(() =>
  run("its count is committed with it, so nothing of it is there"),
);
