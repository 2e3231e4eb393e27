/** What a write says whose reader has gone: a pipe, a socket, a terminal that was closed; EOF: the same on Windows. */
const GONE: ReadonlySet<string> = new Set(["EPIPE", "ECONNRESET", "EIO", "EOF", "ERR_STREAM_DESTROYED"]);

/**
 * Aborted when something was written to one of `streams` that nobody reads any more. That is no fault: who pipes into `head`
 * has read enough, and a run goes on to its end, as what it does to a database must not hang on who listens. Other errors
 * of theirs are thrown.
 */
export function heedClosedPipes(streams: readonly NodeJS.WriteStream[]): AbortSignal {
  const controller = new AbortController();
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!GONE.has(error.code ?? "")) throw error;
      controller.abort(error);
    });
  }
  return controller.signal;
}
