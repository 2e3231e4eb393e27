import { endOfLine, isLineEnd, isSpace } from "./sql/characters.ts";
import { endOfBlockComment } from "./sql/quoting.ts";
import type { Statement } from "./sql/statement.ts";

/** A `--` comment that has its line to itself, outside statements. */
export interface CommentLine {
  /** From the dashes to the line's end, without it. */
  readonly text: string;
  /** Of the dashes, in UTF-16 units. */
  readonly offset: number;
  /** True before the first statement of the file. */
  readonly isAtHead: boolean;
  /** True after the last one. */
  readonly isAtEnd: boolean;
}

/** The comment lines of `text` between its `statements` (those of splitStatements), in order. */
export function makeCommentLines(text: string, statements: readonly Statement[]): CommentLine[] {
  const lines: CommentLine[] = [];
  let from = 0;
  for (const statement of statements) {
    lines.push(...collect(text, { from, to: statement.offset }));
    from = statement.offset + statement.sql.length;
    if (statement.copyData) from = text.indexOf(statement.copyData, from) + statement.copyData.length;
  }
  lines.push(...collect(text, { from, to: text.length }));
  return lines;
}

function collect(text: string, gap: { readonly from: number; readonly to: number }): CommentLine[] {
  const lines: CommentLine[] = [];
  const isAtHead = gap.from === 0;
  const isAtEnd = gap.to === text.length;
  let isLineStart = isAtHead;
  let at = gap.from;
  while (at < gap.to) {
    const code = text.charCodeAt(at);
    if (text.startsWith("--", at)) {
      const end = endOfLine(text, at);
      if (isLineStart) lines.push({ text: text.slice(at, end), offset: at, isAtHead, isAtEnd });
      at = end;
    } else if (text.startsWith("/*", at)) {
      const end = endOfBlockComment(text, at);
      if (end < 0) return lines;
      at = end;
    } else {
      isLineStart = isLineEnd(code) || (isLineStart && isSpace(code));
      at++;
    }
  }
  return lines;
}
