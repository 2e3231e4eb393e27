import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { readCatalogFacts } from "../../src/database/read-catalog-facts.ts";
import type { Session } from "../../src/database/session.ts";
import { readMigrations } from "../../src/files/read-migrations.ts";
import { findHazards } from "../../src/hazards/find-hazards.ts";
import { mentionedNames } from "../../src/hazards/mentioned-names.ts";
import { makeRecorder } from "../../src/ledger/make-recorder.ts";
import { readLedger } from "../../src/ledger/read-ledger.ts";
import { makeUpStep } from "../../src/plan/make-step.ts";
import { LeftOut } from "../../src/rehearsal/left-out.ts";
import { runStep } from "../../src/rehearsal/run-step.ts";
import { Tracer } from "../../src/rehearsal/trace/tracer.ts";
import { parseSteps } from "../../src/syntax/parse-steps.ts";
import { disagreements } from "../support/agreement.ts";
import { CORPORA, hasCorpora } from "../support/corpora.ts";
import { BIG, parse } from "../support/hazard-values.ts";
import { databaseFor, E2B, HISTORIES, type History } from "../support/histories.ts";
import { LEDGER_NAME } from "../support/plan-values.ts";
import { describeOnNewest, type TestServer } from "../support/servers.ts";
import { parsed } from "../unit/inputs/support.ts";

/** What was compared of a history. */
interface Compared {
  /** A line for each difference between what is claimed and what was seen. */
  readonly lines: readonly string[];
  /** Statements with a trace, and hazards at `high` or above. */
  readonly traced: number;
  readonly high: number;
}

/** Each file of a history as a pending one of its own, over all before it: what is claimed of it beside what is seen. */
async function lookAt(server: TestServer, history: History): Promise<Compared> {
  const database = await databaseFor(server, history);
  const { files } = await readMigrations(join(CORPORA, history.name), "auto");
  const open = () => makeConnector(database.settings, 5_000).open();
  const [session, reader] = [await open(), await open()];
  const lines: string[] = [];
  let traced = 0;
  let high = 0;
  try {
    const tracer = new Tracer(session, LEDGER_NAME);
    for (const file of files) {
      const step = makeUpStep(file, LEDGER_NAME);
      const [statement] = parseSteps([step], parse);
      const found = (await findOn(reader, statement === undefined ? [] : [statement], server)).get(step);
      const { traces, failure } = await runStep(session, step, await executionOn(session), NOTHING, tracer);
      expect(failure).toBeNull();
      high += found?.hazards.filter(({ level }) => level === "high" || level === "error").length ?? 0;
      for (const { actions, index, statement: own } of statement?.statements ?? []) {
        const trace = traces[index];
        if (trace == null) continue;
        traced++;
        for (const line of disagreements(actions, found?.effects[index] ?? [], trace, index))
          lines.push(`${file.stem}:${own.line} ${line}`);
      }
    }
  } finally {
    await session.close();
    await reader.close();
  }
  return { lines, traced, high };
}

const NOTHING = new LeftOut(new Set(["plpgsql"]), new Map(), []);

async function findOn(reader: Session, steps: ReturnType<typeof parseSteps>, { major }: TestServer) {
  const limit = { role: null, limitMs: 5_000, major };
  const facts = await readCatalogFacts(reader, mentionedNames(steps), limit);
  const big = facts && { ...facts, relations: facts.relations.map((one) => ({ ...one, ...BIG })) };
  return findHazards({ steps, facts: big, server: { major }, parse });
}

async function executionOn(session: Session) {
  const ledger = await readLedger(session, LEDGER_NAME, null);
  const recorder = makeRecorder({
    inputs: parsed({}),
    ledger,
    creation: null,
    runMark: "0123456789ab",
    planDigest: "sha256:x",
    toolVersion: "0",
    redact: (text) => text,
  });
  return { recorder, ledger, settings: { lockTimeoutMs: 2_000, statementTimeoutMs: 0, role: null } };
}

describe.skipIf(!hasCorpora)("what is claimed of real histories is what is seen of them", () => {
  describeOnNewest("each file over all before it", (server) => {
    test.for([...HISTORIES, E2B])("$name", { timeout: 240_000 }, async (history) => {
      const { lines, traced, high } = await lookAt(server, history);
      console.log(`${history.name}: ${traced} statements traced, ${high} hazards at high or above.`);
      expect(lines).toEqual([]);
      expect(traced).toBeGreaterThan(5);
    });
  });
});
