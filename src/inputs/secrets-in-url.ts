/**
 * Every text in `url` that may be its password, longest first, well-formed or not: from the first `:` after the
 * scheme to each `@`, and the values of password parameters. Each as written and, where it differs, decoded. Empty
 * when there is no `://` in it: then it is no URL.
 */
export function passwordsIn(url: string): readonly string[] {
  const rest = afterScheme(url);
  if (rest === null) return [];
  const found: string[] = [];
  const colon = rest.indexOf(":");
  for (let at = rest.indexOf("@", colon); colon >= 0 && at >= 0; at = rest.indexOf("@", at + 1)) {
    found.push(rest.slice(colon + 1, at));
  }
  for (const [, value = ""] of rest.matchAll(/[?&](?:ssl)?password=([^&\s]*)/gi)) found.push(value);
  return withDecoded(found).toSorted((a, b) => b.length - a.length);
}

/** The users that `url` may name, as written and decoded; empty when it is no URL. */
export function usersIn(url: string): readonly string[] {
  const rest = afterScheme(url) ?? "";
  const [, user = ""] = /^([^:@/?#]*)(?::|@)/.exec(rest) ?? [];
  return withDecoded([user, ...[...rest.matchAll(/[?&]user=([^&\s]*)/gi)].map(([, value = ""]) => value)]);
}

/** Host and database that `url` may name, as written and decoded; empty when it is no URL. */
export function placesIn(url: string): readonly string[] {
  const rest = afterScheme(url) ?? "";
  const place = rest.slice(rest.lastIndexOf("@") + 1);
  const [, host = "", database = ""] = /^([^:/?#]*)(?::[^/?#]*)?(?:\/([^?#]*))?/.exec(place) ?? [];
  return withDecoded([host, database]);
}

function withDecoded(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => [text, looseDecode(text)]).filter((text) => text !== ""))];
}

/** `text` with each valid run of percent-encoding undone and everything else as it is. */
export function looseDecode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function afterScheme(url: string): string | null {
  const scheme = url.indexOf("://");
  return scheme < 0 ? null : url.slice(scheme + 3);
}
