import { stat } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type StartOptions, startServer } from "../../src/database/local-server/start-server.ts";
import { connect } from "../support/connect.ts";
import {
  anyInstallation,
  installations,
  isSoonEmpty,
  leftoversIn,
  makeBase,
} from "../support/local-servers.ts";
import { allArguments, processesNaming, readStartOf } from "../support/processes.ts";

const onLinux = process.platform === "linux";

describe.each(installations)("$version in $binDirectory", (binaries) => {
  test.each(["private", "ephemeral"] as const)(
    "a %s server answers, and stopping it leaves no process and no directory",
    async (kind) => {
      const base = makeBase();
      const server = await startServer(binaries, { kind, lifetime: "process", baseDirectories: [base] });
      const client = await connect(server.settings);
      const { rows } = await client.query(
        `SELECT current_user AS "user", current_setting('is_superuser') AS super, pg_encoding_to_char(encoding) AS encoding,
        datcollate, current_setting('timezone') AS timezone, current_setting('wal_level') AS wal,
        current_setting('server_version_num')::int / 10000 AS major FROM pg_database WHERE datname = current_database()`,
      );
      expect(rows).toEqual([
        {
          user: "migrate_action",
          super: "on",
          encoding: "UTF8",
          datcollate: "C",
          timezone: "UTC",
          wal: "logical",
          major: binaries.major,
        },
      ]);
      expect(server.major).toBe(binaries.major);

      // A client that is still connected, in a transaction, does not hold it up.
      await client.query("BEGIN; CREATE TABLE t()");
      await server.stop();
      expect(await leftoversIn(base)).toEqual([]);
      await server.stop();
    },
  );
});

test("a server gets the superuser that is asked for", async () => {
  const superuser = "-x Łódź %s";
  const server = await startServer(anyInstallation(), { kind: "private", lifetime: "process", superuser });
  onTestFinished(() => server.stop());
  const client = await connect(server.settings);
  expect((await client.query('SELECT current_user AS "user"')).rows).toEqual([{ user: superuser }]);
});

test("a private server is out of other accounts' reach: no TCP, and a directory of mode 0700", async () => {
  const server = await startServer(anyInstallation(), { kind: "private", lifetime: "process" });
  onTestFinished(() => server.stop());
  expect((await stat(server.directory)).mode & 0o777).toBe(0o700);
  const client = await connect(server.settings);
  expect((await client.query("SHOW listen_addresses")).rows).toEqual([{ listen_addresses: "" }]);
});

test("an ephemeral server refuses a wrong password and none", async () => {
  const server = await startServer(anyInstallation(), { kind: "ephemeral", lifetime: "process" });
  onTestFinished(() => server.stop());
  await expect(connect({ ...server.settings, password: "wrong" })).rejects.toMatchObject({ code: "28P01" });
  await expect(connect({ ...server.settings, password: "" })).rejects.toThrow();
});

test.runIf(onLinux)("no process's arguments and none of the server's files hold the password", async () => {
  const seen: string[] = [];
  const watch = setInterval(async () => seen.push(...(await allArguments())), 10);
  const server = await startServer(anyInstallation(), { kind: "ephemeral", lifetime: "process" }).finally(
    () => clearInterval(watch),
  );
  onTestFinished(() => server.stop());
  const password = server.settings.password ?? "";
  expect(password.length).toBeGreaterThan(20);
  expect(seen.some((line) => line.includes(server.directory))).toBe(true);
  expect(seen.filter((line) => line.includes(password))).toEqual([]);
  await expect(stat(`${server.directory}/password`)).rejects.toThrow("ENOENT");
});

test.runIf(onLinux)(
  "nothing of our environment reaches the server, but what is given on purpose does",
  async () => {
    process.env["OUR_TOKEN"] = "not for the server";
    onTestFinished(() => {
      delete process.env["OUR_TOKEN"];
    });
    const extraEnvironment = { RUNNER_TRACKING_ID: "github_1" };
    const server = await startServer(anyInstallation(), {
      kind: "private",
      lifetime: "process",
      extraEnvironment,
    });
    onTestFinished(() => server.stop());
    const pids = await processesNaming(server.directory);
    expect(pids).toContain(server.handle.pid);
    const starts = (await Promise.all(pids.map(readStartOf))).join("\n");
    expect(starts).toContain("RUNNER_TRACKING_ID=github_1");
    expect(starts).not.toContain("OUR_TOKEN");
  },
);

/** What initdb has started is killed last, together with the supervisor that we wait for; the kernel takes its time over it. */
const KILLED_WITHIN_MS = 2_000;

describe("a start that comes to nothing leaves nothing", () => {
  test("when initdb refuses: its own words are in the error", async () => {
    const base = makeBase();
    const start = startServer(anyInstallation(), { ...inBase(base), superuser: "pg_reserved" });
    await expect(start).rejects.toMatchObject({
      code: "CONNECTION_FAILED",
      message: expect.stringContaining('superuser name "pg_reserved" is disallowed'),
    });
    expect(await leftoversIn(base)).toEqual([]);
  });

  test("when the time is over", async () => {
    const base = makeBase();
    await expect(
      startServer(anyInstallation(), { ...inBase(base), startTimeoutMs: 100 }),
    ).rejects.toMatchObject({
      code: "CONNECTION_FAILED",
      message: expect.stringContaining("not ready after 100 ms"),
    });
    expect(await isSoonEmpty(base, KILLED_WITHIN_MS)).toBe(true);
  });

  test.each([0, 20, 150, 400])("when it is cancelled after %i ms", async (afterMs) => {
    const base = makeBase();
    const signal = AbortSignal.timeout(afterMs);
    await expect(startServer(anyInstallation(), { ...inBase(base), signal })).rejects.toMatchObject({
      code: "CANCELLED",
    });
    expect(await isSoonEmpty(base, KILLED_WITHIN_MS)).toBe(true);
  });

  test("when no directory is writable with a path short enough for a socket", async () => {
    const long = `/tmp/${"long".repeat(25)}`;
    const start = startServer(anyInstallation(), { ...inBase(long), baseDirectories: [long, "/nowhere"] });
    await expect(start).rejects.toThrow("short path");
  });
});

test("a server that dies is noticed and cleaned up", async () => {
  const base = makeBase();
  const server = await startServer(anyInstallation(), inBase(base));
  process.kill(server.handle.pid, "SIGKILL");
  expect(await isSoonEmpty(base, 10_000)).toBe(true);
  await server.stop();
});

function inBase(base: string): StartOptions {
  return { kind: "private", lifetime: "process", baseDirectories: [base] };
}
