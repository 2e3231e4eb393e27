import type { LockMode } from "../../database/lock-modes.ts";
import { makeTokens } from "../../files/sql/make-tokens.ts";
import { afterParentheses, afterWords, findWords, isSymbol, nameAt } from "../../files/sql/match-words.ts";
import type { Statement, Token } from "../../files/sql/statement.ts";
import { isOn } from "../../files/sql/transaction-need.ts";

/** What a statement that runs in no transaction does, of which nothing can be seen from inside. */
export interface KnownEffect {
  /** A table or index; a schema's name: all tables in it; every: all there are. */
  readonly on:
    | { readonly kind: "name"; readonly parts: readonly string[] }
    | { readonly kind: "schema"; readonly name: string }
    | { readonly kind: "every" };
  /** On the table, or on that of the index. */
  readonly mode: LockMode;
  /** On the index, or on all of the table; null: on none that is there before. */
  readonly indexMode: LockMode | null;
  readonly reads: "all" | "nothing";
  readonly rewrites: "nothing" | "indexes" | "all";
}

/** An INSERT of megabytes has millions; none of these statements has as many as this. */
const MOST_TOKENS = 256;

/**
 * What `statement` does in whatever transactions it makes of its own, as its words and the manual tell; empty: it touches no
 * table; null: that is not known. Sources: PostgreSQL manual, CREATE INDEX, DROP INDEX, REINDEX, VACUUM, ALTER TABLE …
 * DETACH PARTITION, each under CONCURRENTLY or "Notes"; index.c and tablecmds.c.
 */
export function knownEffects(statement: Statement): readonly KnownEffect[] | null {
  const tokens = makeTokens(statement.head, MOST_TOKENS);
  for (const [pattern, effects] of TABLE) {
    const after = afterWords(tokens, pattern);
    if (after >= 0) return effects(tokens, after);
  }
  return null;
}

type Reading = (tokens: readonly Token[], after: number) => readonly KnownEffect[] | null;

const nothing: Reading = () => [];

const TABLE: readonly (readonly [pattern: string, effects: Reading])[] = [
  ["create unique? index concurrently if? not? exists?", createIndex],
  ["drop index concurrently if? exists?", dropIndex],
  ["reindex", reindex],
  ["vacuum", vacuum],
  ["alter table if? exists? only?", detach],
  ["alter system", nothing],
  ["create|drop database|tablespace", nothing],
  ["alter database", nothing],
];

/** What CONCURRENTLY holds all the time. */
const CONCURRENT = {
  mode: "ShareUpdateExclusiveLock",
  indexMode: null,
  reads: "nothing",
  rewrites: "nothing",
} as const;

function createIndex(tokens: readonly Token[], after: number): readonly KnownEffect[] | null {
  const name = afterWords(tokens, "on", after) >= 0 ? after : (nameAt(tokens, after)?.end ?? after);
  const on = afterWords(tokens, "on only?", name);
  return on < 0 ? null : oneOf(tokens, on, { ...CONCURRENT, reads: "all" });
}

/** The ACCESS EXCLUSIVE at its end is on an index that nobody has used since: it blocks none. */
function dropIndex(tokens: readonly Token[], after: number): readonly KnownEffect[] | null {
  return oneOf(tokens, after, { ...CONCURRENT, indexMode: "ShareUpdateExclusiveLock" });
}

function reindex(tokens: readonly Token[], after: number): readonly KnownEffect[] | null {
  const options = afterParentheses(tokens, after);
  const end = afterWords(tokens, "index|table|schema|database|system concurrently?", options);
  if (end < 0 || afterWords(tokens, "system", options) >= 0) return end < 0 ? null : [];
  const isConcurrent =
    afterWords(tokens, "concurrently", end - 1) >= 0 ||
    isOn(tokens.slice(after, options), "concurrently", false);
  const effect = {
    mode: isConcurrent ? "ShareUpdateExclusiveLock" : "ShareLock",
    indexMode: isConcurrent ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock",
    reads: "all",
    rewrites: "indexes",
  } as const;
  if (afterWords(tokens, "database", options) >= 0) return [{ ...effect, on: { kind: "every" } }];
  if (afterWords(tokens, "schema", options) < 0) return oneOf(tokens, end, effect);
  const [name] = nameAt(tokens, end)?.parts ?? [];
  return name === undefined ? null : [{ ...effect, on: { kind: "schema", name } }];
}

function vacuum(tokens: readonly Token[], after: number): readonly KnownEffect[] | null {
  const options = afterParentheses(tokens, after);
  const isFull = afterWords(tokens, "full", after) >= 0 || isOn(tokens.slice(after, options), "full", false);
  const effect = isFull
    ? ({
        mode: "AccessExclusiveLock",
        indexMode: "AccessExclusiveLock",
        reads: "all",
        rewrites: "all",
      } as const)
    : ({ ...CONCURRENT, indexMode: "RowExclusiveLock" } as const);
  let at = afterWords(tokens, "full? freeze? verbose? analyze|analyse?", options);
  if (tokens[at] === undefined) return [{ ...effect, on: { kind: "every" } }];
  const effects: KnownEffect[] = [];
  for (;;) {
    const name = nameAt(tokens, at);
    if (name === null) return null;
    effects.push({ ...effect, on: { kind: "name", parts: name.parts } });
    const end = afterParentheses(tokens, name.end);
    if (!isSymbol(tokens[end], ",")) return effects;
    at = end + 1;
  }
}

/** DETACH PARTITION … CONCURRENTLY: the partition's lock comes with its second transaction. */
function detach(tokens: readonly Token[], after: number): readonly KnownEffect[] | null {
  const words = findWords(tokens, "detach partition", after);
  const parent = oneOf(tokens, after, CONCURRENT);
  const partition =
    words < 0 ? null : oneOf(tokens, words + 2, { ...CONCURRENT, mode: "AccessExclusiveLock" });
  return parent === null || partition === null ? null : [...parent, ...partition];
}

function oneOf(
  tokens: readonly Token[],
  at: number,
  effect: Omit<KnownEffect, "on">,
): readonly KnownEffect[] | null {
  const name = nameAt(tokens, at);
  return name === null ? null : [{ ...effect, on: { kind: "name", parts: name.parts } }];
}
