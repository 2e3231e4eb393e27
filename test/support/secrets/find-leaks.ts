import { CANARIES, type Canary } from "./canaries.ts";

/** So many characters in a row of any form of a secret are a leak. */
const WINDOW = 8;

const percent = (bytes: Buffer, keeps: RegExp): string =>
  Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return keeps.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");

/** How programs write `text`. Made apart from what the product masks: neither is to inherit the other's gaps. */
function writtenForms(text: string): readonly string[] {
  const bytes = Buffer.from(text, "utf8");
  const strict = percent(bytes, /[A-Za-z0-9_.~-]/);
  const loose = percent(bytes, /[A-Za-z0-9_.~!*'();:@&=+$,/?#[\]-]/);
  const json = JSON.stringify(text).slice(1, -1);
  const xml = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    text,
    ...[strict, loose, encodeURIComponent(text), encodeURI(text)].flatMap((form) => [
      form,
      form.replaceAll("%20", "+"),
      form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ]),
    // Wherever it stands in something longer: `user:secret`, a header, JSON.
    ...["", "a", "ab"].map((before) =>
      Buffer.concat([Buffer.from(before), bytes])
        .toString("base64")
        .slice(before === "" ? 0 : 4)
        .replace(/=+$/, "")
        .slice(0, -1),
    ),
    bytes.toString("base64url"),
    ...[bytes.toString("hex"), bytes.toString("hex").toUpperCase()],
    json,
    json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
    ...[
      xml,
      xml.replaceAll('"', "&quot;").replaceAll("'", "&apos;"),
      xml.replaceAll('"', "&#34;").replaceAll("'", "&#39;"),
    ],
    ...[text.replaceAll("'", "''"), text.replaceAll('"', '""'), text.replaceAll("\\", "\\\\")],
    ...[text.replaceAll("\\", "\\\\").replaceAll("'", "''"), text.replace(/['\\]/g, "\\$&")],
    text.replaceAll("'", "'\\''"),
    Array.from(text).reverse().join(""),
  ];
}

function windowsOf({ text, name }: Canary): readonly (readonly [string, string])[] {
  return writtenForms(text).flatMap((form) =>
    Array.from({ length: Math.max(0, form.length - WINDOW + 1) }, (_, at): [string, string] => [
      form.slice(at, at + WINDOW),
      name,
    ]),
  );
}

/** A search for any 8 characters in a row of any form of any of `canaries`. */
export function makeLeakFinder(canaries: readonly Canary[]): (text: string) => readonly string[] {
  const windows = new Map(canaries.flatMap(windowsOf));
  return (text) => {
    const leaks: string[] = [];
    for (let at = 0; at + WINDOW <= text.length; at++) {
      const name = windows.get(text.slice(at, at + WINDOW));
      if (name === undefined) continue;
      leaks.push(`${name}: …${text.slice(Math.max(0, at - 60), at + 40)}…`);
      // What follows is the same leak.
      at += 100;
    }
    return leaks;
  };
}

/** What `text` has of any canary, a line each with what stands around it; empty where nothing is. */
export const leaksIn = makeLeakFinder(CANARIES);
