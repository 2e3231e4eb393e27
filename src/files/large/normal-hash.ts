import { createHash, type Hash } from "node:crypto";

const [RETURN, NEWLINE] = [13, 10];

/** SHA-256 over bytes that come in pieces, every CRLF as LF: that of `makeChecksum` for the text that they are. */
export class NormalHash {
  readonly #hash: Hash;
  /** A CR at the end of what has come: what follows decides whether it counts. */
  #isHeld: boolean;

  private constructor(hash: Hash, isHeld: boolean) {
    this.#hash = hash;
    this.#isHeld = isHeld;
  }

  static begin(): NormalHash {
    return new NormalHash(createHash("sha256"), false);
  }

  update(piece: Buffer): this {
    if (piece.length === 0) return this;
    if (this.#isHeld && piece[0] !== NEWLINE) this.#hash.update("\r");
    this.#isHeld = piece.at(-1) === RETURN;
    const sure = this.#isHeld ? piece.subarray(0, -1) : piece;
    // By far the fastest way to leave characters out: as Latin-1 each byte is one.
    if (!sure.includes("\r\n")) this.#hash.update(sure);
    else this.#hash.update(sure.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    return this;
  }

  /** One that goes on from here, beside this one. */
  copy(): NormalHash {
    return new NormalHash(this.#hash.copy(), this.#isHeld);
  }

  /** 64 hex digits over what has come so far; more may come. */
  digest(): string {
    const end = this.#hash.copy();
    if (this.#isHeld) end.update("\r");
    return end.digest("hex");
  }
}
