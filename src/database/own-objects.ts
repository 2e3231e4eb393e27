/** Schemas that are not the server's own, for `pg_namespace n`. */
export const OWN_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** The object with the oid `object`, in the schema `n`, is no system object and belongs to no extension. */
export const isOwnObject = (object: string): string => `${OWN_SCHEMA} AND ${isNoMember(object)}`;

/**
 * The object with the oid `object` belongs to no extension. NOT IN is looked up in a table of all members; a joined
 * search by oid alone, without the class, has no index, and takes the square of the catalog's size.
 */
export const isNoMember = (object: string): string =>
  `${object} NOT IN (SELECT d.objid FROM pg_depend d WHERE d.deptype = 'e')`;
