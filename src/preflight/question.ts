import type { AskedQuestion } from "../database/ask-questions.ts";
import type { KnownRelation } from "../hazards/known-schema.ts";
import type { Step } from "../plan/plan.ts";

/**
 * What rows could be in the way of: nulls where none may be · duplicates under a key · orphans of a foreign key · check: a
 * CHECK is false · fit: a new type does not hold the value · rows: any row at all · bound: of a partition · domain: what it
 * is to refuse.
 */
export type QuestionKind =
  | "nulls"
  | "duplicates"
  | "orphans"
  | "check"
  | "fit"
  | "rows"
  | "bound"
  | "domain"
  | "overlaps";

/** A question that a pending statement raises about the rows of the target, made where the statement is looked at. */
export interface QuestionDraft {
  readonly kind: QuestionKind;
  /** Offset in bytes of the statement. */
  readonly at: number;
  /** What is looked for, as `rows of users without email`: always begins with `rows`. */
  readonly violation: string;
  /** What the statement does where there are any: `SET NOT NULL fails on them`. */
  readonly consequence: string;
  /** What to do then; null: there is nothing to say. */
  readonly instead: string | null;
  /** Columns of the keys that are shown; empty: the table has no primary key. */
  readonly keyColumns: readonly string[];
  /** What the answer depends on. */
  readonly reads: readonly Reading[];
  readonly sql: AskedQuestion | NotAsked;
}

/** Why a question cannot be asked: one phrase. */
export interface NotAsked {
  readonly why: string;
}

/** Rows that an answer depends on. */
export interface Reading {
  /** As it is known when the question is raised: its columns by their names then. */
  readonly relation: KnownRelation;
  /** Null: all. */
  readonly columns: readonly string[] | null;
  /** sought: its rows may be in the way · needed: rows without which those of another are (a referenced table). */
  readonly as: "sought" | "needed";
}

/** A question at its place in a file. */
export interface Question extends Omit<QuestionDraft, "at" | "violation" | "reads"> {
  readonly step: Step;
  /** Index of the statement in its script. */
  readonly statement: number;
  /** 1-based; the column counts characters. */
  readonly line: number;
  readonly column: number;
  readonly violation: string;
  /** One sentence for people: `Are there rows of users without email?` */
  readonly question: string;
  readonly doubts: Doubts;
}

/** What earlier pending statements do that nobody can see on the target: why an answer says nothing; null: it does. */
export interface Doubts {
  /** Of `holds`: they may make such rows. */
  readonly ifHolds: string | null;
  /** Of `violated`: they may mend them. */
  readonly ifViolated: string | null;
}
