import { renderCount, renderDuration } from "../amounts.ts";
import type { Progress } from "../progress.ts";
import { clip } from "./foreign-text.ts";
import { renderTitle } from "./render-title.ts";

/** Longest text of others in a line: a notice may have megabytes. */
const TEXT_LIMIT = 8_000;

const cut = (text: string): string => clip(text, TEXT_LIMIT);

const COMPARED = {
  drift: "the target with what its applied files make",
  restoration: "the schema, when all is taken back, with what it was before",
} as const;

/** One line for people; null for progress that only a live line shows. */
export function renderProgress(progress: Progress): string | null {
  switch (progress.kind) {
    case "waiting-for-database":
      return `Waiting for the database (${renderDuration(progress.remainingMs)} left): ${cut(progress.reason)}`;
    case "connected":
      return `Connected to ${progress.target}`;
    case "waiting-for-lock":
      return `Waiting for another run (${renderDuration(progress.remainingMs)} left): ${cut(progress.holder)}`;
    case "rehearsal-started":
      return progress.total === 0
        ? `Nothing to rehearse; comparing the target with what its applied files make on ${progress.site}`
        : `Rehearsing ${progress.total} on ${progress.site}`;
    case "comparing":
      return `Comparing ${COMPARED[progress.what]} (${renderDuration(progress.limitMs)} at most)`;
    case "apply-started":
      return progress.direction === "up" ? `Applying ${progress.total}` : `Taking back ${progress.total}`;
    case "applied":
      return `  ✓ ${renderTitle(progress)} (${renderDuration(progress.durationMs)})`;
    case "retrying":
      return `  ${progress.version}: try ${progress.tries} had to give way, again in ${renderDuration(progress.delayMs)}: ${cut(progress.reason)}`;
    case "blocked":
      return `  ${progress.version} waits for ${cut(progress.by)}`;
    case "server-notice":
      return `  server: ${cut(progress.message)}`;
    case "reviewing":
      return `Review window: ${renderDuration(progress.windowMs)} to cancel before the first change`;
    case "verify-started":
      return `Verifying: ${renderCount(progress.total, "file")} of questions`;
    case "asking-for-backup":
      return `Asking \`backup-command\` for the newest backup (${renderDuration(progress.limitMs)} at most)`;
    case "rehearsing":
    case "applying":
    case "verifying":
      return null;
  }
}

/** What is under way, for a line that is overwritten; null when progress says nothing of it. */
export function renderLive(progress: Progress): string | null {
  switch (progress.kind) {
    case "rehearsing":
      return `rehearsing ${progress.version} (${progress.index + 1} of ${progress.total})`;
    case "applying":
      return `running ${renderTitle(progress)}`;
    case "verifying":
      return `asking ${progress.file} (${progress.index + 1} of ${progress.total})`;
    case "waiting-for-database":
      return "waiting for the database";
    case "waiting-for-lock":
      return "waiting for another run";
    case "asking-for-backup":
      return "asking for the newest backup";
    default:
      return null;
  }
}
