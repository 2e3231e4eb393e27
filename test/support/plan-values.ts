import { parseFlywayVersion } from "../../src/files/layouts/flyway-name.ts";
import { parseNumberVersion } from "../../src/files/layouts/numbered-name.ts";
import type { MigrationFile, MigrationSet } from "../../src/files/migration-file.ts";
import type { Ledger, LedgerRow } from "../../src/ledger/ledger.ts";
import { makeDownStep, makeUpStep } from "../../src/plan/make-step.ts";
import type { Step } from "../../src/plan/plan.ts";

export const LEDGER_NAME = { schema: "public", table: "schema_migrations" } as const;

/** A file as the disk reader would give it; `sha256:` and its text in place of a real checksum. */
export function makeFile(stem: string, text = "SELECT 1;"): MigrationFile {
  const [, version = "", name = ""] = /^(\d+)[_-](.*)$/.exec(stem) ?? [];
  const parsed = parseNumberVersion(version);
  if (parsed === null) throw new Error(`${stem} has no version.`);
  return {
    kind: "versioned",
    file: `m/${stem}.sql`,
    stem,
    name,
    version: parsed,
    text,
    transactions: "runner",
    checksum: `sha256:${text}`,
    down: null,
  };
}

/** A repeatable one, as Flyway's layout gives it. */
export function makeRepeatable(name: string, text = "SELECT 1;"): MigrationFile {
  const version = parseFlywayVersion(`R__${name}`);
  if (version === null) throw new Error(`${name} is no name.`);
  const file = makeFile("0_x", text);
  return { ...file, kind: "repeatable", version, name, stem: version.text, file: `m/${version.text}.sql` };
}

export const makeSet = (...stems: string[]): MigrationSet => ({
  layout: { name: "plain", wayBack: "`NAME.down.sql` beside it", parseVersion: parseNumberVersion },
  files: stems.map((stem) => makeFile(stem)),
});

export function makeStep(stem: string, text?: string): Step {
  return makeUpStep(makeFile(stem, text), LEDGER_NAME);
}

/** The step that takes `stem` back by `text`, whose row is `row`. */
export function makeStepDown(stem: string, text: string, row: LedgerRow): Step {
  const down = { file: `m/${stem}.down.sql`, text, transactions: "runner" } as const;
  return makeDownStep({ file: makeFile(stem), down, row }, LEDGER_NAME);
}

export function makeRow(version: string, values: Partial<LedgerRow> = {}): LedgerRow {
  return {
    version,
    name: null,
    checksum: null,
    status: "completed",
    appliedAt: null,
    appliedBy: null,
    executionTimeMs: null,
    statementsDone: null,
    errorMessage: null,
    batch: null,
    origin: null,
    ...values,
  };
}

/** A ledger of ours with these rows; a version alone is a completed one. */
export const makeLedger = (...rows: (string | LedgerRow)[]): Ledger => ({
  schemaExists: true,
  kind: "table",
  columns: new Map(),
  historyColumns: new Map(),
  hasStatusFunction: true,
  hasStatusView: true,
  versionIsStem: false,
  expectation: "absent",
  lastBatch: 0,
  state: "ours",
  rows: rows.map((row) => (typeof row === "string" ? makeRow(row) : row)),
});
