import { describe, expect, test } from "vitest";
import { recogniseTool, toolsWithColumns } from "../../../src/adoption/recognise-tool.ts";
import { TOOLS } from "../../../src/adoption/tools.ts";

const table = (title: string, columns: Record<string, string>, beside: readonly string[] = []) => {
  const [schema = "", name = ""] = title.split(".");
  return {
    name: { schema, table: name },
    columns: new Map(Object.entries(columns)),
    beside: new Set(beside),
    reader: "user",
  } as const;
};

const VARCHAR = { version: "character varying(255)" };
const OURS = {
  ...{ version: "text", name: "text", applied_at: "timestamp with time zone", checksum: "text" },
  ...{ execution_time_ms: "integer", status: "text", error_message: "text", applied_by: "text" },
};

describe("a table called schema_migrations", () => {
  test.each([
    ["golang-migrate", table("public.schema_migrations", { version: "bigint", dirty: "boolean" })],
    ["dbmate", table("public.schema_migrations", VARCHAR)],
    ["dbmate", table("public.schema_migrations", { version: "character varying(128)" })],
    ["Rails", table("public.schema_migrations", { version: "character varying" }, ["ar_internal_metadata"])],
    [
      "Supabase",
      table("supabase_migrations.schema_migrations", { version: "text", statements: "text[]", name: "text" }),
    ],
    ["Supabase", table("supabase_migrations.schema_migrations", { version: "text" })],
  ])("is %s's by its columns and what stands beside it", (tool, seen) => {
    expect(recogniseTool(seen)).toMatchObject({ tool: { name: tool }, certainty: "sure" });
  });

  test.each([
    ["ours, whole", OURS],
    ["ours, shape A", { version: "character varying", name: "text", applied_at: "timestamp with time zone" }],
    [
      "ours, shape C",
      { version: "character varying(255)", applied_at: "timestamp without time zone", description: "text" },
    ],
    ["Ecto's", { version: "bigint", inserted_at: "timestamp(0) without time zone" }],
    ["golang-migrate's with a text version", { version: "text", dirty: "boolean" }],
    ["golang-migrate's with another column", { version: "bigint", dirty: "boolean", note: "text" }],
    ["an empty one", {}],
    ["one with a column of Object's", { version: "bigint", dirty: "boolean", constructor: "text" }],
  ])("is no known tool's when it is %s", (_, columns) => {
    expect(recogniseTool(table("public.schema_migrations", columns))).toBeNull();
  });
});

describe("a table of few columns", () => {
  test.each([
    ["public.releases", VARCHAR],
    ["public.settings", { version: "integer" }],
    ["public.coupons", { id: "text", applied_at: "timestamp with time zone" }],
    ["public.notes", { version: "text" }],
  ])("and another name, %s, counts only when named", (title, columns) => {
    const found = recogniseTool(table(title, columns));
    expect(found?.certainty ?? "when-named").toBe("when-named");
  });

  test.each([
    ["tern", "public.schema_version", { version: "integer" }],
    ["dbmate", "app.my_migrations", VARCHAR],
    ["sql-migrate", "app.gorp_migrations", { id: "text", applied_at: "timestamp with time zone" }],
  ])("and a usual name is %s's", (tool, title, columns) => {
    expect(recogniseTool(table(title, columns))).toMatchObject({ tool: { name: tool }, certainty: "sure" });
  });
});

test("a renamed table in any schema is known by its columns", () => {
  const goose = {
    ...{ id: "integer", version_id: "bigint", is_applied: "boolean" },
    tstamp: "timestamp without time zone",
  };
  expect(recogniseTool(table("odd.Whatever", goose))).toMatchObject({
    tool: { name: "goose" },
    certainty: "sure",
  });
});

test("no tool's columns are another's, where nothing but the columns is known, except for those that share a table", () => {
  const shared = TOOLS.map((tool) => {
    const types = { varchar: "character varying(9)", text: "text", integer: "integer", bigint: "bigint" };
    const all = { ...types, boolean: "boolean", time: "timestamp with time zone", any: "bytea" };
    const columns = new Map(Object.entries(tool.columns).map(([column, kind]) => [column, all[kind]]));
    return [...new Set(toolsWithColumns(columns).map(({ name }) => name))].join(", ");
  });
  expect(new Set(shared.filter((names) => names.includes(",")))).toEqual(
    new Set(["Rails, dbmate, Supabase"]),
  );
  expect(new Set(TOOLS.map(({ name }) => name)).size).toBe(19);
});
