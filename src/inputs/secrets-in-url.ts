/**
 * Every text in `url` that may be its password, longest first, well-formed or not: from the first `:` after the
 * scheme to each `@`, and the values of password parameters, libpq's `password=` among them. Each as written and, where
 * it differs, decoded. In a text that has lost its `://` from every `:`, as any may be the one.
 */
export function passwordsIn(url: string): readonly string[] {
  const rest = afterScheme(url);
  const found = rest === null ? credentialsIn(withoutDrive(url), "every") : credentialsIn(rest, "first");
  return withDecoded([...found, ...parametersIn(rest ?? url)]).toSorted((a, b) => b.length - a.length);
}

/** Colons that are looked at: a text of nothing else would have as many passwords as the square of its length. */
const MOST_COLONS = 8;

function credentialsIn(rest: string, from: "first" | "every"): readonly string[] {
  const colons = Array.from(rest.matchAll(/:/g), ({ index }) => index);
  const ends = Array.from(rest.matchAll(/@/g), ({ index }) => index);
  return colons
    .slice(0, from === "first" ? 1 : MOST_COLONS)
    .flatMap((colon) => ends.filter((end) => end > colon).map((end) => rest.slice(colon + 1, end)));
}

// `password=s`, `password = 'it\\'s'`. Source: PostgreSQL manual, "Keyword/Value Connection Strings".
const PARAMETER = /(?:^|[\s?&;,"'])(?:ssl)?password\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)|([^&;\s]*))/gi;

function parametersIn(rest: string): readonly string[] {
  const values = Array.from(rest.matchAll(PARAMETER), ([, quoted, plain = ""]) => quoted ?? plain);
  return values.flatMap((value) => [value, value.replace(/\\([\s\S])/g, "$1")]);
}

/** A path of Windows has a colon too. */
const withoutDrive = (text: string): string => text.replace(/^\s*[a-z]:(?=[\\/])/i, "");

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
