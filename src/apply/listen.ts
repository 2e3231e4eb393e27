import type { MessageObserver } from "../database/message.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { readBackend } from "./marker.ts";
import { watchBackend } from "./watch.ts";

/** What is heard of messages under way. */
export interface Listener {
  /** For the session: notices are told, and by BACKEND_PARTS the backend is known, for cancelling and for what blocks it. */
  readonly observer: Required<Pick<MessageObserver, "onNotice" | "onRow">>;
  /** Tells that the run has come to the migration `version`. */
  readonly sawProgress: (version: string) => void;
  /** Null until the server has told it. */
  readonly backend: () => number | null;
  readonly stop: () => void;
}

/** Listens to what `request.session` is about to be sent, and watches its backend through the lock's connection. */
export function listen(request: ApplyRequest, intervalMs: number): Listener {
  const { lock, signal, onProgress } = request;
  const watch = watchBackend({
    through: lock.session,
    open: request.reconnect,
    signal,
    onProgress,
    intervalMs,
  });
  let backend: number | null = null;
  return {
    observer: {
      onNotice: (message) => onProgress({ kind: "server-notice", message }),
      onRow: (part, values) => {
        const pid = readBackend(part, values);
        if (pid === null) return;
        backend = pid;
        watch.sawBackend(pid);
      },
    },
    sawProgress: watch.sawProgress,
    backend: () => backend,
    stop: watch.stop,
  };
}
