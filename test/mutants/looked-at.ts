/** Survivors that somebody has looked at. */
export interface LookedAt {
  /** Below src. */
  readonly file: string;
  /** The source that was mutated and what it became, blanks as one, `OLD => NEW`; or what all of several are like. */
  readonly change: string | RegExp;
  /** Why no test is to notice: it is the same program, or what differs is nothing that anybody was promised. */
  readonly why: string;
}

/** `npm run mutants` fails on those that nothing survives for any more: killed since, or the source has changed. */
export const LOOKED_AT: readonly LookedAt[] = [
  {
    file: "gate/check-gate.ts",
    change: "notRehearsed[0]?.why => notRehearsed[0].why",
    why: "There is one: the line before has asked.",
  },
  {
    file: "gate/database-need.ts",
    change: "-1 => +1",
    why: "Where nothing is expected the number is not looked at.",
  },
  {
    file: "gate/hazard-need.ts",
    change: /^(failOn === "never" => false|"never" => "")$/,
    why: "`never` is none of the levels, so none of them stops: the same answer, later.",
  },
  {
    file: "gate/hazard-need.ts",
    change: '[] => ["Stryker was here"]',
    why: "A text in the place of a list of hazards has no level, and stops nothing.",
  },
  {
    file: "gate/plan-need.ts",
    change: "run.at(-1)?.row => run.at(-1).row",
    why: "A batch that is told has applied something.",
  },
  {
    file: "gate/plan-need.ts",
    change: /\.trim\(\) => /,
    why: "A blank at the end of a sentence, where the reviewed plan had nothing to do.",
  },
  {
    file: "ledger/make-ledger-ddl.ts",
    change: /^(\[\[key, ""\]\] => \[\]|\[key, ""\] => \[\]|"" => "Stryker was here!")$/,
    why: "Adds `IF NOT EXISTS` what a table was just made with. Of a file's own history the next run adds it.",
  },
  {
    file: "ledger/copy-rows.ts",
    change: "value === null => false",
    why: "`null` is SQL's NULL in lower case.",
  },
  {
    file: "ledger/read-ledger.ts",
    change: /\?\.\[0\] => .*\)\[0\]$/,
    why: "The server gives a row to each of these questions.",
  },
  {
    file: "ledger/read-ledger.ts",
    change: /^columns\.size > 0 => (columns\.size >= 0|true)$/,
    why: "No columns are no shape C either.",
  },
  {
    file: "ledger/read-ledger.ts",
    change: /^(isConnectionLoss\(error\) => false|\[\] => \["Stryker was here"\])$/,
    why: "Where the connection is lost the next message says so too; a text in place of an answer has no length of rows.",
  },
  {
    file: "ledger/read-ledger.ts",
    change: /^("" => "Stryker was here!"|value === undefined => false|"completed" => "")$/,
    why: "Whatever is no type, no object and no status word ends as foreign, empty and completed.",
  },
  {
    file: "ledger/record-down.ts",
    change: '[] => ["Stryker was here"]',
    why: "One more spelling that no row has.",
  },
  {
    file: "ledger/record.ts",
    change: "statementsDone === null => false",
    why: "`null` is SQL's NULL, and the column's default.",
  },
];
