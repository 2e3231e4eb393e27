import type { Entry } from "./entry.ts";

/** Exit code 3: no connection, or not let in. Nothing was changed in any of these. */
export const CONNECTION_ENTRIES = {
  CONNECTION_FAILED: {
    title: "could not connect to the database",
    whatItMeans:
      "No server answered at the host and port within `wait-for-database`, or its name has no address this machine can use.",
    whatToDo:
      "Check host and port, that the server runs, and that its firewall lets the runner in. Hosted runners have no IPv6: where the host has only an IPv6 address, use the provider's IPv4 or pooler address.",
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
} as const satisfies Record<string, Entry>;
