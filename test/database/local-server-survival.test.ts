import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { StartOptions } from "../../src/database/local-server/start-server.ts";
import { holdServer } from "../support/held-server.ts";
import { anyInstallation, isSoonEmpty, leftoversIn, makeBase } from "../support/local-servers.ts";

const GONE_WITHIN_MS = 10_000;

/** As whom the other process runs; servers and the `node` supervisor refuse root. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

describe.each(["shell", "node"] as const)("under the %s supervisor", (supervisor) => {
  const order = (base: string, next: "wait" | "return" | "throw" = "wait") => ({
    binaries: anyInstallation(),
    options: {
      kind: "private",
      lifetime: "process",
      baseDirectories: [base],
      supervisor,
    } satisfies StartOptions,
    next,
  });

  test("nothing stays when our process is ended by SIGKILL", async () => {
    const base = makeBase();
    const holding = holdServer(order(base), account);
    await holding.ready;
    expect((await leftoversIn(base)).length).toBeGreaterThan(2);
    holding.child.kill("SIGKILL");
    await holding.ended;
    expect(await isSoonEmpty(base, GONE_WITHIN_MS)).toBe(true);
  });

  test("nothing stays when Ctrl-C reaches the whole process group", async () => {
    const base = makeBase();
    const holding = holdServer(order(base), account);
    await holding.ready;
    process.kill(-Number(holding.child.pid), "SIGINT");
    await holding.ended;
    expect(await isSoonEmpty(base, GONE_WITHIN_MS)).toBe(true);
  });

  test.each(["return", "throw"] as const)(
    "a process that forgets to stop its server ends all the same, by %s, and nothing stays",
    async (next) => {
      const base = makeBase();
      const holding = holdServer(order(base, next), account);
      await holding.ready;
      await holding.ended;
      expect(holding.child.exitCode).toBe(next === "return" ? 0 : 1);
      expect(await isSoonEmpty(base, GONE_WITHIN_MS)).toBe(true);
    },
  );

  test.each([0, 30, 100, 250])(
    "nothing stays when our process is killed %i ms after it began to make the server",
    async (afterMs) => {
      const base = makeBase();
      const holding = holdServer(order(base), account);
      await holding.starting;
      await sleep(afterMs);
      holding.child.kill("SIGKILL");
      await holding.ended;
      expect(await isSoonEmpty(base, GONE_WITHIN_MS)).toBe(true);
      // Nor does it come back: nothing was still at work.
      await sleep(300);
      expect(await leftoversIn(base)).toEqual([]);
    },
  );
});
