import { SHORTEST_FORM } from "./redactor.ts";
import { looseDecode } from "./secrets-in-url.ts";

/**
 * `secret` as it is and as programs write it: percent-encoded (strictly, loosely, in small letters, as a form), in
 * base64 (alone, inside of something longer, and as `user:secret` for each of `users`) and hexadecimal, in literals and
 * identifiers of SQL, in JSON, XML, shells and libpq's strings, cut as a name; each of its lines. Nothing shorter than
 * SHORTEST_FORM.
 */
export function secretForms(secret: string, users: readonly string[] = []): readonly string[] {
  const texts = [secret, looseDecode(secret)];
  const lines = texts.flatMap(linesOf);
  const pairs = texts.flatMap((text) => users.map((user) => `${user}:${text}`));
  const forms = [...[...texts, ...lines].flatMap(written), ...pairs.map((pair) => base64(bytesOf(pair)))];
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST_FORM);
}

/**
 * Each line of PEM text in `text`, and the whole of it, as JSON and URLs write them too: a private key may be among the
 * certificates. Not the lines that only say what begins and ends there. Empty where there is none.
 */
export function certificateForms(text: string): readonly string[] {
  if (!text.includes("-----BEGIN")) return [];
  const lines = linesOf(text).filter((line) => !line.startsWith("-----"));
  const forms = [text, text.trim(), ...lines].flatMap((form) => [
    form,
    inJson(form),
    encodeURIComponent(form),
  ]);
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST_FORM);
}

const linesOf = (text: string): readonly string[] => text.split(/\r\n|[\r\n]/).map((line) => line.trim());

function written(text: string): readonly string[] {
  const encoded = encodeURIComponent(text.toWellFormed());
  const strict = encoded.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const bytes = bytesOf(text);
  return [
    ...[text, encoded, strict].flatMap((form) => [form, inSmallLetters(form)]),
    strict.replaceAll("%20", "+"),
    encodeURI(text.toWellFormed()),
    ...[base64(bytes), bytes.toString("base64url"), ...insideBase64(bytes), bytes.toString("hex")],
    bytes.toString("hex").toUpperCase(),
    ...[inJson(text), inAsciiJson(text), ...inXml(text)],
    ...[text.replaceAll("'", "''"), text.replaceAll("\\", "\\\\").replaceAll("'", "''")],
    ...[text.replaceAll('"', '""'), cutAsName(text)],
    ...[text.replace(/['\\]/g, "\\$&"), text.replace(/'/g, "\\'"), text.replaceAll("'", "'\\''")],
  ];
}

const inSmallLetters = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

function inXml(text: string): readonly string[] {
  const xml = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = xml.replaceAll('"', "&quot;");
  return [xml, quoted.replaceAll("'", "&apos;"), quoted.replaceAll("'", "&#39;")];
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** As programs write it that keep JSON to ASCII. */
const inAsciiJson = (text: string): string =>
  inJson(text).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** What PostgreSQL makes of a name that is too long. Source: PostgreSQL manual, "Identifiers", NAMEDATALEN. */
function cutAsName(text: string): string {
  const kept = bytesOf(text).subarray(0, 63).toString("utf8");
  return kept.replace(/\ufffd$/, "");
}

const bytesOf = (text: string): Buffer => Buffer.from(text, "utf8");
const base64 = (bytes: Buffer): string => bytes.toString("base64");

/** Shorter pieces of base64 occur in any base64. */
const SHORTEST_INSIDE = 8;

/** What base64 of a longer text has of `bytes`, wherever they begin in it. */
function insideBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2]
    .map((shift) => bytes.subarray(shift, bytes.length - ((bytes.length - shift) % 3)))
    .map(base64)
    .filter((form) => form.length >= SHORTEST_INSIDE);
}
