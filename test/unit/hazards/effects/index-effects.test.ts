import { expect, test } from "vitest";
import { foundIn, makeFacts, makeIndex, makePartitioned } from "../../../support/hazard-values.ts";

const facts = makeFacts(makePartitioned("visits", { indexes: [makeIndex("at_idx", ["at"])] }));

/** `relation lock work` of what a statement does. */
const effectsOf = (sql: string) =>
  foundIn(sql, { facts }).flatMap(({ effects }) =>
    effects.flat().map(({ relation, lock, work }) => `${relation.name} ${lock} ${work}`),
  );

test("DROP INDEX of a partitioned table's locks its partitions, whose own go with it", () => {
  expect(effectsOf("DROP INDEX at_idx")).toEqual([
    "visits ACCESS EXCLUSIVE none",
    "visits_1 ACCESS EXCLUSIVE none",
    "visits_2 ACCESS EXCLUSIVE none",
  ]);
});

test("REINDEX INDEX of a partitioned table's builds that of each partition", () => {
  expect(effectsOf("REINDEX INDEX at_idx")).toEqual([
    "visits SHARE none",
    "visits_1 SHARE index-build",
    "visits_2 SHARE index-build",
  ]);
});
