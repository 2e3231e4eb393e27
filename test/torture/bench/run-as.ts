import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { childEnvironment } from "../../../src/database/local-server/child-environment.ts";
import type { Account } from "../../../src/database/local-server/server-account.ts";
import type { Command } from "../../../src/database/local-server/server-command.ts";

const run = promisify(execFile);

/** Runs `command` to its end as `account` (null: as ourselves); rejects with what it said when it fails. */
export async function runAs(account: Account | null, [program, ...parameters]: Command): Promise<void> {
  await run(program, parameters, {
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    env: childEnvironment(process.platform),
    cwd: "/",
  });
}
