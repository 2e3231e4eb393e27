import { expect, test } from "vitest";
import type { ClusterFacts, Role } from "../../../src/database/cluster-facts.ts";
import type { ServerFacts } from "../../../src/database/server-facts.ts";
import { emptyStart } from "../../../src/rehearsal/empty-start.ts";
import { makeStep } from "../../support/plan-values.ts";
import { parsed } from "../inputs/support.ts";

const role = (name: string): Role => ({ name, isAdministrator: false, attributes: [] });
const schema = (name: string) => ({ name, owner: "boss", grants: null });
const CLUSTER: ClusterFacts = {
  roles: ["boss", "deploy", "app", "Reader"].map(role),
  memberships: [
    { role: "app", member: "deploy", withAdmin: false },
    { role: "boss", member: "deploy", withAdmin: false },
  ],
  settings: [],
  databaseOwner: "boss",
  databaseGrants: null,
  schemas: [schema("public"), schema("ledger")],
  isEmpty: false,
  extensionMembers: new Map(),
};

const startFor = (sql: string, cluster = CLUSTER, values: Record<string, string> = {}) => {
  const start = emptyStart(cluster, {
    steps: [makeStep("1_a", sql)],
    target: { user: "deploy" } as ServerFacts,
    inputs: parsed(values),
  });
  return {
    roles: start.roles.map(({ name }) => name),
    memberships: start.memberships.length,
    schemas: start.schemas.map(({ name }) => name),
  };
};
const ALL = { roles: ["boss", "deploy", "app", "Reader"], memberships: 2, schemas: ["public", "ledger"] };

test.each<[string, string, Partial<typeof ALL>]>([
  ["all roles, where the files make none", "CREATE TABLE role (a int); GRANT app TO deploy;", {}],
  [
    "but not a role that a file makes, nor its memberships",
    "CREATE ROLE app NOLOGIN;",
    { roles: ["boss", "deploy", "Reader"], memberships: 1 },
  ],
  [
    "written as a user, a group, or in quotes",
    'create user App; CREATE GROUP "Reader";',
    { roles: ["boss", "deploy"], memberships: 1 },
  ],
  ["the user of the migrations whatever they make", "CREATE ROLE deploy;", {}],
  ["the role for a user mapping", "CREATE USER MAPPING FOR app SERVER s;", {}],
  [
    "not the ledger's schema where a file makes it",
    "CREATE SCHEMA IF NOT EXISTS ledger;",
    { schemas: ["public"] },
  ],
  ["public always: every database begins with it", "CREATE SCHEMA public;", {}],
])("a site that begins with nothing has %s", (_, sql, changes) => {
  expect(startFor(sql)).toEqual({ ...ALL, ...changes });
});

test("a site that begins with nothing has the role of the run, and public where the target has dropped it", () => {
  expect(startFor("CREATE ROLE app;", CLUSTER, { role: "app" })).toEqual(ALL);
  const without = { ...CLUSTER, schemas: [schema("ledger")] };
  expect(startFor("SELECT 1", without).schemas).toEqual(["public", "ledger"]);
});
