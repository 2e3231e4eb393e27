import { isSymbol } from "../files/sql/match-words.ts";
import type { Token } from "../files/sql/statement.ts";

/** Words that parentheses follow, and that call nothing that changes rows. */
const NO_CALLS: ReadonlySet<string> = new Set(
  "select exists in values and or not if elsif when then else case from where using any all some on as check key unique enum returns return with over filter array row coalesce nullif greatest least cast count min max sum exception notice numeric decimal varchar char character bit timestamp timestamptz time interval format quote_ident quote_literal to_regclass to_regtype regclass pg_get_constraintdef".split(
    " ",
  ),
);

/** What stands before the name of a relation or type that columns follow. */
const BEFORE_RELATIONS: ReadonlySet<string> = new Set(
  "references into on table exists index join update type constraint".split(" "),
);

/** Names in `tokens`, a body of PL/pgSQL, that are or may be those of functions that it calls. */
export function possibleCalls(tokens: readonly Token[]): readonly (readonly string[])[] {
  return tokens.flatMap((token, at) => {
    const isName = token.kind === "word" || token.kind === "quoted";
    if (!isName || !isSymbol(tokens[at + 1], "(")) return [];
    if (token.kind === "word" && NO_CALLS.has(token.text)) return [];
    let from = at;
    while (isSymbol(tokens[from - 1], ".") && from >= 2) from -= 2;
    const before = tokens[from - 1];
    if (before?.kind === "word" && BEFORE_RELATIONS.has(before.text)) return [];
    return [tokens.slice(from, at + 1).flatMap(({ kind, text }) => (kind === "symbol" ? [] : [text]))];
  });
}
