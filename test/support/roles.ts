import { randomBytes } from "node:crypto";
import { onTestFinished } from "vitest";
import { connect } from "./connect.ts";
import type { TestDatabase, TestServer } from "./servers.ts";

/** A role of one test's own. */
export interface TestRole {
  readonly name: string;
  readonly password: string;
  /** The URL of `database`, entered as this role. */
  urlOf(database: TestDatabase): string;
}

/**
 * A role that may log in (not with NOLOGIN), with these attributes besides; dropped when the test ends. Make it before the databases it
 * has anything in: those are dropped first then.
 */
export async function freshRole(
  server: TestServer,
  attributes = "",
  password = "role p@ss",
): Promise<TestRole> {
  const name = `role_${randomBytes(6).toString("hex")}`;
  const run = async (statement: string) => {
    const client = await connect(server.url);
    await client.query(statement).finally(() => client.end());
  };
  await run(
    `CREATE ROLE ${name} ${attributes.includes("NOLOGIN") ? "" : "LOGIN"} ${attributes} PASSWORD '${password.replaceAll("'", "''")}'`,
  );
  onTestFinished(() => run(`DROP ROLE IF EXISTS ${name}`));
  return {
    name,
    password,
    urlOf: ({ url }) =>
      Object.assign(new URL(url), { username: name, password: encodeURIComponent(password) }).href,
  };
}
