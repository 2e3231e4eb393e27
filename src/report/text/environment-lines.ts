import { renderNumber } from "../../amounts.ts";
import { ENVIRONMENT_ORDER, renderKind } from "../environment-words.ts";
import { clip, forLogLine } from "../foreign-text.ts";
import type { Report } from "../report.ts";
import type { ReportEnvironmentCheck } from "../report-environment.ts";
import type { Paint } from "./paint.ts";

/** Most checks that a log shows with a line of their own. */
const MOST_LINES = 20;

/**
 * What is around the target: a line for each thing that somebody has to act on or should know, the backup's among them, then
 * all that holds in one line, and what could not be read where somebody may miss it. Empty where it was not looked at.
 */
export function renderEnvironmentLines({ environment = [] }: Report, paint: Paint): readonly string[] {
  const of = (state: ReportEnvironmentCheck["state"]) => environment.filter((check) => check.state === state);
  const told = ENVIRONMENT_ORDER.slice(0, 2).flatMap(of);
  const shown = told.slice(0, MOST_LINES);
  const more = told.length - shown.length;
  const held = of("holds");
  const unread = of("not-readable");
  const unneeded = unread.filter(isUnneeded);
  const aside = unneeded.length === 0 ? "" : ` (not readable: ${kindsOf(unneeded)})`;
  const backup = held.find(({ kind }) => kind === "backup");
  return [
    ...shown.map((check) => renderCheck(check, paint)),
    ...(more === 0 ? [] : [`  ${paint.caution("!")} and ${renderNumber(more)} more: the report has all`]),
    ...(held.length === 0 ? [] : [`${paint.good("✓")} Environment: ${kindsOf(held)}${aside}`]),
    ...(backup === undefined ? [] : [`  ${paint.faint("•")} ${renderMessage(backup)}`]),
    ...unread
      .filter((check) => !isUnneeded(check))
      .map((check) => `  ${paint.faint("•")} ${renderMessage(check)}`),
  ];
}

/** True for free space of which nothing is needed: on most servers it cannot be seen, and nobody misses it. */
const isUnneeded = ({ kind, figures }: ReportEnvironmentCheck): boolean =>
  kind === "disk" && figures["neededBytes"] === 0;

function renderCheck(check: ReportEnvironmentCheck, paint: Paint): string {
  const sign = check.state === "violated" ? paint.bad("✗") : paint.caution("!");
  return `${sign} ${renderKind(check)}: ${renderMessage(check)}`;
}

const renderMessage = ({ message }: ReportEnvironmentCheck): string => forLogLine(clip(message, 1_000));

/** `connection, server, rights`, each once. */
const kindsOf = (checks: readonly ReportEnvironmentCheck[]): string =>
  [...new Set(checks.map((check) => renderKind(check).toLowerCase()))].join(", ");
