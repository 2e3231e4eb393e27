import type { FoundIndex, NameParts } from "../database/leftovers.ts";
import { identifier } from "../database/quote.ts";
import { afterParentheses, afterWords, findWords, isSymbol, nameAt } from "../files/sql/match-words.ts";
import type { Token } from "../files/sql/statement.ts";
import type { HowItEnded } from "../ledger/how-it-ended.ts";
import { type Conclusion, done, run, unknown } from "./conclusion.ts";
import { asked, type Subject } from "./subject.ts";

/** What CREATE INDEX CONCURRENTLY asks for, as far as its words tell. */
interface WantedIndex {
  /** Null: the server chooses it. */
  readonly name: string | null;
  readonly table: NameParts;
  readonly isUnique: boolean;
  readonly method: string;
  readonly hasPredicate: boolean;
  /** Null for an expression. */
  readonly keys: readonly (string | null)[];
}

/** CREATE INDEX CONCURRENTLY; null for any other statement. An index that it left invalid serves nobody: it is dropped. */
export function indexSubject(tokens: readonly Token[]): Subject | null {
  const wanted = parseWanted(tokens);
  if (wanted === null) return null;
  const { table, name } = wanted;
  return asked({ kind: "indexes", table }, [table], ({ indexes }, ended) => {
    if (indexes === null) return run(`the table ${table.map(identifier).join(".")} is not there`);
    return name === null
      ? concludeUnnamed(wanted, indexes, ended)
      : concludeNamed(wanted, inServersLength(name), indexes);
  });
}

function concludeNamed(wanted: WantedIndex, name: string, indexes: readonly FoundIndex[]): Conclusion {
  const found = indexes.find((index) => index.name === name);
  const called = `the index ${identifier(name)}`;
  if (found === undefined) return run(`${called} is not there`);
  if (!found.isValid)
    return run(`${called} was left invalid: it is dropped and built anew`, [dropIndex(found.qualified)]);
  if (isLike(found, wanted)) return done(`${called} is there and valid`);
  return run(`${called} is there and is another one than the file asks for`);
}

/** By the names that the server gives: `t_a_idx`, `t_a_idx1`. */
function concludeUnnamed(wanted: WantedIndex, indexes: readonly FoundIndex[], ended: HowItEnded): Conclusion {
  const alike = indexes.filter((index) => /_idx\d*$/.test(index.name) && isLike(index, wanted));
  const [valid] = alike.filter(({ isValid }) => isValid);
  if (valid !== undefined && ended.kind === "unheard")
    return unknown(
      `the index ${identifier(valid.name)} is there, valid and like the one that the file asks for without a name: whether the statement made it cannot be told`,
    );
  const left = alike.filter(({ isValid }) => !isValid);
  if (left.length === 0) return run("there is no such index");
  const names = left.map((index) => identifier(index.name)).join(", ");
  const cleanUp = left.map(({ qualified }) => dropIndex(qualified));
  return run(`the index ${names} was left invalid: it is dropped and built anew`, cleanUp);
}

/** Concurrently, so that nobody waits for it; what is gone by then is no error. */
export const dropIndex = (qualified: string): string => `DROP INDEX CONCURRENTLY IF EXISTS ${qualified}`;

function isLike(found: FoundIndex, wanted: WantedIndex): boolean {
  return (
    found.isUnique === wanted.isUnique &&
    found.method === wanted.method &&
    found.hasPredicate === wanted.hasPredicate &&
    found.keys.length === wanted.keys.length &&
    found.keys.every((key, index) => key === wanted.keys[index])
  );
}

function parseWanted(tokens: readonly Token[]): WantedIndex | null {
  const begin = afterWords(tokens, "create unique? index concurrently if? not? exists?");
  if (begin < 0) return null;
  const name = afterWords(tokens, "on", begin) >= 0 ? null : nameAt(tokens, begin);
  const on = afterWords(tokens, "on only?", name?.end ?? begin);
  const table = on < 0 ? null : nameAt(tokens, on);
  if (table === null) return null;
  const using = afterWords(tokens, "using", table.end);
  const method = using < 0 ? "btree" : (tokens[using]?.text ?? "btree");
  const open = using < 0 ? table.end : using + 1;
  const close = afterParentheses(tokens, open);
  return {
    name: name?.parts.at(-1) ?? null,
    table: table.parts,
    isUnique: afterWords(tokens, "create unique") >= 0,
    method,
    hasPredicate: findWords(tokens, "where", close) >= 0,
    keys: itemsOf(tokens.slice(open + 1, close - 1)).map(columnOf),
  };
}

/** What stands between commas, those in parentheses aside. */
function itemsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isSymbol(token, "(")) depth++;
    if (isSymbol(token, ")")) depth--;
    if (depth === 0 && isSymbol(token, ",")) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

/** An operator class or an order may follow a column's name; a function's parenthesis makes it an expression. */
function columnOf([first, second]: readonly Token[]): string | null {
  const isName = first?.kind === "word" || first?.kind === "quoted";
  return isName && !isSymbol(second, "(") && !isSymbol(second, ".") ? inServersLength(first.text) : null;
}

/** NAMEDATALEN − 1. Source: PostgreSQL manual, "Identifiers and Key Words". */
const NAME_BYTES = 63;

/** `name` as the server cuts it: after whole characters. */
function inServersLength(name: string): string {
  let bytes = 0;
  let kept = "";
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > NAME_BYTES) return kept;
    kept += character;
  }
  return kept;
}
