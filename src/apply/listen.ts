import { type BackendMark, HEAD_CHARACTERS } from "../database/backend-mark.ts";
import { type MessageObserver, makeMessageHead } from "../database/message.ts";
import type { Part } from "../execution/part.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { readBackend } from "./marker.ts";
import { type Watch, type WatchOptions, watchBackend } from "./watch.ts";

/** What is heard of messages under way. */
export interface Listener {
  /** For the session: notices are told, and by BACKEND_PARTS the backend is known, for cancelling and for what blocks it. */
  readonly observer: Required<Pick<MessageObserver, "onNotice" | "onRow">>;
  /** Tells that `parts` are about to be sent as one message. */
  readonly sawMessage: (parts: readonly Part[]) => void;
  /** Tells that the run has come to the migration `version`. */
  readonly sawProgress: (version: string) => void;
  /** The backend that works on the message sent last; null before the first. */
  readonly backend: () => BackendMark | null;
  readonly gaveWay: Watch["gaveWay"];
  readonly stop: () => void;
}

/** Listens to what `request.session` is about to be sent, and watches its backend through the lock's connection. */
export function listen(request: ApplyRequest, options: WatchOptions): Listener {
  const { session, onProgress } = request;
  let parts: readonly Part[] = [];
  let pid: number | null = null;
  let isToldHere = false;
  const backend = (): BackendMark | null => {
    if (parts.length === 0) return null;
    // A pooler announces a pid of its own, and may give the next message to another backend.
    const head = makeMessageHead(parts, HEAD_CHARACTERS);
    if (pid !== null && pid === session.announcedPid) return { way: "direct", pid, head };
    return { way: "pooled", pid: isToldHere ? pid : null, head };
  };
  const watch = watchBackend(request, options, { mark: backend, isHeard: () => pid !== null });
  return {
    observer: {
      onNotice: (message) => onProgress({ kind: "server-notice", message }),
      onRow: (part, values) => {
        const told = readBackend(part, values);
        if (told === null) return;
        pid = told;
        isToldHere = true;
        watch.sawBackend();
      },
    },
    sawMessage: (sent) => {
      parts = sent;
      isToldHere = false;
    },
    sawProgress: watch.sawProgress,
    backend,
    gaveWay: watch.gaveWay,
    stop: watch.stop,
  };
}
