/** Behind FROM: the advisory locks of the connected database; what is added with AND narrows them down. */
export const ADVISORY_LOCKS =
  "pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
