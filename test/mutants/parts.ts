/** Mutants that are made together, and the tests that are to notice them. */
export interface Part {
  /** As `npm run mutants -- NAME` has it: the directory below src. */
  readonly name: string;
  /** The stage whose score it counts for. */
  readonly stage: Stage;
  /** Which tests are run against them: globs of Vitest. */
  readonly tests: readonly string[];
  /** server: those tests have a PostgreSQL server, the newest of this machine. */
  readonly needs: "nothing" | "server";
}

export type Stage = "files" | "ledger" | "plan" | "gate";

/**
 * The pure stages, each shown to the tests that mirror it and to no others: what only a test of something else would
 * notice counts as survived. What the ledger's sources write is SQL, and whether that is right a server says.
 */
export const PARTS: readonly Part[] = [
  {
    name: "files",
    stage: "files",
    tests: ["test/unit/files/*.test.ts", "test/unit/docs/format.test.ts"],
    needs: "nothing",
  },
  {
    name: "files/sql",
    stage: "files",
    tests: ["test/unit/files/sql/*.test.ts", "test/unit/files/{make-script,ledger-statements}.test.ts"],
    needs: "nothing",
  },
  { name: "files/layouts", stage: "files", tests: ["test/unit/files/layouts/*.test.ts"], needs: "nothing" },
  { name: "files/large", stage: "files", tests: ["test/unit/files/large/*.test.ts"], needs: "nothing" },
  {
    name: "ledger",
    stage: "ledger",
    tests: ["test/unit/ledger/*.test.ts", "test/database/ledger/*.test.ts", "test/unit/docs/format.test.ts"],
    needs: "server",
  },
  {
    name: "plan",
    stage: "plan",
    tests: ["test/unit/plan/*.test.ts", "test/unit/docs/format.test.ts"],
    needs: "nothing",
  },
  { name: "gate", stage: "gate", tests: ["test/unit/gate/*.test.ts"], needs: "nothing" },
];

/**
 * Tests that are left out: they read files beside the project, or take seconds, which is too long once for each mutant.
 * What only they would notice counts as survived too.
 */
export const LEFT_OUT: readonly string[] = [
  "test/unit/files/**/{corpora,goose-corpora,flyway.corpora}.test.ts",
  "test/unit/files/sql/{large-inputs,split-statements.parser}.test.ts",
  "test/unit/files/large/layouts-in-large-files.test.ts",
];

/** Where a part's report is, and what else it leaves behind: not committed. */
export const workFile = (part: Part, ending: string): string =>
  `.mutants/${part.name.replaceAll("/", "-")}${ending}`;

/** The part that MUTANTS_PART names. Throws where it names none. */
export function partOfThisRun(): Part {
  const name = process.env["MUTANTS_PART"];
  const part = PARTS.find((one) => one.name === name);
  if (part === undefined) throw new Error(`MUTANTS_PART names no part: ${name}`);
  return part;
}
