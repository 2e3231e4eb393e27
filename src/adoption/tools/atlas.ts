import {
  type ForeignEntry,
  type ForeignRow,
  type ForeignTool,
  makeEntry,
  parseNanoseconds,
  parseTime,
  textOf,
} from "../foreign-tool.ts";

/** Bits of `type`. Source: ariga/atlas, sql/migrate/migrate.go, RevisionType. */
const BASELINE = 1;
const RESOLVED = 4;

/**
 * A row a file, with how many of its statements are applied. A baseline counts as everything up to it. Rows that begin
 * with a point are Atlas's own. Source: ariga/atlas, sql/migrate/migrate.go, Revision.
 */
export const atlas: ForeignTool = {
  name: "Atlas",
  columns: {
    version: "text",
    description: "text",
    type: "integer",
    applied: "integer",
    total: "integer",
    executed_at: "time",
    execution_time: "integer",
    error: "text",
    error_stmt: "text",
    hash: "text",
    operator_version: "text",
  },
  mayHave: { partial_hashes: "any" },
  beside: null,
  usualName: null,
  reads: ["version", "type", "applied", "total", "executed_at", "execution_time", "error"],
  order: "version",
  partsIn: null,
  makeEntries: (rows) => rows.filter((row) => !textOf(row, "version").startsWith(".")).map(makeAtlasEntry),
};

function makeAtlasEntry(row: ForeignRow): ForeignEntry {
  const version = textOf(row, "version");
  const type = Number(row["type"] ?? 0);
  const facts = {
    appliedAt: parseTime(row["executed_at"]),
    executionTimeMs: parseNanoseconds(row["execution_time"]),
  };
  if ((type & BASELINE) !== 0) {
    return makeEntry(`${version} (baseline)`, { by: "up-to", text: version, needsFile: false }, facts);
  }
  const identity = { by: "version", text: version } as const;
  const applied = Number(row["applied"] ?? 0);
  const total = Number(row["total"] ?? 0);
  const hasFailed = textOf(row, "error") !== "";
  if ((type & RESOLVED) !== 0 || (applied >= total && !hasFailed)) return makeEntry(version, identity, facts);
  return makeEntry(version, identity, {
    state: hasFailed ? "failed" : "unfinished",
    trouble: {
      meaning: `Atlas has applied ${applied} of the ${total} statements of version ${version}${hasFailed ? ", and has an error on record for the next" : ""}.`,
      remedy: `Let \`atlas migrate apply\` finish it, or finish it by hand and run \`atlas migrate set ${version}\`; then adopt again.`,
    },
  });
}
