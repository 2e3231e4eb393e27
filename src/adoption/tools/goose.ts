import { type ForeignRow, type ForeignTool, makeEntry, parseTime, textOf } from "../foreign-tool.ts";
import { latestBy } from "./latest-by.ts";

/**
 * The latest row of a version decides; older versions of goose add a row with is_applied false for a way back. Version 0
 * is the table's own first row. Source: pressly/goose, internal/dialects/postgres.go.
 */
export const goose: ForeignTool = {
  name: "goose",
  columns: { id: "integer", version_id: "integer", is_applied: "boolean", tstamp: "time" },
  mayHave: {},
  beside: null,
  usualName: null,
  reads: ["version_id", "is_applied", "tstamp"],
  order: "id",
  partsIn: null,
  makeEntries: (rows) =>
    latestBy(
      rows.filter((row) => row["version_id"] !== "0"),
      (row: ForeignRow) => textOf(row, "version_id"),
    ).map((row) => {
      const version = textOf(row, "version_id");
      return makeEntry(
        version,
        { by: "version", text: version },
        {
          state: row["is_applied"] === "true" ? "applied" : "undone",
          appliedAt: parseTime(row["tstamp"]),
        },
      );
    }),
};
