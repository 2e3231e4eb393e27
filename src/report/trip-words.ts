import { renderCount } from "../amounts.ts";
import type { ReportTrip } from "./report-check.ts";

/** How a way back went, in words; nothing foreign in them but `why`, which is of our own making with versions in it. */
export const BACK_WORDS = {
  restored: { sign: "✓", emoji: "✅", word: "taken back and applied again" },
  differs: { sign: "✗", emoji: "❌", word: "does not lead back" },
  failed: { sign: "✗", emoji: "❌", word: "failed" },
  untried: { sign: "•", emoji: "⚠️", word: "not tried" },
  none: { sign: "•", emoji: "", word: "no way back" },
} as const satisfies Record<
  ReportTrip["back"],
  { readonly sign: string; readonly emoji: string; readonly word: string }
>;

/** `3 questions answered with true`; empty where there are none; that not all were, where that is so. */
export function renderAnswers({ answered }: ReportTrip): string {
  if (answered === null) return "a question was answered with no";
  return answered === 0 ? "" : `${renderCount(answered, "question")} answered with true`;
}
