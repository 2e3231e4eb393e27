import {
  type ForeignEntry,
  type ForeignRow,
  type ForeignTool,
  makeEntry,
  parseTime,
  textOf,
} from "../foreign-tool.ts";
import { latestBy } from "./latest-by.ts";

/**
 * The latest row about a migration decides: that of its run, of its undo, or of its deletion by `repair`. A baseline
 * counts as everything up to it. Repeatable ones have no version and are known by their script.
 * Source: flyway-core, MigrationInfoServiceImpl and CoreMigrationType; PostgreSQLDatabase.getRawCreateScript.
 */
export const flyway: ForeignTool = {
  name: "Flyway",
  columns: {
    installed_rank: "integer",
    version: "text",
    description: "text",
    type: "text",
    script: "text",
    checksum: "integer",
    installed_by: "text",
    installed_on: "time",
    execution_time: "integer",
    success: "boolean",
  },
  mayHave: {},
  beside: null,
  usualName: null,
  reads: [
    ...["version", "description", "type", "script"],
    ...["installed_by", "installed_on", "execution_time", "success"],
  ],
  order: "installed_rank",
  partsIn: null,
  makeEntries: (rows) =>
    latestBy(
      rows.filter((row) => row["type"] !== "SCHEMA"),
      keyOf,
    ).map(makeFlywayEntry),
};

/** A baseline is no run of a file with its version: that may stand beside it. */
function keyOf(row: ForeignRow): string {
  if (isBaseline(row)) return "baseline";
  const version = row["version"] ?? null;
  return version === null ? `repeatable ${textOf(row, "description")}` : `version ${version}`;
}

function makeFlywayEntry(row: ForeignRow): ForeignEntry {
  const version = row["version"] ?? null;
  const type = textOf(row, "type");
  const script = textOf(row, "script");
  const facts = {
    appliedAt: parseTime(row["installed_on"]),
    appliedBy: row["installed_by"] ?? null,
    executionTimeMs: Number(row["execution_time"] ?? 0),
  };
  const title = version ?? script;
  if (row["success"] !== "true") return failed(title, script, version);
  if (isBaseline(row)) {
    const identity = { by: "up-to", text: version ?? "0", needsFile: false } as const;
    return makeEntry(`${title} (baseline)`, identity, facts);
  }
  const identity =
    version === null
      ? ({ by: "name", texts: [script, textOf(row, "description")] } as const)
      : ({ by: "version", text: version } as const);
  const isUndone = type === "DELETE" || type.startsWith("UNDO_");
  return makeEntry(title, identity, isUndone ? { state: "undone" } : facts);
}

const isBaseline = (row: ForeignRow): boolean => textOf(row, "type").includes("BASELINE");

function failed(title: string, script: string, version: string | null): ForeignEntry {
  const identity =
    version === null
      ? ({ by: "name", texts: [script] } as const)
      : ({ by: "version", text: version } as const);
  return makeEntry(title, identity, {
    state: "failed",
    trouble: {
      meaning: `Flyway has ${script} on record as failed (success is false): part of it may be in the database.`,
      remedy:
        "Undo by hand what of it is there, run `flyway repair` (it takes failed rows off the record), and adopt again.",
    },
  });
}
