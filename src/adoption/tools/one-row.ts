import { type ForeignEntry, type ForeignRow, type ForeignTool, makeEntry, textOf } from "../foreign-tool.ts";

const ONE_ROW = {
  mayHave: {},
  beside: null,
  order: "version",
  partsIn: null,
} as const;

/**
 * One row: everything up to that version is applied. `dirty` is set before a file runs and cleared after it.
 * Source: golang-migrate, database/postgres/postgres.go, SetVersion.
 */
export const golangMigrate: ForeignTool = {
  ...ONE_ROW,
  name: "golang-migrate",
  columns: { version: "bigint", dirty: "boolean" },
  usualName: null,
  reads: ["version", "dirty"],
  makeEntries: (rows) => {
    if (rows.length > 1) return rows.map((row) => tooMany(row, rows.length, "golang-migrate"));
    return rows.flatMap((row) => {
      const version = textOf(row, "version");
      if (row["dirty"] === "true") return [dirty(version)];
      return [makeEntry(version, { by: "up-to", text: version, needsFile: true })];
    });
  },
};

/** One row: the number of the newest applied file, 0 for none. Source: jackc/tern, migrate/migrate.go. */
export const tern: ForeignTool = {
  ...ONE_ROW,
  name: "tern",
  columns: { version: "integer" },
  usualName: /\.[^.]*(schema_?version|migration)[^.]*$/i,
  reads: ["version"],
  makeEntries: (rows) => {
    if (rows.length > 1) return rows.map((row) => tooMany(row, rows.length, "tern"));
    return rows
      .map((row) => textOf(row, "version"))
      .filter((version) => version !== "0")
      .map((version) => makeEntry(version, { by: "up-to", text: version, needsFile: true }));
  },
};

/** Nothing tells whether the file was on its way there or back, so that nothing before it is claimed. */
function dirty(version: string): ForeignEntry {
  const isNone = version === "-1";
  return makeEntry(version, isNone ? { by: "none" } : { by: "version", text: version }, {
    state: "dirty",
    trouble: {
      meaning: isNone
        ? "golang-migrate marks the database dirty at no version: taking back its first migration failed half-way."
        : `golang-migrate marks version ${version} dirty: it was begun, there or back, and did not end.`,
      remedy: `Look what of it is in the database and finish it or undo it by hand. Then say with golang-migrate which version that is, \`migrate … force VERSION\` (it clears the mark and runs nothing), and adopt again.`,
    },
  });
}

function tooMany(row: ForeignRow, count: number, tool: string): ForeignEntry {
  const version = textOf(row, "version");
  return makeEntry(
    version,
    { by: "version", text: version },
    {
      state: "unfinished",
      trouble: {
        meaning: `The table has ${count} rows, where ${tool} keeps one: which of them counts cannot be told.`,
        remedy: "Leave the row of the version that the database has, and delete the others.",
      },
    },
  );
}
