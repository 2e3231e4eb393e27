import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScript } from "../../../../src/files/make-script.ts";
import { readMigrations } from "../../../../src/files/read-migrations.ts";
import { ROOT } from "../../../support/built.ts";
import { LEDGER_NAME } from "../../../support/plan-values.ts";

const CORPORA = join(ROOT, "../shared/corpora");
const isHere = existsSync(CORPORA);
if (!isHere) console.warn(`Real histories were not read: there is no ${CORPORA}.`);

test.skipIf(!isHere)("marquez is Flyway's, in the order, versions and modes of Flyway", async () => {
  const { layout, files } = await readMigrations(join(CORPORA, "marquez"), "auto");
  expect(layout.name).toBe("flyway");
  const found = files.map((file) => {
    const { mode, problems } = makeScript(file, LEDGER_NAME);
    expect(problems).toEqual([]);
    const version = file.kind === "repeatable" ? "R" : file.version.text;
    return [version, file.name, file.file.slice(CORPORA.length + 1), mode];
  });
  const truth = readFileSync(join(CORPORA, "truth/marquez.order.tsv"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t").slice(1, 5));
  expect(truth).toHaveLength(84);
  expect(found).toEqual(truth);
});
