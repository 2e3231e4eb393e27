import { expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { makeUpStep } from "../../src/plan/make-step.ts";
import type { Step } from "../../src/plan/plan.ts";
import { LeftOut } from "../../src/rehearsal/left-out.ts";
import type { OpenedSite } from "../../src/rehearsal/open-site.ts";
import type { RehearsalRequest } from "../../src/rehearsal/rehearsal-request.ts";
import { replayAside } from "../../src/rehearsal/replay-aside.ts";
import { LEDGER_NAME, makeSet } from "../support/plan-values.ts";
import { describeOnNewest, freshDatabase, type TestServer } from "../support/servers.ts";
import { parsed } from "../unit/inputs/support.ts";

/** The replay of one applied file with this `sql`, given up after `limitMs`, and the signal that cancels the run. */
async function begin(server: TestServer, sql: string, limitMs: number) {
  const cancel = new AbortController();
  const database = await freshDatabase(server);
  const { open } = makeConnector(database.settings, 5_000);
  const [file] = makeSet("1_a").files;
  const steps: readonly Step[] = file === undefined ? [] : [makeUpStep({ ...file, text: sql }, LEDGER_NAME)];
  const opened = {
    site: { makeAside: async () => ({ openBuilder: open, openUser: open }) },
    cluster: { roles: [], memberships: [], schemas: [], settings: [] },
    makeLeftOut: () => new LeftOut(new Set(), new Map(), []),
  } as unknown as OpenedSite;
  const request = {
    inputs: parsed({}),
    target: { user: server.settings.user },
    appliedSteps: () => steps,
    execution: {
      recorder: { ledger: LEDGER_NAME, runMark: "0123456789ab", planDigest: "sha256:x", toolVersion: "0" },
      settings: { lockTimeoutMs: 2_000, statementTimeoutMs: 0, role: null },
    },
    signal: cancel.signal,
  } as unknown as RehearsalRequest;
  const scope = { major: server.major, ledgerSchema: "public", leftOut: [], owners: [] };
  const scopes = Promise.resolve({ site: scope, target: scope });
  return { cancel, aside: replayAside(opened, request, scopes, limitMs) };
}

describeOnNewest("the applied files, run again beside the rehearsal", (server) => {
  test("make a schema that is read when all have run", async () => {
    const { aside } = await begin(server, "CREATE TABLE t (a int)", 20_000);
    const expected = await aside.expected;
    expect(expected.known && expected.schema.facts.map(({ object }) => object)).toContain("table public.t");
  });

  test("are given up when they take too long, and what they make is not known then", async () => {
    const begun = performance.now();
    const { aside } = await begin(server, "SELECT pg_sleep(30)", 1_500);
    expect(await aside.expected).toEqual({
      known: false,
      why: "Running the applied files again took longer than 1.5 s and was given up.",
    });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test("end at once when nobody asks any more, or the run is cancelled", async () => {
    const begun = performance.now();
    const { aside } = await begin(server, "SELECT pg_sleep(30)", 25_000);
    aside.expected.catch(() => {});
    await aside.stop();
    const cancelled = await begin(server, "SELECT pg_sleep(30)", 25_000);
    setTimeout(() => cancelled.cancel.abort(), 300);
    await expect(cancelled.aside.expected).rejects.toThrow();
    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});
