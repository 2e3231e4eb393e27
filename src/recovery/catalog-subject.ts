import type { LeftoverQuestion } from "../database/leftovers.ts";
import { afterParentheses, afterWords, findWords, nameAt } from "../files/sql/match-words.ts";
import type { Token } from "../files/sql/statement.ts";
import { isOn } from "../files/sql/transaction-need.ts";
import { done, run } from "./conclusion.ts";
import { dropIndex } from "./index-subject.ts";
import { asked, REPEATABLE, type Subject, wasRefusedAs } from "./subject.ts";

/** Statements other than CREATE INDEX of which the catalog tells whether they are done; null for all others. */
export function catalogSubject(tokens: readonly Token[]): Subject | null {
  return (
    dropIndexSubject(tokens) ??
    reindexSubject(tokens) ??
    detachSubject(tokens) ??
    madeSubject(tokens) ??
    droppedSubject(tokens) ??
    preparedSubject(tokens)
  );
}

/** undefined_object, undefined_table, invalid_catalog_name: what was named was not there. */
const UNDEFINED = ["42704", "42P01", "3D000"];

/** duplicate_database, duplicate_object: what was to be made was there. */
const DUPLICATE = ["42P04", "42710"];

function dropIndexSubject(tokens: readonly Token[]): Subject | null {
  const begin = afterWords(tokens, "drop index concurrently if? exists?");
  const name = begin < 0 ? null : nameAt(tokens, begin);
  if (name === null) return null;
  return asked({ kind: "index", name: name.parts }, [name.parts], ({ isThere }, ended) => {
    if (isThere) return run("the index is still there");
    return wasRefusedAs(ended, UNDEFINED)
      ? run("there was no such index")
      : done("the index is not there any more");
  });
}

function reindexSubject(tokens: readonly Token[]): Subject | null {
  if (afterWords(tokens, "reindex") < 0) return null;
  const end = afterParentheses(tokens, 1);
  const [scope] = ["index", "table", "schema", "database"].filter(
    (word) => afterWords(tokens, word, end) >= 0,
  );
  const isConcurrent =
    findWords(tokens, "concurrently", end) === end + 1 || isOn(tokens.slice(1, end), "concurrently", false);
  if (scope === undefined || !isConcurrent) return REPEATABLE;
  const name = nameAt(tokens, afterWords(tokens, "index|table|schema|database concurrently?", end));
  const question = reindexQuestion(scope, name?.parts ?? []);
  if (question === null) return null;
  const isRelation = question.scope === "index" || question.scope === "table";
  return asked(question, isRelation ? [question.name] : [], ({ invalid }) => {
    if (invalid.length === 0) return run("it may be run again, and nothing is left of it");
    const what = invalid.length === 1 ? "the invalid index" : "the invalid indexes";
    return run(`${what} ${invalid.join(", ")} that it left is dropped first`, invalid.map(dropIndex));
  });
}

type ReindexQuestion = Extract<LeftoverQuestion, { readonly kind: "reindexed" }>;

function reindexQuestion(scope: string, name: readonly string[]): ReindexQuestion | null {
  if (scope === "database") return { kind: "reindexed", scope, name: null };
  if (name.length === 0) return null;
  return scope === "index" || scope === "table" || scope === "schema"
    ? { kind: "reindexed", scope, name }
    : null;
}

function detachSubject(tokens: readonly Token[]): Subject | null {
  const begin = afterWords(tokens, "alter table if? exists?");
  const table = begin < 0 ? null : nameAt(tokens, begin);
  const detach = table === null ? -1 : afterWords(tokens, "detach partition", table.end);
  const partition = detach < 0 ? null : nameAt(tokens, detach);
  if (table === null || partition === null) return null;
  if (afterWords(tokens, "concurrently", partition.end) < 0) return null;
  const question = { kind: "partition", table: table.parts, partition: partition.parts } as const;
  return asked(question, [table.parts, partition.parts], (found, ended) => {
    if (found.state === "attached") return run("the partition is still attached");
    if (found.state === "pending")
      return done("the partition was left half detached: that is brought to its end", [
        `ALTER TABLE ${found.table} DETACH PARTITION ${found.partition} FINALIZE`,
      ]);
    return wasRefusedAs(ended, UNDEFINED)
      ? run("it was no partition of that table")
      : done("the partition is detached");
  });
}

type NamedQuestion = Extract<LeftoverQuestion, { readonly kind: "named" }>;

function madeSubject(tokens: readonly Token[]): Subject | null {
  const question = namedQuestion(tokens, "create", "if? not? exists?");
  if (question === null) return null;
  return asked(question, [], ({ isThere }, ended) => {
    if (!isThere) return run(`the ${question.what} is not there`);
    return wasRefusedAs(ended, DUPLICATE)
      ? run(`the ${question.what} was there before`)
      : done(`the ${question.what} is there`);
  });
}

function droppedSubject(tokens: readonly Token[]): Subject | null {
  const question = namedQuestion(tokens, "drop", "if? exists?");
  if (question === null) return null;
  return asked(question, [], ({ isThere }, ended) => {
    if (isThere) return run(`the ${question.what} is still there`);
    return wasRefusedAs(ended, UNDEFINED)
      ? run(`there was no such ${question.what}`)
      : done(`the ${question.what} is not there any more`);
  });
}

function namedQuestion(
  tokens: readonly Token[],
  verb: "create" | "drop",
  guard: string,
): NamedQuestion | null {
  for (const what of ["database", "tablespace", "extension", "subscription"] as const) {
    const begin = afterWords(tokens, `${verb} ${what} ${guard}`);
    const name = begin < 0 ? null : nameAt(tokens, begin);
    if (name !== null) return { kind: "named", what, name: name.parts.at(-1) ?? "" };
  }
  return null;
}

/** COMMIT PREPARED and ROLLBACK PREPARED take the transaction away that they name. */
function preparedSubject(tokens: readonly Token[]): Subject | null {
  const begin = afterWords(tokens, "commit|rollback prepared");
  const name = begin < 0 ? undefined : tokens[begin];
  if (name?.kind !== "string") return null;
  const question = { kind: "named", what: "prepared transaction", name: name.text } as const;
  return asked(question, [], ({ isThere }, ended) => {
    if (isThere) return run("the prepared transaction is still there");
    return wasRefusedAs(ended, UNDEFINED)
      ? run("there was no such prepared transaction")
      : done("the prepared transaction has come to its end");
  });
}
