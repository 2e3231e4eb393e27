/**
 * What the files in dist/ call. The command line and the flow are one chunk, because each further chunk costs a start
 * more than these few lines cost the action; the action's own needs (@actions/core) are loaded only when it runs.
 */
export { runCli as cli } from "./cli.ts";

/** Main step of the action. */
export async function action(): Promise<void> {
  const { runAction } = await import("./action.ts");
  await runAction();
}
