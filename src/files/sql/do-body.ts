import { makeTokens } from "./make-tokens.ts";
import { afterWords, findWords, isSymbol } from "./match-words.ts";
import type { Token } from "./statement.ts";

/** The code of a DO statement, a text of its own language; null for any other statement. */
export function doBody(tokens: readonly Token[]): string | null {
  if (afterWords(tokens, "do") < 0) return null;
  return (
    tokens.find(({ kind }, index) => kind === "string" && afterWords(tokens, "language", index - 1) < 0)
      ?.text ?? null
  );
}

/**
 * True for a DO in PL/pgSQL with COMMIT or ROLLBACK among its statements: "invalid transaction termination" (2D000)
 * inside a transaction block. Source: PostgreSQL manual, "Transaction Management" (PL/pgSQL).
 */
export function commitsInBody(tokens: readonly Token[]): boolean {
  const language = tokens[findWords(tokens, "language") + 1];
  if (findWords(tokens, "language") >= 0 && language?.text.toLowerCase() !== "plpgsql") return false;
  const body = doBody(tokens);
  if (body === null || !/commit|rollback/i.test(body)) return false;
  const code = makeTokens(body);
  return code.some((_, index) => beginsStatement(code, index) && endsTransaction(code, index));
}

function beginsStatement(code: readonly Token[], index: number): boolean {
  const before = code[index - 1];
  if (before === undefined || isSymbol(before, ";") || isSymbol(before, ">")) return true;
  return before.kind === "word" && ["begin", "then", "else", "loop"].includes(before.text);
}

function endsTransaction(code: readonly Token[], index: number): boolean {
  const end = afterWords(code, "commit|rollback", index);
  return end >= 0 && (isSymbol(code[end], ";") || afterWords(code, "and no? chain", end) >= 0);
}
