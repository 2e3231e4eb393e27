import { expect, test } from "vitest";
import type { Row, Session } from "../../../src/database/session.ts";
import type { MigrationSet } from "../../../src/files/migration-file.ts";
import type { Inputs } from "../../../src/inputs/inputs.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import type { Flow, Planned } from "../../../src/pipeline/flow.ts";
import { withAdoption } from "../../../src/pipeline/with-adoption.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeSet } from "../../support/plan-values.ts";

const CANDIDATE = {
  ...{ schema: "public", table: "schema_migrations", beside: [], user_reads: true, role_reads: true },
  columns: { version: "bigint", dirty: "boolean" },
};

/** How many round trips it takes, and the codes of the refusals, where the catalog has `tables`. */
async function seek(
  ledger: Ledger,
  tables: readonly Row[],
  inputs: Partial<Inputs> = {},
  set: MigrationSet = makeSet("1_a"),
) {
  const messages: string[] = [];
  const session = {
    queries: async (message: string) => {
      messages.push(message);
      const rows = messages.length === 1 ? tables : [{ rows: [{ version: "7", dirty: "false" }] }];
      const settings = message.split("; ").filter((statement) => statement.startsWith("SET "));
      return [...settings.map(() => []), rows];
    },
  } as unknown as Session;
  const given = { command: "up", role: null, adoptFrom: null, ledger: LEDGER_NAME, ...inputs };
  const flow = { inputs: given } as unknown as Flow;
  const plan = makePlan(set, ledger, {
    range: { target: null, version: null, steps: null },
    outOfOrder: "refuse",
    halfWay: "resume",
    ledger: LEDGER_NAME,
    target: { host: "h", port: 1, database: "d" },
  });
  const after = await withAdoption(flow, session, { set, ledger, plan } as Planned);
  return {
    turns: messages.length,
    refusals: after.plan.refusals,
    codes: after.plan.refusals.map(({ code }) => code),
    notices: after.plan.notices,
  };
}

test("looking for other ledgers costs nothing where ours has rows, one round trip where there is none, two where one is", async () => {
  expect((await seek(makeLedger("1"), [CANDIDATE])).turns).toBe(0);
  expect(await seek(makeLedger(), [])).toMatchObject({ turns: 1, codes: [], notices: [] });
  expect(await seek(makeLedger(), [CANDIDATE])).toMatchObject({ turns: 2, codes: ["ADOPTION_NEEDED"] });
  expect((await seek({ ...makeLedger(), state: "absent" }, [CANDIDATE])).codes).toEqual(["ADOPTION_NEEDED"]);
});

test("nor does it cost anything where the answer would change nothing", async () => {
  expect((await seek(makeLedger(), [CANDIDATE], { adoptFrom: "none" })).turns).toBe(0);
  expect((await seek(makeLedger(), [CANDIDATE], { command: "adopt" })).turns).toBe(0);
  expect((await seek({ ...makeLedger(), state: "foreign" }, [CANDIDATE])).turns).toBe(0);
});

test("a table in the place of ours is called by its tool's name, from the columns that are known already", async () => {
  const columns = new Map([
    ["version", "bigint"],
    ["dirty", "boolean"],
  ]);
  const { turns, refusals } = await seek({ ...makeLedger(), state: "foreign", columns }, []);
  expect(turns).toBe(0);
  expect(refusals).toMatchObject([
    { code: "LEDGER_FOREIGN", message: expect.stringContaining("the ledger of golang-migrate, not ours") },
  ]);
});

test("what else the plan refuses is refused beside it, in its order", async () => {
  const set = { ...makeSet(), files: [makeFile("1_a", "VACUUM; CREATE TABLE a (id int);")] };
  const { codes } = await seek({ ...makeLedger(), state: "foreign" }, [], {}, set);
  expect(codes).toEqual(["LEDGER_FOREIGN", "PLAN_TRANSACTION_MIX"]);
});

test("a command that applies nothing says it and goes on", async () => {
  const { codes, notices } = await seek(makeLedger(), [CANDIDATE], { command: "status" });
  expect(codes).toEqual([]);
  expect(notices.join()).toContain("golang-migrate");
});
