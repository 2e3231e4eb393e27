import type { ClusterFacts, Grant } from "../database/cluster-facts.ts";
import { identifier, literal } from "../database/quote.ts";

/** Settings whose value is a list of identifiers, stored with their quotes. Source: guc.h, GUC_LIST_QUOTE. */
const LIST_SETTINGS = new Set(["search_path", "temp_tablespaces"]);

/**
 * Libraries that a site need not have, without which no session would start there; and what keeps a session from writing,
 * or ends it: that is for the target's own sake, and `plan` shows what would happen there all the same.
 */
const LEFT_OUT_SETTINGS = new Set([
  "local_preload_libraries",
  "session_preload_libraries",
  "default_transaction_read_only",
  "idle_in_transaction_session_timeout",
  "idle_session_timeout",
  "transaction_timeout",
]);

/**
 * Statements that make the target's roles on a site, without passwords. Each may fail by itself (a role that is
 * already there) without harm to the others.
 */
export function makeRoles(cluster: Pick<ClusterFacts, "roles" | "memberships">): readonly string[] {
  return [
    ...cluster.roles.map(
      ({ name, isAdministrator, attributes }) =>
        `CREATE ROLE ${identifier(name)} ${isAdministrator ? "SUPERUSER " : ""}${attributes.join(" ")}`,
    ),
    ...cluster.memberships.map(
      ({ role, member, withAdmin }) =>
        `GRANT ${identifier(role)} TO ${identifier(member)}${withAdmin ? " WITH ADMIN OPTION" : ""}`,
    ),
  ];
}

/** Statements that give the site's database the owner, rights and settings of the target's; run by a superuser in it. */
export function makeDatabaseRights(cluster: ClusterFacts, database: string): readonly string[] {
  const hasPublic = cluster.schemas.some(({ name }) => name === "public");
  return [
    `ALTER DATABASE ${identifier(database)} OWNER TO ${identifier(cluster.databaseOwner)}`,
    ...grants(`DATABASE ${identifier(database)}`, cluster.databaseGrants),
    ...(hasPublic ? [] : ["DROP SCHEMA public"]),
    ...cluster.schemas.flatMap(({ name, owner, grants: list }) => [
      ...(name === "public" ? [] : [`CREATE SCHEMA ${identifier(name)}`]),
      `ALTER SCHEMA ${identifier(name)} OWNER TO ${identifier(owner)}`,
      ...grants(`SCHEMA ${identifier(name)}`, list),
    ]),
    ...cluster.settings.flatMap((entry) => settingStatement(entry, database)),
  ];
}

function grants(object: string, list: readonly Grant[] | null): readonly string[] {
  if (list === null) return [];
  return [
    `REVOKE ALL ON ${object} FROM PUBLIC`,
    ...list.map(
      ({ grantee, privilege }) =>
        `GRANT ${privilege} ON ${object} TO ${grantee === null ? "PUBLIC" : identifier(grantee)}`,
    ),
  ];
}

function settingStatement(entry: ClusterFacts["settings"][number], database: string): readonly string[] {
  const cut = entry.setting.indexOf("=");
  const name = entry.setting.slice(0, cut);
  const value = entry.setting.slice(cut + 1);
  if (LEFT_OUT_SETTINGS.has(name)) return [];
  const inDatabase = entry.inDatabase ? ` IN DATABASE ${identifier(database)}` : "";
  const subject =
    entry.role === null ? `DATABASE ${identifier(database)}` : `ROLE ${identifier(entry.role)}${inDatabase}`;
  const quotedName = name.split(".").map(identifier).join(".");
  return [
    `ALTER ${subject} SET ${quotedName} TO ${LIST_SETTINGS.has(name) && value !== "" ? value : literal(value)}`,
  ];
}
