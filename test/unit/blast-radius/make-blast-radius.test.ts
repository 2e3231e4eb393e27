import { expect, test } from "vitest";
import {
  makeBlastRadius,
  type Readings,
  touchedRelations,
} from "../../../src/blast-radius/make-blast-radius.ts";
import type { CatalogFacts, CatalogRelation } from "../../../src/database/catalog-facts.ts";

const relation = (name: string, changes: Partial<CatalogRelation> = {}): CatalogRelation => ({
  schema: "public",
  name,
  kind: "table",
  isAsked: true,
  isLocked: false,
  rows: 1,
  sizeBytes: 8_192,
  totalBytes: 16_384,
  indexOf: null,
  columns: [],
  constraints: [],
  indexes: [],
  partitionedBy: null,
  partitionOf: null,
  bound: null,
  partitions: [],
  inherits: [],
  inheritedBy: [],
  referencedBy: [],
  views: [],
  triggers: [],
  replicaIdentity: "default",
  isPublished: false,
  use: null,
  ...changes,
});

const factsOf = (...relations: readonly CatalogRelation[]): CatalogFacts => ({
  searchPath: ["public"],
  timeZone: "UTC",
  relations,
  types: [],
  functions: [],
  useSince: null,
  incomplete: [],
});

const readings = (relations: readonly CatalogRelation[], changes: Partial<Readings> = {}): Readings => ({
  facts: factsOf(...relations),
  relations,
  before: { atMs: 1_000, written: relations.map(() => 100) },
  after: { atMs: 3_000, written: relations.map(() => 105) },
  open: { first: [], total: 0 },
  replication: { standbys: [], slots: [] },
  databaseBytes: 1,
  ...changes,
});

test("tables and materialized views that were asked for are touched, and the table of an index that was", () => {
  const facts = factsOf(
    relation("asked"),
    relation("near", { isAsked: false }),
    relation("of_index", { isAsked: false }),
    relation("an_index", { kind: "index", indexOf: { schema: "public", name: "of_index" } }),
    relation("summary", { kind: "materialized view" }),
    relation("looks", { kind: "view" }),
    relation("counts", { kind: "sequence" }),
  );
  expect(touchedRelations(facts).map(({ name }) => name)).toEqual(["asked", "of_index", "summary"]);
});

test("writes per second are those between the samples, over the time between them", () => {
  const radius = makeBlastRadius(readings([relation("a")]));
  expect(radius.relations[0]?.writesPerSecond).toBe(2.5);
  expect(radius.countedMs).toBe(2_000);
  expect(radius.incomplete).toEqual([]);
});

test("no rate is made up where counters were reset, a table went, or the time was too short", () => {
  const tables = [relation("reset"), relation("gone")];
  const after = { atMs: 3_000, written: [7, null] };
  const { relations } = makeBlastRadius(readings(tables, { after }));
  expect(relations.map(({ writesPerSecond }) => writesPerSecond)).toEqual([null, null]);
  const short = makeBlastRadius(readings(tables, { after: { atMs: 1_100, written: [200, 200] } }));
  expect(short.relations.map(({ writesPerSecond }) => writesPerSecond)).toEqual([null, null]);
  expect(short.incomplete).toEqual(["Writes were not counted: the budget left no time for it."]);
});

test("the largest comes first, and the disk needs room for it again", () => {
  const radius = makeBlastRadius(readings([relation("small"), relation("large", { totalBytes: 1e9 })]));
  expect(radius.relations.map(({ name }) => name)).toEqual(["large", "small"]);
  expect(radius.space).toEqual({ databaseBytes: 1, rewriteBytes: 1e9, freeBytes: null });
});

test("partitions are counted on all levels, tables with foreign keys once each", () => {
  const part = (name: string) => ({ schema: "public", name, isDefault: false });
  const reference = { schema: "public", name: "other", columns: ["a"] };
  const top = relation("top", {
    kind: "partitioned table",
    partitions: [part("middle"), part("leaf")],
    referencedBy: [
      { ...reference, constraint: "one" },
      { ...reference, constraint: "two" },
    ],
  });
  const middle = relation("middle", { isAsked: false, partitions: [part("low")] });
  const facts = factsOf(top, middle);
  const [touched] = makeBlastRadius({ ...readings([top]), facts }).relations;
  expect(touched).toMatchObject({ partitionCount: 3, referencedByCount: 1 });
});

test("each thing that could not be read is said with the server's reason", () => {
  const why = "canceling statement due to statement timeout";
  const failed = { before: why, after: why, open: why, replication: why, databaseBytes: why };
  const radius = makeBlastRadius(readings([relation("a")], failed));
  expect(radius).toMatchObject({
    transactions: [],
    moreTransactions: 0,
    replication: null,
    space: { databaseBytes: null },
    countedMs: null,
  });
  expect(radius.incomplete).toEqual([
    `Open transactions could not be read: ${why}.`,
    `Replication could not be read: ${why}.`,
    `The database's size could not be read: ${why}.`,
    `Writes were not counted: ${why}.`,
  ]);
});

test("locks of transactions name their relation, however the relations are ordered", () => {
  const open = {
    first: [
      {
        kind: "session" as const,
        pid: 1,
        name: "",
        state: null,
        ageMs: null,
        query: "SELECT 'secret'",
        hasSnapshot: false,
        locks: [{ relation: 0, mode: "AccessShareLock", isGranted: true }],
      },
    ],
    total: 3,
  };
  const radius = makeBlastRadius(
    readings([relation("small"), relation("large", { totalBytes: 1e9 })], { open }),
  );
  expect(radius.transactions).toMatchObject([{ query: "SELECT '…'", locks: [{ relation: "public.small" }] }]);
  expect(radius.moreTransactions).toBe(2);
});
