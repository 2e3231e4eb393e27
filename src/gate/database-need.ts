import type { ServerFacts } from "../database/server-facts.ts";
import type { ConnectionSettings, Inputs } from "../inputs/inputs.ts";
import type { Need } from "./need.ts";

/** What the connected database is judged by. */
export interface DatabaseQuestion {
  readonly inputs: Inputs;
  readonly connection: ConnectionSettings;
  readonly facts: ServerFacts;
}

/** The lack of the right database, which also stands where nothing is pending; null when it is the right one. */
export function databaseNeed({ inputs, connection, facts }: DatabaseQuestion): Need | null {
  const expected = inputs.gate.expectedDatabase;
  const cut = expected?.lastIndexOf("/") ?? -1;
  const isRight =
    expected === null ||
    (expected.slice(cut + 1) === facts.database && (cut < 0 || expected.slice(0, cut) === connection.host));
  if (isRight) return null;
  return {
    code: "EXPECTED_DATABASE_DIFFERS",
    message: `The database is "${facts.database}" at ${connection.host}, but \`expected-database\` says "${expected}".`,
    hint: "Check the connection: it probably belongs to another environment.",
  };
}
