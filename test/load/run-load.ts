import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../support/connect.ts";
import { applyPlainly } from "./apply-plainly.ts";
import type { LoadFigures, MigrationFigures } from "./judge-load.ts";
import { Latencies, type Phase } from "./latencies.ts";
import type { Files } from "./migrations.ts";
import { type CommandRun, runCommand } from "./run-command.ts";
import { type StartedSessions, startSessions } from "./sessions.ts";
import { makeSetup, type Sizes } from "./world.ts";

/** How a load case is run. */
export interface LoadPlan {
  readonly sessions: number;
  readonly sizes: Sizes;
  readonly files: Files;
  readonly pauseMs: number;
  readonly lockTimeoutMs: number;
  readonly holdMs: number;
  readonly gapMs: number;
  readonly baselineMs: number;
  /** run: the same SQL is sent without any limit too, by a client of its own, to other sessions' harm. */
  readonly contrast: "run" | "leave-out";
  /** Hears what begins. */
  readonly onPhase: (phase: Phase | "quiet") => void;
}

/**
 * One load case on the server at `url`, whose databases are gone after it: a quiet run, then the sessions without a
 * migration, with the command line's, and with a client that sets no limit.
 */
export async function runLoad(url: string, plan: LoadPlan): Promise<LoadFigures> {
  const { onPhase } = plan;
  onPhase("quiet");
  const flags = [`--lock-timeout=${plan.lockTimeoutMs}ms`, "--lock-retries=100", "--fail-on=never"];
  const quiet = await onDatabase(url, plan, (database) => runCommand(database, plan.files, flags));
  if (quiet.exitCode !== 0)
    throw new Error(`With nobody in the way it ended with ${quiet.exitCode}:\n${quiet.lines.join("\n")}`);
  const { run, latencies, longPids } = await onDatabase(url, plan, async (database) => {
    const waits = new Latencies();
    const sessions = await startSessions({ ...plan, url: database }, waits);
    try {
      await delay(2_000);
      onPhase("baseline");
      waits.phase = "baseline";
      await delay(plan.baselineMs);
      onPhase("migrating");
      waits.phase = "migrating";
      const applied = await runCommand(database, plan.files, flags, lettingGo(sessions, plan.holdMs));
      waits.phase = "between";
      return { run: applied, latencies: waits, longPids: sessions.longPids };
    } finally {
      await sessions.stop();
    }
  });
  const contrast = plan.contrast === "run" ? await measureContrast(url, plan) : null;
  return {
    lockTimeoutMs: plan.lockTimeoutMs,
    holdMs: plan.holdMs,
    sessions: plan.sessions,
    baseline: latencies.waits("baseline", "tables"),
    migrating: latencies.waits("migrating", "tables"),
    control: latencies.waits("migrating", "control"),
    contrast: contrast?.waits("contrast", "tables") ?? null,
    migrations: migrationFigures(plan.files, quiet, run),
    exitCode: run.exitCode,
    longPids,
    lines: run.lines,
    sessionErrors: latencies.errors(),
  };
}

/** Hears the command line begin to apply: the first long transactions end after its second retry, or after `holdMs`. */
function lettingGo(sessions: StartedSessions, holdMs: number): (line: string) => void {
  let retries = 0;
  return (line) => {
    if (line.startsWith("Applying ")) setTimeout(sessions.letGo, holdMs).unref();
    if (!line.includes(" had to give way")) return;
    retries++;
    if (retries === 2) sessions.letGo();
  };
}

function migrationFigures(files: Files, quiet: CommandRun, run: CommandRun): MigrationFigures[] {
  return Object.keys(files).map((file, index) => {
    const migration = run.report.migrations[index];
    return {
      file,
      state: migration?.state ?? "not in the report",
      tries: migration?.tries ?? 0,
      mode: quiet.report.plan?.steps[index]?.mode ?? "transaction",
      quietMs: quiet.report.migrations[index]?.durationMs ?? 0,
      loadedMs: migration?.durationMs ?? null,
    };
  });
}

async function measureContrast(url: string, plan: LoadPlan): Promise<Latencies> {
  return await onDatabase(url, plan, async (database) => {
    const waits = new Latencies();
    const sessions = await startSessions({ ...plan, url: database }, waits);
    try {
      plan.onPhase("contrast");
      waits.phase = "contrast";
      setTimeout(sessions.letGo, plan.holdMs).unref();
      await applyPlainly(database, plan.files);
      waits.phase = "between";
      return waits;
    } finally {
      await sessions.stop();
    }
  });
}

/** `body` with a new database that holds the tables, which is gone after it. */
async function onDatabase<T>(url: string, plan: LoadPlan, body: (url: string) => Promise<T>): Promise<T> {
  const name = `load_${randomBytes(6).toString("hex")}`;
  await tell(url, `CREATE DATABASE ${name} TEMPLATE template0`);
  try {
    const own = Object.assign(new URL(url), { pathname: `/${name}` }).href;
    await tell(own, makeSetup(plan.sizes));
    return await body(own);
  } finally {
    await tell(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

async function tell(url: string, sql: string): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
