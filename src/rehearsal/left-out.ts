import type { ServerError } from "../database/server-error.ts";
import { makeTokens } from "../files/sql/make-tokens.ts";
import { afterWords, nameAt } from "../files/sql/match-words.ts";
import type { Statement } from "../files/sql/statement.ts";

/** undefined_table, _column, _object, _function, _schema; feature_not_supported for "extension is not available". */
const UNDEFINED = new Set(["42P01", "42703", "42704", "42883", "3F000", "0A000"]);

/**
 * What a site does not have though the target has it or can have it: extensions that are not installed there, objects
 * that no migration made, and what was left out because of these. Decides whether an error on the site comes from
 * that, or is the migration's own.
 */
export class LeftOut {
  readonly #available: ReadonlySet<string>;
  readonly #members: ReadonlyMap<string, readonly string[]>;
  readonly #extensions = new Set<string>();
  /** Why each name is not on the site. */
  readonly #names = new Map<string, string>();
  /** Names that some statement makes: an undefined one among them is a mistake of order, not of the site. */
  readonly #made: ReadonlySet<string>;

  constructor(
    available: ReadonlySet<string>,
    members: ReadonlyMap<string, readonly string[]>,
    statements: readonly Statement[],
  ) {
    this.#available = available;
    this.#members = members;
    this.#made = new Set(statements.flatMap(madeNames));
  }

  /** True while nothing has been left out. */
  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  /** Leaves out `names`, which the target has and no migration made. */
  leaveOut(names: readonly string[]): void {
    for (const name of names) {
      const why = `It may need "${name}", which the target has and no migration file makes.`;
      this.#names.set(name.toLowerCase(), why);
    }
  }

  /** Extensions that were asked for and are not on the site, ascending. */
  get extensions(): readonly string[] {
    return [...this.#extensions].sort();
  }

  /** Why `statement` is left out: it would create an extension that the site cannot have; null when it would not. */
  missingExtension(statement: Statement): string | null {
    const name = createdExtension(statement);
    if (name === null || this.#available.has(name)) return null;
    this.#extensions.add(name);
    for (const member of [name, ...(this.#members.get(name) ?? [])])
      this.#names.set(member.toLowerCase(), whyExtension(name));
    return whyExtension(name);
  }

  /** Why `error` is the site's and not the migration's; what `statement` would have made is left out too then. */
  explain(error: ServerError, statement: Statement): string | null {
    if (this.isEmpty || !UNDEFINED.has(error.sqlState)) return null;
    const mentioned = namesIn(error.message);
    const known = mentioned.map((name) => this.#names.get(name)).find((why) => why !== undefined);
    const why = known ?? this.#unknownMember(error, mentioned);
    if (why === null) return null;
    for (const name of madeNames(statement)) this.#names.set(name, why);
    return why;
  }

  /** An extension that is new to the target too has members that nobody knows: an otherwise unmade name may be one. */
  #unknownMember(error: ServerError, mentioned: readonly string[]): string | null {
    if (error.sqlState !== "42704" && error.sqlState !== "42883") return null;
    if (mentioned.some((name) => this.#made.has(name))) return null;
    const extension = this.extensions.find((name) => !this.#members.has(name));
    return extension === undefined ? null : whyExtension(extension);
  }
}

const whyExtension = (name: string): string => `It needs the extension ${name}.`;

/** CREATE EXTENSION IF NOT EXISTS and a name. */
const EXTENSION_TOKENS = 6;

function createdExtension(statement: Statement): string | null {
  const tokens = makeTokens(statement.head, EXTENSION_TOKENS);
  const after = afterWords(tokens, "create extension if? not? exists?");
  return after < 0 ? null : (nameAt(tokens, after)?.parts.at(-1) ?? null);
}

/** Names that a statement would make: of the object itself, and of columns and constraints it adds. */
function madeNames(statement: Statement): readonly string[] {
  // By far the most statements there are make none: theirs need not be looked through.
  if (afterWords(makeTokens(statement.head, 1), "create|alter") < 0) return [];
  const { tokens } = statement;
  const names: string[] = [];
  const create = afterWords(tokens, OBJECT);
  if (create > 0) names.push(...lastPart(nameAt(tokens, create)));
  for (const [index] of tokens.entries()) {
    const added = afterWords(tokens, "add column|constraint? if? not? exists?", index);
    if (added > index) names.push(...lastPart(nameAt(tokens, added)));
  }
  return names;
}

const OBJECT =
  "create or? replace? temp|temporary|unlogged|unique|materialized|global|recursive? aggregate|collation|domain|function|index|procedure|schema|sequence|table|trigger|type|view concurrently? if? not? exists?";

function lastPart(name: { readonly parts: readonly string[] } | null): readonly string[] {
  const last = name?.parts.at(-1);
  return last === undefined ? [] : [last.toLowerCase()];
}

/** Identifiers in a server message: quoted ones, and those before a parenthesis; without their schema, folded. */
function namesIn(message: string): readonly string[] {
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "");
  const words = message.replace(/"[^"]*"/g, " ").match(/[\p{L}_][\p{L}\p{N}_$.]*/gu) ?? [];
  return [...quoted, ...words].map((name) => (name.split(".").at(-1) ?? name).toLowerCase());
}
