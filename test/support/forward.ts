import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a server that a test can cut. */
export interface Forward {
  readonly port: number;
  /** How many connections have been made so far. */
  readonly connections: () => number;
  /** Ends all connections without a goodbye, and lets no new ones in. */
  cut(): void;
}

/** Listens on `port` (0: any) of 127.0.0.1 and passes every connection on; until the test ends. */
export function forwardTo(port: number, toHost: string, toPort: number): Promise<Forward> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  let connections = 0;
  const server = createServer((from) => {
    connections++;
    const to = connect(toPort, toHost);
    for (const socket of [from, to]) keep(socket);
    from.pipe(to).pipe(from);
  });
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(cut);
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => {
      const { port: own } = server.address() as AddressInfo;
      resolve({ port: own, connections: () => connections, cut });
    });
  });
}
