import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { onTestFinished } from "vitest";

/** What PgBouncer says to the statements of clients that it has let in, as long as it cannot log in to its server. */
const WORDS = "server login has been failing, try again later (server_login_retry)";

/** One message of the server's. Source: PostgreSQL manual, "Message Formats". */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const GREETING = Buffer.concat([message("R", Buffer.alloc(4)), message("Z", Buffer.from("I"))]);
const REFUSAL = message("E", Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${WORDS}\0\0`));

/** The port of a pooler that lets everybody in and has no server for them, until the end of the test. */
export async function startCutOffPooler(): Promise<number> {
  const server = createServer((socket) => {
    let isIn = false;
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => {
      if (isIn) socket.end(REFUSAL);
      // A request for TLS is eight bytes long, and may be refused with a letter.
      else if (data.length === 8) socket.write("N");
      else isIn = socket.write(GREETING) || true;
    });
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
