import { measures, type Touch } from "./catalog/measures.ts";
import { relationFacts } from "./catalog/relation-facts.ts";
import { type CatalogQuestion, MOST_RELATIONS, PATH_SETTING, relationSet } from "./catalog/relation-set.ts";
import { functionFacts, TYPE_FACTS } from "./catalog/type-facts.ts";
import type { CatalogFacts, CatalogRelation } from "./catalog-facts.ts";
import { literal } from "./quote.ts";
import { type ReadLimit, readWithin } from "./read-within.ts";
import type { Session } from "./session.ts";

/**
 * What the catalog says of what is asked, and of what hangs on it; null where the server did not answer within
 * `limit`, or would not. One round trip in a read-only transaction; no lock above ACCESS SHARE, and none at all on a
 * table that another session holds or awaits ACCESS EXCLUSIVE on: `incomplete` says what is lacking then.
 */
export async function readCatalogFacts(
  session: Session,
  question: CatalogQuestion,
  limit: ReadLimit,
): Promise<CatalogFacts | null> {
  const deadline = performance.now() + limit.limitMs;
  const ask = (touch: Touch, limitMs: number) =>
    readWithin(session, [factsQuery(question, touch, limit.major)], { ...limit, limitMs, before: [PATH] });
  const first = await ask("unlocked", limit.limitMs / 2);
  // A lock was taken between our look at the locks and our own, or there are very many files to measure.
  const answer = first.isTooSlow ? await ask("none", deadline - performance.now()) : first;
  const facts = answer.results?.[0]?.[0]?.["facts"];
  if (facts == null) return null;
  const read = facts as Omit<CatalogFacts, "incomplete">;
  return {
    ...read,
    incomplete: [...cutShort(read.relations), ...unseen(read.relations, first.isTooSlow)],
  };
}

// Before the search path is ours: as the role of the migrations has it.
const PATH = `SELECT pg_catalog.set_config(${literal(PATH_SETTING)}, pg_catalog.array_to_json(pg_catalog.current_schemas(true))::pg_catalog.text, true),
  pg_catalog.set_config(${literal(`${PATH_SETTING}_shown`)}, pg_catalog.array_to_json(pg_catalog.current_schemas(false))::pg_catalog.text, true)`;

function factsQuery(question: CatalogQuestion, touch: Touch, major: number): string {
  return `WITH RECURSIVE ${relationSet(question)}, ${measures(touch)}
SELECT json_build_object('searchPath', current_setting(${literal(`${PATH_SETTING}_shown`)})::json, 'timeZone', current_setting('TimeZone'),
  'relations', ${relationFacts(major)}, 'types', ${TYPE_FACTS}, 'functions', ${functionFacts(question.functions)},
  'useSince', (SELECT pg_stat_get_db_stat_reset_time(d.oid) FROM pg_database d WHERE d.datname = current_database())) AS facts`;
}

function cutShort(relations: readonly CatalogRelation[]): readonly string[] {
  if (relations.length < MOST_RELATIONS) return [];
  return [`More than ${MOST_RELATIONS} relations hang together: the others are left out.`];
}

function unseen(relations: readonly CatalogRelation[], isAll: boolean): readonly string[] {
  if (isAll)
    return ["Files could not be measured in time, or for locks of others: all sizes are the planner's."];
  return relations
    .filter(({ isLocked }) => isLocked)
    .map(({ schema, name }) => `${schema}.${name} is locked by another session: its size is the planner's.`);
}
