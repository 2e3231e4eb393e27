import { appendFileSync } from "node:fs";
import { stopDetachedServer } from "../database/local-server/stop-detached.ts";
import { STATE } from "./state.ts";

/**
 * The action's post step: ends the throwaway server that main left running, and speaks for a main that was killed
 * before it could report. State is read from the environment, so that nothing of main is loaded.
 */
export async function runActionPost(): Promise<void> {
  const ephemeral = process.env[`STATE_${STATE.ephemeral}`];
  if (ephemeral) {
    const { state } = await stopDetachedServer(JSON.parse(ephemeral));
    process.stdout.write(`The throwaway PostgreSQL ${STOPPED[state]}.\n`);
  }
  if (process.env[`STATE_${STATE.begun}`] === "true" && process.env[`STATE_${STATE.told}`] !== "true")
    tellOfKilledMain();
}

const STOPPED = {
  stopped: "is stopped and its directory removed",
  gone: "was gone already",
  refused: "was not stopped: what runs there now is something else",
} as const;

function tellOfKilledMain(): void {
  const text =
    "The main step was ended before it could report. Transactional migrations are applied whole or not at all, and the ledger has those that are: run `status` against the database to see them, then run again.";
  process.stdout.write(`::warning title=migrate-action::${text}\n`);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary) appendFileSync(summary, `## Migrations: unknown\n\n${text}\n`);
}
