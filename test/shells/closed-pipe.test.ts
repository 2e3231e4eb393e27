import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { builtProgram, plainEnvironment, ROOT } from "../support/built.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { argsFor, historyOf, ledgerOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

/** Runs `line` in a shell, where `migrate-action` is the built one; `said`: what came through, `code`: the program's own. */
async function pipeline(line: string): Promise<{ said: string; code: string }> {
  const program = `migrate_action() { "${process.execPath}" "${builtProgram("cli.js")}" "$@"; }`;
  const child = spawn("bash", ["-c", `${program}\n${line}\necho "code \${PIPESTATUS[0]}" >&3`], {
    env: plainEnvironment(),
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const heard = ["", ""];
  for (const [index, stream] of [child.stdout, child.stderr].entries())
    stream?.on("data", (chunk) => (heard[index] += chunk));
  let code = "";
  child.stdio[3]?.on("data", (chunk) => (code += chunk));
  await new Promise((resolve) => child.on("close", resolve));
  return { said: heard.join(""), code: code.trim() };
}

const shellWords = (args: readonly string[]): string =>
  args.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");

describeOnNewest("a reader that goes away", (server) => {
  test.each([
    ["of the JSON", "--json", "| head -c 1"],
    ["of everything", "", "2>&1 | true"],
    ["of the JSON and of the text", "--json", "2>&1 | true"],
  ])(
    "%s is no fault: no stack, no word of EPIPE, and the exit code of the command",
    async (_, flag, pipe) => {
      const database = await freshDatabase(server);
      const migrations = makeMigrations({ "1_a.sql": "SELECT 1;" });
      const args = argsFor(server, database, migrations, { command: "status", flags: ["--exit-code"] });
      const { said, code } = await pipeline(`migrate_action ${shellWords(args)} ${flag} ${pipe}`);
      expect(code).toBe("code 9");
      expect(said).not.toMatch(/EPIPE|fault|^ +at /m);
    },
  );

  test.each(["--help", "--version"])("of %s is no fault either", async (flag) => {
    const { said, code } = await pipeline(`migrate_action ${flag} | true`);
    expect([code, said]).toEqual(["code 0", ""]);
  });

  test("ends a watch", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "SELECT 1;" });
    const args = argsFor(server, database, migrations, { command: "status", flags: ["--watch", "--json"] });
    // The first document finds the reader gone.
    expect(await pipeline(`migrate_action ${shellWords(args)} | true`)).toEqual({ said: "", code: "code 0" });
  });

  test("does not stop an up, which applies, records and reports what it did", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_a.sql": "CREATE TABLE a (x int); INSERT INTO a VALUES (1);",
      "2_b.sql": "-- migrate:no-transaction\nSELECT pg_sleep(1);\nCREATE TABLE b (x int);",
      "3_c.sql": "CREATE TABLE c (x int);",
    });
    const report = `${migrations}-report.json`;
    const args = argsFor(server, database, migrations, {
      flags: [`--report-path=${report}`, "--verbose", "--fail-on=never"],
    });
    const run = pipeline(
      `migrate_action ${shellWords(args)} --json 2>&1 | true; cat '${report}'; rm '${report}'`,
    );
    expect(await becomesTrue(() => isAsleep(database), 30_000)).toBe(true);
    const { said } = await run;
    expect(JSON.parse(said)).toMatchObject({
      exitCode: 0,
      result: "applied",
      ledger: { applied: ["1", "2", "3"] },
    });
    expect((await ledgerOf(database)).map(({ status }) => status)).toEqual(Array(3).fill("completed"));
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed", "3 completed"]);
  });
});
