/** So many events wait at most for one who reads slowly: what is shown on the way, which the report has too. */
const MOST_WAITING = 500;
/** Proxies give up a connection on which nothing comes; most after a minute. */
const HEARTBEAT_MS = 15_000;

/** kept: it is sent, however long that takes · passing: the oldest such are left out where too many wait. */
type Importance = "kept" | "passing";

/** Server-sent events to one reader, who holds up nobody. Source: HTML, "Server-sent events", "Interpreting an event stream". */
export interface EventStream {
  /** For a Response's body. */
  readonly body: ReadableStream<Uint8Array>;
  /** `data` becomes JSON, which has no line ends. After `end`, and where nobody reads any more, nothing happens. */
  readonly send: (event: string, data: unknown, importance: Importance) => void;
  readonly end: () => void;
}

interface Waiting {
  readonly text: string;
  readonly importance: Importance;
}

/** A stream that begins at once, so that its headers are on their way before the first event. */
export function makeEventStream(): EventStream {
  const encoder = new TextEncoder();
  let waiting: Waiting[] = [{ text: ": begun\n\n", importance: "kept" }];
  let leftOut = 0;
  let wake: () => void = () => {};
  let state: "open" | "ended" | "gone" = "open";
  const heartbeat = setInterval(() => {
    if (waiting.length === 0) add({ text: ": still there\n\n", importance: "passing" });
  }, HEARTBEAT_MS);
  heartbeat.unref();
  const add = (event: Waiting) => {
    if (state !== "open") return;
    const passing = waiting.filter(({ importance }) => importance === "passing");
    if (event.importance === "passing" && passing.length >= MOST_WAITING) {
      waiting = waiting.filter((other) => other !== passing[0]);
      leftOut += 1;
    }
    waiting.push(event);
    wake();
  };
  const next = (): string | null => {
    if (leftOut === 0) return waiting.shift()?.text ?? null;
    const text = renderEvent("left-out", { count: leftOut });
    leftOut = 0;
    return text;
  };
  const finish = (as: "ended" | "gone") => {
    clearInterval(heartbeat);
    if (state === "open") state = as;
    wake();
  };
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (waiting.length === 0 && state === "open") {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const text = next();
      if (text !== null) controller.enqueue(encoder.encode(text));
      else if (state === "ended") controller.close();
    },
    cancel: () => {
      waiting = [];
      finish("gone");
    },
  });
  const send = (event: string, data: unknown, importance: Importance) =>
    add({ text: renderEvent(event, data), importance });
  return { body, send, end: () => finish("ended") };
}

const renderEvent = (event: string, data: unknown): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
