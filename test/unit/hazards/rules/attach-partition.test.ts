import { describe, expect, test } from "vitest";
import { makeColumn, makeTable, SMALL } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeCheck,
  makeEvents,
  makeIndex,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const ATTACH = "ALTER TABLE events ATTACH PARTITION new FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')";
const columns = [makeColumn("id", "bigint"), makeColumn("at", "date")];
const bound = makeCheck(
  "b",
  "((at IS NOT NULL) AND (at >= '2027-01-01'::date) AND (at < '2028-01-01'::date))",
  ["at"],
);
const nullable = makeCheck("b", "((at >= '2027-01-01'::date) AND (at < '2028-01-01'::date))", ["at"]);
const other = makeCheck("b", "((at IS NOT NULL) AND (at >= '2027-01-01'::date))", ["at"]);
const fresh = (values: Parameters<typeof makeTable>[1] = {}) => makeTable("new", { columns, ...values });
const withNew = (values: Parameters<typeof makeTable>[1] = {}) =>
  target([...makeEvents("values"), fresh(values)]);

/** The default partition with a CHECK that keeps the new rows out, or without. */
const withDefault = (constraints: readonly ReturnType<typeof makeCheck>[]) => {
  const [parent, first, rest] = makeEvents("default");
  if (parent === undefined || first === undefined || rest === undefined) throw new Error("no events");
  return target([parent, first, { ...rest, constraints }, fresh({ constraints: [bound] })]);
};

const CASES: readonly RuleCase[] = [
  ["all rows of a big partition are read", ATTACH, withNew(), ["high"]],
  ["also where nobody was asked", ATTACH, UNASKED, ["high"]],
  ["a CHECK that says the bound spares that", ATTACH, withNew({ constraints: [bound] }), []],
  [
    "NOT NULL may be the column's own",
    ATTACH,
    withNew({
      constraints: [nullable],
      columns: [makeColumn("id", "bigint"), makeColumn("at", "date", { isNotNull: true })],
    }),
    [],
  ],
  ["without it the CHECK does not do", ATTACH, withNew({ constraints: [nullable] }), ["high"]],
  ["nor does one that says half of the bound", ATTACH, withNew({ constraints: [other] }), ["high"]],
  ["nor one that is not valid", ATTACH, withNew({ constraints: [{ ...bound, isValid: false }] }), ["high"]],
  [
    "it may be validated by the file before",
    [`ALTER TABLE new VALIDATE CONSTRAINT b`, ATTACH],
    withNew({ constraints: [{ ...bound, isValid: false }] }),
    [],
  ],
  ["a small partition is read in a moment", ATTACH, withNew(SMALL), []],
  [
    "a table of the same set is nobody's",
    ["CREATE TABLE new (LIKE events)", ATTACH],
    target(makeEvents("values")),
    [],
  ],
  ["the rows of the default partition are read too", ATTACH, withDefault([]), ["high"]],
  [
    "a CHECK on it that keeps the new ones out spares that",
    ATTACH,
    withDefault([makeCheck("d", "((at < '2027-01-01'::date) OR (at >= '2028-01-01'::date))", ["at"])]),
    [],
  ],
  ["as default partition it is not read", "ALTER TABLE events ATTACH PARTITION new DEFAULT", withNew(), []],
  [
    "by a hash nothing can say what it holds",
    "ALTER TABLE events ATTACH PARTITION new FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
    withNew({ constraints: [bound] }),
    ["high"],
  ],
];

describe("attach-partition", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("attach-partition", one)).toEqual(one[3]);
  });

  test("the steps have the key and the bound as they are", () => {
    const [hazard] = ofRule("attach-partition", ATTACH, withNew());
    expect(hazard?.instead).toContain("ADD CONSTRAINT new_bound CHECK (at IS NOT NULL AND …) NOT VALID;");
    expect(hazard?.instead).toContain(`${ATTACH};`);
  });

  test("an index that the parent has and the partition lacks is built", () => {
    const events = makeEvents("values").map((one) =>
      one.name === "events" ? { ...one, indexes: [makeIndex("events_id", ["id"])] } : one,
    );
    const lacking = target([...events, fresh({ constraints: [bound] })]);
    expect(ofRule("attach-partition", ATTACH, lacking)[0]?.message).toMatch(/`new` .* gets the indexes/);
    const having = fresh({ constraints: [bound], indexes: [makeIndex("new_id", ["id"])] });
    expect(ofRule("attach-partition", ATTACH, target([...events, having]))).toEqual([]);
  });
});
