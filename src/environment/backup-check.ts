import { renderDuration } from "../amounts.ts";
import type { DeployInputs } from "../inputs/inputs.ts";
import type { BackupAnswer } from "./backup.ts";
import { type EnvironmentCheck, told, violated } from "./environment.ts";

/** How far apart the clocks of two machines may be before a time is taken for one that is still to come. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Whether the newest backup is young enough, by the server's clock; null: nobody is asked for one. */
export function checkBackup(
  { backup: asked, backupMaxAgeMs }: DeployInputs,
  answer: BackupAnswer | null,
): EnvironmentCheck | null {
  if (asked === null || answer === null) return null;
  const who = asked.kind === "query" ? "backup-marker" : "backup-command";
  const unknown = (why: string) =>
    violated(
      "backup",
      `When the newest backup was made is not known: \`${who}\`: ${why}.`,
      {
        code: "BACKUP_UNKNOWN",
        hint: `Run it by hand as the same user: it must give a time such as 2026-06-01T08:00:00Z${asked.kind === "query" ? " (a timestamptz, or a text with its zone) in the first column of its first row" : " at the beginning of the last line that it prints"}.`,
      },
      { maxAgeMs: backupMaxAgeMs },
    );
  const { backup, serverTime } = answer;
  if (typeof backup === "string") return unknown(backup);
  if (serverTime === null) return unknown("the server's clock, which it is compared with, could not be read");
  const ageMs = serverTime.getTime() - backup.madeAt.getTime();
  const madeAt = backup.madeAt.toISOString();
  if (ageMs < -CLOCK_SKEW_MS)
    return unknown(
      `it tells of ${madeAt}, which by the server's clock is ${renderDuration(-ageMs)} from now`,
    );
  const figures = { madeAt, name: backup.name, ageMs: Math.max(0, ageMs), maxAgeMs: backupMaxAgeMs };
  const name = backup.name === null ? "" : ` (${backup.name})`;
  const message = `The newest backup is ${renderDuration(Math.max(0, ageMs))} old: ${madeAt}${name}`;
  if (ageMs <= backupMaxAgeMs) return told("backup", "holds", `${message}.`, figures);
  return violated(
    "backup",
    `${message}; it may be ${renderDuration(backupMaxAgeMs)} old.`,
    {
      code: "BACKUP_TOO_OLD",
      hint: "Make a backup and run again; or say with `backup-max-age` how old it may be.",
    },
    figures,
  );
}
