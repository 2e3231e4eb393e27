import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { MigrateError } from "../../../errors.ts";
import type { ListenAddress } from "../../../inputs/inputs.ts";

/** What each refusal of the system means, behind the address. Source: listen(2), bind(2), getaddrinfo(3). */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is taken: another program listens there.",
  EACCES: "may not be listened on by this user.",
  EPERM: "may not be listened on by this user.",
  EADDRNOTAVAIL: "is no address of this machine.",
  EAFNOSUPPORT: "is of a kind that this machine does not have.",
  ENOTFOUND: "is a host that nobody knows.",
  EAI_AGAIN: "is a host that cannot be looked up now.",
};

/** The URL under which `server` answers from now on. Rejects with INPUT_INVALID where it may not listen there. */
export async function listenOn(server: Server, { host, port }: ListenAddress): Promise<string> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = REASONS[code] ?? `cannot be listened on (${code}).`;
    const hint = "Give another host or port; with port 0 any that is free is taken.";
    throw new MigrateError("INPUT_INVALID", `listen: ${renderAddress(host, port)} ${why}`, { hint });
  }
  // Of a server that listens on a port it is never a path.
  const at = server.address() as AddressInfo;
  return `http://${renderAddress(at.address, at.port)}`;
}

const renderAddress = (host: string, port: number): string =>
  `${host.includes(":") ? `[${host}]` : host}:${port}`;
