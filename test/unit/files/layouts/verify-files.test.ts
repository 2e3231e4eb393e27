import { expect, test } from "vitest";
import { errorsOf } from "../../../../src/errors.ts";
import { readMigrations } from "../../../../src/files/read-migrations.ts";
import { makeMigrations } from "../../../support/temporary.ts";

const ASKS = "SELECT true;";

/** `1_a.verify.sql of 1`: each file of questions with the version that it is about; or the codes of what is wrong. */
async function read(files: Readonly<Record<string, string>>, layout = "auto"): Promise<readonly string[]> {
  try {
    const set = await readMigrations(makeMigrations(files), layout);
    return set.files.flatMap(({ version, verify = [] }) =>
      verify.map(
        ({ file, text }) => `${file.replace(/^.*\//, "")} of ${version.text}${text === ASKS ? "" : "?"}`,
      ),
    );
  } catch (error) {
    return errorsOf(error).map(({ code, details }) => `${code} ${details.at?.file.replace(/^.*\//, "")}`);
  }
}

const TOOLS = {
  plain: { "1_a.sql": "SELECT 1;" },
  dbmate: { "1_a.sql": "-- migrate:up\nSELECT 1;\n-- migrate:down\n" },
  goose: { "1_a.sql": "-- +goose Up\nSELECT 1;\n" },
  tern: { "001_a.sql": "SELECT 1;\n---- create above / drop below ----\nSELECT 2;" },
  diesel: { "1_a/up.sql": "SELECT 1;", "1_a/down.sql": "SELECT 1;" },
};

test.each(Object.entries(TOOLS))(
  "questions lie beside the files of %s, whose layout knows nothing of them",
  async (_, files) => {
    const asked = { ...files, "1.verify.sql": ASKS, "1_a.verify.sql": ASKS };
    const version = "001_a.sql" in files ? "001" : "1";
    expect(await read(asked)).toEqual([`1.verify.sql of ${version}`, `1_a.verify.sql of ${version}`]);
    expect(await read({ ...files, "2_b.verify.sql": ASKS })).toEqual(["VERIFY_WITHOUT_UP 2_b.verify.sql"]);
  },
);

test("tools whose versions are whole names have questions by that name", async () => {
  const nodePgMigrate = { "20240101_a.sql": "-- Up Migration\nSELECT 1;\n-- Down Migration\n" };
  expect(await read({ ...nodePgMigrate, "20240101_a.verify.sql": ASKS })).toEqual([
    "20240101_a.verify.sql of 20240101_a",
  ]);
  const prisma = {
    "20240101_a/migration.sql": "SELECT 1;",
    "migration_lock.toml": 'provider = "postgresql"',
  };
  expect(await read({ ...prisma, "20240101_a.verify.sql": ASKS })).toEqual([
    "20240101_a.verify.sql of 20240101_a",
  ]);
});

test.each(["golang-migrate", "sqlx", "supabase", "postgres-migrations"])(
  "questions without a migration are refused in the layout %s too",
  async (layout) => {
    const file = layout === "golang-migrate" ? "1_a.up.sql" : "1_a.sql";
    expect(await read({ [file]: "SELECT 1;", "1_a.verify.sql": ASKS }, layout)).toEqual([
      "1_a.verify.sql of 1",
    ]);
    expect(await read({ [file]: "SELECT 1;", "2_b.verify.sql": ASKS }, layout)).toEqual([
      "VERIFY_WITHOUT_UP 2_b.verify.sql",
    ]);
  },
);

test("each of several questions without a migration is told, and a way back as well", async () => {
  const files = {
    "1_a.sql": "SELECT 1;",
    "2.verify.sql": ASKS,
    "2_b.verify.sql": ASKS,
    "3_c.down.sql": "SELECT 1;",
  };
  expect((await read(files)).toSorted()).toEqual([
    "DOWN_WITHOUT_UP 3_c.down.sql",
    "VERIFY_WITHOUT_UP 2.verify.sql",
    "VERIFY_WITHOUT_UP 2_b.verify.sql",
  ]);
});

test("a verify file that is no UTF-8 is told beside any layout", async () => {
  const directory = makeMigrations({ ...TOOLS.dbmate, "1_a.verify.sql": Buffer.from([0x53, 0xff]) });
  await expect(readMigrations(directory, "auto")).rejects.toMatchObject({ code: "FILE_NOT_UTF8" });
});
