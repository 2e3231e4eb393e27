import type pg from "pg";
import {
  type Message,
  MessageError,
  type MessageObserver,
  type MessagePart,
  makeMessage,
  sendMessage,
} from "./message.ts";

/** The server parses a whole message before it runs the first statement of it, and keeps all trees: so a limit. */
const MOST_AT_ONCE = 4_500_000;

/** About how long a message is of what is too long for one. */
const SLICE = 500_000;

/**
 * Sends `parts`, in one message as `sendMessage` does where they are not too long for that, else in several: they must
 * then be one transaction, or none. While the server works on one message the next is made. Rejects as `sendMessage`
 * does, or with what made the `sql` of a part unreadable, when all that was sent is done.
 */
export async function sendSlices(
  client: pg.Client,
  parts: readonly MessagePart[],
  observer: MessageObserver,
): Promise<void> {
  const slices = makeSlices(parts);
  let start = 0;
  let next: Message | null = makeMessage(slices[0] ?? []);
  for (const [index, slice] of slices.entries()) {
    if (next === null) return;
    const sending = sendShifted(client, next, start, observer);
    const following = slices[index + 1];
    next = null;
    try {
      next = following === undefined ? null : makeMessage(following);
    } finally {
      await sending;
    }
    start += slice.length;
  }
}

/** `parts` in their order, cut where a message would be too long. */
export function makeSlices(parts: readonly MessagePart[]): readonly (readonly MessagePart[])[] {
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  if (total <= MOST_AT_ONCE) return [parts];
  const slices: MessagePart[][] = [];
  let left = 0;
  for (const part of parts) {
    const open = slices.at(-1);
    if (open === undefined || part.size > left) {
      slices.push([part]);
      left = SLICE - part.size;
    } else {
      open.push(part);
      left -= part.size;
    }
  }
  return slices;
}

async function sendShifted(
  client: pg.Client,
  message: Message,
  start: number,
  observer: MessageObserver,
): Promise<void> {
  try {
    await sendMessage(client, message, {
      ...observer,
      onDone: (index) => observer.onDone?.(start + index),
    });
  } catch (error) {
    if (!(error instanceof MessageError) || start === 0) throw error;
    const { cause, done, partIndex, partPosition, doneInPart } = error;
    throw new MessageError(cause, start + done, start + partIndex, partPosition, doneInPart);
  }
}
