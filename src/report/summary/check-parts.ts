import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown, inCode } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportTrip } from "../report-check.ts";
import { BACK_WORDS, renderAnswers } from "../trip-words.ts";
import { renderName } from "./names.ts";

/** What a pull request is compared with, as a fact; empty for every command but `check`. */
export function renderBase({ check }: Report): readonly string[] {
  if (check === undefined) return [];
  if (check.base === null) return ["**Compared with:** ⚠️ nothing, all files count as the pull request's"];
  const { name, commit } = check.base;
  const counts = (["added", "edited", "removed"] as const).flatMap((change) => {
    const count = check.changed.filter((entry) => entry.change === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  const changed = counts.length === 0 ? "no file differs" : `${counts.join(", ")}`;
  return [`**Compared with:** ${renderName(name)} at ${inCode(commit.slice(0, 10))} · ${changed}`];
}

/** How ways back and questions went, as a table; empty where there were none. */
export function makeCheckParts({ check }: Report): readonly ListPart[] {
  const trips = (check?.trips ?? []).filter(({ back, answered }) => back !== "none" || answered !== 0);
  if (trips.length === 0) return [];
  const before = "### Ways back and questions\n\n| Migration | Way back | Questions |\n| --- | --- | --- |";
  return [{ before, items: trips.map(renderRow), between: "\n", after: "", rank: 2, noun: "migration" }];
}

function renderRow(trip: ReportTrip): string {
  const { emoji, word } = BACK_WORDS[trip.back];
  const why = trip.why === null ? "" : `: ${forMarkdown(clip(trip.why, 500))}`;
  const answers = renderAnswers(trip);
  const asked = answers === "" ? "–" : `${trip.answered === null ? "❌" : "✅"} ${answers}`;
  return `| ${renderName(renderTitle(trip))} | ${`${emoji} ${word}${why}`.trim()} | ${asked} |`;
}
