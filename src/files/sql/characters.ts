const SPACE = 1;
const WORD_START = 2;
const DIGIT = 4;

const CLASS_OF = new Uint8Array(128);
for (const code of [9, 10, 11, 12, 13, 32]) CLASS_OF[code] = SPACE;
for (let code = 48; code <= 57; code++) CLASS_OF[code] = DIGIT;
for (let code = 65; code <= 90; code++) {
  CLASS_OF[code] = WORD_START;
  CLASS_OF[code + 32] = WORD_START;
}
CLASS_OF[95] = WORD_START;

export const NEWLINE = 10;
export const RETURN = 13;
export const DOUBLE_QUOTE = 34;
export const DOLLAR = 36;
export const QUOTE = 39;
export const STAR = 42;
export const DASH = 45;
export const DOT = 46;
export const SLASH = 47;
export const BACKSLASH = 92;

/** Blank, tab, newline, return, form feed, vertical tab. Source: PostgreSQL scan.l, `space`. */
export function isSpace(code: number): boolean {
  return code < 128 && CLASS_OF[code] === SPACE;
}

/** 0 to 9. */
export function isDigit(code: number): boolean {
  return code < 128 && CLASS_OF[code] === DIGIT;
}

/** Can begin a word or a dollar tag: letter, underscore, anything beyond ASCII. Source: scan.l, `ident_start`. */
export function isWordStart(code: number): boolean {
  return code >= 128 || CLASS_OF[code] === WORD_START;
}

/** Can go on in a dollar tag: as in a word, without `$`. Source: scan.l, `dolq_cont`. */
export function isTagPart(code: number): boolean {
  return code >= 128 || (CLASS_OF[code] ?? 0) >= WORD_START;
}

/** Can go on in a word; `a$b$` is one word. Source: scan.l, `ident_cont`. */
export function isWordPart(code: number): boolean {
  return isTagPart(code) || code === DOLLAR;
}

/** Ends a line, and a `--` comment. */
export function isLineEnd(code: number): boolean {
  return code === NEWLINE || code === RETURN;
}

/** Offset of the line end at or after `from`; the text's length when there is none. */
export function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
  return at;
}
