import { runCli } from "./cli.ts";

export { createHandler } from "./http/create-handler.ts";
export { toNodeListener } from "./http/serve/to-node-listener.ts";

/**
 * What the files in dist/ call. The command line and the flow are one chunk, because each further chunk costs a start
 * more than these few lines cost the action; the action's own needs (@actions/core) are loaded only when it runs.
 */

/** The exit code of a process whose work ended before it was done: nothing left to wait for is no success. */
const UNFINISHED = 70;

/** The command line. */
export async function cli(): Promise<void> {
  process.exitCode = UNFINISHED;
  process.exitCode = await runCli();
}

/** Main step of the action. */
export async function action(): Promise<void> {
  process.exitCode = UNFINISHED;
  const { runAction } = await import("./action.ts");
  process.exitCode = await runAction();
}

/** For the post step of an action whose main step was killed. */
export async function actionKilled(): Promise<void> {
  const { tellOfKilledMain } = await import("./action-killed.ts");
  await tellOfKilledMain();
}
