import { describe, expect, test } from "vitest";
import { dbmate } from "../../../../src/files/layouts/dbmate.ts";
import { drizzle } from "../../../../src/files/layouts/drizzle.ts";
import { goose } from "../../../../src/files/layouts/goose.ts";
import type { LayoutReader } from "../../../../src/files/layouts/layout.ts";
import { sqlx } from "../../../../src/files/layouts/sqlx.ts";
import { tern } from "../../../../src/files/layouts/tern.ts";
import { readFiles } from "./read-one.ts";

const TEXT = "-- migrate:up\n-- +goose Up\n";

describe("a file whose name has no version is refused, and how to name it is said", () => {
  test.each<[LayoutReader, string, string]>([
    [dbmate, "v1_a.sql", "Name it `20240131120000_what_it_does.sql`, or move it"],
    [goose, "v1_a.sql", "Name it `00001_what_it_does.sql`, from 1 on, or move it"],
    [tern, "v1_a.sql", "Name it `001_what_it_does.sql`, or move it"],
    [sqlx, "v1_a.sql", "Name it `001_what_it_does.sql`, or `.up.sql` and `.down.sql`, or move it"],
    [sqlx, "1_a.sql.SQL", "Name it `001_what_it_does.sql`"],
    [drizzle, "1_a.sql", "folders such as `20240101120000_init`, with a `migration.sql` in each, or move it"],
  ])("%o: %s", (reader, name, hint) => {
    const { files, problems } = readFiles(reader, { [name]: TEXT });
    expect(files).toEqual([]);
    expect(problems).toMatchObject([
      {
        code: "FILE_NAME_INVALID",
        details: { at: { file: `m/${name}` }, hint: expect.stringContaining(hint) },
      },
    ]);
  });
});

test.each([dbmate, goose, tern, sqlx])("%o: version, name and stem are all that the name says", (reader) => {
  const read = (name: string) => {
    const { files, problems } = readFiles(reader, { [name]: TEXT });
    expect(problems).toEqual([]);
    return files.map(({ version, name, stem }) => [version.text, name, stem]);
  };
  expect(read("0012_create_users.sql")).toEqual([["0012", "create_users", "0012_create_users"]]);
  expect(read("12_from.sql.sql")).toEqual([["12", "from.sql", "12_from.sql"]]);
});

test.each([dbmate, goose, tern, sqlx])("%o looks into no folder", ({ entersFolder }) => {
  expect(["up", "down", "shared", "1_a"].map(entersFolder)).toEqual([false, false, false, false]);
});

test("sqlx: the file that is advised for a way back is one", () => {
  const advised = /`([^`]+)`/.exec(sqlx.layout.wayBack ?? "")?.[1]?.replace("NAME", "1_a") ?? "";
  const [file] = readFiles(sqlx, { "1_a.sql": "SELECT 1;", [advised]: "SELECT 2;" }).files;
  expect(file?.down?.file).toBe(`m/${advised}`);
});
