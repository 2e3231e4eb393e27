import { renderBytes, renderDuration } from "../amounts.ts";
import type { Replication, Slot, Standby } from "../database/read-replication.ts";
import { type EnvironmentCheck, told, violated } from "./environment.ts";

/**
 * A standby that is further behind than this is told of where nobody has said what is too much: after that long a standby
 * itself ends queries that hold it up. Source: PostgreSQL manual, max_standby_streaming_delay, its default.
 */
const LARGE_LAG_MS = 30_000;

/** The standbys and slots of the target, as they are before the plan makes them more to do; a text: why not. */
export function checkReplication(
  replication: Replication | string,
  maxLagMs: number | null,
): readonly EnvironmentCheck[] {
  if (typeof replication === "string") {
    const message = `Replication could not be read: ${replication}.`;
    return [maxLagMs === null ? told("replication", "not-readable", message) : stopped(message, {})];
  }
  const followers = replication.standbys.filter(isFollower);
  const checks = [
    ...followers.map((standby) => checkStandby(standby, maxLagMs)),
    ...replication.slots.flatMap(checkSlot),
  ];
  if (checks.length > 0) return checks;
  return [told("replication", "holds", "No standby is connected.")];
}

/** pg_basebackup and pg_receivewal are listed too, and replay nothing. */
const isFollower = ({ state, lagBytes }: Standby): boolean =>
  state === null || (state !== "backup" && lagBytes !== null);

/**
 * How long ago what it has replayed last was written, as its own words make it; null: not known. One that streams and of
 * which no time is told had replayed all when it was last heard of. Source: PostgreSQL manual, pg_stat_replication.
 */
function lagOf({ state, lagBytes, lagMs }: Standby): number | null {
  if (state === null) return null;
  if (lagBytes === 0) return 0;
  return lagMs ?? (state === "streaming" ? 0 : null);
}

function checkStandby(standby: Standby, maxLagMs: number | null): EnvironmentCheck {
  const { name, state, lagBytes } = standby;
  const lagMs = lagOf(standby);
  const who = name === "" ? "A standby" : `Standby ${name.slice(0, 100)}`;
  const figures = { standby: name, lagMs, lagBytes, maxLagMs };
  if (lagMs === null) {
    const why = state === null ? "this user may not read it" : `it is in state ${state}`;
    const message = `${who}: how far behind it is, is not known (${why}).`;
    return maxLagMs === null
      ? told("replication", "not-readable", message, figures)
      : stopped(message, figures);
  }
  const behind = `${who} is ${renderDuration(lagMs)} (${renderBytes(lagBytes ?? 0)}) behind`;
  if (maxLagMs !== null && lagMs > maxLagMs)
    return stopped(`${behind}; it may be ${renderDuration(maxLagMs)}.`, figures);
  const isLarge = maxLagMs === null && lagMs > LARGE_LAG_MS;
  const advice = " A migration puts it back further. `max-replication-lag` stops a run at that.";
  return isLarge
    ? told("replication", "warning", `${behind}.${advice}`, figures)
    : told("replication", "holds", `${behind}.`, figures);
}

function stopped(message: string, figures: EnvironmentCheck["figures"]): EnvironmentCheck {
  const hint =
    "Wait until it has caught up, or see what holds it up: a long query there, a paused replay, the network. Where it may not be read: GRANT pg_monitor to the user.";
  return violated("replication", message, { code: "REPLICATION_LAG", hint }, figures);
}

/** Only what somebody should know: a slot whose log is gone or going, or that nobody uses while it fills the disk. */
function checkSlot({ name, kind, isActive, retainedBytes, walStatus }: Slot): readonly EnvironmentCheck[] {
  const who = `The ${kind} replication slot ${name.slice(0, 100)}`;
  const figures = { slot: name, walStatus, retainedBytes };
  const warn = (message: string) => [told("replication", "warning", `${who} ${message}`, figures)];
  if (walStatus === "lost")
    return warn("has lost log that it needs: who reads from it must be set up anew. Drop it.");
  if (walStatus === "unreserved")
    return warn(
      "is about to lose log that it needs (max_slot_wal_keep_size): what the plan writes takes it away.",
    );
  if (walStatus === "extended" && !isActive)
    return warn(
      `is not in use and keeps ${renderBytes(retainedBytes ?? 0)} of log on the disk, more than max_wal_size, and more with all that is written.`,
    );
  return [];
}
