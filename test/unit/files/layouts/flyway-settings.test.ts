// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Flyway's placeholders are written.
import { describe, expect, test } from "vitest";
import { flyway } from "../../../../src/files/layouts/flyway.ts";
import { problemsAs, readAs } from "../../../support/source-files.ts";

describe("a .conf beside a migration", () => {
  const transactionsOf = (conf: string) =>
    readAs(flyway, { "V1__a.sql": "", "V1__a.sql.conf": conf }).files[0]?.transactions;

  test.each([
    ["executeInTransaction=false", "none"],
    ["executeInTransaction = FALSE\n", "none"],
    ["# why\n\n  executeInTransaction: false  \r\n", "none"],
    ["executeInTransaction false", "none"],
    ["executeInTransaction=true", "wrapped"],
    ["#executeInTransaction=false", "wrapped"],
    ["", "wrapped"],
    ["encoding=UTF-8\nshouldExecute=true", "wrapped"],
    ["encoding=utf8", "wrapped"],
    ["encoding=US-ASCII", "wrapped"],
  ])("%j makes the transactions %s", (conf, transactions) => {
    expect(transactionsOf(conf)).toBe(transactions);
    expect(problemsAs(flyway, { "V1__a.sql": "", "V1__a.sql.conf": conf })).toEqual([]);
  });

  test("is known by the whole name of its migration, whatever that holds", () => {
    const conf = "executeInTransaction=false";
    const { files, problems } = readAs(flyway, { "V1__a.conf.sql": "", "V1__a.conf.sql.conf": conf });
    expect([problems, files.map(({ transactions }) => transactions)]).toEqual([[], ["none"]]);
  });

  test("speaks of its own migration alone, of a way back and of repeatable ones too", () => {
    const { files } = readAs(flyway, {
      "V1__a.sql": "",
      "U1__a.sql": "",
      "U1__a.sql.conf": "executeInTransaction=false",
      "v/R__b.sql": "",
      "v/R__b.sql.conf": "executeInTransaction=false",
    });
    expect(files.map(({ transactions, down }) => [transactions, down?.transactions])).toEqual([
      ["wrapped", "none"],
      ["none", undefined],
    ]);
  });

  test.each([
    ["executeInTransaction=no", 1, "executeInTransaction", "takes `true` or `false`"],
    ["\nencoding=ISO-8859-1", 2, "encoding", "Save the migration as UTF-8"],
    ["encoding=UTF-8-MAC", 1, "encoding", "Save the migration as UTF-8"],
    ["encoding=IBM-ASCII", 1, "encoding", "Save the migration as UTF-8"],
    ["a=1\n", 1, '"a"', "Flyway has `executeInTransaction`"],
    ["# x\n# y\nshouldExecute=${flyway:environment}==prod", 3, "shouldExecute", "Take the line out"],
    ["shouldExecute=false", 1, "shouldExecute", "Take the line out"],
    ["placeholderReplacement=maybe", 1, "placeholderReplacement", "takes `true` or `false`"],
    ["executeintransaction=false", 1, '"executeintransaction"', "Flyway has `executeInTransaction`"],
  ])("with %j is refused at line %i", (conf, line, what, hint) => {
    expect(readAs(flyway, { "V1__a.sql": "", "V1__a.sql.conf": conf }).problems).toMatchObject([
      {
        code: "FILE_UNSUPPORTED",
        message: expect.stringContaining(what),
        details: { at: { file: "m/V1__a.sql.conf", line, column: 1 }, hint: expect.stringContaining(hint) },
      },
    ]);
  });
});
