import { type ErrorCode, MigrateError } from "../errors.ts";
import type { InputDefinition, InputKind } from "./definition.ts";
import { type DefinitionOf, type InputName, inputNamed } from "./definitions.ts";
import { DURATION_FORMS, parseDurationMs } from "./duration.ts";
import { quoted } from "./quoted.ts";
import type { RawInputs } from "./raw-inputs.ts";

/** Names of the inputs of one kind. */
type NameOf<Kind extends InputKind> = Extract<DefinitionOf<InputName>, { readonly kind: Kind }>["name"];

/** `T`, and null too where the input has no default. */
type Parsed<Name extends InputName, T> = DefinitionOf<Name>["default"] extends null ? T | null : T;

type AllowedOf<Name extends InputName> =
  DefinitionOf<Name> extends InputDefinition<string, "enum", infer Allowed> ? Allowed : never;

/**
 * Reads single inputs by their definitions. A bad value is put into `problems` and the default is given in its
 * place, so that the reading goes on and all problems are found in one pass; whoever reads must look at `problems`.
 */
export class ValueReader {
  readonly problems: MigrateError[] = [];
  readonly #values: ReadonlyMap<string, string>;

  constructor(raw: RawInputs) {
    this.#values = raw.values;
  }

  /** The text as given, trimmed (a password is not); null when it is not given. Defaults do not count. */
  given(name: InputName): string | null {
    const value = this.#values.get(name) ?? "";
    const text = name === "password" ? value : value.trim();
    return text === "" ? null : text;
  }

  /** The text as given, or the default. */
  text<Name extends NameOf<"string">>(name: Name): Parsed<Name, string> {
    return this.#parse(
      name,
      (text) => (text.includes("\0") ? null : text),
      "may not contain a NUL character",
    );
  }

  /** One of the allowed values, written exactly so. */
  choice<Name extends NameOf<"enum">>(name: Name): Parsed<Name, AllowedOf<Name>> {
    const allowed: readonly string[] = inputNamed(name)?.allowed ?? [];
    const isAllowed = (text: string): text is AllowedOf<Name> => allowed.includes(text);
    return this.#parse(
      name,
      (text) => (isAllowed(text) ? text : null),
      `must be one of ${allowed.join(", ")}`,
    );
  }

  /** Source: YAML 1.2 core schema, tag bool, which is what actions/core's getBooleanInput takes too. */
  boolean<Name extends NameOf<"boolean">>(name: Name): Parsed<Name, boolean> {
    const parse = (text: string) =>
      /^(true|True|TRUE)$/.test(text) ? true : /^(false|False|FALSE)$/.test(text) ? false : null;
    return this.#parse(name, parse, "must be true or false");
  }

  durationMs<Name extends NameOf<"duration">>(name: Name): Parsed<Name, number> {
    const least = inputNamed(name)?.min ?? 0;
    const parse = (text: string) => atLeast(least, parseDurationMs(text));
    const must = `must be a duration${least > 0 ? " longer than 0" : ""}: ${DURATION_FORMS}`;
    return this.#parse(name, parse, must);
  }

  integer<Name extends NameOf<"integer">>(name: Name): Parsed<Name, number> {
    const least = inputNamed(name)?.min ?? 0;
    const parse = (text: string) => atLeast(least, /^\d{1,9}$/.test(text) ? Number(text) : null);
    return this.#parse(name, parse, `must be a whole number, ${least} or more`);
  }

  /** Adds a problem that no single value shows. */
  report(code: ErrorCode, message: string, hint?: string): void {
    this.problems.push(new MigrateError(code, message, { hint }));
  }

  /** INPUT_INVALID: `other` is given beside `name`, of which `why` says what it does. */
  reportBoth(name: InputName, why: string, other: InputName): void {
    this.report(
      "INPUT_INVALID",
      `${name}: ${why}, and cannot be given with ${other}.`,
      `Leave out ${name} or ${other}.`,
    );
  }

  /** The value that `parse` makes of the text, else the default; `must` ends the sentence said of a bad one. */
  #parse<Name extends InputName, T>(
    name: Name,
    parse: (text: string) => T | null,
    must: string,
  ): Parsed<Name, T> {
    const fallback = inputNamed(name)?.default ?? null;
    const text = this.given(name);
    const value = text === null ? null : parse(text);
    if (text !== null && value === null) {
      this.report("INPUT_INVALID", `${name}: ${quoted(text)} does not do; it ${must}.`);
    }
    // A default always parses (a test holds that), so this is null only where Parsed says that it may be.
    return (value ?? (fallback === null ? null : parse(fallback))) as Parsed<Name, T>;
  }
}

function atLeast(least: number, value: number | null): number | null {
  return value !== null && value >= least ? value : null;
}
