import { type ForeignTool, makeEntry, parseNanoseconds, parseTime, textOf } from "../foreign-tool.ts";

/** A row an applied migration; one without success was begun and not ended. Source: sqlx-postgres/src/migrate.rs. */
export const sqlx: ForeignTool = {
  name: "sqlx",
  columns: {
    version: "bigint",
    description: "text",
    installed_on: "time",
    success: "boolean",
    checksum: "any",
    execution_time: "bigint",
  },
  mayHave: {},
  beside: null,
  usualName: null,
  reads: ["version", "installed_on", "success", "execution_time"],
  order: "version",
  partsIn: null,
  makeEntries: (rows) =>
    rows.map((row) => {
      const version = textOf(row, "version");
      const identity = { by: "version", text: version } as const;
      if (row["success"] === "true") {
        return makeEntry(version, identity, {
          appliedAt: parseTime(row["installed_on"]),
          executionTimeMs: parseNanoseconds(row["execution_time"]),
        });
      }
      return makeEntry(version, identity, {
        state: "dirty",
        trouble: {
          meaning: `sqlx has version ${version} on record without success ("migration ${version} is partially applied; fix and remove row from the migrations table").`,
          remedy: "Undo by hand what of it is in the database, delete its row there, and adopt again.",
        },
      });
    }),
};
