import type { AskedName } from "../database/catalog-facts.ts";
import { makeTokens } from "../files/sql/make-tokens.ts";
import { afterWords, nameAt } from "../files/sql/match-words.ts";
import type { Token } from "../files/sql/statement.ts";
import type { Step } from "../plan/plan.ts";

/** How statements begin whose next word is the name of what they touch. */
const AT_THE_BEGINNING = [
  "alter table|index|sequence if? exists? only?",
  "alter materialized view if? exists?",
  "drop table|index|view concurrently? if? exists?",
  "drop materialized view if? exists?",
  "truncate table? only?",
  "update only?",
  "delete from only?",
  "insert into",
  "lock table? only?",
  "cluster",
  "reindex table|index concurrently?",
  "refresh materialized view concurrently?",
  "vacuum full?",
];

/** What stands before a name anywhere in a statement that creates or alters. */
const WITHIN = ["references", "partition of", "attach|detach partition", "on only?"];

/** A statement's names stand at its head: an INSERT of megabytes has millions of tokens. */
const MOST_TOKENS = 200;

/** Relations that the statements of `steps` name, each once, as far as their first words tell. */
export function touchedNames(steps: readonly Step[]): readonly AskedName[] {
  const found = steps.flatMap(({ script }) => script.statements.flatMap(({ head }) => namesIn(head)));
  return Array.from(new Map(found.map((name) => [JSON.stringify(name), name])).values());
}

function namesIn(head: string): readonly AskedName[] {
  const tokens = makeTokens(head, MOST_TOKENS);
  const isDdl = afterWords(tokens, "create|alter") >= 0;
  const starts = [
    ...AT_THE_BEGINNING.map((pattern) => afterWords(tokens, pattern)),
    ...(isDdl
      ? tokens.flatMap((_, index) => WITHIN.map((pattern) => afterWords(tokens, pattern, index)))
      : []),
  ];
  return starts.filter((at) => at >= 0).flatMap((at) => nameOf(tokens, at));
}

function nameOf(tokens: readonly Token[], at: number): readonly AskedName[] {
  const [name, schema = null] = nameAt(tokens, at)?.parts.toReversed() ?? [];
  return name === undefined ? [] : [{ schema, name }];
}
