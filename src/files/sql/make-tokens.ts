import { Scanner } from "./scanner.ts";
import type { Token } from "./statement.ts";

/**
 * The first `limit` tokens of `sql`, in order; fewer when it has fewer, and none from where a quote or comment
 * is left open. Classifiers ask for the few they need: an INSERT of megabytes has millions.
 */
export function makeTokens(sql: string, limit = Number.POSITIVE_INFINITY): Token[] {
  const scanner = new Scanner(sql);
  const tokens: Token[] = [];
  while (tokens.length < limit && scanner.next()) {
    tokens.push({ kind: scanner.kind, text: scanner.tokenText(), offset: scanner.start });
  }
  return tokens;
}
