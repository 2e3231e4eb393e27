import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorsOf } from "../../../../src/errors.ts";
import { LAYOUTS } from "../../../../src/files/layouts/layouts.ts";
import { makeScript } from "../../../../src/files/make-script.ts";
import { readMigrations } from "../../../../src/files/read-migrations.ts";
import { CORPORA, hasCorpora, orderOf } from "../../../support/corpora.ts";
import { OTHER_FILES } from "../../../support/other-files.ts";
import { makeDirectory, writeFiles } from "../../../support/temporary.ts";

const LEDGER = { schema: "public", table: "schema_migrations" };

/** The histories, and what each is known as. */
const HISTORIES = [
  ["authelia", "plain"],
  ["crates_io", "diesel"],
  ["docs_rs", "plain"],
  ["e2b", "goose"],
  ["langfuse", "prisma"],
  ["marquez", "flyway"],
  ["openfga", "goose"],
  ["openmeter", "plain"],
  ["supabase_storage", "postgres-migrations"],
] as const;

/** goose's and Flyway's readers may not be among them yet. */
const isRead = (layout: string) => LAYOUTS.some((reader) => reader.layout.name === layout);

/** psql was told `no-transaction` for files with their own BEGIN … COMMIT; one pair becomes the runner's transaction. */
const modesOf = ({ mode, features }: { mode: string; features: readonly string[] }) =>
  features.includes("owntx") ? ["transaction", "no-transaction"] : [mode];

describe.skipIf(!hasCorpora)("a real history is recognised, in its tool's own order and modes", () => {
  describe.each(HISTORIES.filter(([, layout]) => isRead(layout)))("%s is %s", (name, layout) => {
    test("as a whole", async () => {
      const set = await readMigrations(join(CORPORA, name), "auto");
      expect(set.layout.name).toBe(layout);
      const order = orderOf(name);
      expect(set.files.map(({ file }) => file)).toEqual(order.map(({ file }) => join(CORPORA, file)));
      expect(set.files.map(({ name }) => name)).toEqual(order.map(({ name }) => name));
      for (const [index, file] of set.files.entries()) {
        const truth = order[index];
        if (truth === undefined) expect.unreachable();
        const script = makeScript(file, LEDGER);
        expect(script.problems).toEqual([]);
        expect(modesOf(truth), file.file).toContain(script.mode);
        // Prisma's versions are whole names, since their times alone are not unique; repeatables have a name alone.
        const wanted = truth.version === "R" ? `R__${truth.name}` : truth.version;
        expect(file.version.text).toBe(layout === "prisma" ? `${truth.version}_${truth.name}` : wanted);
      }
    });

    test("the same with other files around", async () => {
      const directory = join(makeDirectory(), name);
      cpSync(join(CORPORA, name), directory, { recursive: true });
      writeFiles(directory, { ...OTHER_FILES, "../seed.sql": "not SQL '", "../9_later.sql": "not SQL '" });
      const set = await readMigrations(directory, "auto");
      expect(set.layout.name).toBe(layout);
      expect(set.files.map(({ stem }) => stem)).toEqual(
        (await readMigrations(join(CORPORA, name), "auto")).files.map(({ stem }) => stem),
      );
    });

    test("and none of its folders alone is taken for one", async () => {
      const folders = readdirSync(join(CORPORA, name), { withFileTypes: true }).filter((entry) =>
        entry.isDirectory(),
      );
      for (const folder of folders) {
        const directory = join(CORPORA, name, folder.name);
        const error = await readMigrations(directory, "auto").then(
          () => null,
          (reason: unknown) => reason,
        );
        const [{ code, details }] = errorsOf(error);
        expect({ directory, code, hint: details.hint }).toEqual({
          directory,
          code: "DIRECTORY_EMPTY",
          hint: `There are migrations in ${join(CORPORA, name)}: set \`migrations-path\` to it.`,
        });
      }
    });
  });

  test.each(["prisma", "diesel"])("%s's versions are all different, and find themselves", async (layout) => {
    const name = layout === "prisma" ? "langfuse" : "crates_io";
    const { files, layout: read } = await readMigrations(join(CORPORA, name), layout);
    expect(new Set(files.map(({ version }) => version.key)).size).toBe(orderOf(name).length);
    for (const { version, stem } of files) {
      expect(read.parseVersion(version.text)).toEqual(version);
      expect(read.parseVersion(stem)).toEqual(version);
    }
  });
});

test.runIf(hasCorpora)("every history of the folder is in the table", () => {
  const folders = readdirSync(CORPORA).filter((name) =>
    existsSync(join(CORPORA, "truth", `${name}.order.tsv`)),
  );
  expect(folders).toEqual(HISTORIES.map(([name]) => name));
});
