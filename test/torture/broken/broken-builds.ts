/** A build that is wrong on purpose: the driver must find out. */
export interface BrokenBuild {
  readonly name: string;
  /** What is wrong with it. */
  readonly description: string;
  readonly changes: readonly SourceChange[];
  /** What a violation says that it leads to: another one does not count as caught. */
  readonly leadsTo: RegExp;
}

/** A piece of the source, which must be there exactly once, and what is put in its place. */
export interface SourceChange {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Those that the driver must catch. */
export const BROKEN_BUILDS: readonly BrokenBuild[] = [
  {
    name: "no-lock",
    description: "Every runner believes that it has the run lock, whether the server gave it or not.",
    changes: [
      {
        file: "src/database/run-lock.ts",
        from: 'if (results.at(-1)?.[0]?.["taken"] === true)',
        to: 'if (results.at(-1)?.[0]?.["taken"] !== undefined)',
      },
    ],
    leadsTo:
      /runners applied something in one race|though the run lock was held|though nothing is unfinished/,
  },
  {
    name: "ledger-last",
    description: "The ledger's row is written after the file's statements instead of before them.",
    changes: [
      {
        file: "src/execution/make-transaction.ts",
        from: "    ...row.map(own),\n    ...fileParts(step, hasOwnRow && !makesLedger ? withdrawRow(recorder, file) : null),\n",
        to: "    ...fileParts(step, hasOwnRow && !makesLedger ? withdrawRow(recorder, file) : null),\n    ...row.map(own),\n",
      },
    ],
    leadsTo: /MIGRATION_FAILED: /,
  },
  {
    name: "no-reread",
    description:
      "After a lost connection the ledger is not read again: what was under way counts as rolled back.",
    changes: [
      {
        file: "src/apply/apply-transactions.ts",
        from: "  for (const step of rest) if (settled?.has(step)) keepApplied(run, step, 0);\n",
        to: "",
      },
    ],
    leadsTo: /and has committed it$/,
  },
];
