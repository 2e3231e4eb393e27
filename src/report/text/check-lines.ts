import { clip, forLogLine } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportTrip } from "../report-check.ts";
import { BACK_WORDS, renderAnswers } from "../trip-words.ts";
import type { Paint } from "./paint.ts";

/** What a pull request is compared with, then a line for each way back and its questions; empty where none of that is. */
export function renderCheckLines({ check }: Report, paint: Paint): readonly string[] {
  if (check === undefined) return [];
  const base =
    check.base === null
      ? []
      : [
          paint.faint(
            `Compared with ${forLogLine(check.base.name)} at ${forLogLine(check.base.commit.slice(0, 10))}`,
          ),
        ];
  const trips = check.trips.filter(({ back, answered }) => back !== "none" || answered !== 0);
  return [...base, ...trips.map((trip) => renderTrip(trip, paint))];
}

function renderTrip(trip: ReportTrip, paint: Paint): string {
  const { sign, word } = BACK_WORDS[trip.back];
  const why = trip.why === null ? "" : ` (${forLogLine(clip(trip.why, 500))})`;
  const back = trip.back === "none" ? "" : `${word}${why}`;
  const words = [back, renderAnswers(trip)].filter((text) => text !== "").join(", ");
  const isBad = sign === "✗" || trip.answered === null;
  const isGood = !isBad && trip.back !== "untried";
  const shown = isBad ? paint.bad("✗") : isGood ? paint.good("✓") : paint.caution("•");
  return `${shown} ${forLogLine(renderTitle(trip))}: ${words}`;
}
