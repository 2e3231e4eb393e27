import { isOwnObject, OWN_SCHEMA } from "../own-objects.ts";
import { literal } from "../quote.ts";
import type { SchemaScope } from "../schema.ts";
import { fact, grants, isDescribed, isUsers, sorted, word } from "./pieces.ts";

/** Queries for schemas, extensions, default privileges, publications, foreign servers, and the rest by its name. */
export const otherQueries = (scope: SchemaScope): readonly string[] => [
  `${fact("format('schema %I', n.nspname)", "NULL", { comment: "obj_description(n.oid, 'pg_namespace')" })}
FROM pg_namespace n WHERE ${isOwnSchema(scope)}`,
  grants(
    scope,
    "format('schema %I', n.nspname)",
    { list: "n.nspacl", kind: "'n'", owner: "n.nspowner", on: "''" },
    `FROM pg_namespace n /*acl*/ WHERE ${isOwnSchema(scope)}`,
  ),
  // Its version is the server's installation's, not the schema's.
  `${fact("format('extension %I', e.extname)", "NULL", { schema: "e.extnamespace::regnamespace::text" })} FROM pg_extension e`,
  defaultPrivileges(scope),
  publications(scope),
  FOREIGN_WRAPPERS,
  FOREIGN_SERVERS,
  ...named(scope),
];

/** The ledger's own schema is made with the ledger, and one that has nothing but what is left out is another tool's. */
function isOwnSchema(scope: SchemaScope): string {
  const { ledgerSchema } = scope;
  const isOther = ledgerSchema === "public" ? "" : ` AND n.nspname <> ${literal(ledgerSchema)}`;
  const named = [...new Set(scope.leftOut.map(({ schema }) => schema))].filter((name) => name !== "public");
  if (named.length === 0) return `${isOwnObject("n.oid")}${isOther}`;
  return `${isOwnObject("n.oid")}${isOther} AND NOT (n.nspname IN (${named.map(literal).join(", ")})
  AND NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${isDescribed(scope, "c.oid", "c.relname")})
  AND NOT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid AND ${isDescribed(scope, "p.oid", "p.proname")}))`;
}

function defaultPrivileges(scope: SchemaScope): string {
  const owners = scope.owners.map(literal).join(", ");
  const name = "pg_get_userbyid(a.defaclrole)";
  const role =
    owners === ""
      ? `quote_ident(${name})`
      : `CASE WHEN ${name} IN (${owners}) THEN 'the migrations' ELSE quote_ident(${name}) END`;
  const what =
    "CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' ELSE 'schemas' END";
  const object = `'default privileges of ' || ${role} || coalesce(format(' in %I', n.nspname), '') || ' for ' || ${what}`;
  return grants(
    scope,
    object,
    { list: "a.defaclacl", kind: "'f'", owner: "a.defaclrole", on: "''" },
    `FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace /*acl*/ WHERE n.oid IS NULL OR ${OWN_SCHEMA}`,
  );
}

/** Row filters, column lists and whole schemas are of 15 and newer. */
function publications({ major }: SchemaScope): string {
  const more =
    major < 15
      ? "''"
      : `coalesce(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) FROM pg_attribute a
        WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) || ')', '') || coalesce(' where ' || pg_get_expr(r.prqual, r.prrelid), '')`;
  const schemas =
    major < 15
      ? "NULL::text"
      : "(SELECT string_agg(s.pnnspid::regnamespace::text, ', ' ORDER BY s.pnnspid::regnamespace::text) FROM pg_publication_namespace s WHERE s.pnpubid = p.oid)";
  return `${fact("format('publication %I', p.pubname)", "NULL", {
    "table list": `CASE WHEN p.puballtables THEN 'all' ELSE (SELECT string_agg(r.prrelid::regclass::text || ${more}, ', ' ORDER BY r.prrelid::regclass::text)
      FROM pg_publication_rel r WHERE r.prpubid = p.oid) END`,
    "schema list": schemas,
    "action list": `concat_ws(', ', ${word("p.pubinsert", "insert")}, ${word("p.pubupdate", "update")}, ${word("p.pubdelete", "delete")}, ${word("p.pubtruncate", "truncate")})`,
    root: word("p.pubviaroot", "published"),
    comment: "obj_description(p.oid, 'pg_publication')",
  })} FROM pg_publication p WHERE ${isUsers("p")}`;
}

const FOREIGN_WRAPPERS = `${fact("format('foreign-data wrapper %I', w.fdwname)", "NULL", {
  functions:
    "format('%s %s', nullif(w.fdwhandler, 0)::regprocedure, nullif(w.fdwvalidator, 0)::regprocedure)",
  "option list": sorted("w.fdwoptions"),
})} FROM pg_foreign_data_wrapper w WHERE ${isUsers("w")}`;

/** Options of user mappings are passwords: they are not read. */
const FOREIGN_SERVERS = `${fact("format('foreign server %I', s.srvname)", "NULL", {
  wrapper: "(SELECT w.fdwname::text FROM pg_foreign_data_wrapper w WHERE w.oid = s.srvfdw)",
  "option list": sorted("s.srvoptions"),
  "user mapping list":
    "(SELECT string_agg(u.usename, ', ' ORDER BY u.usename) FROM pg_user_mappings u WHERE u.srvid = s.oid)",
})} FROM pg_foreign_server s WHERE ${isUsers("s")}`;

/** What is known by its kind and name alone, with what little of it one value says. */
function named(scope: SchemaScope): readonly string[] {
  const inSchema = (kind: string, catalog: string, prefix: string, value: string, more = "''") =>
    `${fact(`format('${kind} %I.%I', n.nspname, o.${prefix}name) || ${more}`, "NULL", { "": value })}
FROM ${catalog} o JOIN pg_namespace n ON n.oid = o.${prefix}namespace WHERE ${isDescribed(scope, "o.oid", `o.${prefix}name`)}`;
  // One name may be taken once for each access method.
  const using = (column: string) =>
    `(SELECT format(' using %I', m.amname) FROM pg_am m WHERE m.oid = o.${column})`;
  return [
    inSchema("collation", "pg_collation", "coll", COLLATION),
    inSchema("conversion", "pg_conversion", "con", "o.conproc::text"),
    inSchema("operator class", "pg_opclass", "opc", "format_type(o.opcintype, NULL)", using("opcmethod")),
    inSchema("operator family", "pg_opfamily", "opf", "NULL::text", using("opfmethod")),
    inSchema("text search configuration", "pg_ts_config", "cfg", TS_MAPPING),
    inSchema("text search dictionary", "pg_ts_dict", "dict", "o.dictinitoption"),
    `${fact("format('access method %I', o.amname)", "NULL", { "": "o.amhandler::text" })} FROM pg_am o WHERE ${isUsers("o")}`,
    `${fact("format('language %I', o.lanname)", "NULL", { trust: word("o.lanpltrusted", "on") })} FROM pg_language o WHERE ${isUsers("o")}`,
  ];
}

/** The locale is in another column from 15 on, and from 17 on again. */
const COLLATION = `format('provider %s, %s, %s', o.collprovider, o.collisdeterministic,
  coalesce(to_jsonb(o)->>'colllocale', to_jsonb(o)->>'colliculocale', o.collcollate))`;

const TS_MAPPING = `(SELECT string_agg(format('%s %s', m.maptokentype, m.mapdict::regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
  FROM pg_ts_config_map m WHERE m.mapcfg = o.oid)`;
