import { EMPTINESS } from "./is-empty.ts";
import { literal } from "./quote.ts";
import { readCatalog } from "./read-catalog.ts";
import type { Row, Session } from "./session.ts";

/** What a database relies on that a dump of its schema does not have: roles, their settings, rights on itself. */
export interface ClusterFacts {
  readonly roles: readonly Role[];
  readonly memberships: readonly {
    readonly role: string;
    readonly member: string;
    readonly withAdmin: boolean;
  }[];
  /** ALTER ROLE … SET and ALTER DATABASE … SET that reach sessions in this database, `name=value`. */
  readonly settings: readonly {
    readonly role: string | null;
    readonly inDatabase: boolean;
    readonly setting: string;
  }[];
  readonly databaseOwner: string;
  /** Null: the defaults. */
  readonly databaseGrants: readonly Grant[] | null;
  /** The schema public and the ledger's, as far as they are there. */
  readonly schemas: readonly Schema[];
  /** True when the database holds nothing but what every new one has. */
  readonly isEmpty: boolean;
  /** Members of installed extensions, by extension: names of types, functions, operators, access methods. */
  readonly extensionMembers: ReadonlyMap<string, readonly string[]>;
}

export interface Role {
  readonly name: string;
  /** Superuser, or a member of a managed service's own administrators. */
  readonly isAdministrator: boolean;
  /** `LOGIN`, `NOINHERIT` …, ready for CREATE ROLE; SUPERUSER not among them. */
  readonly attributes: readonly string[];
}

export interface Schema {
  readonly name: string;
  readonly owner: string;
  /** Null: the defaults. */
  readonly grants: readonly Grant[] | null;
}

/** `grantee` null: PUBLIC. */
export interface Grant {
  readonly grantee: string | null;
  readonly privilege: string;
}

/** Names of the roles by which managed services give out most of what a superuser may. */
export const MANAGED_ADMINISTRATORS: readonly string[] = [
  "rds_superuser",
  "cloudsqlsuperuser",
  "azure_pg_admin",
  "alloydbsuperuser",
  "neon_superuser",
];

/** Facts of the cluster and database behind `session`, whose ledger is in `ledgerSchema`: one read-only round trip. */
export async function readClusterFacts(session: Session, ledgerSchema: string): Promise<ClusterFacts> {
  const queries = [ROLES, MEMBERSHIPS, SETTINGS, RIGHTS, schemasQuery(ledgerSchema), MEMBERS, EMPTINESS];
  const [roles, memberships, settings, rights, schemas, members, emptiness] = await readCatalog(
    session,
    queries,
  );
  const right = rights?.[0] ?? {};
  return {
    roles: (roles ?? []).map(parseRole),
    memberships: (memberships ?? []).map((row) => ({
      role: String(row["role"]),
      member: String(row["member"]),
      withAdmin: row["admin_option"] === true,
    })),
    settings: (settings ?? []).map((row) => ({
      role: row["role"] === null ? null : String(row["role"]),
      inDatabase: row["in_database"] === true,
      setting: String(row["setting"]),
    })),
    databaseOwner: String(right["owner"]),
    databaseGrants: parseGrants(right["grants"]),
    schemas: (schemas ?? []).map((row) => ({
      name: String(row["name"]),
      owner: String(row["owner"]),
      grants: parseGrants(row["grants"]),
    })),
    isEmpty: emptiness?.[0]?.["is_empty"] === true,
    extensionMembers: new Map(
      (members ?? []).map((row) => [String(row["extension"]), row["names"] as string[]]),
    ),
  };
}

function parseRole(row: Row): Role {
  const attribute = (column: string, name: string) => (row[column] === true ? name : `NO${name}`);
  return {
    name: String(row["name"]),
    isAdministrator: row["administrator"] === true,
    attributes: [
      attribute("rolinherit", "INHERIT"),
      attribute("rolcreaterole", "CREATEROLE"),
      attribute("rolcreatedb", "CREATEDB"),
      attribute("rolcanlogin", "LOGIN"),
      attribute("rolreplication", "REPLICATION"),
      attribute("rolbypassrls", "BYPASSRLS"),
    ],
  };
}

function parseGrants(value: unknown): readonly Grant[] | null {
  return value === null || value === undefined ? null : (value as Grant[]);
}

const ADMINISTRATORS = MANAGED_ADMINISTRATORS.map(literal).join(", ");

const ROLES = `SELECT r.rolname::text AS name, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
  rolsuper OR EXISTS (SELECT FROM pg_roles a WHERE a.rolname IN (${ADMINISTRATORS}) AND pg_has_role(r.oid, a.oid, 'member')) AS administrator
FROM pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY r.oid`;

const MEMBERSHIPS = `SELECT r.rolname::text AS role, m.rolname::text AS member, bool_or(am.admin_option) AS admin_option
FROM pg_auth_members am JOIN pg_roles r ON r.oid = am.roleid JOIN pg_roles m ON m.oid = am.member
WHERE m.rolname !~ '^pg_' GROUP BY 1, 2`;

const SETTINGS = `SELECT r.rolname::text AS role, s.setdatabase <> 0 AS in_database, unnest(s.setconfig) AS setting
FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole
WHERE s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())`;

const aclAsJson = (
  acl: string,
) => `CASE WHEN ${acl} IS NOT NULL THEN (SELECT coalesce(json_agg(json_build_object(
    'grantee', CASE WHEN x.grantee = 0 THEN NULL ELSE pg_get_userbyid(x.grantee) END, 'privilege', x.privilege_type)), '[]')
  FROM aclexplode(${acl}) x) END`;

const RIGHTS = `SELECT pg_get_userbyid(d.datdba)::text AS owner, ${aclAsJson("d.datacl")} AS grants
FROM pg_database d WHERE d.datname = current_database()`;

const schemasQuery = (
  ledgerSchema: string,
) => `SELECT n.nspname::text AS name, pg_get_userbyid(n.nspowner)::text AS owner, ${aclAsJson("n.nspacl")} AS grants
FROM pg_namespace n WHERE n.nspname IN ('public', ${literal(ledgerSchema)})`;

const MEMBERS = `SELECT e.extname::text AS extension, array_agg(coalesce(p.proname, t.typname, o.oprname, a.amname, c.relname, oc.opcname, n.nspname)::text) AS names
FROM pg_extension e JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
LEFT JOIN pg_operator o ON d.classid = 'pg_operator'::regclass AND o.oid = d.objid
LEFT JOIN pg_am a ON d.classid = 'pg_am'::regclass AND a.oid = d.objid
LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
LEFT JOIN pg_opclass oc ON d.classid = 'pg_opclass'::regclass AND oc.oid = d.objid
LEFT JOIN pg_namespace n ON d.classid = 'pg_namespace'::regclass AND n.oid = d.objid
WHERE coalesce(p.proname, t.typname, o.oprname, a.amname, c.relname, oc.opcname, n.nspname) IS NOT NULL
GROUP BY 1`;
