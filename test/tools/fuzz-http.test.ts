import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { ROOT } from "../support/built.ts";
import { serve, TOKEN } from "../support/serve.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const EXAMPLES = process.env["FUZZ_EXAMPLES"] ?? "15";

/** What scripts/fuzz-http.sh ends with where schemathesis cannot be installed. */
const NOT_INSTALLED = 69;

async function fuzz(url: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(join(ROOT, "scripts/fuzz-http.sh"), [url, EXAMPLES], {
    env: { ...process.env, INTERNAL_ADMIN_TOKEN: TOKEN },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, said: `${stdout}${stderr}` };
}

describeOnNewest("schemathesis against what is served", (server) => {
  test("finds no 500, and no answer that the document does not describe", async (context) => {
    const database = await freshDatabase(server);
    const files = { "1_a.sql": "CREATE TABLE a (id int);", "2_b.sql": "ALTER TABLE a ADD b int;" };
    const served = await serve(server, database, makeMigrations(files));
    expect((await served.post({ dryRun: false })).status).toBe(200);
    const { code, said } = await fuzz(`http://127.0.0.1:${served.port}`);
    if (code === NOT_INSTALLED) context.skip(said.trim());
    expect(code, said).toBe(0);
    expect(served.child.exitCode).toBeNull();
    served.child.kill("SIGTERM");
    const ended = await served.run;
    expect(ended.code).toBe(0);
    expect(ended.stderr).not.toContain("A fault");
  }, 600_000);
});
