import { statfs } from "node:fs/promises";
import type { ServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { startServer } from "../../src/database/local-server/start-server.ts";
import type { StartedServer } from "./servers.ts";
import { urlOfSettings } from "./settings-of-url.ts";

/** A server of these binaries, in memory where there is room, which ends with this process at the latest. */
export async function startLocalServer(binaries: ServerBinaries): Promise<StartedServer> {
  const local = await startServer(binaries, {
    kind: "ephemeral",
    lifetime: "process",
    baseDirectories: [...(await memoryDirectories()), "/tmp"],
  });
  const { major } = binaries;
  const origin = `${binaries.version}, ${binaries.binDirectory}`;
  const url = urlOfSettings(local.settings);
  return {
    server: { name: `PostgreSQL ${major}`, major, origin, url, settings: local.settings },
    stop: () => local.stop(),
  };
}

/** In memory, where there is plenty: a disk slows down when thousands of files come and go. */
async function memoryDirectories(): Promise<string[]> {
  const space = await statfs("/dev/shm").catch(() => null);
  return space !== null && space.bavail * space.bsize > 2 * 1024 ** 3 ? ["/dev/shm"] : [];
}
