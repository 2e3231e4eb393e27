import type { Leaving, MarkedStatement, MigrationKind, TortureMigration } from "./migration.ts";
import type { Random, Weighted } from "./random.ts";

/** A file's statements while they are drawn. */
interface Draft {
  readonly version: string;
  readonly statements: MarkedStatement[];
}

/** Migrations in their order; the first makes the table of marks. `count`: how many. */
export function makeMigrations(random: Random, count: number): readonly TortureMigration[] {
  return Array.from({ length: count }, (_, index) => {
    const version = String(index + 1).padStart(3, "0");
    return index === 0 ? makeFirst(version) : makeMigration(version, random);
  });
}

function makeFirst(version: string): TortureMigration {
  const draft: Draft = { version, statements: [] };
  add(draft, "CREATE TABLE marks (version text NOT NULL, part int NOT NULL)", {
    kind: "table",
    name: "marks",
  });
  add(draft, SLOWLY, { kind: "none" });
  mark(draft);
  return finish(draft, "plain");
}

/** An index on what it gives takes 30 ms a row to build, and as long again to check. */
const SLOWLY = `CREATE FUNCTION slowly(part int) RETURNS int IMMUTABLE LANGUAGE plpgsql
AS 'BEGIN PERFORM pg_sleep(0.03); RETURN part; END'`;

function makeMigration(version: string, random: Random): TortureMigration {
  const draft: Draft = { version, statements: [] };
  const kind = random.pick<MigrationKind>([
    [24, "plain"],
    [36, "slow"],
    [10, "wrapped"],
    [12, "counted"],
    [8, "mixed"],
    [10, "index"],
  ]);
  MAKERS[kind](draft, random);
  return finish(draft, kind);
}

const MAKERS: Readonly<Record<MigrationKind, (draft: Draft, random: Random) => void>> = {
  plain: (draft) => {
    table(draft);
    mark(draft);
  },
  slow: (draft, random) => {
    const order = random.pick(SLOW_ORDERS);
    for (const step of order) SLOW_STEPS[step](draft, random);
  },
  wrapped: (draft, random) => {
    mark(draft);
    if (random.chance(0.5)) sleep(draft, random);
    table(draft);
  },
  counted: (draft, random) => {
    for (let left = random.integer(2, 4); left > 0; left--) {
      mark(draft);
      if (random.chance(0.4)) sleep(draft, random);
    }
    table(draft);
  },
  mixed: (draft, random) => {
    mark(draft);
    const unit = draft.statements.length;
    add(draft, "BEGIN", { kind: "none" }, unit);
    mark(draft, unit);
    mark(draft, unit);
    add(draft, "COMMIT", { kind: "none" }, unit);
    if (random.chance(0.5)) sleep(draft, random);
    index(draft, random);
    mark(draft);
  },
  index,
};

type SlowStep = "sleep" | "table" | "mark";

const SLOW_STEPS: Readonly<Record<SlowStep, (draft: Draft, random: Random) => void>> = {
  sleep: (draft, random) => sleep(draft, random),
  table: (draft) => table(draft),
  mark: (draft) => mark(draft),
};

/** Time passes before, between or after what can be counted. */
const SLOW_ORDERS: readonly Weighted<readonly SlowStep[]>[] = [
  [1, ["sleep", "table", "mark"]],
  [1, ["table", "sleep", "mark"]],
  [1, ["mark", "table", "sleep"]],
];

function table(draft: Draft): void {
  const name = `t${draft.version}`;
  add(draft, `CREATE TABLE ${name} (id int PRIMARY KEY, note text)`, { kind: "table", name });
}

function index(draft: Draft, random: Random): void {
  const name = `marks_${draft.version}`;
  const key = random.chance(0.5) ? "slowly(part)" : "version, part";
  add(draft, `CREATE INDEX CONCURRENTLY ${name} ON marks (${key})`, { kind: "index", name });
}

/** `unit`: the first statement of the file's own transaction that it is in. */
function mark(draft: Draft, unit?: number): void {
  const part = draft.statements.filter(({ leaves }) => leaves.kind === "mark").length + 1;
  const sql = `INSERT INTO marks (version, part) VALUES ('${draft.version}', ${part})`;
  add(draft, sql, { kind: "mark", part }, unit);
}

function sleep(draft: Draft, random: Random): void {
  const seconds = random.integer(20, 200) / 1_000;
  add(draft, `SELECT pg_sleep(${seconds})`, { kind: "none" });
}

function add(draft: Draft, sql: string, leaves: Leaving, unit = draft.statements.length): void {
  const isPlain = /^(INSERT|CREATE TABLE)/.test(sql) && unit === draft.statements.length;
  draft.statements.push({ sql, leaves, counted: isPlain ? "with" : "after", unit });
}

function finish({ version, statements }: Draft, kind: MigrationKind): TortureMigration {
  const isHeaded = kind === "counted" || kind === "mixed";
  const lines = [
    ...(isHeaded ? ["-- migrate:no-transaction"] : []),
    ...(kind === "wrapped" ? ["BEGIN;"] : []),
    ...statements.map(({ sql }) => `${sql};`),
    ...(kind === "wrapped" ? ["COMMIT;"] : []),
  ];
  return {
    version,
    kind,
    fileName: `${version}_${kind}.sql`,
    sql: `${lines.join("\n")}\n`,
    mode: isHeaded || kind === "index" ? "no-transaction" : "transaction",
    statements,
  };
}
