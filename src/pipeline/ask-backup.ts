import { readMarker, readServerTime } from "../database/read-backup-marker.ts";
import type { Session } from "../database/session.ts";
import { type BackupAnswer, parseMarker, parsePrinted } from "../environment/backup.ts";
import { checkBackup } from "../environment/backup-check.ts";
import type { Environment } from "../environment/environment.ts";
import { environmentNeeds } from "../gate/environment-need.ts";
import type { Budget } from "./budget.ts";
import { type Flow, keep } from "./flow.ts";
import { lacking } from "./reasons.ts";
import { usableSession } from "./sessions.ts";

/** What came of it, and the session to go on with: a command may take longer than a server keeps an idle one. */
export interface AskedBackup {
  readonly answer: BackupAnswer | null;
  readonly session: Session;
}

/** The longest that a command may take: one that makes the backup is given the time for it. */
const COMMAND_LIMIT_MS = 3_600_000;

/** Asks who is to be asked for the newest backup; `answer` null: nobody is. Rejects when the run is cancelled. */
export async function askBackup(flow: Flow, session: Session, budget: Budget): Promise<AskedBackup> {
  const { backup } = flow.inputs.deploy;
  if (backup === null) return { answer: null, session };
  if (backup.kind === "query")
    return {
      answer: await budget.spend((limitMs) => askQuery(flow, session, backup.text, limitMs)),
      session,
    };
  const told = await askCommand(flow, backup.text);
  const usable = await usableSession(flow, session);
  return { answer: { backup: told, serverTime: await readServerTime(usable) }, session: usable };
}

/**
 * Sees to it once more, just before the first change, that the newest backup is young enough: a review, an approval or
 * another run may have taken hours. A query is asked again; a command only where what it told has grown too old
 * meanwhile. Rejects with BACKUP_TOO_OLD or BACKUP_UNKNOWN.
 */
export async function askBackupAgain(flow: Flow, session: Session): Promise<void> {
  const { backup } = flow.inputs.deploy;
  const { environment } = flow.draft;
  if (backup === null || environment === null) return;
  const { budgetMs } = flow.inputs.rehearsal;
  if (backup.kind === "query") {
    judge(flow, environment, await askQuery(flow, session, backup.text, budgetMs));
  } else {
    const told = environment.backup ?? "it is not known any more";
    const kept: BackupAnswer = { backup: told, serverTime: await readServerTime(session) };
    const isOld = checkBackup(flow.inputs.deploy, kept)?.state === "violated";
    const answer = isOld
      ? { backup: await askCommand(flow, backup.text), serverTime: await readServerTime(session) }
      : kept;
    judge(flow, environment, answer);
  }
}

function judge(flow: Flow, environment: Environment, answer: BackupAnswer): void {
  const check = checkBackup(flow.inputs.deploy, answer);
  const backup = typeof answer.backup === "string" ? null : answer.backup;
  const checks = environment.checks.map((one) => (one.kind === "backup" && check !== null ? check : one));
  const now = { checks, backup };
  keep(flow, { environment: now });
  const needs = environmentNeeds({ inputs: flow.inputs, environment: now }).filter(({ code }) =>
    code.startsWith("BACKUP_"),
  );
  if (needs.length > 0) throw lacking(needs);
}

/** Secrets are taken out before anything is cut. */
async function askQuery(flow: Flow, session: Session, sql: string, limitMs: number): Promise<BackupAnswer> {
  const { values, serverTime } = await readMarker(session, sql, { role: flow.inputs.role, limitMs });
  const { redact } = flow.world;
  if (typeof values === "string") return { backup: redact(values), serverTime };
  const [time, name] = values;
  return { backup: parseMarker(time && redact(time), name && redact(name)), serverTime };
}

async function askCommand({ inputs, world }: Flow, command: string): Promise<BackupAnswer["backup"]> {
  const { runBackupCommand } = await import("../environment/run-backup-command.ts");
  world.onProgress({ kind: "asking-for-backup", limitMs: COMMAND_LIMIT_MS });
  const answer = await runBackupCommand({
    command,
    connection: world.connection,
    environment: world.environment,
    mode: inputs.dryRun ? "dry-run" : "deploy",
    limitMs: COMMAND_LIMIT_MS,
    signal: world.signal,
    redact: world.redact,
  });
  return answer.ok ? parsePrinted(answer.printed) : answer.reason;
}
