import { type ContentsProblem, statementBefore, wrongMarker } from "./contents-problems.ts";
import type { Marker, TextRange } from "./sections.ts";

/** What the annotations of a goose file say. */
export interface Annotations {
  readonly markers: readonly Marker[];
  readonly transactions: "wrapped" | "none";
  /** Where goose puts values of the environment into the text. */
  readonly substituted: readonly TextRange[];
  /** The first thing that goose refuses, or would leave out; null when there is none. */
  readonly problem: ContentsProblem | null;
}

type Kind = "up" | "down" | "begin" | "end" | "no-transaction" | "envsub-on" | "envsub-off";

/** In goose their case does not count; that of `+goose` does. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["up", "up"],
  ["down", "down"],
  ["statementbegin", "begin"],
  ["statementend", "end"],
  ["no transaction", "no-transaction"],
  ["envsub on", "envsub-on"],
  ["envsub off", "envsub-off"],
]);

/** goose takes every comment line that holds its word for one, wherever it stands. */
const ANNOTATION = /^[ \t]*--[^\r\n]*\+goose[^\r\n]*/gim;

/** What `text` says to goose. Its lines decide, whatever SQL they stand in. Source: goose v3, internal/sqlparser. */
export function readAnnotations(text: string): Annotations {
  const walk = new Walk(text);
  for (const match of text.matchAll(ANNOTATION)) walk.see(match[0], match.index);
  walk.finish();
  return walk;
}

class Walk implements Annotations {
  readonly markers: Marker[] = [];
  readonly substituted: TextRange[] = [];
  transactions: "wrapped" | "none" = "wrapped";
  problem: ContentsProblem | null = null;
  readonly #text: string;
  #way: "up" | "down" | null = null;
  #block: number | null = null;
  #envsub: number | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  see(line: string, from: number): void {
    const kind = kindOf(line);
    const to = from + line.length;
    if (kind === null) {
      this.#refuse(from, `goose does not know this annotation: ${line.trim()}.`, KNOWN);
      return;
    }
    const begins = kind === "up" || kind === "down" ? kind : null;
    this.markers.push({ from, to, begins, ...(kind === "end" ? { ends: "statement" } : {}) });
    if (begins !== null) this.#begin(begins, from);
    else if (kind === "begin") this.#openBlock(from);
    else if (kind === "end") this.#closeBlock(from);
    else if (kind === "no-transaction") this.transactions = "none";
    else if (kind === "envsub-on") this.#envsub ??= to;
    else this.#endEnvsub(from);
  }

  finish(): void {
    this.#endEnvsub(this.#text.length);
    if (this.#way === null) this.#refuse(0, "The file has no line `-- +goose Up`.", ABOVE);
    if (this.#block === null) return;
    const hint = "Put `-- +goose StatementEnd` below what belongs together.";
    this.#refuse(this.#block, "This `-- +goose StatementBegin` has no `-- +goose StatementEnd`.", hint);
  }

  #begin(way: "up" | "down", from: number): void {
    if (this.#block !== null) {
      const hint = "Put `-- +goose StatementEnd` below what belongs together.";
      this.#refuse(this.#block, "This block has no `-- +goose StatementEnd` before the next part.", hint);
    } else if (way === "up" && this.#way !== null) {
      this.#refuse(from, "There is a second `-- +goose Up`, or one after `-- +goose Down`.", ONCE);
    } else if (way === "down" && this.#way === null) {
      this.#refuse(from, "`-- +goose Down` stands before `-- +goose Up`.", ONCE);
    } else if (this.#way === "down") {
      this.#refuse(from, "There is a second `-- +goose Down`.", ONCE);
    } else if (way === "up") {
      const [before = null] = statementBefore(this.#text, from, { tool: "goose", marker: "-- +goose Up" });
      this.problem ??= before;
    }
    this.#way = way;
  }

  #openBlock(from: number): void {
    if (this.#way === null) this.#refuse(from, "This block stands before `-- +goose Up`.", ABOVE);
    else if (this.#block !== null) {
      const hint = "Put `-- +goose StatementEnd` above it: blocks do not nest.";
      this.#refuse(from, "This block begins inside another.", hint);
    }
    this.#block ??= from;
  }

  #closeBlock(from: number): void {
    if (this.#block === null) {
      const hint = "Put `-- +goose StatementBegin` above what belongs together, or take this line out.";
      this.#refuse(from, "This `-- +goose StatementEnd` has no `-- +goose StatementBegin`.", hint);
    }
    this.#block = null;
  }

  #endEnvsub(to: number): void {
    if (this.#envsub !== null) this.substituted.push({ from: this.#envsub, to });
    this.#envsub = null;
  }

  #refuse(offset: number, message: string, hint: string): void {
    this.problem ??= wrongMarker(offset, message, hint);
  }
}

const KNOWN =
  "Write it from the first column on, alone in its line: `-- +goose Up`, `Down`, `StatementBegin`, `StatementEnd`, `NO TRANSACTION`, `ENVSUB ON` or `ENVSUB OFF`.";
const ABOVE = "Put `-- +goose Up` above the statements, and `-- +goose Down` above those that undo them.";
const ONCE = "goose reads one `-- +goose Up`, and after it at most one `-- +goose Down`.";

function kindOf(line: string): Kind | null {
  if (/^[ \t]/.test(line)) return null;
  const command = line.replaceAll("--", "").replace("+goose", "").trim();
  return KINDS.get(command.toLowerCase()) ?? null;
}
