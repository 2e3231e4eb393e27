import { afterAll, beforeAll } from "vitest";
import { installations } from "./local-servers.ts";
import type { StartedServer, TestServer } from "./servers.ts";
import { startLocalServer } from "./start-local-server.ts";

/** The majors of which this machine has a server, oldest first. */
export const MAJORS: readonly number[] = [...new Set(installations.map(({ major }) => major))].sort(
  (a, b) => a - b,
);

/** A server of `major` for the tests of a `describe`: started before the first, gone after the last. */
export function serverOf(major: number): () => TestServer {
  let started: StartedServer | null = null;
  beforeAll(async () => {
    const binaries = installations.find((one) => one.major === major);
    if (binaries === undefined) throw new Error(`There is no PostgreSQL ${major} on this machine.`);
    started = await startLocalServer(binaries);
  });
  afterAll(() => started?.stop());
  return () => {
    if (started === null) throw new Error(`PostgreSQL ${major} is not started yet.`);
    return started.server;
  };
}
