import type { RouteKind, TortureCase } from "../draw/torture-case.ts";
import { type Equipment, needsProxy, type Tool } from "./equipment.ts";
import { startTorturePooler, type TorturePooler } from "./torture-pooler.ts";
import { startTortureServer, type TortureServer } from "./torture-server.ts";
import { type NetworkProxy, startToxiproxy, type Toxiproxy } from "./toxiproxy.ts";

/** What one worker has of its own: servers, poolers and proxies, each started when first needed. One case at a time. */
export interface Bench {
  /** Where `drawn` takes place. */
  readonly setUp: (drawn: TortureCase) => Promise<Place>;
  readonly remove: () => Promise<void>;
}

/** Where a case takes place. */
export interface Place {
  readonly server: TortureServer;
  /** What runners are given for `database`: through the pooler and the proxy where there are any. */
  readonly url: (database: string) => string;
  /** On the runners' way; null: the case breaks no network. */
  readonly proxy: NetworkProxy | null;
}

/** A worker's bench; nothing is started yet. */
export function makeBench(equipment: Equipment): Bench {
  const servers = new Once<TortureServer>();
  const poolers = new Once<TorturePooler>();
  const proxies = new Once<NetworkProxy>();
  const toxiproxies = new Once<Toxiproxy>();

  const portOf = async (name: TortureCase["server"], route: RouteKind, server: TortureServer) => {
    if (route === "direct") return server.port;
    const mode = route === "pool-transaction" ? "transaction" : "session";
    const program = installed(equipment.pgBouncer);
    return (await poolers.get(`${name}-${route}`, () => startTorturePooler(program, server, mode))).port;
  };

  const setUp = async (drawn: TortureCase): Promise<Place> => {
    const server = await servers.get(drawn.server, () => startTortureServer(equipment[drawn.server]));
    const port = await portOf(drawn.server, drawn.route, server);
    const proxy = needsProxy(drawn) ? await proxyTo(`${drawn.server}-${drawn.route}`, port) : null;
    const at = proxy?.port ?? port;
    const url = (database: string) =>
      `postgresql://${server.user}:${server.password}@127.0.0.1:${at}/${database}`;
    return { server, url, proxy };
  };

  const proxyTo = async (name: string, port: number): Promise<NetworkProxy> => {
    const program = installed(equipment.toxiproxy);
    const toxiproxy = await toxiproxies.get("toxiproxy", () => startToxiproxy(program));
    return proxies.get(name, () => toxiproxy.makeProxy(name, port));
  };

  const remove = async () => {
    for (const running of [...toxiproxies.all(), ...poolers.all()]) await running.stop();
    for (const server of servers.all()) await server.remove();
  };

  return { setUp, remove };
}

/** Things by name, each made when first asked for. */
class Once<Thing> {
  readonly #things = new Map<string, Thing>();

  async get(name: string, make: () => Promise<Thing>): Promise<Thing> {
    const thing = this.#things.get(name) ?? (await make());
    this.#things.set(name, thing);
    return thing;
  }

  all(): Iterable<Thing> {
    return this.#things.values();
  }
}

function installed(tool: Tool): string {
  if ("missing" in tool) throw new Error(`The case cannot be run: ${tool.missing}.`);
  return tool.path;
}
