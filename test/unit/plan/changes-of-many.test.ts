import { describe, expect, test } from "vitest";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import { SUM_MODULUS } from "../../../src/plan/digest.ts";
import { makeDownPlan } from "../../../src/plan/make-down-plan.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { namePlanChanges } from "../../../src/plan/plan-changes.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeSet } from "../../support/plan-values.ts";

const HERE = { host: "db.example.com", port: 5432, database: "app" };
const ALL = { target: null, version: null, steps: null };
const RULES = { outOfOrder: "allow", halfWay: "resume", ledger: LEDGER_NAME } as const;

const many = (count: number) => Array.from({ length: count }, (_, index) => makeFile(`${index + 1}_m`));
interface More {
  readonly version?: string;
  readonly target?: typeof HERE;
}

const planOf = (
  files: readonly MigrationFile[],
  rows: readonly string[] = [],
  { version = "", target = HERE }: More = {},
): Plan =>
  makePlan({ ...makeSet(), files }, makeLedger(...rows), {
    ...RULES,
    range: { ...ALL, version: version === "" ? null : version },
    target,
  });
const downOf = (files: readonly MigrationFile[], steps: number, ...rows: string[]): Plan =>
  makeDownPlan({ ...makeSet(), files }, makeLedger(...rows), {
    ...RULES,
    range: { target: null, steps, batch: null },
    target: HERE,
  });

/** What has changed, files by their stems. */
function changes(then: Plan | string, plan: Plan, direction: "up" | "down" = "up") {
  const expected = typeof then === "string" ? then : then.digest;
  const found = namePlanChanges({ expected, plan, direction, target: HERE, ledger: LEDGER_NAME });
  if (found.kind !== "known") return found.kind;
  const stems = (list: readonly MigrationFile[]) => list.map(({ stem }) => stem);
  const { edited } = found;
  return { added: stems(found.added), notAsked: stems(found.notAsked), edited };
}

const added = (...stems: string[]) => ({ added: stems, notAsked: [], edited: null });

describe("of more files than every run of neighbours is tried of, it is found", () => {
  const sixty = many(60);

  test("that the last ones are new", () => {
    const last = sixty.slice(30).map(({ stem }) => stem);
    expect(changes(planOf(sixty.slice(0, 30)), planOf(sixty))).toEqual(added(...last));
  });

  test("that a single one between them is", () => {
    expect(changes(planOf(sixty.toSpliced(20, 1)), planOf(sixty))).toEqual(added("21_m"));
  });

  test("that it was a single one", () => {
    const others = sixty.toSpliced(59, 1).map(({ stem }) => stem);
    expect(changes(planOf(sixty, [], { version: "60" }), planOf(sixty))).toEqual(added(...others));
  });

  test("that there was none", () => {
    const others = sixty.slice(1).map(({ stem }) => stem);
    expect(changes(planOf(sixty.slice(0, 1), ["1"]), planOf(sixty, ["1"]))).toEqual(added(...others));
  });

  test("and not that two neighbours are, as it is of fifty", () => {
    expect(changes(planOf(sixty.toSpliced(20, 2)), planOf(sixty))).toBe("other-files");
    const fifty = many(50);
    expect(changes(planOf(fifty.toSpliced(20, 2)), planOf(fifty))).toEqual(added("21_m", "22_m"));
  });
});

test.each([
  ["one text by as much as its place times that", 5, 10, "2_m"],
  ["several, where no place fits", 5, 30, "several"],
  ["several that are the same in their sum", 0, 5, "several"],
  ["several that are the same in their places", 5, 0, "several"],
  ["none", 0, 0, null],
])("the sums of a digest have moved for %s", (_, sum, placedSum, edited) => {
  const plan = planOf(many(5));
  const { digest } = plan;
  const moved = (from: number, by: number) =>
    ((Number.parseInt(digest.slice(from, from + 4), 16) + by) % SUM_MODULUS).toString(16).padStart(4, "0");
  const then = `${digest.slice(0, 19)}${moved(19, sum)}${moved(23, placedSum)}${digest.slice(27)}`;
  const found = changes(then, plan);
  const named = typeof found === "string" || typeof found.edited === "string" ? found : found.edited?.stem;
  expect(named ?? null).toEqual(edited === "several" ? { added: [], notAsked: [], edited } : edited);
});

test("a run of neighbours that was a batch is found", () => {
  const files = many(5).map((file) => ({
    ...file,
    down: { file: `m/${file.stem}.down.sql`, text: "SELECT 1;", transactions: "runner" as const },
  }));
  const rows = files.map(({ version }) => version.text);
  const all = downOf(files, 5, ...rows);
  const batch = makeDownPlan(
    { ...makeSet(), files },
    makeLedger(
      ...makeLedger(...rows).rows.map((row, index) => ({
        ...row,
        batch: index === 1 || index === 2 ? 2 : 1,
      })),
    ),
    { ...RULES, range: { target: null, steps: null, batch: 2 }, target: HERE },
  );
  expect(changes(batch, all, "down")).toEqual(added("5_m", "4_m", "1_m"));
});

test("a plan down is made again of what has a way back", () => {
  const files = many(5).map((file, index) =>
    index === 3
      ? file
      : {
          ...file,
          down: { file: `m/${file.stem}.down.sql`, text: "SELECT 1;", transactions: "runner" as const },
        },
  );
  const rows = files.map(({ version }) => version.text);
  const found = changes(downOf(files, 3, ...rows), downOf(files, 1, ...rows), "down");
  expect(found).toEqual({ added: [], notAsked: ["3_m"], edited: null });
});

test("the way back of a file has no part in a plan up", () => {
  const down = {
    file: "m/1_m.down.sql",
    text: "DROP INDEX CONCURRENTLY i;",
    transactions: "runner" as const,
  };
  const files = [{ ...makeFile("1_m"), down }];
  expect(changes(planOf(files), planOf([...files, makeFile("2_m")]))).toEqual(added("2_m"));
});

describe("a plan for another database is told from one that has nothing to do with today's", () => {
  const elsewhere = { target: { ...HERE, host: "other" } };
  const files = many(3);

  test("where it had the same files, or the ledger stood where ours has stood", () => {
    expect(changes(planOf(files, ["1"], elsewhere), planOf(files, ["1"]))).toBe("other-target");
    expect(changes(planOf(many(2), ["1"], elsewhere), planOf(files, ["1"]))).toBe("other-target");
    const late = planOf([...files, makeFile("9_x")], ["9"], elsewhere);
    expect(changes(late, planOf(files))).toBe("other-target");
    expect(changes(planOf([...many(2), makeFile("9_x")], ["9"], elsewhere), planOf(files))).toBe(
      "not-comparable",
    );
  });

  test("where it is no digest at all, or today's is none", () => {
    expect(changes("sha256:nonsense", planOf(files))).toBe("not-comparable");
    expect(changes(planOf(files), { ...planOf(files), digest: "" })).toBe("not-comparable");
  });
});
