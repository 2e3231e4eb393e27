import { renderCount, renderNumber } from "../amounts.ts";
import type { ReportVerification } from "./report-verification.ts";

/** holds: every question · fails: one does not · open: one is not judged, or it was not asked. */
export type VerificationState = "holds" | "fails" | "open";

/** How the questions of one file stand. */
export function stateOf({ problems, unjudged, notAsked }: ReportVerification): VerificationState {
  if (problems.length > 0) return "fails";
  return notAsked === null && unjudged.length === 0 ? "holds" : "open";
}

/** `verifications` with those first that somebody has to act on; else in their order. */
export function worstFirst(verifications: readonly ReportVerification[]): readonly ReportVerification[] {
  return ORDER.flatMap((state) => verifications.filter((one) => stateOf(one) === state));
}

const ORDER: readonly VerificationState[] = ["fails", "open", "holds"];

/** `3 questions hold`, `1 of 3 questions holds`, `not asked`; nothing foreign in it. */
export function renderHeld(verification: ReportVerification): string {
  const { questions, held, unjudged, notAsked } = verification;
  if (notAsked !== null) return "not asked";
  if (questions === 0) return "no question in it";
  const open = unjudged.length === 0 ? "" : `, ${renderNumber(unjudged.length)} not judged here`;
  if (held === questions) return `${renderCount(held, "question")} ${held === 1 ? "holds" : "hold"}${open}`;
  const all = renderCount(questions, "question");
  return `${renderNumber(held)} of ${all} ${held === 1 ? "holds" : "hold"}${open}`;
}

/** All that was asked, in a few words: `12 questions of 3 files hold`. */
export function renderAllHeld(verifications: readonly ReportVerification[]): string {
  const asked = verifications.filter(({ notAsked }) => notAsked === null);
  const held = asked.reduce((sum, one) => sum + one.held, 0);
  return `${renderCount(held, "question")} of ${renderCount(asked.length, "file")} ${held === 1 ? "holds" : "hold"}`;
}
