/** How long after its cancellation a run still waits for a server: the runner kills 7.5 s after SIGINT. */
const GIVE_UP_AFTER_MS = 5_000;

/** Aborted when `signal` has been for so long that the run must end, whatever it waits for. */
export function makeGiveUp(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const giveUp = () =>
    controller.abort(new Error("The run was cancelled, and the server did not answer in time."));
  signal.addEventListener("abort", () => void setTimeout(giveUp, GIVE_UP_AFTER_MS).unref(), { once: true });
  return controller.signal;
}
