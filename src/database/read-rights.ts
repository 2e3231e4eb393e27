import type { CatalogName } from "./catalog-facts.ts";
import { MANAGED_ADMINISTRATORS } from "./cluster-facts.ts";
import { literal } from "./quote.ts";
import { type ReadLimit, readWithin } from "./read-within.ts";
import type { Session } from "./session.ts";

/** What the catalog says of the rights of the role that runs the migrations. */
export interface Rights {
  readonly role: string;
  readonly isSuperuser: boolean;
  /** A member of a managed service's own administrators, who may do some of what a superuser may. */
  readonly isManaged: boolean;
  readonly database: string;
  readonly canCreateInDatabase: boolean;
  /** Schemas that the role looks for unqualified names in; what it makes without a schema is made in the first. */
  readonly searchPath: readonly string[];
  /** Those asked for and those of the search path, as far as they are there. */
  readonly schemas: readonly { readonly name: string; readonly canCreate: boolean }[];
  /** Those asked for, as far as they are there. `isSchemaOwners`: the role may drop it all the same. */
  readonly relations: readonly (CatalogName & {
    readonly owner: string;
    readonly isOwners: boolean;
    readonly isSchemaOwners: boolean;
  })[];
  /** True where pg_tle makes extensions of SQL alone, which are nowhere listed. */
  readonly hasOtherExtensions: boolean;
  /** Those asked for that the server has the files of. */
  readonly extensions: readonly {
    readonly name: string;
    readonly isInstalled: boolean;
    /** Of the version that CREATE EXTENSION takes. */
    readonly needsSuperuser: boolean;
    readonly isTrusted: boolean;
  }[];
}

export interface RightsQuestion {
  /** Whose rights; null: those of the role of the session. */
  readonly as: string | null;
  readonly schemas: readonly string[];
  readonly relations: readonly CatalogName[];
  readonly extensions: readonly string[];
}

/** The rights that `question` is about, as `as` or the role of `limit` has them, or why they could not be read. No lock is taken. */
export async function readRights(
  session: Session,
  question: RightsQuestion,
  limit: ReadLimit,
): Promise<Rights | string> {
  const { results, reason } = await readWithin(session, [rightsQuery(question)], {
    ...limit,
    before: [PATH],
  });
  const rights = results?.[0]?.[0]?.["rights"];
  return rights == null ? (reason ?? "the server gave no answer") : (rights as Rights);
}

const PATH_SETTING = "migrate_action.rights_path";

// Before the search path is ours: as the role of the migrations has it.
const PATH = `SELECT pg_catalog.set_config(${literal(PATH_SETTING)}, pg_catalog.array_to_json(pg_catalog.current_schemas(false))::pg_catalog.text, true)`;

const list = (names: readonly unknown[]) => `${literal(JSON.stringify(names))}::json`;

const rightsQuery = ({
  as,
  schemas,
  relations,
  extensions,
}: RightsQuestion) => `WITH asked (name) AS MATERIALIZED (
  SELECT ${as === null ? "current_user" : `${literal(as)}::name`}),
path (name) AS MATERIALIZED (
  SELECT json_array_elements_text(current_setting(${literal(PATH_SETTING)})::json)),
wanted (name) AS (SELECT json_array_elements_text(${list(schemas)}) UNION SELECT name FROM path)
SELECT json_build_object('role', asked.name, 'database', current_database(),
  'isSuperuser', (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = asked.name),
  'isManaged', EXISTS (SELECT FROM pg_roles a WHERE a.rolname IN (${MANAGED_ADMINISTRATORS.map(literal).join(", ")}) AND pg_has_role(asked.name, a.oid, 'member')),
  'canCreateInDatabase', has_database_privilege(asked.name, current_database(), 'CREATE'),
  'hasOtherExtensions', EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_tle'),
  'searchPath', current_setting(${literal(PATH_SETTING)})::json,
  'schemas', (SELECT coalesce(json_agg(json_build_object('name', n.nspname, 'canCreate', has_schema_privilege(asked.name, n.oid, 'CREATE'))), '[]')
    FROM pg_namespace n WHERE n.nspname IN (SELECT w.name::name FROM wanted w)),
  'relations', (SELECT coalesce(json_agg(json_build_object('schema', n.nspname, 'name', c.relname, 'owner', pg_get_userbyid(c.relowner),
      'isOwners', pg_has_role(asked.name, c.relowner, 'USAGE'), 'isSchemaOwners', pg_has_role(asked.name, n.nspowner, 'USAGE'))), '[]')
    FROM json_to_recordset(${list(relations.map(({ schema, name }) => ({ schema, name })))}) a (schema text, name text)
    JOIN pg_namespace n ON n.nspname = a.schema::name JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = a.name::name),
  'extensions', (SELECT coalesce(json_agg(json_build_object('name', e.name, 'isInstalled', e.installed_version IS NOT NULL,
      'needsSuperuser', coalesce(v.superuser, true), 'isTrusted', coalesce(v.trusted, false))), '[]')
    FROM pg_available_extensions e LEFT JOIN pg_available_extension_versions v ON v.name = e.name AND v.version = e.default_version
    WHERE e.name IN (SELECT x::name FROM json_array_elements_text(${list(extensions)}) x))) AS rights FROM asked`;
