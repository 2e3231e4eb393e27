/**
 * For a transaction of our own between those of the files: a statement_timeout that ALTER ROLE has set for the
 * application's queries would end it when the server is busy.
 */
export const NO_TIME_LIMIT = "SET LOCAL statement_timeout = 0";
