import { expect, test } from "vitest";
import { describeLedger } from "../../../src/adoption/choose-ledger.ts";
import type { ForeignLedger } from "../../../src/adoption/foreign-ledger.ts";
import type { ForeignRow } from "../../../src/adoption/foreign-tool.ts";
import { TOOLS } from "../../../src/adoption/tools.ts";

function described(toolName: string, rows: readonly ForeignRow[], reader: ForeignLedger["reader"] = "user") {
  const tool = TOOLS.find(({ name }) => name === toolName);
  if (tool === undefined) throw new Error(`${toolName} is no tool.`);
  const name = { schema: "public", table: "theirs" };
  const entries = tool.makeEntries(rows);
  return describeLedger({ tool, name, columns: new Map(), certainty: "sure", reader, entries });
}

test.each<[string, string, readonly ForeignRow[], string]>([
  ["a list by its length", "dbmate", [{ version: "1" }, { version: "2" }], "2 migrations"],
  ["a list of one", "dbmate", [{ version: "12" }], "1 migration"],
  ["one row about all up to it", "tern", [{ version: "12" }], "up to 12"],
  ["the same of golang-migrate", "golang-migrate", [{ version: "4", dirty: "false" }], "up to 4"],
  ["one row that stopped half-way", "golang-migrate", [{ version: "5", dirty: "true" }], "dirty at 5"],
  ["nothing", "tern", [{ version: "0" }], "0 migrations"],
])("a ledger is described by what it says: %s", (_, tool, rows, expected) => {
  expect(described(tool, rows)).toBe(`${tool} (public.theirs, ${expected})`);
});

test("one that cannot be read says nothing", () => {
  expect(described("dbmate", [], "nobody")).toBe("dbmate (public.theirs, not readable)");
});
