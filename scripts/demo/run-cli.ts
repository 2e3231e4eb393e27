import { spawn } from "node:child_process";
import { once } from "node:events";
import { plainEnvironment } from "./plain-environment.ts";
import { say } from "./talk.ts";

/** A program that has ended. */
export interface Ended {
  readonly what: string;
  readonly exitCode: number | null;
}

/** Shows the command line as a person would type it, and runs it on this terminal. */
export async function runCli(parameters: readonly string[], databaseUrl: string): Promise<Ended> {
  const what = ["node dist/cli.js", ...parameters].join(" ");
  say(`$ ${what}`);
  const child = spawn(process.execPath, ["dist/cli.js", ...parameters], {
    env: plainEnvironment({ DATABASE_URL: databaseUrl }),
    // No standard input: nobody is asked. Both outputs to ours, so that a redirected demo keeps its order.
    stdio: ["ignore", 1, 1],
  });
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  const [exitCode] = await once(child, "exit");
  process.off("exit", stop);
  say(`exit code ${exitCode}`);
  return { what, exitCode };
}
