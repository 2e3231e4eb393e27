/** What the files in dist/ call; each shell is loaded only when it is the one that runs. */

/** Main step of the action. */
export async function action(): Promise<void> {
  const { runAction } = await import("./action.ts");
  await runAction();
}

/** Post step of the action. */
export async function actionPost(): Promise<void> {
  const { runActionPost } = await import("./action-post.ts");
  await runActionPost();
}

/** The command line. */
export async function cli(): Promise<void> {
  const { runCli } = await import("./cli.ts");
  await runCli();
}
