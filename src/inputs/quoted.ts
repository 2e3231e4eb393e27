/**
 * `text` in quotes for a message, or the words "what was given" where it is long or has characters that no value
 * of an input needs but a URL or a password may have: a value put in the wrong place must not be printed.
 */
export function quoted(text: string): string {
  return /^[\p{L}\p{N} _.+-]{1,40}$/u.test(text) ? `"${text}"` : "what was given";
}
