import type { ServerError } from "./server-error.ts";

/** What to do about states of the server itself, by SQLSTATE; undefined where there is nothing to say in general. */
export function hintForState({ sqlState }: Pick<ServerError, "sqlState">): string | undefined {
  return HINTS[sqlState] ?? (sqlState.startsWith("54") ? HINTS["54000"] : undefined);
}

/** Source: PostgreSQL manual, appendix A, classes 25, 40, 53, 54, 57 and 58. */
const HINTS: Readonly<Record<string, string>> = {
  "25006":
    "The server has become read-only: a failover made it a standby, or it was switched (providers do so when the disk is full). Connect to the primary, or look at its free space and `default_transaction_read_only`.",
  "40001":
    "Another transaction was in the way; on a standby, what it had to replay (`max_standby_streaming_delay`). Run again.",
  "53000": "The server ran out of something. Its log says of what.",
  "53100":
    "The server's disk is full, or a quota or tablespace is. Make room before you run again: what was under way is rolled back, but an index that was being built CONCURRENTLY may be left invalid and take room.",
  "53200":
    "The server ran out of memory. Try again when it has less to do; a large change goes through in pieces, and `out of shared memory` means too many locks in one transaction: split the file, or raise max_locks_per_transaction.",
  "53300":
    "The server has no connection free. End idle ones, or raise max_connections or the role's CONNECTION LIMIT.",
  "53400":
    "A limit in the server's configuration is reached, often temp_file_limit: raise it for this role, or do the work in pieces.",
  "54000":
    "A limit of PostgreSQL itself is reached (size of a row, number of columns or of arguments, depth): the statement has to be written in another way.",
  "57014":
    "It ran longer than allowed, or somebody cancelled it. The run sets its own limits: look who or what cancels queries on this server.",
  "58030":
    "The server could not read or write a file: its disk is failing or full. Look into its log before you run again.",
  "58P01": "A file of the server's is not there. Look into its log before you run again.",
};
