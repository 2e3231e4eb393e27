import type { ClusterFacts } from "../database/cluster-facts.ts";
import { identifier, literal } from "../database/quote.ts";
import type { Session } from "../database/session.ts";
import { attemptAll, succeeds } from "./attempt.ts";
import { makeRoles } from "./make-roles.ts";

/** By this comment a later run knows a role that a rehearsal made. */
const MARK = "Made by migrate-action for a rehearsal; dropped after it.";

/** Held shared by every rehearsal on this server: the last of them, which gets it alone, drops the roles. */
const LOCK = "pg_catalog.hashtextextended('migrate-action rehearsal', 0)";

/**
 * Makes the target's roles that the shadow's server has not, none of them a superuser. Roles are the whole server's,
 * and several rehearsals may run there at once: they stay until the last of these is over.
 */
export async function lendRoles(admin: Session, cluster: ClusterFacts): Promise<void> {
  await admin.query(`SELECT pg_catalog.pg_advisory_lock_shared(${LOCK})`);
  const known = new Set(
    (await admin.query("SELECT rolname::text AS name FROM pg_catalog.pg_roles")).map(({ name }) => name),
  );
  const missing = cluster.roles
    .filter(({ name }) => !known.has(name))
    .map((role) => ({ ...role, isAdministrator: false }));
  const made = new Set<string>();
  for (const role of missing) {
    const [create = ""] = makeRoles({ roles: [role], memberships: [] });
    if (!(await succeeds(admin, create))) continue;
    made.add(role.name);
    await succeeds(admin, `COMMENT ON ROLE ${identifier(role.name)} IS ${literal(MARK)}`);
  }
  const memberships = cluster.memberships.filter(({ member }) => made.has(member));
  await attemptAll(admin, makeRoles({ roles: [], memberships }));
}

/** Drops the roles that rehearsals have made, unless another one is under way. Never rejects. */
export async function takeRolesBack(admin: Session): Promise<void> {
  await succeeds(admin, `SELECT pg_catalog.pg_advisory_unlock_shared(${LOCK})`);
  const alone = await admin.query(`SELECT pg_catalog.pg_try_advisory_lock(${LOCK}) AS alone`).catch(() => []);
  if (alone[0]?.["alone"] !== true) return;
  const marked = await admin
    .query(
      "SELECT rolname::text AS name FROM pg_catalog.pg_roles WHERE pg_catalog.shobj_description(oid, 'pg_authid') = $1",
      [MARK],
    )
    .catch(() => []);
  for (const { name } of marked) await succeeds(admin, `DROP ROLE ${identifier(String(name))}`);
}
