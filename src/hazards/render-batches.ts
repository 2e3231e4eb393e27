/** SQL that runs `statement`, which changes some thousand rows, and commits, until it finds none; for a file of its own. */
export function renderBatches(statement: string): string {
  const body = statement.replaceAll("\n", "\n    ");
  return [
    "-- migrate:no-transaction",
    "DO $$ BEGIN",
    "  LOOP",
    `    ${body}`,
    "    EXIT WHEN NOT FOUND;",
    "    COMMIT;",
    "  END LOOP;",
    "END $$;",
  ].join("\n");
}

/** The condition that picks at most 5,000 rows of `table` (an SQL name) for which `condition` holds. */
export function renderSomeRows(table: string, condition: string): string {
  return `ctid = ANY (ARRAY(\n  SELECT ctid FROM ${table} WHERE ${condition} LIMIT 5000))`;
}
