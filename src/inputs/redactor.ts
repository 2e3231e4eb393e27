/** Forms shorter than this are not masked: they occur in ordinary text, and would take it along. */
export const SHORTEST_FORM = 4;

/**
 * A function that returns its text with `***` for every stretch that a form covers. Forms that overlap are taken out
 * together, so no end of one is left; the result holds none of the forms. Forms of fewer than SHORTEST_FORM UTF-16
 * units are left alone. Give it single strings (the leaves of a JSON value), not JSON text, whose shape it does not
 * know.
 */
export function makeRedactor(forms: readonly string[]): (text: string) => string {
  const sought = [...new Set(forms)].filter((form) => form.length >= SHORTEST_FORM);
  if (sought.length === 0) return (text) => text;
  return (text) => {
    let redacted = text;
    // Again, because *** and its neighbours may make a form that has asterisks; each turn shortens the text.
    for (let next = redactOnce(redacted, sought); next !== redacted; next = redactOnce(redacted, sought)) {
      redacted = next;
    }
    return redacted;
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
