import type { Part } from "../execution/part.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { makeMarker } from "./marker.ts";
import { watchBackend } from "./watch.ts";

/** What is heard of messages under way. */
export interface Listener {
  /** To be sent first: by it the backend that works is known, for cancelling and for what blocks it. */
  readonly backendParts: readonly Part[];
  /** For use inside a transaction: pushes out every result that the server has kept back. */
  readonly progressParts: readonly Part[];
  /** For the session's notices: marks are taken out, all others are told. */
  readonly onNotice: (text: string) => void;
  /** Tells that the run has come to the migration `version`. */
  readonly sawProgress: (version: string) => void;
  /** Null until the server has told it. */
  readonly backend: () => number | null;
  readonly stop: () => void;
}

/** Listens to what `request.session` is about to be sent, and watches its backend through the lock's connection. */
export function listen(request: ApplyRequest, intervalMs: number): Listener {
  const { lock, signal, onProgress } = request;
  const marker = makeMarker();
  const watch = watchBackend({ through: lock.session, signal, onProgress, intervalMs });
  let backend: number | null = null;
  return {
    backendParts: marker.backendParts,
    progressParts: marker.progressParts,
    onNotice: (text) => {
      const mark = marker.read(text);
      if (mark === null) onProgress({ kind: "server-notice", message: text });
      else if (mark.backend !== null) {
        backend = mark.backend;
        watch.sawBackend(mark.backend);
      }
    },
    sawProgress: watch.sawProgress,
    backend: () => backend,
    stop: watch.stop,
  };
}
