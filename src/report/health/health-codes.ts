/**
 * Every code that a problem of `/health/database` may have, with its sentence. `{these}` stands for versions, or for names of
 * objects or files, a few of them and how many more there are. Nothing else of files or database is ever said here: whoever
 * may know it asks `migrate-action status`.
 */
export const HEALTH_CODES = {
  MIGRATIONS_PENDING: "Not applied yet: {these}.",
  PLAN_LATE: "Not applied, though newer ones are: {these}.",
  MIGRATION_FAILED: "Stopped half-way: {these}.",
  PLAN_UNFINISHED: "Begun, and the end is not on record: {these}.",
  PLAN_EDITED: "The file was changed after it was applied: {these}.",
  PLAN_MISSING: "Applied, and the file is gone: {these}.",
  PLAN_AHEAD: "Applied, and newer than every file: {these}.",
  PLAN_DUPLICATE: "On record more than once: {these}.",
  SCHEMA_MISSING: "Applied migrations have made it, and it is gone: {these}.",
  SCHEMA_DIFFERS: "Not as the applied migrations make it: {these}.",
  VERIFY_FAILED: "What these verify files ask is not so: {these}.",

  LEDGER_DAMAGED: "The ledger has rows that no run writes.",
  LEDGER_FOREIGN: "Where the ledger would be is something else.",
  LEDGER_FORBIDDEN: "The role may not read the ledger.",
  PLAN_REFUSED: "What is pending could not be applied as its files are: {these}.",

  DIRECTORY_MISSING: "The directory of the migrations is not there.",
  DIRECTORY_EMPTY: "The directory has no migrations.",
  DIRECTORY_UNREADABLE: "The directory of the migrations cannot be read.",
  FILES_INVALID: "The migration files have faults.",

  CONNECTION_FAILED: "No connection to the database.",
  AUTHENTICATION_FAILED: "The database does not let this user in.",
  DATABASE_MISSING: "The server has no database of this name.",
  TLS_FAILED: "No TLS connection to the database.",
  SERVER_UNSUPPORTED: "The server's version is too old.",
  TARGET_REFUSED: "The database refused a question about its ledger.",
  HEALTH_TIMEOUT: "The database did not answer in time.",

  INTERNAL: "How it stands could not be found out, by a fault of migrate-action itself.",
} as const;

export type HealthCode = keyof typeof HEALTH_CODES;
