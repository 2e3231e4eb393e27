import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { keptTool } from "./install/kept-tool.ts";
import { installTool } from "./install/real-tool.ts";
import { ProgramFailed, runProgram } from "./install/run-program.ts";

test("a tool that this machine cannot install is missing, and the console says which and why", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  onTestFinished(() => warned.mockRestore());
  const installation = await installTool({
    name: "no-tool",
    version: "1.2.3",
    install: async () => {
      await runProgram("no-such-installer", [], { cwd: "/" });
      return () => ({ program: "true", args: [], cwd: "/" });
    },
  });
  const why = "no-tool 1.2.3 cannot be installed here: no-such-installer is not on PATH";
  expect(installation).toEqual({ missing: why });
  expect(warned.mock.calls.flat().join()).toContain(why);
});

test("a mistake of the tests' own is no missing tool", async () => {
  const install = () => Promise.reject(new TypeError("a mistake"));
  await expect(installTool({ name: "no-tool", version: "1", install })).rejects.toThrow("a mistake");
});

test("of two that install the same tool at once both get the first one's, and nothing else is left", async () => {
  const key = `of-a-test-${process.pid}-${Date.now()}`;
  const [begun, fastIsDone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = keptTool(key, async (directory) => {
    begun.resolve();
    await fastIsDone.promise;
    writeFileSync(join(directory, "who"), "slow");
  });
  await begun.promise;
  const fast = await keptTool(key, async (directory) => writeFileSync(join(directory, "who"), "fast"));
  onTestFinished(() => rmSync(fast, { recursive: true }));
  fastIsDone.resolve();
  expect(readFileSync(join(await slow, "who"), "utf8")).toBe("fast");
  expect(readdirSync(dirname(fast)).filter((name) => name.includes(key))).toEqual([key]);
});

test("an installation that fails half-way is not kept", async () => {
  const key = `of-a-test-${process.pid}-half`;
  const fail = keptTool(key, async (directory) => {
    mkdirSync(join(directory, "half"));
    throw new ProgramFailed("no network");
  });
  await expect(fail).rejects.toThrow("no network");
  const kept = await keptTool(key, async () => undefined);
  onTestFinished(() => rmSync(kept, { recursive: true }));
  expect(readdirSync(kept)).toEqual([]);
});
