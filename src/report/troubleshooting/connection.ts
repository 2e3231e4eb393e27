import type { Entry } from "./entry.ts";

/** Exit code 3: no connection, or not let in. Nothing was changed in any of these. */
export const CONNECTION_ENTRIES = {
  CONNECTION_FAILED: {
    title: "could not connect to the database",
    whatItMeans:
      "No server answered at the host and port within `wait-for-database`, its name has no address this machine can use, or it (or a pooler before it) has no connection free.",
    whatToDo:
      "Check host and port, that the server runs, and that its firewall lets the runner in. Hosted runners have no IPv6: where the host has only an IPv6 address, use the provider's IPv4 or pooler address. A run needs two connections at a time: see who has them with `SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3;`.",
  },
  AUTHENTICATION_FAILED: {
    title: "the database did not let this user in",
    whatItMeans:
      "The server answered and refused the user name or the password, or has no rule in `pg_hba.conf` for this user, database and address.",
    whatToDo:
      "Check the secret: percent-encoding in a URL, a line end at its end, the right environment. Separate `user` and `password` inputs need no escaping.",
  },
  DATABASE_MISSING: {
    title: "the database does not exist",
    whatItMeans:
      "The server is there and knows no database of this name. It is not created, because a misspelt name would look like a fresh database.",
    whatToDo: "Correct the name, or create it: `CREATE DATABASE name;`.",
  },
  TLS_FAILED: {
    title: "no secure connection could be made",
    whatItMeans:
      "The server does not offer TLS though `sslmode` asks for it, or its certificate could not be verified.",
    whatToDo:
      "With `verify-ca` or `verify-full` give the provider's certificate as `ssl-root-cert`; with `require` the certificate is not verified. For a server without TLS on a trusted network use `sslmode: disable`.",
  },
  SERVER_UNSUPPORTED: {
    title: "this server is not supported",
    whatItMeans:
      "The server is older than PostgreSQL 14, or does not behave as PostgreSQL where the migrations depend on it.",
    whatToDo:
      "Use PostgreSQL 14 or later. Connect to the server itself where a pooler in between is the cause.",
  },
  TARGET_READ_ONLY: {
    title: "the database is read-only",
    whatItMeans:
      "The server is a standby, or `default_transaction_read_only` is on for this user, database or server. What only reads (`plan`, `status`, `history`) works there.",
    whatToDo:
      "Connect to the primary. Where a setting is the cause, the message says where it is set: `SELECT source, sourcefile FROM pg_settings WHERE name = 'default_transaction_read_only';`. Providers set it when the disk is full: make room first.",
  },
  TARGET_REFUSED: {
    title: "the database refused one of our own queries",
    whatItMeans:
      "The server did not answer a query on its catalog or on the ledger, or ended it: a time limit, a standby that had to go on, no memory, no disk. That query changed nothing.",
    whatToDo:
      "The server's words are in the message. Run again when the cause is gone; it goes on with what is pending.",
  },
} as const satisfies Record<string, Entry>;
