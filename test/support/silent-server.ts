import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { onTestFinished } from "vitest";

/** A server that accepts and never answers, until the end of the test. */
export async function startSilentServer(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}
