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
  const take = (to: number) => {
    const isAtHead = from === 0;
    const isAtEnd = to === text.length;
    for (const line of collectCommentLines(text, { from, to, isLineStart: isAtHead }).lines)
      lines.push({ ...line, isAtHead, isAtEnd });
  };
  for (const statement of statements) {
    take(statement.offset);
    from = statement.copyData?.end ?? statement.offset + statement.size;
  }
  take(text.length);
  return lines;
}

/** A part of a text that has blanks, comments, commands of psql and `;` only. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** True when only blanks stand before it on its line. */
  readonly isLineStart: boolean;
}

/** The comment lines in a gap, and whether only blanks stand on its last line. */
export function collectCommentLines(
  text: string,
  gap: Gap,
): { readonly lines: readonly Pick<CommentLine, "text" | "offset">[]; readonly isLineStart: boolean } {
  const lines: Pick<CommentLine, "text" | "offset">[] = [];
  let { isLineStart } = gap;
  let at = gap.from;
  while (at < gap.to) {
    const code = text.charCodeAt(at);
    if (text.startsWith("--", at)) {
      const end = endOfLine(text, at);
      if (isLineStart) lines.push({ text: text.slice(at, end), offset: at });
      at = end;
    } else if (text.startsWith("/*", at)) {
      const end = endOfBlockComment(text, at);
      if (end < 0) break;
      at = end;
    } else if (text[at] === "\\") {
      // A command of psql: what looks like a comment behind it is none.
      at = endOfLine(text, at);
      isLineStart = false;
    } else {
      isLineStart = isLineEnd(code) || (isLineStart && isSpace(code));
      at++;
    }
  }
  return { lines, isLineStart };
}
