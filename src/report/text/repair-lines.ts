import { describeExpected } from "../expected-words.ts";
import { clip, forLogLine } from "../foreign-text.ts";
import { renderMoment } from "../render-moment.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportAcceptance, ReportGone, ReportUnfinished } from "../report-record.ts";
import type { Paint } from "./paint.ts";

/**
 * What `repair` found: of each migration where it stopped, what is known, and what each choice would do; or of an edited
 * file both checksums; or what is gone from the schema. Empty without.
 */
export function renderRepairLines({ repair }: Report, paint: Paint): readonly string[] {
  const unfinished = (repair?.unfinished ?? []).flatMap((one) => renderUnfinished(one, paint));
  if (repair?.acceptance !== undefined) return renderAcceptance(repair.acceptance, paint);
  return repair?.gone === undefined ? unfinished : renderGone(repair.gone, paint);
}

function renderGone({ objects, reason }: ReportGone, paint: Paint): readonly string[] {
  const why = reason === null || objects.length === 0 ? [] : [`  reason ${forLogLine(clip(reason, 1_000))}`];
  const gone = objects.map(
    (object) => `${paint.bad("✗")} ${forLogLine(clip(describeExpected(object), 300))} is expected and gone`,
  );
  return [...gone, ...why];
}

function renderAcceptance(acceptance: ReportAcceptance, paint: Paint): readonly string[] {
  const { recordedChecksum, fileChecksum, appliedAt, appliedBy, reason } = acceptance;
  const isSame = recordedChecksum === fileChecksum;
  const when = appliedAt === null ? "" : ` ${forLogLine(renderMoment(clip(appliedAt, 40)))}`;
  const by = appliedBy === null ? "" : ` by ${forLogLine(clip(appliedBy, 300))}`;
  const why = reason === null ? [] : [`  reason   ${forLogLine(clip(reason, 1_000))}`];
  return [
    isSame
      ? `${paint.good("✓")} ${forLogLine(renderTitle(acceptance))} is as it was applied${when}${by}`
      : `${paint.bad("✗")} ${forLogLine(renderTitle(acceptance))} was edited after it was applied${when}${by}`,
    `  ${forLogLine(acceptance.file)}`,
    `  recorded ${paint.faint(forLogLine(clip(recordedChecksum, 100)))}`,
    `  now      ${paint.faint(forLogLine(clip(fileChecksum, 100)))}`,
    ...why,
  ];
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
  if (repair.acceptance !== undefined) return renderAcceptanceNext(repair.acceptance);
  if (repair.gone !== undefined) return [GONE_NEXT];
  const version = forLogLine(repair.unfinished[0]?.version ?? "");
  const resolve = forLogLine(repair.chosen?.resolve ?? "…");
  return [
    `Nothing was changed. To do it: \`repair --version ${version} --resolve ${resolve} --apply\` (as an action: inputs of these names).`,
  ];
}

const GONE_NEXT =
  'Nothing was changed. If it should be there, bring it back: restore it, or write a migration that makes it. If it may be gone: `repair --accept-drift --reason "…" --apply` expects it no longer, the history says who accepted that and why, and nothing is run.';

function renderAcceptanceNext({ version }: ReportAcceptance): readonly string[] {
  return [
    `Nothing was changed. With \`repair --accept-checksum ${forLogLine(version)} --reason "…" --apply\` the file counts as what was applied: its checksum goes on record, the history says who accepted it and why, and nothing is run. Other databases have to be told so too.`,
  ];
}
