import type { Token } from "./statement.ts";

/**
 * Index after the words of `pattern` where `tokens` has them from `from` on; -1 where it has not. A part `a|b` is
 * either, a part `a?` may be missing. Quoted identifiers and strings are never key words.
 */
export function afterWords(tokens: readonly Token[], pattern: string, from = 0): number {
  let at = from;
  for (const { words, isOptional } of partsOf(pattern)) {
    const token = tokens[at];
    if (token?.kind === "word" && words.includes(token.text)) at++;
    else if (!isOptional) return -1;
  }
  return at;
}

interface Part {
  readonly words: readonly string[];
  readonly isOptional: boolean;
}

// Patterns are constants of the classifiers, matched against every statement of every file.
const PARTS_OF = new Map<string, readonly Part[]>();

function partsOf(pattern: string): readonly Part[] {
  const known = PARTS_OF.get(pattern);
  if (known !== undefined) return known;
  const parts = pattern.split(" ").map((part) => ({
    words: part.replace(/\?$/, "").split("|"),
    isOptional: part.endsWith("?"),
  }));
  PARTS_OF.set(pattern, parts);
  return parts;
}

/** Index of the first place from `from` on where `pattern` stands; -1 where it does not. */
export function findWords(tokens: readonly Token[], pattern: string, from = 0): number {
  return tokens.findIndex((_, index) => index >= from && afterWords(tokens, pattern, index) >= 0);
}

/** Index after the parenthesis that opens at `from`; `from` itself where none opens there. */
export function afterParentheses(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    if (isSymbol(tokens[at], "(")) depth++;
    else if (isSymbol(tokens[at], ")")) depth--;
    if (depth === 0) return at === from ? from : at + 1;
  }
  return tokens.length;
}

/** A name at `from`, and the index after it: `"a".b.c` has the parts a, b, c; null where none stands there. */
export function nameAt(
  tokens: readonly Token[],
  from: number,
): { parts: readonly string[]; end: number } | null {
  const parts: string[] = [];
  for (let at = from; ; at += 2) {
    const token = tokens[at];
    if (token?.kind !== "word" && token?.kind !== "quoted") return null;
    parts.push(token.text);
    if (!isSymbol(tokens[at + 1], ".")) return { parts, end: at + 1 };
  }
}

export function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === "symbol" && token.text === text;
}
