import type { ServerFacts } from "../database/server-facts.ts";
import { databaseNeed } from "../gate/database-need.ts";
import type { Flow } from "./flow.ts";
import { lacking } from "./reasons.ts";

/** Throws what `expected-database` lacks where the run is connected to another one. */
export function checkDatabase({ inputs, world }: Flow, facts: ServerFacts): void {
  const need = databaseNeed({ inputs, connection: world.connection, facts });
  if (need !== null) throw lacking([need]);
}
