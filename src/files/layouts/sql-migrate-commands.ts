import { type ContentsProblem, statementBefore, wrongMarker } from "./contents-problems.ts";
import type { Marker } from "./sections.ts";

/** What the commands in a file of sql-migrate say. */
export interface Commands {
  readonly markers: readonly Marker[];
  /** none: one part of that way, or more, has `notransaction`. */
  readonly transactions: { readonly up: "wrapped" | "none"; readonly down: "wrapped" | "none" };
  /** The first thing that sql-migrate refuses, leaves out, or takes for a comment; null when there is none. */
  readonly problem: ContentsProblem | null;
}

/** Also what sql-migrate takes for comments: below a `-- +migrate down` the way back would be run as the way there. */
const LIKE_A_COMMAND = /^[ \t]*--[ \t]*\+migrate\b.*/gim;
const PREFIX = "-- +migrate ";

/** What `text` says to sql-migrate. Source: sqlparse/sqlparse.go. */
export function readCommands(text: string): Commands {
  const walk = new Walk(text);
  for (const match of text.matchAll(LIKE_A_COMMAND)) walk.see(match[0], match.index);
  walk.finish();
  return walk;
}

class Walk implements Commands {
  readonly markers: Marker[] = [];
  readonly transactions: { up: "wrapped" | "none"; down: "wrapped" | "none" } = {
    up: "wrapped",
    down: "wrapped",
  };
  problem: ContentsProblem | null = null;
  readonly #text: string;
  #sees: ReadonlySet<"up" | "down"> = new Set();
  #block: number | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  see(line: string, from: number): void {
    const [command = "", ...options] = line.startsWith(PREFIX)
      ? line.slice(PREFIX.length).trim().split(/\s/)
      : [];
    const to = from + line.length;
    if (command === "Up" || command === "Down") {
      this.#begin(command === "Up" ? "up" : "down", from, options);
      this.markers.push({ from, to, begins: command === "Up" ? "up" : "down", ends: "statement" });
    } else if (command === "StatementBegin") {
      if (this.#sees.size > 0) this.#block ??= from;
      this.markers.push({ from, to, begins: null });
    } else if (command === "StatementEnd") {
      this.#block = null;
      this.markers.push({ from, to, begins: null, ends: "statement" });
    } else this.#refuse(from, `sql-migrate takes this line for a comment: ${line.trim()}.`, KNOWN);
  }

  finish(): void {
    this.#endBlock();
    if (!this.#sees.has("up")) this.#refuse(0, "The file has no line `-- +migrate Up`.", ABOVE);
  }

  #begin(way: "up" | "down", from: number, options: readonly string[]): void {
    this.#endBlock();
    if (this.#sees.size === 0) {
      const [before = null] = statementBefore(this.#text, from, {
        tool: "sql-migrate",
        marker: "-- +migrate Up",
      });
      this.problem ??= before;
    }
    if (options.includes("notransaction")) this.transactions[way] = "none";
    this.#sees = new Set([...this.#sees, way]);
  }

  #endBlock(): void {
    if (this.#block !== null) {
      const hint = "Put `-- +migrate StatementEnd` below what belongs together.";
      this.#refuse(this.#block, "This `-- +migrate StatementBegin` has no `-- +migrate StatementEnd`.", hint);
    }
    this.#block = null;
  }

  #refuse(offset: number, message: string, hint: string): void {
    this.problem ??= wrongMarker(offset, message, hint);
  }
}

const KNOWN =
  "Write it from the first column on, with one blank after the dashes and its capitals: `-- +migrate Up`, `Down`, `StatementBegin` or `StatementEnd`.";
const ABOVE = "Put `-- +migrate Up` above the statements, and `-- +migrate Down` above those that undo them.";
