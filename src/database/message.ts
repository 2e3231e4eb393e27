import type pg from "pg";

/** One statement of a message. */
export interface MessagePart {
  /** Without the closing `;`. */
  readonly sql: string;
  /** Inline data, for `COPY … FROM STDIN`; null for all others. */
  readonly copyData: string | null;
}

/** What is heard while a message is being worked off. */
export interface MessageObserver {
  /** Part `index` (0-based) has been done; called when the server's word arrives, which may be late: see `sendMessage`. */
  readonly onDone?: (index: number) => void;
  readonly onNotice?: (message: string) => void;
}

/** A message that stopped with an error: which part it was, and what came after it was dropped by the server. */
export class MessageError extends Error {
  override readonly name = "MessageError";
  /** How many parts were done before it, in order from the first. */
  readonly done: number;
  /** 0-based. Greater than `done` only when the text as a whole did not parse: then nothing was run. */
  readonly partIndex: number;
  /** Characters of the message before this part: subtract from the server's position. */
  readonly partPosition: number;

  constructor(cause: unknown, done: number, partIndex: number, partPosition: number) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.done = done;
    this.partIndex = partIndex;
    this.partPosition = partPosition;
  }

  /** `error` itself where it is one, else one that says of nothing that it was done. */
  static from(error: unknown): MessageError {
    return error instanceof MessageError ? error : new MessageError(error, 0, 0, 0);
  }
}

/**
 * Sends all parts in one simple Query message; resolves when the last is done, rejects with MessageError at the first
 * that fails. The server keeps results back until 8 kB are full or a NOTICE is sent: parts that raise one make
 * `onDone` timely. Source: PostgreSQL manual, "Multiple Statements in a Simple Query".
 */
export function sendMessage(
  client: pg.Client,
  parts: readonly MessagePart[],
  observer: MessageObserver,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = 0;
    const onNotice = (notice: { message?: string | undefined }) => observer.onNotice?.(notice.message ?? "");
    const finish = (settle: () => void) => {
      client.off("notice", onNotice);
      settle();
    };
    client.on("notice", onNotice);
    const text = parts.map((part) => part.sql).join(SEPARATOR);
    const submittable: Submittable = {
      submit: (connection) => connection.query(text),
      handleRowDescription: () => {},
      handleDataRow: () => {},
      handlePortalSuspended: () => {},
      handleCopyData: () => {},
      handleEmptyQuery: () => {},
      handleCommandComplete: () => {
        const index = done++;
        observer.onDone?.(index);
      },
      handleCopyInResponse: (connection) => sendCopyData(connection, parts[done]?.copyData ?? ""),
      handleError: (error) => finish(() => reject(locate(error, parts, done))),
      handleReadyForQuery: () => finish(resolve),
    };
    client.query(submittable as never);
  });
}

/** Between statements: a line end too, so that a closing `--` comment ends before the `;`. */
const SEPARATOR = "\n;\n";

/** Where an error lies. When the whole text did not parse nothing was done, and the position tells the part. */
function locate(error: unknown, parts: readonly MessagePart[], done: number): MessageError {
  const position = Number((error as { position?: string }).position ?? 0);
  let before = 0;
  for (const [index, part] of parts.entries()) {
    const length = characters(part.sql) + SEPARATOR.length;
    const isHere = position > 0 ? position <= before + length : index === done;
    if (index >= done && isHere) return new MessageError(error, done, index, before);
    before += length;
  }
  return new MessageError(error, done, Math.min(done, Math.max(parts.length - 1, 0)), 0);
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function sendCopyData(connection: WireConnection, data: string): void {
  const bytes = Buffer.from(data, "utf8");
  for (let start = 0; start < bytes.length; start += COPY_CHUNK_BYTES)
    connection.sendCopyFromChunk(bytes.subarray(start, start + COPY_CHUNK_BYTES));
  connection.endCopyFrom();
}

const COPY_CHUNK_BYTES = 64 * 1024;

/** The part of pg's Connection that is used here. Source: pg/lib/connection.js. */
interface WireConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** What pg's Client asks of a thing given to `query`. Source: pg/lib/client.js, `_pulseQueryQueue`. */
interface Submittable {
  submit(connection: WireConnection): void;
  handleRowDescription(): void;
  handleDataRow(): void;
  handlePortalSuspended(): void;
  handleCopyData(): void;
  handleEmptyQuery(): void;
  handleCommandComplete(): void;
  handleCopyInResponse(connection: WireConnection): void;
  handleError(error: unknown): void;
  handleReadyForQuery(): void;
}
