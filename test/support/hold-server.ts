/**
 * A program for tests: starts a server, prints a line of JSON {directory, pid, port} and stays until it is
 * killed; after `starting` in the first line. Its argument is JSON {binaries, options, next}: `next` is
 * `wait`, `return` (the program's natural end, without a stop) or `throw`.
 */
import type { ServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { type StartOptions, startServer } from "../../src/database/local-server/start-server.ts";

/** What the program is told. */
export interface HoldOrder {
  readonly binaries: ServerBinaries;
  readonly options: StartOptions;
  readonly next: "wait" | "return" | "throw";
}

const order = JSON.parse(process.argv[2] ?? "") as HoldOrder;
console.log("starting");
const server = await startServer(order.binaries, order.options);
console.log(JSON.stringify({ ...server.handle, port: server.settings.port }));
if (order.next === "throw") throw new Error("thrown by the test");
if (order.next === "wait") setInterval(() => undefined, 60_000);
