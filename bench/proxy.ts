import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A proxy before a server, which counts and can hold back. */
export interface LineProxy {
  readonly port: number;
  /** Changes of direction to client → server since the last call: the first message of a connection, and each after the server has spoken. */
  takeTurns(): { readonly turns: number; readonly connections: number };
  close(): Promise<void>;
}

/** Starts one before `serverPort` of this machine; every piece is passed on `oneWayMs` after it came, in order. */
export async function startProxy(serverPort: number, oneWayMs: number): Promise<LineProxy> {
  let [turns, connections] = [0, 0];
  const open = new Set<Socket>();
  const listener = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    connections++;
    const server = connect({ port: serverPort, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
    let serverSpoke = true;
    client.on("data", () => {
      if (serverSpoke) turns++;
      serverSpoke = false;
    });
    server.on("data", () => {
      serverSpoke = true;
    });
    pass(client, server, oneWayMs);
    pass(server, client, oneWayMs);
    for (const socket of [client, server]) {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    takeTurns: () => {
      const taken = { turns, connections };
      [turns, connections] = [0, 0];
      return taken;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
}

function pass(from: Socket, to: Socket, delayMs: number): void {
  // Timers of one duration fire in the order in which they were set.
  const later = (work: () => void) => (delayMs === 0 ? work() : setTimeout(work, delayMs));
  from.on("data", (piece) => later(() => to.writable && to.write(piece)));
  from.on("end", () => later(() => to.end()));
  from.on("error", () => to.destroy());
}
