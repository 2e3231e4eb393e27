import type { Writable } from "node:stream";
import type { CopyData } from "../files/sql/copy-data.ts";

/** The part of pg's Connection that is used here. Source: pg/lib/connection.js. */
export interface WireConnection {
  readonly stream: Writable;
  query(text: string): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/**
 * Writes the data of a COPY and closes it, no faster than the other side takes it, so that no more than a piece is ever
 * held. Stops without a word when `over` is aborted or the connection is gone. Rejects when the data cannot be had: then
 * the server has been told to give the COPY up.
 */
export async function writeCopyData(
  connection: WireConnection,
  data: CopyData | null,
  over: AbortSignal,
): Promise<void> {
  try {
    for (const chunk of data?.chunks() ?? []) {
      const isWritten = await writeChunk(connection.stream, chunk);
      if (!isWritten || over.aborted) return;
    }
  } catch (error) {
    if (!over.aborted) connection.sendCopyFail(error instanceof Error ? error.message : String(error));
    throw error;
  }
  connection.endCopyFrom();
}

const [COPY_DATA, LENGTH_BYTES] = [0x64, 4];

/** False when the stream is gone. Source: PostgreSQL manual, "Message Formats", CopyData. */
function writeChunk(stream: Writable, chunk: Buffer): Promise<boolean> {
  const header = Buffer.allocUnsafe(1 + LENGTH_BYTES);
  header[0] = COPY_DATA;
  header.writeInt32BE(LENGTH_BYTES + chunk.length, 1);
  return new Promise((resolve) => {
    stream.cork();
    stream.write(header);
    stream.write(chunk, (error) => resolve(!error));
    stream.uncork();
  });
}
