import { clip, forLogLine } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report, ReportUnfinished } from "../report.ts";
import type { Paint } from "./paint.ts";

/** What `repair` found: of each migration where it stopped, what is known, and what each choice would do. Empty without. */
export function renderRepairLines({ repair }: Report, paint: Paint): readonly string[] {
  return (repair?.unfinished ?? []).flatMap((unfinished) => renderUnfinished(unfinished, paint));
}

function renderUnfinished(unfinished: ReportUnfinished, paint: Paint): readonly string[] {
  const { version, name, direction, at, statement, known, choices } = unfinished;
  const back = direction === "down" ? ", on its way back" : "";
  const width = Math.max(...choices.map(({ resolve }) => resolve.length));
  const place = at === null ? [] : [`  at ${forLogLine(at.file)}:${at.line}:${at.column}`];
  const sql = statement === null ? [] : [`  ${paint.faint(forLogLine(clip(statement, 200)))}`];
  return [
    `${paint.bad("✗")} ${forLogLine(renderTitle({ version, name }))} was left half-way${back}`,
    ...place,
    ...sql,
    ...known.map((sentence) => `  ${forLogLine(clip(sentence, 1_000))}`),
    ...choices.map(
      ({ resolve, does }) =>
        `  ${paint.caution(forLogLine(resolve).padEnd(width))}  ${forLogLine(clip(does, 1_000))}`,
    ),
  ];
}

/** How to go on after what was only shown; empty otherwise. */
export function renderRepairNext({ repair, result }: Report): readonly string[] {
  if (repair === undefined || result !== "planned") return [];
  const version = forLogLine(repair.unfinished[0]?.version ?? "");
  const resolve = forLogLine(repair.chosen?.resolve ?? "…");
  return [
    `Nothing was changed. To do it: \`repair --version ${version} --resolve ${resolve} --apply\` (as an action: inputs of these names).`,
  ];
}
