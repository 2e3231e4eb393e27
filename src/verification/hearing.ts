import type { Column, MessageObserver, MessagePart } from "../database/message.ts";

/** Source: PostgreSQL, pg_type.dat, bool. */
const BOOLEAN = 16;

/** What a question is heard to answer: each row as it comes, so that none has to be kept. */
export class Hearing {
  readonly #question: MessagePart;
  readonly #after: MessagePart;
  #columns: readonly Column[] = [];
  #rows = 0;
  #wrong: string | null = null;
  #said: readonly (string | null)[] = [];

  /** `after`: a query of ours that gives one row. */
  constructor(question: MessagePart, after: MessagePart) {
    this.#question = question;
    this.#after = after;
  }

  /** How the answer of a query is not true, a sentence; null when it is. */
  get wrongAnswer(): string | null {
    return this.#rows === 0 ? "This gave no row, where it must give true." : this.#wrong;
  }

  /** The row of the query of ours. */
  get said(): readonly (string | null)[] {
    return this.#said;
  }

  readonly observer: MessageObserver = {
    onColumns: (part, columns) => {
      if (part === this.#question) this.#columns = columns;
    },
    onRow: (part, values) => {
      if (part === this.#after) this.#said = values;
      if (part !== this.#question) return;
      this.#rows++;
      this.#wrong ??= this.#wrongIn(values);
    },
  };

  /** By its place, not by its name: two columns may have the same one. */
  #wrongIn(values: readonly (string | null)[]): string | null {
    if (values.length === 0) return "This gave a row without a column, where it must give true.";
    const isTrue = (value: string | null, index: number) =>
      this.#columns[index]?.typeOid === BOOLEAN && value === "t";
    const index = values.findIndex((value, at) => !isTrue(value, at));
    if (index < 0) return null;
    const column = this.#columns[index];
    const value = values[index];
    const isFalse = column?.typeOid === BOOLEAN && value === "f";
    const gave = value === null ? "null" : isFalse ? "false" : "something that is neither true nor false";
    return `This gave ${gave} (column ${column?.name}), where it must give true.`;
  }
}
