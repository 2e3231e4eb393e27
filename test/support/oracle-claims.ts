import type { Effect } from "../../src/hazards/hazard.ts";
import { LOCK_MODES } from "../../src/syntax/action.ts";
import type { OracleFinding } from "./lock-oracle.ts";

const WORKS = ["none", "scan", "index-build", "rewrite"] as const;

/** What is claimed or was seen of a relation: its strongest lock and the most that is done under it. */
export interface Seen {
  readonly relation: string;
  readonly lock: (typeof LOCK_MODES)[number];
  readonly work: (typeof WORKS)[number];
}

/** One line a relation; what lets everybody read and write is left out. */
export function linesOf(seen: readonly Seen[]): readonly string[] {
  const relations = [...new Set(seen.map(({ relation }) => relation))].sort();
  return relations.flatMap((relation) => {
    const own = seen.filter((one) => one.relation === relation);
    const lock = Math.max(...own.map((one) => LOCK_MODES.indexOf(one.lock)));
    const work = Math.max(...own.map((one) => WORKS.indexOf(one.work)));
    return lock < LOCK_MODES.indexOf("SHARE UPDATE EXCLUSIVE")
      ? []
      : [`${relation}: ${LOCK_MODES[lock]}, ${WORKS[work]}`];
  });
}

/** What the oracle says of tables. */
export function seenBy(statement: string, { locks, rewrites, debug }: OracleFinding): readonly Seen[] {
  // The server names the constraint it validates: the table is the one that is altered, or its partitions.
  const [, altered = ""] = /^alter table (\w+)/.exec(statement) ?? [];
  const children = altered === "p" ? ["p1", "pd"] : [altered];
  const validates = debug.some((line) => line.startsWith("validating foreign key"));
  const said = [...debug, ...(validates ? children.map((child) => `verifying table "${child}"`) : [])];
  const seen = [...locks].flatMap(([relation, modes]) =>
    modes.map((mode): Seen => ({ relation, lock: modeOf(mode), work: workOn(relation, rewrites, said) })),
  );
  return seen.filter(({ relation }) => relation !== "idx");
}

const modeOf = (mode: string): Seen["lock"] =>
  LOCK_MODES.find((one) => one.replaceAll(" ", "").toLowerCase() === mode.toLowerCase()) ?? "ACCESS SHARE";

function workOn(relation: string, rewrites: readonly string[], debug: readonly string[]): Seen["work"] {
  if (rewrites.includes(relation)) return "rewrite";
  const said = (pattern: string) => debug.some((line) => new RegExp(`${pattern}( x\\d+)?$`).test(line));
  if (said(`build idx on ${relation}`)) return "index-build";
  return said(`verifying table "${relation}"`) ? "scan" : "none";
}

/** The same of what is claimed. */
export const claimedBy = (effects: readonly Effect[]): readonly Seen[] =>
  effects.flatMap(({ relation, lock, work }) =>
    lock === null ? [] : [{ relation: relation.name, lock, work }],
  );

/** How strong the lock and how much the work is: for comparing. */
export const strengthOf = ({ lock, work }: Seen): readonly [number, number] => [
  LOCK_MODES.indexOf(lock),
  WORKS.indexOf(work),
];
