import { partOfThisRun, workFile } from "./parts.ts";

const part = partOfThisRun();

/** How Stryker mutates the part that MUTANTS_PART names. All mutators are on, and no source is taken out. */
export default {
  mutate: [`src/${part.name}/*.ts`],
  testRunner: "vitest",
  vitest: { configFile: "test/mutants/vitest.config.ts", related: false },
  // A mutant is shown only to the tests that run through it.
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Whoever else is at work on the machine must not make a mutant look like an endless loop.
  timeoutMS: 10_000,
  // The sandbox is a copy of the project without what these tests do not read.
  ignorePatterns: [
    "/dist",
    "/bench",
    "/examples",
    "/.github",
    "/.tools",
    "/.mutants",
    "/test/shells",
    "/test/tools",
  ],
  tempDirName: workFile(part, ".sandbox"),
  // What neither the source nor a test of it has changed for is not run again.
  incremental: true,
  incrementalFile: workFile(part, ".incremental.json"),
  reporters: ["json", "clear-text", "progress-append-only"],
  jsonReporter: { fileName: workFile(part, ".json") },
  clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false, logTests: false },
};
