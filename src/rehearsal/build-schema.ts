import { dumpSchema } from "../database/dump-schema.ts";
import { serverErrorOf } from "../database/server-error.ts";
import type { Execution } from "../execution/make-transaction.ts";
import { own } from "../execution/part.ts";
import { splitStatements } from "../files/sql/split-statements.ts";
import type { ConnectionSettings } from "../inputs/inputs.ts";
import { copyRows } from "../ledger/copy-rows.ts";
import type { Step } from "../plan/plan.ts";
import type { LeftOut } from "./left-out.ts";
import type { NotRehearsed } from "./rehearsal.ts";
import { replay } from "./replay.ts";
import type { Site } from "./site.ts";

/** What the site's schema is made from. */
export interface SchemaSource {
  readonly target: ConnectionSettings;
  /** Nothing is in the target yet: nothing is to be built. */
  readonly isEmpty: boolean;
  /** Steps of the files that are on record as applied, ascending; made when a replay needs them. */
  readonly appliedSteps: () => readonly Step[];
  readonly execution: Execution;
  /** Roles that the site's server has as the target's has them. */
  readonly roles: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** A place on the way of a replay that somebody waits for; null: none is. */
  readonly landmark: Landmark | null;
}

/** A place between two of the applied files. */
export interface Landmark {
  /** How many of these, which are all, come before it. */
  readonly stepsBefore: (steps: readonly Step[]) => number;
  readonly reached: () => Promise<void>;
}

/** How the site got its schema, or why it could not. `leftOut`: applied statements that a replay could not run. */
export type BuiltSchema =
  | { readonly ok: true; readonly from: "dump" | "given" }
  | { readonly ok: true; readonly from: "replay"; readonly leftOut: readonly NotRehearsed[] }
  | { readonly ok: false; readonly reason: string };

/** The longest wait for another session's lock while dumping: the dry run gives up rather than wait. */
const LOCK_WAIT_MS = 1_000;

/** Gives the site the schema that the target has: from a dump of it, else by running the applied files. */
export async function buildSchema(site: Site, source: SchemaSource, leftOut: LeftOut): Promise<BuiltSchema> {
  if (site.schema === "given") return { ok: true, from: "given" };
  if (source.isEmpty) return { ok: true, from: "replay", leftOut: [] };
  const dumped = await restoreDump(site, source, leftOut);
  if (dumped.ok) return dumped;
  if (site.pgDump !== null) await site.recreate();
  const replayed = await replayOnSite(site, source, leftOut);
  return replayed.ok ? replayed : { ok: false, reason: `${dumped.reason} ${replayed.reason}` };
}

async function restoreDump(site: Site, source: SchemaSource, leftOut: LeftOut): Promise<BuiltSchema> {
  if (site.pgDump === null)
    return { ok: false, reason: "No pg_dump of the target's major or newer is on this machine." };
  const dump = await dumpSchema(site.pgDump, source.target, {
    lockWaitTimeoutMs: LOCK_WAIT_MS,
    startupOptions: "refused",
    signal: source.signal,
  });
  if (!dump.ok) return { ok: false, reason: `The target's schema could not be dumped: ${dump.reason}.` };
  const session = await site.openBuilder();
  try {
    for (const statement of splitStatements(dump.sql).statements) {
      if (leftOut.missingExtension(statement) !== null) continue;
      try {
        await session.query(statement.sql);
      } catch (error) {
        const server = serverErrorOf(error);
        if (server === null) throw error;
        if (leftOut.explain(server, statement) === null && !isAlreadyThere(server.sqlState))
          return {
            ok: false,
            reason: `The dump of the target's schema did not go in on the site: ${server.message} (${statement.sql.slice(0, 80)}).`,
          };
      }
    }
    const { ledger, recorder } = source.execution;
    await session.send(["RESET ALL", ...copyRows(ledger, recorder.ledger)].map(own), {});
    return { ok: true, from: "dump" };
  } finally {
    await session.close();
  }
}

/** duplicate_schema, duplicate_object: `public` and what the site's own template has. */
const isAlreadyThere = (sqlState: string): boolean => sqlState === "42P06" || sqlState === "42710";

async function replayOnSite(site: Site, source: SchemaSource, leftOut: LeftOut): Promise<BuiltSchema> {
  const session = await site.openUser();
  try {
    const { execution, roles, signal, landmark } = source;
    const notRun: NotRehearsed[] = [];
    for (const { steps, reached } of partsOf(source.appliedSteps(), landmark)) {
      const done = await replay(session, { steps, execution, roles, signal }, leftOut);
      if (!done.ok)
        return { ok: false, reason: `Running the applied files again did not work either: ${done.reason}` };
      notRun.push(...done.leftOut);
      await reached?.();
    }
    return { ok: true, from: "replay", leftOut: notRun };
  } finally {
    await session.close();
  }
}

interface ReplayPart {
  readonly steps: readonly Step[];
  /** Called when these have run. */
  readonly reached: Landmark["reached"] | null;
}

function partsOf(steps: readonly Step[], landmark: Landmark | null): readonly ReplayPart[] {
  if (landmark === null) return [{ steps, reached: null }];
  const before = landmark.stepsBefore(steps);
  return [
    { steps: steps.slice(0, before), reached: landmark.reached },
    { steps: steps.slice(before), reached: null },
  ];
}
