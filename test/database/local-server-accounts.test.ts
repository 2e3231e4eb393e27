import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../../src/database/local-server/start-server.ts";
import { connect } from "../support/connect.ts";
import { holdServer } from "../support/held-server.ts";
import {
  anyInstallation,
  installations,
  isSoonEmpty,
  leftoversIn,
  makeBase,
} from "../support/local-servers.ts";
import { processesNaming } from "../support/processes.ts";

const isRoot = process.getuid?.() === 0;
const embedded = installations.find(({ binDirectory }) => binDirectory.includes("node_modules"));

test.runIf(isRoot)("root's server runs as another account, which owns all of it", async () => {
  const server = await startServer(anyInstallation(), { kind: "private", lifetime: "process" });
  onTestFinished(() => server.stop());
  const owner = statSync(server.directory).uid;
  expect(owner).not.toBe(0);
  for (const pid of await processesNaming(server.directory)) expect(statSync(`/proc/${pid}`).uid).toBe(owner);
});

test.runIf(isRoot)("an ordinary user's server runs as that user", async () => {
  const base = makeBase();
  const holding = holdServer(
    {
      binaries: anyInstallation(),
      options: { kind: "private", lifetime: "process", baseDirectories: [base] },
      next: "wait",
    },
    { uid: 65534, gid: 65534 },
  );
  const { directory } = await holding.ready;
  expect(statSync(directory).uid).toBe(65534);
  holding.child.kill("SIGTERM");
  expect(await isSoonEmpty(base, 10_000)).toBe(true);
});

test.runIf(isRoot && embedded)(
  "root's server runs from a copy when only root can read the installation",
  async () => {
    const base = makeBase();
    const closed = mkdtempSync("/tmp/closed-");
    onTestFinished(() => rmSync(closed, { recursive: true, force: true }));
    const installed = join(String(embedded?.binDirectory), "..");
    mkdirSync(join(closed, "pg"));
    cpSync(installed, join(closed, "pg"), { recursive: true, verbatimSymlinks: true });
    const binaries = { ...anyInstallation(), ...embedded, binDirectory: join(closed, "pg", "bin") };

    const server = await startServer(binaries, {
      kind: "private",
      lifetime: "process",
      baseDirectories: [base],
    });
    const client = await connect(server.settings);
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await server.stop();
    expect(await leftoversIn(base)).toEqual([]);
  },
);
