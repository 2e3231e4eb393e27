import type { CopyData } from "./copy-data.ts";
import { makeTokens } from "./make-tokens.ts";
import type { TextPlace } from "./place-at.ts";
import type { Statement, Token } from "./statement.ts";

/** A statement whose tokens are made when first asked for: those of a large dump take many times its size. */
export class SlicedStatement implements Statement {
  readonly sql: string;
  readonly count = 1;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly copyData: CopyData | null;
  #tokens: readonly Token[] | null = null;

  constructor(sql: string, offset: number, place: TextPlace, copyData: CopyData | null) {
    this.sql = sql;
    this.offset = offset;
    this.line = place.line;
    this.column = place.column;
    this.copyData = copyData;
  }

  get head(): string {
    return this.sql;
  }

  get size(): number {
    return this.sql.length;
  }

  get tokens(): readonly Token[] {
    this.#tokens ??= makeTokens(this.sql);
    return this.#tokens;
  }
}
