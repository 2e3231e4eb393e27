/** A signal that is aborted by SIGINT and SIGTERM, and the way to stop listening. */
export interface Cancellation {
  readonly signal: AbortSignal;
  readonly stopListening: () => void;
}

/** Listens from now on; a second SIGINT changes nothing, because the first is being obeyed. */
export function cancelOnSignals(): Cancellation {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => controller.abort(new Error(`Received ${name}.`));
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    stopListening: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
