import type { Effect } from "../../src/hazards/hazard.ts";
import type { StatementTrace } from "../../src/rehearsal/trace/statement-trace.ts";
import { type Action, LOCK_MODES, type LockMode } from "../../src/syntax/action.ts";

/** Statements of which nothing is claimed: what they run, read or call is not in their words. */
const UNSEEN: ReadonlySet<Action["kind"]> = new Set([
  "opaque",
  "select",
  "insert",
  "update",
  "delete",
  "merge",
  "copy",
]);

/** How what is claimed of a statement and what was seen of it differ, a line each; empty where they agree. */
export function disagreements(
  actions: readonly Action[],
  effects: readonly Effect[],
  trace: StatementTrace,
  index: number,
): readonly string[] {
  if (actions.length === 0 || actions.some(({ kind }) => UNSEEN.has(kind))) return [];
  const claimed = new Map<string, { mode: number; work: boolean; rewrite: boolean }>();
  for (const { relation, lock, work } of effects) {
    const name = nameOf(relation);
    const before = claimed.get(name) ?? { mode: -1, work: false, rewrite: false };
    claimed.set(name, {
      mode: Math.max(before.mode, lock === null ? -1 : strengthOf(lock)),
      work: before.work || work !== "none",
      rewrite: before.rewrite || work === "rewrite",
    });
  }
  const seen = new Map(trace.locks.map((lock) => [lock.relation, lock]));
  const lines: string[] = [];
  for (const [name, { mode, work, rewrite }] of claimed) {
    const lock = seen.get(name);
    if (mode >= SHARE && strength(lock?.mode) < mode)
      lines.push(`${name}: ${LOCK_MODES[mode]} is claimed, ${lock?.mode ?? "none"} was seen`);
    if (rewrite && !trace.rewrites.includes(name))
      lines.push(`${name}: a rewrite is claimed, and none was seen`);
    if (work && ![...trace.rewrites, ...trace.scans].includes(name))
      lines.push(`${name}: a scan is claimed, and none was seen`);
  }
  for (const lock of trace.locks) {
    const own = lock.heldSince === index && strength(lock.mode) >= SHARE && TABLES.has(lock.kind);
    if (own && (claimed.get(lock.relation)?.mode ?? -1) < strength(lock.mode))
      lines.push(`${lock.relation}: ${lock.mode} was seen, and is not claimed`);
  }
  // What a query reads is the query's business.
  if (actions.some((action) => action.kind.startsWith("create-") && readsByQuery(action))) return lines;
  const tables = trace.locks.filter(({ kind }) => TABLES.has(kind)).map(({ relation }) => relation);
  for (const name of new Set([...trace.rewrites, ...trace.scans].filter((one) => tables.includes(one))))
    if (claimed.get(name)?.work !== true)
      lines.push(`${name}: it was read or written anew, and that is not claimed`);
  return lines;
}

const TABLES: ReadonlySet<string> = new Set(["table", "partition", "partitioned table"]);

const SHARE = LOCK_MODES.indexOf("SHARE");

const strengthOf = (mode: LockMode): number => LOCK_MODES.indexOf(mode);

const strength = (mode: string | undefined): number =>
  mode === undefined
    ? -1
    : LOCK_MODES.findIndex((one) => `${one.replaceAll(" ", "")}LOCK` === mode.toUpperCase());

const nameOf = ({ schema, name }: Effect["relation"]): string =>
  [schema, name].map((part) => (/^[a-z_][a-z0-9_]*$/.test(part ?? "") ? part : `"${part}"`)).join(".");

const readsByQuery = (action: Action): boolean =>
  action.kind === "create-materialized-view" || (action.kind === "create-table" && action.from === "query");
