import type { SchemaScope } from "../schema.ts";
import { enabled, fact, RELATION, relations, word } from "./pieces.ts";

/** Queries for what hangs on a table or view: constraints, indexes, triggers, rules, policies, statistics. */
export const tablePartQueries = (scope: SchemaScope): readonly string[] => [
  constraints(scope),
  indexes(scope),
  triggers(scope),
  rules(scope),
  policies(scope),
  statistics(scope),
];

/**
 * NOT NULL is the column's, in all majors; what a partition has from its parent follows from that, under names that
 * change with the major; constraint triggers are triggers.
 */
const constraints = (scope: SchemaScope) =>
  `${fact(RELATION, "format('constraint %I', k.conname)", {
    "": "pg_get_constraintdef(k.oid)",
    comment: "obj_description(k.oid, 'pg_constraint')",
  })} ${relations(scope, "JOIN pg_constraint k ON k.conrelid = c.oid AND k.conparentid = 0 AND k.contype NOT IN ('n', 't')")}`;

/** Without those that a constraint or a partitioned index stands for. */
const indexes = (scope: SchemaScope) =>
  `${fact(RELATION, "format('index %I', x.relname)", {
    "": "pg_get_indexdef(i.indexrelid)",
    state: word("NOT i.indisvalid", "invalid"),
    clustering: word("i.indisclustered", "on"),
    comment: "obj_description(x.oid, 'pg_class')",
  })} ${relations(
    scope,
    "JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid AND NOT x.relispartition",
  )} AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))`;

/** Without the clones in partitions. */
const triggers = (scope: SchemaScope) =>
  `${fact(RELATION, "format('trigger %I', t.tgname)", {
    "": "pg_get_triggerdef(t.oid)",
    firing: enabled("t.tgenabled"),
    comment: "obj_description(t.oid, 'pg_trigger')",
  })} ${relations(scope, "JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgparentid = 0")}`;

const rules = (scope: SchemaScope) =>
  `${fact(RELATION, "format('rule %I', r.rulename)", {
    "": "pg_get_ruledef(r.oid)",
    firing: enabled("r.ev_enabled"),
    comment: "obj_description(r.oid, 'pg_rewrite')",
  })} ${relations(scope, "JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename <> '_RETURN'")}`;

const policies = (scope: SchemaScope) =>
  `${fact(RELATION, "format('policy %I', p.polname)", {
    "": `concat(CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, ' for ',
    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END, ' to ',
    (SELECT string_agg(r.name, ', ' ORDER BY r.name) FROM (SELECT CASE o WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o)) END AS name
      FROM unnest(p.polroles) o) r),
    ' using ' || pg_get_expr(p.polqual, p.polrelid), ' with check ' || pg_get_expr(p.polwithcheck, p.polrelid))`,
    comment: "obj_description(p.oid, 'pg_policy')",
  })} ${relations(scope, "JOIN pg_policy p ON p.polrelid = c.oid")}`;

const statistics = (scope: SchemaScope) =>
  `${fact(RELATION, "format('statistics %I', s.stxname)", {
    "": "pg_get_statisticsobjdef(s.oid)",
    target: "CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::text END",
    comment: "obj_description(s.oid, 'pg_statistic_ext')",
  })} ${relations(scope, "JOIN pg_statistic_ext s ON s.stxrelid = c.oid")}`;
