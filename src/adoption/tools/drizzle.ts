import { type ForeignTool, makeEntry, parseTime, textOf } from "../foreign-tool.ts";

/**
 * A row an applied migration, with the SHA-256 of its file and the time at which the file was generated; newer versions
 * record its name and when it was applied. Source: drizzle-orm, pg-core/dialect.ts and migrator.ts.
 */
export const drizzle: ForeignTool = {
  name: "drizzle",
  columns: { id: "integer", hash: "text", created_at: "bigint" },
  mayHave: { name: "text", applied_at: "time" },
  beside: null,
  usualName: null,
  reads: ["hash", "created_at", "name", "applied_at"],
  order: "created_at, id",
  partsIn: null,
  makeEntries: (rows) =>
    rows.map((row, place) => {
      const sha256 = textOf(row, "hash");
      const name = row["name"] ?? null;
      return makeEntry(
        name ?? sha256.slice(0, 12),
        { by: "content", name, sha256, place },
        {
          appliedAt: parseTime(row["applied_at"]),
        },
      );
    }),
};
