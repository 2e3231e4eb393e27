import type { Session } from "../database/session.ts";
import type { MigrateError } from "../errors.ts";
import type { RunSettings } from "../execution/session-settings.ts";
import type { Step } from "../plan/plan.ts";
import type { QuestionProblem } from "../verification/answers.ts";
import { askFile } from "../verification/ask-file.ts";
import { askedFilesOf, makeVerification, type Verification } from "../verification/verification.ts";
import type { LeftOut } from "./left-out.ts";

/**
 * What the answers of a site are worth. all: it has the rows that the target has · schema: it has its schema, and of its
 * rows at most those that migrations make.
 */
export type SiteRows = "all" | "schema";

/** Where and how questions are asked while a rehearsal runs. */
export interface SiteQuestions {
  readonly session: Session;
  readonly settings: RunSettings;
  readonly leftOut: LeftOut;
  readonly rows: SiteRows;
}

/** The answers about one step, and the first that counts and is not true. */
export interface AskedOnSite {
  readonly verifications: readonly Verification[];
  readonly failure: MigrateError | null;
}

/** Asks what is to be true after `step`, which has just been run there. Rejects only where the connection is lost. */
export async function askOnSite(step: Step, questions: SiteQuestions): Promise<AskedOnSite> {
  const verifications: Verification[] = [];
  if (step.direction === "down") return { verifications, failure: null };
  for (const asked of askedFilesOf([step.file])) {
    const answers = await askFile(questions.session, asked, questions.settings);
    const judged = answers.problems.map((problem) => ({ problem, why: whyUnjudged(problem, questions) }));
    const problems = judged.filter(({ why }) => why === null).map(({ problem }) => problem);
    verifications.push({
      ...makeVerification(asked, { ...answers, problems }),
      unjudged: judged.flatMap(({ problem: { error }, why }) => {
        const { line = 1, column = 1 } = error.details.at ?? {};
        return why === null ? [] : [{ line, column, why }];
      }),
    });
  }
  const [failure = null] = verifications.flatMap(({ problems }) => problems);
  return { verifications, failure };
}

/** Why `problem` says nothing about the target, a sentence; null: it does. */
function whyUnjudged(
  { kind, message, refused }: QuestionProblem,
  { leftOut, rows }: SiteQuestions,
): string | null {
  const missing = refused === null ? null : leftOut.explain(refused.server, refused.statement);
  if (missing !== null) return missing;
  if (kind === "broken") return null;
  if (rows === "schema")
    return `Whether it holds depends on rows, and the site has not those of the target: it is asked again after the apply. ${message}`;
  if (leftOut.isEmpty) return null;
  return `Parts of what it asks about could not be run on the site: it is asked again after the apply. ${message}`;
}
