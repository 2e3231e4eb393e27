import { type MarkFacts, type RunFacts, readMarks, runFacts } from "../facts.ts";
import { makeFault, times } from "../fault.ts";
import { type Migration, mark } from "../migration.ts";
import { failureOf, marksWrong, type Verdict, verdictOf } from "../verdict.ts";

/** What is seen of a migration that commits by itself and fails behind that. */
export interface OwnCommit {
  readonly run: RunFacts;
  /** Marks that were there after it. */
  readonly marksAfter: MarkFacts;
  /** The run with the corrected file. */
  readonly corrected: RunFacts;
  readonly marks: MarkFacts;
}

const FILE: Omit<Migration, "statements"> = { number: 1, name: "own_commit", transaction: "wrapped" };
const [INSIDE, BEHIND] = ["inside", "behind"];
const MARKED = [INSIDE, BEHIND].map(String);
const FAILS: Migration = {
  ...FILE,
  statements: ["BEGIN", mark(INSIDE), "COMMIT", mark(BEHIND), "SELECT 1 / 0"],
};
const CORRECTED: Migration = { ...FILE, statements: [mark(INSIDE), mark(BEHIND)] };

export const ownCommit = makeFault<OwnCommit>({
  id: "own-commit",
  title: "A file with its own COMMIT that fails behind it",
  method:
    "One file: BEGIN, an INSERT, COMMIT, an INSERT, a division by zero. It is run, corrected (only the two INSERTs are " +
    "left) and run again. The first run is to fail and leave nothing, the second to leave each row once.",
  tries: times(1),
  alone: (stage) => {
    stage.write([CORRECTED]);
    return stage.run();
  },
  observe: async (stage) => {
    stage.write([FAILS]);
    const run = runFacts(await stage.run());
    const marksAfter = await readMarks(stage.database, MARKED);
    stage.write([CORRECTED]);
    const corrected = runFacts(await stage.run());
    return { run, marksAfter, corrected, marks: await readMarks(stage.database, MARKED) };
  },
  judge: judgeOwnCommit,
});

const isAnyThere = (marks: MarkFacts): boolean => Object.keys(marks).some((times) => times !== "0");

/** Pure. */
export function judgeOwnCommit({ run, marksAfter, corrected, marks }: OwnCommit): Verdict {
  return verdictOf([
    ...(run.code === 0 ? ["says that all went well"] : []),
    ...(isAnyThere(marksAfter) ? ["a part of it stays"] : []),
    ...failureOf("the corrected file", corrected),
    ...marksWrong(marks),
  ]);
}
