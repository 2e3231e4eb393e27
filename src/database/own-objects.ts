/** Schemas that are not the server's own, for `pg_namespace n`. */
export const OWN_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** The object with the oid `object`, in the schema `n`, is no system object and belongs to no extension. */
export const isOwnObject = (object: string): string => `${OWN_SCHEMA}
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = ${object} AND d.deptype = 'e')`;
