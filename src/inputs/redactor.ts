/** Forms shorter than this are not masked: they occur in ordinary text, and would take it along. */
export const SHORTEST_FORM = 4;

/** What is left of a form at the end of a text that was cut: less of it occurs in ordinary text. */
const SHORTEST_PIECE = 8;

/** Names are shorter, and are never cut here; the limits at which texts are cut are all higher. */
const SHORTEST_CUT_TEXT = 64;

/**
 * A function that returns its text with `***` for every stretch that a form covers. Forms that overlap are taken out
 * together, so no end of one is left; the result holds none of the forms. Forms of fewer than SHORTEST_FORM UTF-16
 * units are left alone. A text of 64 units and more may have been cut, by a server or by us: what it begins or ends with
 * (an `…` aside) goes too where it is 8 units or more of a form. Give it single strings (the leaves of a JSON value),
 * not JSON text, whose shape it does not know.
 */
export function makeRedactor(forms: readonly string[]): (text: string) => string {
  const sought = [...new Set(forms)].filter((form) => form.length >= SHORTEST_FORM);
  if (sought.length === 0) return (text) => text;
  // Of a URL the first units are no secret, and the password in it is a form of its own.
  const cuttable = sought.filter((form) => form.length > SHORTEST_PIECE && !form.includes("://"));
  return (text) => {
    let redacted = text;
    // Again, because *** and its neighbours may make a form that has asterisks; each turn shortens the text.
    for (let next = redactOnce(redacted, sought); next !== redacted; next = redactOnce(redacted, sought)) {
      redacted = next;
    }
    return redacted.length < SHORTEST_CUT_TEXT ? redacted : withoutPieces(redacted, cuttable);
  };
}

function redactOnce(text: string, forms: readonly string[]): string {
  if (!forms.some((form) => text.includes(form))) return text;
  const stretches = forms.flatMap((form) => occurrences(text, form)).sort((a, b) => a.start - b.start);
  let redacted = "";
  let position = 0;
  for (const { start, end } of stretches) {
    if (start >= position) redacted += `${text.slice(position, start)}***`;
    position = Math.max(position, end);
  }
  return redacted + text.slice(position);
}

function occurrences(text: string, form: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
    found.push({ start, end: start + form.length });
  }
  return found;
}

function withoutPieces(text: string, forms: readonly string[]): string {
  const sign = ["…", "..."].find((end) => text.endsWith(end)) ?? "";
  const whole = text.slice(0, text.length - sign.length);
  let begin = 0;
  let end = whole.length;
  for (const form of forms) {
    begin = Math.max(begin, lengthOfTail(whole, form));
    end = Math.min(end, whole.length - lengthOfHead(whole, form));
  }
  const head = begin === 0 ? "" : "***";
  return `${head}${whole.slice(begin, Math.max(begin, end))}${end === whole.length ? "" : "***"}${sign}`;
}

/** How much of the beginning of `form` `text` ends with; 0 below SHORTEST_PIECE. */
function lengthOfHead(text: string, form: string): number {
  const last = text.slice(-form.length + 1);
  const head = form.slice(0, SHORTEST_PIECE);
  for (let at = last.indexOf(head); at >= 0; at = last.indexOf(head, at + 1)) {
    if (form.startsWith(last.slice(at))) return last.length - at;
  }
  return 0;
}

/** How much of the end of `form` `text` begins with; 0 below SHORTEST_PIECE. */
function lengthOfTail(text: string, form: string): number {
  const first = text.slice(0, form.length - 1);
  const tail = form.slice(-SHORTEST_PIECE);
  for (let at = first.lastIndexOf(tail); at >= 0; at = at === 0 ? -1 : first.lastIndexOf(tail, at - 1)) {
    const length = at + SHORTEST_PIECE;
    if (form.endsWith(first.slice(0, length))) return length;
  }
  return 0;
}
