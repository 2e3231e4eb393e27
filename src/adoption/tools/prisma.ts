import {
  type ForeignEntry,
  type ForeignRow,
  type ForeignTool,
  makeEntry,
  parseTime,
  textOf,
} from "../foreign-tool.ts";

/**
 * A row an attempt: applied where it is finished and not rolled back; begun and not ended where it is neither. Source:
 * prisma-engines, sql_migration_persistence.rs; Prisma's documentation, error P3009.
 */
export const prisma: ForeignTool = {
  name: "Prisma",
  columns: {
    id: "text",
    checksum: "text",
    finished_at: "time",
    migration_name: "text",
    logs: "text",
    rolled_back_at: "time",
    started_at: "time",
    applied_steps_count: "integer",
  },
  mayHave: {},
  beside: null,
  usualName: null,
  reads: ["migration_name", "started_at", "finished_at", "rolled_back_at"],
  order: "started_at",
  partsIn: null,
  makeEntries: (rows) => {
    const names = new Set(rows.map((row) => textOf(row, "migration_name")));
    return [...names].map((name) =>
      makePrismaEntry(
        name,
        rows.filter((row) => row["migration_name"] === name),
      ),
    );
  },
};

function makePrismaEntry(name: string, attempts: readonly ForeignRow[]): ForeignEntry {
  const identity = { by: "name", texts: [name] } as const;
  const standing = attempts.filter((row) => parseTime(row["rolled_back_at"]) === null);
  if (standing.some((row) => parseTime(row["finished_at"]) === null)) {
    return makeEntry(name, identity, {
      state: "unfinished",
      trouble: {
        meaning: `Prisma began ${name} and did not finish it (its error P3009): part of it may be in the database.`,
        remedy: `Look what of it is there. Undo that and run \`prisma migrate resolve --rolled-back ${name}\`, or finish it and run \`prisma migrate resolve --applied ${name}\`; then adopt again.`,
      },
    });
  }
  const finished = standing.at(-1);
  return finished === undefined
    ? makeEntry(name, identity, { state: "undone" })
    : makeEntry(name, identity, { appliedAt: parseTime(finished["finished_at"]) });
}
