import { describe, expect, test } from "vitest";
import {
  insteadOf,
  levelsOf,
  makeColumn,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "narrow-column-type";
const alter = (type: string) => `ALTER TABLE users ALTER COLUMN c TYPE ${type}`;
const of = (type: string, values: Parameters<typeof makeTable>[1] = SMALL) => ({
  facts: makeFacts([makeTable("users", { ...SMALL, columns: [makeColumn("c", type)], ...values })]),
});

describe(RULE, () => {
  test.each([
    ["bigint", "integer"],
    ["character varying(20)", "varchar(10)"],
    ["text", "varchar(10)"],
    ["text", "integer USING c::integer"],
    ["numeric(10,2)", "numeric(8,2)"],
    ["integer", "numeric(5,0)"],
  ])("%s to %s fails at the first value that does not fit", (from, to) => {
    expect(levelsOf(RULE, alter(to), of(from))).toEqual(["medium"]);
  });

  test.each([
    ["numeric(10,4)", "numeric(10,2)"],
    ["numeric", "bigint"],
    ["double precision", "real"],
    ["timestamp without time zone", "timestamp(0)"],
    ["timestamp with time zone", "date"],
    ["text", "varchar(10) USING c::varchar(10)"],
  ])("%s to %s cuts values without a word: an error", (from, to) => {
    expect(levelsOf(RULE, alter(to), of(from))).toEqual(["error"]);
  });

  test("it says how to count what does not fit", () => {
    expect(insteadOf(RULE, alter("varchar(10)"), of("text"))).toBe(
      "-- how many do not fit\nSELECT count(*) FROM users WHERE char_length(c) > 10;",
    );
    expect(insteadOf(RULE, alter("integer"), of("bigint"))).toContain(
      "c NOT BETWEEN -2147483648 AND 2147483647",
    );
    expect(insteadOf(RULE, alter("date"), of("timestamp without time zone"))).toContain(
      "c::date IS DISTINCT FROM c",
    );
  });

  test.each([
    ["a wider type", alter("bigint"), of("integer")],
    ["a type that holds the same exactly", alter("double precision"), of("integer")],
    ["a longer varchar", alter("varchar(30)"), of("character varying(20)")],
    ["numeric without a limit", alter("numeric"), of("numeric(10,2)")],
    ["more precision", alter("timestamp(6)"), of("timestamp(3) without time zone")],
    ["what USING makes of it", alter("varchar(10) USING left(c, 10)"), of("text")],
    ["an empty table", alter("integer"), of("bigint", { rows: 0, sizeBytes: 0 })],
    ["a table that nobody has asked about", alter("integer"), {}],
    [
      "a column of the pending set",
      `ALTER TABLE users ADD COLUMN d bigint; ${alter("int").replace(" c ", " d ")}`,
      of("text"),
    ],
    ["a table of the pending set", `CREATE TABLE users (c bigint); ${alter("int")}`, {}],
    ["what fails before", alter("integer"), of("text")],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
