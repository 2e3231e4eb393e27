import type { SchemaScope } from "../schema.ts";
import { enabled, fact, grants, isDescribed, isUsers } from "./pieces.ts";

/** Queries for functions, procedures, aggregates, operators, casts and event triggers. */
export const routineQueries = (scope: SchemaScope): readonly string[] => [
  routines(scope),
  grants(
    scope,
    ROUTINE,
    { list: "p.proacl", kind: "'f'", owner: "p.proowner", on: "''" },
    `FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace /*acl*/ WHERE ${isDescribed(scope, "p.oid", "p.proname")} AND ${IS_NOT_MADE}`,
  ),
  operators(scope),
  CASTS,
  EVENT_TRIGGERS,
];

/** By the types of its arguments: their names are part of the definition. */
const ROUTINE = `CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END
  || format(' %I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))`;

/** The constructors of a range type come with it. */
const IS_NOT_MADE =
  "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')";

const routines = (scope: SchemaScope) =>
  `${fact(ROUTINE, "NULL", {
    definition: "CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END",
    aggregation: `(SELECT format('%s of %s: %s %s %s %s %s %s initially %L; moving %s %s %s %s initially %L; sorted by %s, %s', a.aggkind, a.aggnumdirectargs,
    format_type(a.aggtranstype, NULL), a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.agginitval,
    format_type(nullif(a.aggmtranstype, 0), NULL), a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn, a.aggminitval,
    a.aggsortop::regoperator, p.proparallel) FROM pg_aggregate a WHERE a.aggfnoid = p.oid)`,
    comment: "obj_description(p.oid, 'pg_proc')",
  })} FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${isDescribed(scope, "p.oid", "p.proname")} AND ${IS_NOT_MADE}`;

const operators = (scope: SchemaScope) =>
  `${fact("'operator ' || o.oid::regoperator::text", "NULL", {
    "": "o.oprcode::regprocedure::text",
    commutator: "nullif(o.oprcom, 0)::regoperator::text",
    negator: "nullif(o.oprnegate, 0)::regoperator::text",
    estimators: "format('%s, %s', o.oprrest, o.oprjoin)",
    uses: "nullif(concat_ws(', ', CASE WHEN o.oprcanhash THEN 'hashes' END, CASE WHEN o.oprcanmerge THEN 'merges' END), '')",
    comment: "obj_description(o.oid, 'pg_operator')",
  })} FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE ${isDescribed(scope, "o.oid", "o.oprname")}`;

const CASTS = `${fact(
  "format('cast (%s AS %s)', format_type(k.castsource, NULL), format_type(k.casttarget, NULL))",
  "NULL",
  {
    "": "format('%s %s %s', k.castmethod, k.castcontext, nullif(k.castfunc, 0)::regprocedure)",
    comment: "obj_description(k.oid, 'pg_cast')",
  },
)} FROM pg_cast k WHERE ${isUsers("k")}
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = k.oid AND d.deptype = 'i')`;

const EVENT_TRIGGERS = `${fact("format('event trigger %I', t.evtname)", "NULL", {
  "": "format('on %s %s execute %s', t.evtevent, t.evttags, t.evtfoid::regprocedure)",
  firing: enabled("t.evtenabled"),
  comment: "obj_description(t.oid, 'pg_event_trigger')",
})} FROM pg_event_trigger t WHERE ${isUsers("t")}`;
