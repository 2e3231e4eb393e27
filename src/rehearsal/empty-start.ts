import type { ClusterFacts } from "../database/cluster-facts.ts";
import { afterWords, nameAt } from "../files/sql/match-words.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";

/**
 * What a site that begins with nothing has of the target's `cluster`: the schema public, which every database begins
 * with, the ledger's schema and the roles, but neither schemas nor roles that the steps make themselves.
 */
export function emptyStart(
  cluster: ClusterFacts,
  { steps, target, inputs }: Pick<RehearsalRequest, "steps" | "target" | "inputs">,
): ClusterFacts {
  const statements = steps.flatMap(({ script }) => script.statements);
  const made = {
    roles: new Set(statements.flatMap((statement) => created(statement, "create role|user|group"))),
    schemas: new Set(statements.flatMap((statement) => created(statement, "create schema if? not? exists?"))),
  };
  // The migrations run as these, so they were there before them.
  for (const role of [target.user, inputs.role]) made.roles.delete(role ?? "");
  const open = { name: "public", owner: "pg_database_owner", grants: null };
  const schemas = cluster.schemas.filter(({ name }) => name === "public" || !made.schemas.has(name));
  return {
    ...cluster,
    roles: cluster.roles.filter(({ name }) => !made.roles.has(name)),
    memberships: cluster.memberships.filter(
      ({ role, member }) => !made.roles.has(role) && !made.roles.has(member),
    ),
    schemas: schemas.some(({ name }) => name === "public") ? schemas : [open, ...schemas],
  };
}

function created({ tokens }: Statement, words: string): readonly string[] {
  const after = afterWords(tokens, words);
  const name = after > 0 ? nameAt(tokens, after)?.parts.at(-1) : undefined;
  return name === undefined ? [] : [name];
}
