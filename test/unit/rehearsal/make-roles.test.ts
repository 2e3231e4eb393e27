import { expect, test } from "vitest";
import type { ClusterFacts } from "../../../src/database/cluster-facts.ts";
import { makeDatabaseRights, makeRoles } from "../../../src/rehearsal/make-roles.ts";

const CLUSTER: ClusterFacts = {
  roles: [
    { name: "owner", isAdministrator: true, attributes: ["LOGIN"] },
    { name: 'od"d', isAdministrator: false, attributes: ["NOLOGIN", "NOINHERIT"] },
  ],
  memberships: [{ role: 'od"d', member: "owner", withAdmin: true }],
  settings: [
    { role: null, inDatabase: true, setting: 'search_path="$user", app' },
    { role: "owner", inDatabase: false, setting: "app.user_name=it's" },
    { role: "owner", inDatabase: true, setting: "session_preload_libraries=auto_explain" },
  ],
  databaseOwner: "owner",
  databaseGrants: null,
  schemas: [
    { name: "public", owner: "owner", grants: [{ grantee: null, privilege: "USAGE" }] },
    { name: "ledger", owner: 'od"d', grants: null },
  ],
  isEmpty: false,
  extensionMembers: new Map(),
};

test("roles are made with their attributes, without passwords, before their memberships", () => {
  expect(makeRoles(CLUSTER)).toEqual([
    'CREATE ROLE "owner" SUPERUSER LOGIN',
    'CREATE ROLE "od""d" NOLOGIN NOINHERIT',
    'GRANT "od""d" TO "owner" WITH ADMIN OPTION',
  ]);
});

test("the site's database has the target's owner, rights on public and settings, but no library that it need not have", () => {
  expect(makeDatabaseRights(CLUSTER, "d")).toEqual([
    'ALTER DATABASE "d" OWNER TO "owner"',
    'ALTER SCHEMA "public" OWNER TO "owner"',
    'REVOKE ALL ON SCHEMA "public" FROM PUBLIC',
    'GRANT USAGE ON SCHEMA "public" TO PUBLIC',
    'CREATE SCHEMA "ledger"',
    'ALTER SCHEMA "ledger" OWNER TO "od""d"',
    'ALTER DATABASE "d" SET "search_path" TO "$user", app',
    `ALTER ROLE "owner" SET "app"."user_name" TO 'it''s'`,
  ]);
});

test("a schema public that the target has dropped is dropped", () => {
  expect(makeDatabaseRights({ ...CLUSTER, schemas: [] }, "d")).toContain("DROP SCHEMA public");
});
