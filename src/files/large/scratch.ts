/**
 * Room for bytes that are needed until the next ones are: buffers of a file's whole length in sum would wait for the
 * garbage collector, which counts the heap and not them.
 */
export class Scratch {
  #buffer = Buffer.alloc(0);

  /** The first `length` bytes of it, with whatever they hold. The one that was taken before is no longer to be used. */
  take(length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafeSlow(length);
    return this.#buffer.subarray(0, length);
  }
}
