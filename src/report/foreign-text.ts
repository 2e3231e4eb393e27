/**
 * Foreign text is everything this project did not write: SQL, file names, database names, messages of a server.
 * It must not speak to the runner, and must not break a page. Each function here returns it harmless for one place.
 */

// Most texts are these characters alone; the patterns below take longer to compile than a whole short run has.
const PLAIN = /^[\t\n\x20-\x7e]*$/;
const PLAIN_COMMAND = /^([\t ]*):(\t*):/gm;
const PLAIN_LEGACY_COMMAND = /#(\t*)#(\t*)\[/g;

// C0 but tab and line feed, DEL, C1, soft hyphen, bidi marks and controls, zero width space, line and paragraph
// separators, word joiner and its like, byte order mark, tags. ZWJ and variation selectors stay: emoji need them.
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/**
 * `text` with every character that hides, reorders or ends lines written as an escape (`\u202e`, `\x1b`, `\r`);
 * CRLF becomes LF; tabs and line feeds stay. Lone surrogates become U+FFFD.
 */
export function makeVisible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.toWellFormed().replaceAll("\r\n", "\n").replace(UNSEEN, escapeOf);
}

function escapeOf(character: string): string {
  if (character === "\r") return "\\r";
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
}

// The runner compares by culture rules in places, which skip ignorable characters: so do these two, and a tab counts as one.
// Source: actions/runner, ActionCommand.cs, TryParseV2 (start of a trimmed line) and TryParse (anywhere).
const COMMAND = /^([\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\p{Cf}\p{DI}]*):([\t\p{Cf}\p{DI}]*):/gmu;
const LEGACY_COMMAND = /#([\t\p{Cf}\p{DI}]*)#([\t\p{Cf}\p{DI}]*)\[/gu;

/** `text` for a log, lines kept: no line of it is a workflow command, `::name::` becomes `: :name::`. */
export function forLog(text: string): string {
  if (PLAIN.test(text))
    return text.replace(PLAIN_COMMAND, "$1: $2:").replace(PLAIN_LEGACY_COMMAND, "#$1# $2[");
  return makeVisible(text).replace(COMMAND, "$1: $2:").replace(LEGACY_COMMAND, "#$1# $2[");
}

/** `text` for a place inside one line of a log: as `forLog`, runs of blanks and line ends as one space. */
export function forLogLine(text: string): string {
  return forLog(text.replace(/\s+/gu, " ").trim());
}

// As elements, because GitHub reads mentions, references, emoji names, links and formulas from the rendered text,
// where an entity is the plain character again. Source: GitHub docs, "Writing mathematical expressions".
const READ_AFTER_RENDERING = /[@$]|#(?=\d)|:(?=\/\/)|:(?=(?:100|1234|8ball|[a-z+-][\w+-]*):)|(?<=\bwww)\./giu;
// Underscores inside words mean nothing to GFM; signs and numbers only begin a list, a heading or a table at the start.
const MARKUP = /[&<>\\`*~[\]|#]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^[+=:-]|(?<=^\d+)[.)]/gu;

function entityOf(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

function escapeProse(text: string): string {
  let escaped = "";
  let end = 0;
  for (const match of text.matchAll(READ_AFTER_RENDERING)) {
    escaped += `${text.slice(end, match.index).replace(MARKUP, entityOf)}<span>${match[0]}</span>`;
    end = match.index + match[0].length;
  }
  return escaped + text.slice(end).replace(MARKUP, entityOf);
}

/**
 * `text` as prose in Markdown or in a table cell: one line, line ends as `<br>`. Nothing in it is
 * markup, except that a pair of backticks within a line becomes code, as our own hints write it.
 */
export function forMarkdown(text: string): string {
  const lines = makeVisible(text)
    .trim()
    .split(/\s*\n\s*/u);
  return lines.map((line) => proseWithCode(line.replace(/\s+/gu, " "))).join("<br>");
}

function proseWithCode(line: string): string {
  // Split by a capturing pattern: every second piece is the inside of a pair of backticks.
  const pieces = line.split(/`([^`]+)`/u);
  return pieces.map((piece, index) => (index % 2 === 1 ? inCode(piece) : escapeProse(piece))).join("");
}

// Nothing of this ends a code span, a table cell or is read by GitHub's formulas.
const PLAIN_CODE = /^[\p{L}\p{N}\p{M} _.,:;@/()+=~%'"?!…{}[\]#*-]+$/u;

/** `text` as code in a line of Markdown or a table cell; one line, blanks and line ends as one space. */
export function inCode(text: string): string {
  const line = makeVisible(text).replace(/\s+/gu, " ").trim();
  return PLAIN_CODE.test(line) ? `\`${line}\`` : inHtmlCode(text);
}

/** As `inCode`, for an HTML block too, where backticks are plain characters. */
export function inHtmlCode(text: string): string {
  const line = makeVisible(text).replace(/\s+/gu, " ").trim();
  return `<code>${escapeProse(line)}</code>`;
}

/** `text` as a fenced block, the fence longer than any run of backticks inside. Put blank lines around it. */
export function inCodeFence(text: string, language: "sql" | "text" | "mermaid"): string {
  const visible = makeVisible(text);
  const longest = Math.max(2, ...Array.from(visible.matchAll(/`+/gu), (run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${visible}\n${fence}`;
}

/**
 * `text` as a Mermaid task name: letters, digits, `_`, `.` and spaces, at most 60 characters, never empty. What does
 * not begin with a digit gets a `_` in front, because `section`, `title` or `click` there would be read as commands.
 */
export function forMermaid(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/[^\p{L}\p{N}_.]+/gu, " ")
    .trim();
  return clip(/^\p{N}/u.test(plain) ? plain : `_${plain}`, 60);
}

/** At most `limit` UTF-16 units of `text`, never half a character, the last one `…` where something was cut. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
