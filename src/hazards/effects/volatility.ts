import { qualifiedName, stringsOf } from "../../syntax/names.ts";
import type { Tree } from "../../syntax/parser.ts";
import type { KnownSchema } from "../known-schema.ts";

export type Volatility = "immutable" | "stable" | "volatile";

/** Functions of the system that are volatile and are used as defaults. Source: pg_proc.provolatile of PostgreSQL 18. */
const VOLATILE = new Set(
  "random random_normal clock_timestamp timeofday gen_random_uuid gen_random_bytes gen_salt uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 nextval currval lastval setval txid_current pg_current_xact_id nanoid ulid cuid".split(
    " ",
  ),
);

/** And those that are not volatile, of which the catalog need not be asked. */
const STABLE = new Set(
  "now transaction_timestamp statement_timestamp current_setting current_user session_user to_char to_timestamp timezone date_trunc current_schema inet_client_addr age".split(
    " ",
  ),
);

const IMMUTABLE = new Set(
  "lower upper md5 length concat abs ceil floor round make_interval make_date decode encode coalesce array_fill string_to_array jsonb_build_object jsonb_build_array json_build_object json_build_array repeat substr substring replace trim btrim".split(
    " ",
  ),
);

/** How a function behaves; null where nobody knows it. */
export function volatilityOf(name: readonly string[], schema: KnownSchema): Volatility | null {
  const { schema: from, name: called } = qualifiedName(name);
  const known = schema.volatility({ schema: from, name: called });
  if (known !== null) return known;
  if (VOLATILE.has(called)) return "volatile";
  if (STABLE.has(called)) return "stable";
  return IMMUTABLE.has(called) ? "immutable" : null;
}

/** The names of the functions that `tree` calls, with their schemas, in its order. */
export function calledFunctions(tree: unknown): readonly (readonly string[])[] {
  if (Array.isArray(tree)) return tree.flatMap(calledFunctions);
  if (typeof tree !== "object" || tree === null) return [];
  const own =
    "FuncCall" in tree ? [stringsOf((tree as Extract<Tree, { FuncCall: unknown }>).FuncCall.funcname)] : [];
  return [...own, ...Object.values(tree).flatMap(calledFunctions)];
}

/** volatile where `tree` calls what is volatile; null where it calls what nobody knows; else what it is at most. */
export function expressionVolatility(tree: Tree, schema: KnownSchema): Volatility | null {
  const all = calledFunctions(tree).map((name) => volatilityOf(name, schema));
  if (all.includes("volatile")) return "volatile";
  if (all.includes(null)) return null;
  return all.includes("stable") ? "stable" : "immutable";
}
