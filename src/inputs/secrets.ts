import { INPUTS } from "./definitions.ts";
import type { RawInputs } from "./raw-inputs.ts";
import { SHORTEST_FORM } from "./redactor.ts";
import { certificateForms, secretForms } from "./secret-forms.ts";
import { passwordsIn, placesIn, usersIn } from "./secrets-in-url.ts";

/** What must be masked before anything prints. */
export interface Masks {
  /** Every form, longest first, none twice, none shorter than SHORTEST_FORM; single lines and whole texts alike. */
  readonly forms: readonly string[];
  /** Sentences for people: secrets that cannot be masked. They hold no secret. */
  readonly warnings: readonly string[];
}

/** Inputs and variables that are a secret as a whole, and no URL. */
const PASSWORD_VARIABLES = ["DB_PASSWORD", "PGPASSWORD", "INTERNAL_ADMIN_TOKEN"];
/** Variables that are no secret, unless a URL was put there. */
const PLAIN_VARIABLES = ["HOST", "PORT", "NAME", "USER"].map((name) => `DB_${name}`);
const PLAIN_LIBPQ_VARIABLES = ["HOST", "PORT", "DATABASE", "USER", "SSLROOTCERT"].map((name) => `PG${name}`);
const SECRET_INPUTS = INPUTS.filter((input) => input.secret).map((input): string => input.name);

/**
 * Every form of every secret in `raw`, checked or not: to be called, and its forms masked, before `parseInputs` and
 * before anything prints. Whatever looks like a URL with credentials counts, in whichever value it stands.
 */
export function secretsIn(raw: RawInputs): Masks {
  const named = namedTexts(raw);
  const users = usersOf(raw, named);
  const ordinary = new Set([...users, ...placesOf(raw, named)]);
  const forms = new Set<string>();
  const warnings = new Set<string>();
  for (const { name, text, isSecret } of named) {
    const isUrl = text.includes("://");
    const passwords = passwordsOf({ name, text, isSecret });
    for (const password of passwords) {
      if (!ordinary.has(password)) for (const form of secretForms(password, users)) forms.add(form);
    }
    if (isUrl && (isSecret || passwords.length > 0)) {
      for (const form of [...secretForms(text), ...secretForms(text.trim())]) forms.add(form);
    }
    for (const form of certificateForms(text)) forms.add(form);
    const warning = warningAbout(passwords[0] ?? "", ordinary);
    if (warning !== null) warnings.add(`${name}: ${warning}`);
  }
  return { forms: [...forms].sort((a, b) => b.length - a.length), warnings: [...warnings] };
}

/** A text that is a secret without being a URL is one as a whole, and may be what is left of one. */
function passwordsOf({ text, isSecret }: NamedText): readonly string[] {
  const found = passwordsIn(text);
  return isSecret && !text.includes("://") ? [text, ...found] : found;
}

interface NamedText {
  readonly name: string;
  readonly text: string;
  /** True: the whole text is a secret, whatever it looks like. */
  readonly isSecret: boolean;
}

function namedTexts(raw: RawInputs): readonly NamedText[] {
  const values = [...raw.values].map(([name, text]) => ({
    name,
    text,
    isSecret: SECRET_INPUTS.includes(name),
  }));
  const passwords = PASSWORD_VARIABLES.map((name) => ({
    name,
    text: raw.environment[name] ?? "",
    isSecret: true,
  }));
  const others = [...PLAIN_VARIABLES, ...PLAIN_LIBPQ_VARIABLES].map((name) => ({
    name,
    text: raw.environment[name] ?? "",
    isSecret: false,
  }));
  const url = { name: "DATABASE_URL", text: raw.environment["DATABASE_URL"] ?? "", isSecret: true };
  return [...values, url, ...passwords, ...others].filter(({ text }) => text.trim() !== "");
}

function usersOf(raw: RawInputs, named: readonly NamedText[]): readonly string[] {
  const fields = [raw.values.get("user"), raw.environment["DB_USER"], raw.environment["PGUSER"]];
  return [...new Set([...given(fields), ...named.flatMap(({ text }) => usersIn(text))])];
}

/** Hosts and databases: with the users, names that the log must be able to say. */
function placesOf(raw: RawInputs, named: readonly NamedText[]): readonly string[] {
  const inputs = [raw.values.get("host"), raw.values.get("database")];
  const variables = ["DB_HOST", "DB_NAME", "PGHOST", "PGDATABASE"].map((name) => raw.environment[name]);
  return [...given([...inputs, ...variables]), ...named.flatMap(({ text }) => placesIn(text))];
}

function given(texts: readonly (string | undefined)[]): readonly string[] {
  return texts.map((text) => text?.trim() ?? "").filter((text) => text !== "");
}

function warningAbout(secret: string, ordinary: ReadonlySet<string>): string | null {
  if (secret === "") return null;
  if (ordinary.has(secret)) {
    return "The password is the name of the user, database or host; it is not masked, as the log must say that name.";
  }
  if (secret.length >= SHORTEST_FORM) return null;
  return `A secret of fewer than ${SHORTEST_FORM} characters cannot be masked.`;
}
