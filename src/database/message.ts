import type pg from "pg";
import type { CopyData } from "../files/sql/copy-data.ts";
import { offsetOfPosition } from "../files/sql/place-at.ts";
import { type WireConnection, writeCopyData } from "./write-copy-data.ts";

/** One statement of a message, or a run of several. */
export interface MessagePart {
  /** Without the closing `;`. It may be read from a file each time that it is asked for. */
  readonly sql: string;
  /** About how long `sql` is, without reading it. */
  readonly size: number;
  /** How many statements `sql` is: the server answers each. */
  readonly count: number;
  /** Inline data, for `COPY … FROM STDIN`; null for all others. */
  readonly copyData: CopyData | null;
}

/** What is heard while a message is being worked off. */
export interface MessageObserver {
  /** Part `index` (0-based) has been done; called when the server's word arrives, which may be late: see `sendMessage`. */
  readonly onDone?: (index: number) => void;
  readonly onNotice?: (message: string) => void;
  /** `part` is about to give rows with these columns. */
  readonly onColumns?: (part: MessagePart, columns: readonly Column[]) => void;
  /** A row that `part` has given, each value as text. */
  readonly onRow?: (part: MessagePart, values: readonly (string | null)[]) => void;
}

/** A column of a result. */
export interface Column {
  readonly name: string;
  /** Of a domain that of its base type. Source: PostgreSQL manual, pg_type; `SELECT 'boolean'::regtype::oid`. */
  readonly typeOid: number;
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
  /** How many of the part's own statements were done; 0 where it is one. */
  readonly doneInPart: number;

  constructor(cause: unknown, done: number, partIndex: number, partPosition: number, doneInPart = 0) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.done = done;
    this.partIndex = partIndex;
    this.partPosition = partPosition;
    this.doneInPart = doneInPart;
  }

  /** `error` itself where it is one, else one that says of nothing that it was done. */
  static from(error: unknown): MessageError {
    return error instanceof MessageError ? error : new MessageError(error, 0, 0, 0);
  }
}

/** Parts with the text that is sent for them. */
export interface Message {
  readonly parts: readonly MessagePart[];
  readonly text: string;
  /** Where each part begins in `text`, in UTF-16 units. */
  readonly starts: readonly number[];
}

/** Between statements: a line end too, so that a closing `--` comment ends before the `;`. */
const SEPARATOR = "\n;\n";

/** The message of `parts`: each one's `sql` is read now, once. */
export function makeMessage(parts: readonly MessagePart[]): Message {
  const texts = parts.map(({ sql }) => sql);
  let length = 0;
  const starts = texts.map((text) => {
    const start = length;
    length += text.length + SEPARATOR.length;
    return start;
  });
  return { parts, text: texts.join(SEPARATOR), starts };
}

/** The first `characters` of the text that is sent for `parts`. Of a long part, which may be in a file, all is read. */
export function makeMessageHead(parts: readonly MessagePart[], characters: number): string {
  let text = "";
  for (const [index, { sql }] of parts.entries()) {
    text += `${index === 0 ? "" : SEPARATOR}${sql}`;
    if (text.length > 2 * characters) break;
  }
  return Array.from(text.slice(0, 2 * characters))
    .slice(0, characters)
    .join("");
}

/**
 * Sends all parts in one simple Query message; resolves when the last is done, rejects with MessageError at the first
 * that fails. The server keeps results back until 8 kB are full or a NOTICE is sent: a part with as long a row
 * makes `onDone` timely. Sources: PostgreSQL manual, "Multiple Statements in a Simple Query"; pqcomm.c, PQ_SEND_BUFFER_SIZE.
 */
export function sendMessage(client: pg.Client, message: Message, observer: MessageObserver): Promise<void> {
  const { parts } = message;
  return new Promise((resolve, reject) => {
    let [done, doneInPart] = [0, 0];
    /** Stops the data of a COPY; made only for one, as an abort costs more than a short statement. */
    let copying: AbortController | null = null;
    /** Why the data of a COPY could not be had: the server only repeats what we tell it of that. */
    let dataError: unknown = null;
    const onNotice = (notice: { message?: string | undefined }) => observer.onNotice?.(notice.message ?? "");
    const finish = (settle: () => void) => {
      copying?.abort();
      client.off("notice", onNotice);
      settle();
    };
    client.on("notice", onNotice);
    const submittable: Submittable = {
      submit: (connection) => connection.query(message.text),
      handleRowDescription: ({ fields }) => {
        const part = parts[done];
        const columns = fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID }));
        if (part !== undefined) observer.onColumns?.(part, columns);
      },
      handleDataRow: ({ fields }) => {
        const part = parts[done];
        if (part !== undefined) observer.onRow?.(part, fields);
      },
      handlePortalSuspended: () => {},
      handleCopyData: () => {},
      handleEmptyQuery: () => {},
      handleCommandComplete: () => {
        doneInPart++;
        if (doneInPart < (parts[done]?.count ?? 1)) return;
        doneInPart = 0;
        const index = done++;
        observer.onDone?.(index);
      },
      handleCopyInResponse: (connection) => {
        copying ??= new AbortController();
        writeCopyData(connection, parts[done]?.copyData ?? null, copying.signal).catch((error) => {
          dataError = error;
        });
      },
      handleError: (error) => finish(() => reject(locate(dataError ?? error, message, done, doneInPart))),
      handleReadyForQuery: () => finish(resolve),
    };
    client.query(submittable as never);
  });
}

/** Where an error lies. When the whole text did not parse nothing was done, and the position tells the part. */
function locate(error: unknown, message: Message, done: number, doneInPart: number): MessageError {
  const { parts, text, starts } = message;
  const position = Number((error as { position?: string }).position ?? 0);
  if (position === 0) {
    const index = Math.min(done, Math.max(parts.length - 1, 0));
    return new MessageError(error, done, index, 0, doneInPart);
  }
  const offset = offsetOfPosition(text, position);
  const index = Math.max(
    done,
    starts.findLastIndex((start) => start <= offset),
  );
  const before = characters(text.slice(0, starts[index]));
  return new MessageError(error, done, index, before, index === done ? doneInPart : 0);
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** What pg's Client asks of a thing given to `query`. Source: pg/lib/client.js, `_pulseQueryQueue`. */
interface Submittable {
  submit(connection: WireConnection): void;
  handleRowDescription(description: { readonly fields: readonly WireColumn[] }): void;
  handleDataRow(row: { readonly fields: readonly (string | null)[] }): void;
  handlePortalSuspended(): void;
  handleCopyData(): void;
  handleEmptyQuery(): void;
  handleCommandComplete(): void;
  handleCopyInResponse(connection: WireConnection): void;
  handleError(error: unknown): void;
  handleReadyForQuery(): void;
}

interface WireColumn {
  readonly name: string;
  readonly dataTypeID: number;
}
