import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../../src/database/local-server/start-server.ts";
import { stopDetachedServer } from "../../src/database/local-server/stop-detached.ts";
import { connect } from "../support/connect.ts";
import { holdServer } from "../support/held-server.ts";
import { anyInstallation, leftoversIn, makeBase } from "../support/local-servers.ts";

const detached = (base: string) =>
  ({ kind: "ephemeral", lifetime: "detached", baseDirectories: [base] }) as const;

test("a detached server outlives the process that started it, and is stopped by another with its handle", async () => {
  const base = makeBase();
  const holding = holdServer({ binaries: anyInstallation(), options: detached(base), next: "return" });
  const { directory, pid, port } = await holding.ready;
  await holding.ended;
  expect(holding.child.exitCode).toBe(0);
  const settings = {
    host: "127.0.0.1",
    port,
    database: "postgres",
    user: "migrate_action",
    password: "wrong",
  };
  const asked = connect(
    `postgresql://${settings.user}:${settings.password}@${settings.host}:${port}/postgres`,
  );
  await expect(asked).rejects.toMatchObject({ code: "28P01" });

  expect(await stopDetachedServer({ directory, pid })).toEqual({ state: "stopped" });
  expect(await leftoversIn(base)).toEqual([]);
  expect(await stopDetachedServer({ directory, pid })).toEqual({ state: "gone" });
});

test("a handle with another process's id, or another directory, is refused and nothing is touched", async () => {
  const base = makeBase();
  const server = await startServer(anyInstallation(), detached(base));
  onTestFinished(() => server.stop());
  const { directory, pid } = server.handle;
  expect(await stopDetachedServer({ directory, pid: process.pid })).toMatchObject({ state: "refused" });
  expect(await stopDetachedServer({ directory: base, pid })).toMatchObject({ state: "refused" });
  const client = await connect(server.settings);
  expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await client.end();
});

test("the directory of a server whose process id belongs to another program by now is removed, and that program left alone", async () => {
  const base = makeBase();
  const directory = join(base, "migrate-0123456789abcdef");
  mkdirSync(join(directory, "data"), { recursive: true });
  writeFileSync(join(directory, "data", "postmaster.pid"), `${process.pid}\n${directory}/data\n`);
  expect(await stopDetachedServer({ directory, pid: process.pid })).toEqual({ state: "stopped" });
  expect(existsSync(directory)).toBe(false);
});

test("a server that is to be detached is still bound to the process that starts it", async () => {
  const base = makeBase();
  const holding = holdServer({ binaries: anyInstallation(), options: detached(base), next: "wait" });
  await holding.starting;
  await new Promise((resolve) => setTimeout(resolve, 100));
  holding.child.kill("SIGKILL");
  await holding.ended;
  await expect.poll(() => leftoversIn(base), { timeout: 10_000 }).toEqual([]);
});
