import type { ServerFacts } from "../database/server-facts.ts";
import { looksLikeProduction } from "../inputs/production.ts";
import type { Flow } from "./flow.ts";

/** True when the target's name says production and nobody has said which environment it is. */
export function isUnmarkedProduction({ inputs, world }: Flow, facts: ServerFacts): boolean {
  return inputs.gate.environment === null && looksLikeProduction(world.connection.host, facts.database);
}

/** What to say of such a target; empty for others. */
export function productionNotice(flow: Flow, facts: ServerFacts): readonly string[] {
  if (!isUnmarkedProduction(flow, facts)) return [];
  return [
    `"${facts.database}" at ${flow.world.connection.host} looks like production, but \`environment\` is not set: with \`environment: production\` it is changed only after a typed confirmation.`,
  ];
}
