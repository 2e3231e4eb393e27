import { type AddressInfo, connect, createServer } from "node:net";
import { Transform } from "node:stream";
import { onTestFinished } from "vitest";

/** Passes connections on to a server, which seems to be PostgreSQL 13; until the test ends. Its port on 127.0.0.1. */
export function forwardAsOld(host: string, port: number): Promise<number> {
  const server = createServer((from) => {
    const to = connect(port, host);
    for (const socket of [from, to]) socket.on("error", () => socket.destroy());
    const older = new Transform({
      transform(chunk: Buffer, _, done) {
        const text = chunk.toString("latin1");
        // Of the same length, as what is around it is counted.
        const old = text.includes("version_num") ? text.replace(/1[4-9]00(?=\d\d)/, "1300") : text;
        done(null, Buffer.from(old, "latin1"));
      },
    });
    from.pipe(to).pipe(older).pipe(from);
  });
  onTestFinished(() => void server.close());
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
