import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a server of PostgreSQL on which is heard what a client says, in clear. */
export interface Tap {
  readonly port: number;
  /** How many simple Query messages have come by so far. */
  readonly queries: () => number;
  /** How many ErrorResponse messages of the server have. */
  readonly errors: () => number;
  /** How many connections have been made so far, and how many there were at once at the most. */
  readonly connections: () => number;
  readonly mostAtOnce: () => number;
  /** From now on each piece of the server's is passed on so much later. */
  slowDown(delayMs: number): void;
}

/** Listens on a port of 127.0.0.1 and passes every connection on; until the test ends. */
export function tapTo(toHost: string, toPort: number): Promise<Tap> {
  const sockets = new Set<Socket>();
  let queries = 0;
  let errors = 0;
  let connections = 0;
  let most = 0;
  let delayMs = 0;
  const server = createServer((from) => {
    const to = connect(toPort, toHost);
    connections++;
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    }
    most = Math.max(most, sockets.size / 2);
    to.on("close", () => from.destroy());
    from.on("close", () => to.destroy());
    const hearClient = hearMessages("untyped", (type) => type === "Q" && queries++);
    const hearServer = hearMessages("typed", (type) => type === "E" && errors++);
    from.on("data", (chunk) => {
      hearClient(chunk);
      to.write(chunk);
    });
    to.on("data", (chunk) => {
      hearServer(chunk);
      if (delayMs === 0) from.write(chunk);
      else setTimeout(() => from.destroyed || from.write(chunk), delayMs);
    });
  });
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        queries: () => queries,
        errors: () => errors,
        connections: () => connections,
        mostAtOnce: () => most,
        slowDown: (ms) => {
          delayMs = ms;
        },
      }),
    );
  });
}

/**
 * Tells the type of each message in one side's bytes. Source: PostgreSQL manual, "Message Formats": a client's first message has no
 * type (`untyped`), and every other one has.
 */
function hearMessages(
  first: "typed" | "untyped",
  onMessage: (type: string) => void,
): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let head = first === "typed" ? 1 : 0;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      if (head === 1) onMessage(String.fromCharCode(rest[0] ?? 0));
      head = 1;
      rest = rest.subarray(length);
    }
  };
}
