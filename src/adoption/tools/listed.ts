import {
  type ColumnKinds,
  type ForeignEntry,
  type ForeignIdentity,
  type ForeignRow,
  type ForeignTool,
  makeEntry,
  parseTime,
  textOf,
} from "../foreign-tool.ts";

/** Tools whose ledger is a plain list: a row is an applied migration, and a migration taken back has no row. */
export const LISTED_TOOLS: readonly ForeignTool[] = [
  // Source: Rails, ActiveRecord::SchemaMigration and ActiveRecord::InternalMetadata.
  list("Rails", { version: "varchar" }, byVersion("version"), {
    beside: "ar_internal_metadata",
    usualName: /\.[^.]*(migration|version)[^.]*$/i,
  }),
  // Source: dbmate, pkg/driver/postgres, CreateMigrationsTable. Its table has any name that the user gives it.
  list("dbmate", { version: "varchar" }, byVersion("version"), {
    usualName: /\.[^.]*(migration|version)[^.]*$/i,
  }),
  // Source: supabase/cli, pkg/migration/history.go: columns were added over the years, the hosted service adds some more.
  list("Supabase", { version: "text", statements: "any" }, byVersion("version"), {
    mayHave: { name: "text", created_by: "text", idempotency_key: "text", rollback: "any" },
  }),
  list("Supabase", { version: "text" }, byVersion("version"), { usualName: /^supabase_migrations\./ }),
  // Source: diesel, src/migration/setup_migration_table.sql; the version is the directory's without its hyphens.
  list("Diesel", { version: "text", run_on: "time" }, byDigits("version"), { time: "run_on" }),
  // Source: node-pg-migrate, src/runner.ts; the name is the file's without its extension.
  list("node-pg-migrate", { id: "integer", name: "text", run_on: "time" }, byName("name"), {
    time: "run_on",
    order: "id",
  }),
  // Source: knex, lib/migrations/migrate/table-creator.js.
  list("knex", { id: "integer", name: "text", batch: "integer", migration_time: "time" }, byName("name"), {
    time: "migration_time",
    order: "id",
  }),
  // Source: rubenv/sql-migrate, MigrationRecord; the id is the file's name.
  list("sql-migrate", { id: "text", applied_at: "time" }, byName("id"), {
    time: "applied_at",
    usualName: /\.[^.]*migration[^.]*$/i,
  }),
  // Source: graphile-migrate, src/migration.ts; of `000001-slug.sql` it records `000001.sql`.
  list(
    "graphile-migrate",
    { hash: "text", previous_hash: "text", filename: "text", date: "time" },
    (row) => ({ by: "version", text: textOf(row, "filename").replace(/(-.*)?\.sql$/, "") }),
    { title: "filename", time: "date", order: "filename" },
  ),
  postgresMigrations(),
  // Source: sqitch, lib/App/Sqitch/Engine/pg.sql: `changes` has what is deployed now, by name.
  list(
    "sqitch",
    {
      change_id: "text",
      script_hash: "text",
      change: "text",
      project: "text",
      note: "text",
      committed_at: "time",
      committer_name: "text",
      committer_email: "text",
      planned_at: "time",
      planner_name: "text",
      planner_email: "text",
    },
    byName("change"),
    {
      title: "change",
      time: "committed_at",
      by: "committer_name",
      order: "committed_at",
    },
  ),
];

interface More {
  readonly mayHave?: ColumnKinds;
  readonly beside?: string;
  readonly usualName?: RegExp;
  /** The column that people know the migration by; that of its identity when not given. */
  readonly title?: string;
  readonly time?: string;
  readonly by?: string;
  readonly order?: string;
}

type IdentityOf = (row: ForeignRow) => ForeignIdentity;

function list(name: string, columns: ColumnKinds, identityOf: IdentityOf, more: More): ForeignTool {
  const title =
    more.title ?? (Object.hasOwn(columns, "version") ? "version" : columns["name"] ? "name" : "id");
  const kept = [title, more.time, more.by].filter((column) => column !== undefined);
  return {
    name,
    columns,
    mayHave: more.mayHave ?? {},
    beside: more.beside ?? null,
    usualName: more.usualName ?? null,
    reads: [...new Set(kept)],
    order: more.order ?? title,
    partsIn: null,
    makeEntries: (rows) =>
      rows.map((row) =>
        makeEntry(textOf(row, title), identityOf(row), {
          appliedAt: more.time === undefined ? null : parseTime(row[more.time]),
          appliedBy: more.by === undefined ? null : (row[more.by] ?? null),
        }),
      ),
  };
}

/**
 * Its first row stands for a file in its own package, which makes the table. Source: postgres-migrations,
 * src/migrations/0_create-migrations-table.sql.
 */
function postgresMigrations(): ForeignTool {
  const columns = { id: "integer", name: "text", hash: "text", executed_at: "time" } as const;
  return {
    ...list("postgres-migrations", columns, byVersion("id"), { time: "executed_at" }),
    reads: ["id", "name", "executed_at"],
    order: "id",
    makeEntries: (rows): readonly ForeignEntry[] =>
      rows.map((row) => {
        const isOwn = row["id"] === "0" && row["name"] === "create-migrations-table";
        return makeEntry(
          `${textOf(row, "id")}_${textOf(row, "name")}`,
          isOwn ? { by: "none" } : { by: "version", text: textOf(row, "id") },
          { state: isOwn ? "bookkeeping" : "applied", appliedAt: parseTime(row["executed_at"]) },
        );
      }),
  };
}

function byVersion(column: string): IdentityOf {
  return (row) => ({ by: "version", text: textOf(row, column) });
}

function byDigits(column: string): IdentityOf {
  return (row) => ({ by: "digits", text: textOf(row, column) });
}

function byName(column: string): IdentityOf {
  return (row) => ({ by: "name", texts: [textOf(row, column)] });
}
