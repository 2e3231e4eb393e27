import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a server that a test can cut, stop up or lead elsewhere. */
export interface Forward {
  readonly port: number;
  /** How many connections have been made so far. */
  readonly connections: () => number;
  /** Ends all connections without a goodbye, and lets no new ones in. */
  cut(): void;
  /** Passes nothing on any more, in either direction, and says so to nobody; new connections are not answered. */
  stall(): void;
  /** Ends all connections, stalled ones too; new ones are led to another server. */
  leadTo(host: string, port: number): void;
}

/** Listens on `port` (0: any) of 127.0.0.1 and passes every connection on; until the test ends. */
export function forwardTo(port: number, toHost: string, toPort: number): Promise<Forward> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  let connections = 0;
  let target = { host: toHost, port: toPort };
  let isStalled = false;
  const server = createServer((from) => {
    connections++;
    keep(from);
    if (isStalled) return;
    const to = connect(target.port, target.host);
    keep(to);
    to.on("close", () => from.destroy());
    from.on("close", () => to.destroy());
    from.pipe(to).pipe(from);
  });
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  const cut = () => {
    server.close();
    hangUp();
  };
  onTestFinished(cut);
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => {
      const { port: own } = server.address() as AddressInfo;
      resolve({
        port: own,
        connections: () => connections,
        cut,
        stall: () => {
          isStalled = true;
          for (const socket of sockets) socket.unpipe().pause();
        },
        leadTo: (host, toOther) => {
          target = { host, port: toOther };
          isStalled = false;
          hangUp();
        },
      });
    });
  });
}
