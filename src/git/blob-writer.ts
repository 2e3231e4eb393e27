const NEWLINE = 10;

/** Where the bytes of one object go. */
export interface BlobSink {
  /** The bytes are only lent. */
  readonly write: (bytes: Buffer) => void;
  readonly close: () => void;
}

/**
 * Takes what `git cat-file --batch` prints, in pieces of any size, and hands on each object's bytes as they come, to what
 * `open` gives for its index. Throws for an object that is missing. Source: git-cat-file manual, "Batch output".
 */
export class BlobWriter {
  readonly #open: (index: number) => BlobSink;
  #count = 0;
  #header = "";
  #sink: BlobSink | null = null;
  /** Bytes of the object that are still to come. */
  #left = 0;
  #isAfterObject = false;

  constructor(open: (index: number) => BlobSink) {
    this.#open = open;
  }

  /** Objects that are written whole. */
  get count(): number {
    return this.#count;
  }

  /** Takes the next piece. */
  take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; )
      at = this.#sink === null ? this.#takeHeader(chunk, at) : this.#takeBytes(chunk, at);
  }

  #takeHeader(chunk: Buffer, from: number): number {
    if (this.#isAfterObject) {
      this.#isAfterObject = false;
      return from + 1;
    }
    const newline = chunk.indexOf(NEWLINE, from);
    const to = newline < 0 ? chunk.length : newline;
    this.#header += chunk.toString("latin1", from, to);
    if (newline < 0) return to;
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(this.#header) ?? [];
    if (size === undefined) throw new Error(`git could not give the base's files: ${this.#header}`);
    this.#header = "";
    this.#left = Number(size);
    this.#sink = this.#open(this.#count);
    if (this.#left === 0) this.#end();
    return newline + 1;
  }

  #takeBytes(chunk: Buffer, from: number): number {
    const to = Math.min(chunk.length, from + this.#left);
    this.#sink?.write(chunk.subarray(from, to));
    this.#left -= to - from;
    if (this.#left === 0) this.#end();
    return to;
  }

  #end(): void {
    this.#sink?.close();
    this.#sink = null;
    this.#count += 1;
    this.#isAfterObject = true;
  }
}
