import { describe, expect, onTestFinished, test } from "vitest";
import { installations } from "../support/local-servers.ts";
import { hasLockOracle, type OracleCase, oracleCases } from "../support/lock-oracle.ts";
import { describeOnServers, type TestServer, testServers } from "../support/servers.ts";
import { startLocalServer } from "../support/start-local-server.ts";
import { knownDifferences } from "../support/trace-exceptions.ts";
import { makeOracleTemplate, traceCase } from "../support/trace-oracle.ts";

const casesOn = (major: number): readonly OracleCase[] =>
  hasLockOracle ? oracleCases().filter(({ byMajor }) => byMajor.has(major)) : [];

async function expectAgreement(server: TestServer, file: OracleCase["file"]): Promise<void> {
  const template = await makeOracleTemplate(server);
  const cases = casesOn(server.major).filter((one) => one.file === file);
  const [found, known] = [new Map<string, readonly string[]>(), new Map<string, readonly string[]>()];
  for (const one of cases) {
    const finding = one.byMajor.get(server.major);
    if (finding === undefined) continue;
    const differences = await traceCase(template, one, finding);
    if (differences.length > 0) found.set(one.name, differences);
    const exceptions = knownDifferences(one.name);
    if (exceptions.length > 0) known.set(one.name, exceptions);
  }
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(known));
  expect(cases.length).toBeGreaterThan(40);
}

const FILES = ["transactional", "more"] as const;

describe.skipIf(!hasLockOracle)("traces say what the lock oracle says, but for what is explained", () => {
  describeOnServers((server) => {
    test.for(FILES)("%s", { timeout: 240_000 }, (file) => expectAgreement(server, file));
  });

  /** A major in between, where it is at hand and not one of the servers of this run. */
  const others = installations.filter(
    ({ major }, index) =>
      major >= 11 &&
      major <= 18 &&
      !testServers().some((server) => server.major === major) &&
      installations.findIndex((one) => one.major === major) === index,
  );
  test.for(others.map(({ major }) => major))("on PostgreSQL %i", { timeout: 480_000 }, async (major) => {
    const binaries = others.find((one) => one.major === major);
    if (binaries === undefined) return;
    const { server, stop } = await startLocalServer(binaries);
    // Before what needs the server at the end of the test: the last to be registered is the first to be done.
    onTestFinished(stop);
    for (const file of FILES) await expectAgreement(server, file);
  });
});
