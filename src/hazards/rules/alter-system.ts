import { defineRule } from "../rule.ts";

export const alterSystem = defineRule({
  name: "alter-system",
  title: "The whole server is set, not the database",
  why: "`ALTER SYSTEM` writes a file of the server: it is about every database on it, cannot be rolled back, and most providers refuse it.",
  safeWay:
    "Set it for the database or the role, which a migration may do:\n\n```sql\nALTER DATABASE app SET work_mem = '64MB';\n```",
  since: null,
  source: "PostgreSQL manual, ALTER SYSTEM.",
  on: ["alter-system"],
  check: () => [
    {
      level: "medium",
      message: "ALTER SYSTEM sets every database of the server, and is not rolled back with the migration.",
      instead: "ALTER DATABASE … SET …;  -- where it is of this database alone",
    },
  ],
});
