import { stopDetachedServer } from "../database/local-server/stop-detached.ts";
import { STATE } from "./state.ts";

/** What became of the main step: it has told what it did, or was killed before it could. */
export type MainEnd = "told" | "killed";

/**
 * The action's post step: ends the throwaway server that main left running. Resolves to how main ended, so that somebody
 * speaks for one that was killed. State is read from the environment, so that nothing of main is loaded.
 */
export async function runActionPost(): Promise<MainEnd> {
  const ephemeral = process.env[`STATE_${STATE.ephemeral}`];
  if (ephemeral) {
    const { state } = await stopDetachedServer(JSON.parse(ephemeral));
    process.stdout.write(`The throwaway PostgreSQL ${STOPPED[state]}.\n`);
  }
  const hasBegun = process.env[`STATE_${STATE.begun}`] === "true";
  return hasBegun && process.env[`STATE_${STATE.told}`] !== "true" ? "killed" : "told";
}

const STOPPED = {
  stopped: "is stopped and its directory removed",
  gone: "was gone already",
  refused: "was not stopped: what runs there now is something else",
} as const;
