import {
  BACKSLASH,
  DASH,
  DOLLAR,
  endOfLine,
  isLineEnd,
  isSpace,
  isTagPart,
  isWordStart,
  QUOTE,
  SLASH,
  STAR,
} from "./characters.ts";

/** What every function here answers when the thing is still open at the end of the text. */
export const OPEN = -1;

/** Offset after the closing `quote` of what was opened before `from`; a doubled one does not close. */
export function endOfQuoted(text: string, from: number, quote: "'" | '"'): number {
  let at = text.indexOf(quote, from);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at < 0 ? OPEN : at + 1;
}

/** Offset after the closing quote of an E'…' string whose body begins at `from`. */
export function endOfEscaped(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 2;
    else if (code !== QUOTE) at++;
    else if (text.charCodeAt(at + 1) === QUOTE) at += 2;
    else return at + 1;
  }
  return OPEN;
}

/**
 * Offset of the quote that carries on a string closed just before `from`; OPEN when none does. Between them
 * stand blanks and `--` comments with at least one line end. Source: scan.l, `quotecontinue`.
 */
export function continuingQuote(text: string, from: number): number {
  let at = from;
  let sawLineEnd = false;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      sawLineEnd ||= isLineEnd(code);
      at++;
    } else if (code === DASH && text.charCodeAt(at + 1) === DASH) at = endOfLine(text, at);
    else return code === QUOTE && sawLineEnd ? at : OPEN;
  }
  return OPEN;
}

/** `$tag$` or `$$` at `from`, where a `$` stands; null when it opens no quoting. */
export function dollarTag(text: string, from: number): string | null {
  let at = from + 1;
  if (at < text.length && isWordStart(text.charCodeAt(at))) {
    while (at < text.length && isTagPart(text.charCodeAt(at))) at++;
  }
  return text.charCodeAt(at) === DOLLAR ? text.slice(from, at + 1) : null;
}

/** Offset after the closing `*` and `/` of the block comment that opens at `from`; they nest. */
export function endOfBlockComment(text: string, from: number): number {
  let depth = 1;
  let at = from + 2;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code === STAR && next === SLASH) {
      at += 2;
      depth--;
      if (depth === 0) return at;
    } else if (code === SLASH && next === STAR) {
      at += 2;
      depth++;
    } else at++;
  }
  return OPEN;
}
