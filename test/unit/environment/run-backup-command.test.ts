import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BackupCommand, runBackupCommand } from "../../../src/environment/run-backup-command.ts";
import { becomesTrue, processesNaming } from "../../support/processes.ts";
import { makeDirectory } from "../../support/temporary.ts";
import { parsed } from "../inputs/support.ts";

const run = (command: string, more: Partial<BackupCommand> = {}) =>
  runBackupCommand({
    command,
    connection: parsed({}).connection,
    environment: process.env,
    mode: "deploy",
    limitMs: 30_000,
    signal: new AbortController().signal,
    redact: (text) => text,
    ...more,
  });

describe.skipIf(process.platform === "win32")("a command of the shell", () => {
  test("gives what it prints, the end of it where that is much", async () => {
    expect(await run("echo one; echo two")).toEqual({ ok: true, printed: "one\ntwo\n" });
    const answer = await run("head -c 300000 /dev/zero | tr '\\0' x; echo; echo end");
    expect(answer.ok && answer.printed.length).toBe(64 * 1024);
    expect(answer.ok && answer.printed.endsWith("x\nend\n")).toBe(true);
  });

  test("says nothing with a secret in it, cut or not", async () => {
    const redact = (text: string) => text.replaceAll("the-secret-word", "***");
    expect(await run("echo the-secret-word", { redact })).toEqual({ ok: true, printed: "***\n" });
    const line = `printf '%295s%s' '' the-secret-word >&2; exit 1`;
    const answer = await run(line, { redact });
    expect(answer).toEqual({ ok: false, reason: expect.stringMatching(/exit code 1: \*\*\*$/) });
  });

  test("that is not there, fails or is killed says how", async () => {
    expect(await run("exit 4")).toEqual({ ok: false, reason: "it ended with exit code 4" });
    expect(await run("echo first >&2; echo last >&2; exit 4")).toEqual({
      ok: false,
      reason: "it ended with exit code 4: last",
    });
    expect(await run("kill -9 $$")).toEqual({ ok: false, reason: "it ended with signal SIGKILL" });
    expect(await run("no-program-of-this-name")).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^it ended with exit code 127: .*not found/),
    });
  });

  test("that takes too long is ended with its children, even where they do not want to", async () => {
    const mark = join(makeDirectory(), "mark");
    const command = `trap '' TERM; (trap '' TERM; sleep 300; : ${mark}) & sleep 300; : ${mark}`;
    expect(await run(command, { limitMs: 500 })).toEqual({
      ok: false,
      reason: "it had not ended after 500 ms",
    });
    expect(await becomesTrue(async () => (await processesNaming(mark)).length === 0, 10_000)).toBe(true);
  });

  test("that leaves a child behind is not waited for longer than it lives, and the child is ended", async () => {
    const mark = join(makeDirectory(), "mark");
    const answer = await run(`(sleep 300; : ${mark}) & echo done`);
    expect(answer).toEqual({ ok: true, printed: "done\n" });
    expect(await becomesTrue(async () => (await processesNaming(mark)).length === 0, 10_000)).toBe(true);
  });

  test("rejects when it is cancelled, before and while it runs", async () => {
    const stop = new AbortController();
    const running = run("sleep 300", { signal: stop.signal });
    stop.abort(new Error("stopped"));
    await expect(running).rejects.toThrow("stopped");
    await expect(run("echo never", { signal: stop.signal })).rejects.toThrow("stopped");
  });
});
