import type { NameParts } from "../database/leftovers.ts";
import { readLeftovers } from "../database/read-leftovers.ts";
import { serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { madeForSession, setsSession } from "../files/sql/session-state.ts";
import type { Statement } from "../files/sql/statement.ts";
import { howItEnded } from "../ledger/how-it-ended.ts";
import type { Resume, Step } from "../plan/plan.ts";
import { type Conclusion, done, unknown } from "./conclusion.ts";
import { makeSubject } from "./make-subject.ts";
import type { Subject } from "./subject.ts";

/** A step that goes on, and what is asked to know from where. */
export interface HalfDone {
  readonly step: Step;
  readonly resumes: Resume;
  /** The statement that comes next, whose end may not have been heard; null: all are done. */
  readonly statement: Statement | null;
  /** Null: nothing can be asked, as `whyNot` says. */
  readonly subject: Subject | null;
  /** A clause. */
  readonly whyNot: string;
  /** What of the file's own settings names are looked up with. */
  readonly sets: readonly string[];
}

/** What is to be found out of `step`, which goes on as `resumes` says. */
export function makeHalfDone(step: Step, resumes: Resume): HalfDone {
  const { whole, done: count } = resumes;
  const before = whole.statements.slice(0, count);
  const statement = whole.statements[count] ?? null;
  const sets = before.filter(setsSession).filter(isSetting);
  const whyNot = whyUncertain(whole.statements.length, whole.mode, count, before);
  return {
    ...{ step, resumes, statement, whyNot: whyNot ?? "" },
    subject: whyNot === null ? makeSubject(whole.statements, count, whole.ownLedgerRows) : null,
    sets: sets.map(({ sql }) => sql),
  };
}

/** Others of its kind are not allowed in a transaction, or do not matter for names. */
const isSetting = ({ head }: Statement): boolean => /^\s*(?:set|reset|select)\b/i.test(head);

function whyUncertain(
  total: number,
  mode: Step["script"]["mode"],
  count: number,
  before: readonly Statement[],
): string | null {
  if (mode === "transaction") return "the file would now run in a transaction, and was begun outside of one";
  if (count > total) return `${count} of its statements are counted as done, and it has ${total}`;
  const lost = before.map(madeForSession).find((made) => made !== null);
  return lost === undefined ? null : `it made ${lost} before, which went with the session of that run`;
}

/** Where a backend would be seen that is still at the statement. */
export const relationsOf = ({ subject }: HalfDone): readonly NameParts[] => subject?.relations ?? [];

/** What is concluded of `half`; what the server refuses to tell is not known. Rejects when the connection is lost. */
export async function conclude(session: Session, half: HalfDone, role: string | null): Promise<Conclusion> {
  const { subject, statement, sets, resumes } = half;
  if (subject === null) return unknown(half.whyNot);
  if (statement === null)
    return done("all of its statements are done, and only the record of that is missing");
  const ended = howItEnded(resumes.row);
  if (subject.question === null) return subject.conclude(ended);
  try {
    return subject.conclude(ended, await readLeftovers(session, subject.question, { role, sets }));
  } catch (error) {
    const server = serverErrorOf(error);
    if (server === null || session.lost.aborted) throw error;
    return unknown(`the catalog could not be asked: ${server.message}`);
  }
}
