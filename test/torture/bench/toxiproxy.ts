import { freePort } from "../../support/free-port.ts";
import { becomesTrue } from "../../support/processes.ts";
import { startWithLifeline } from "./lifeline.ts";

/** Toxiproxy's server, one for a worker. */
export interface Toxiproxy {
  /** A way to `port` of 127.0.0.1 that can be broken. */
  makeProxy(name: string, port: number): Promise<NetworkProxy>;
  stop(): Promise<void>;
}

/** One way through it. */
export interface NetworkProxy {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends all connections, and lets no new ones in. */
  disable(): Promise<void>;
  /** Adds a toxic, in both directions. Source: Toxiproxy's README, "Toxics". */
  poison(
    type: "reset_peer" | "timeout" | "latency",
    attributes: Readonly<Record<string, number>>,
  ): Promise<void>;
  /** As it was: enabled, without toxics. */
  heal(): Promise<void>;
}

/** Starts the server `program`. Source: Toxiproxy's README, "HTTP API". */
export async function startToxiproxy(program: string): Promise<Toxiproxy> {
  const port = await freePort();
  const api = (method: string, path: string, body?: object) =>
    ask(`http://127.0.0.1:${port}${path}`, method, body);
  const running = startWithLifeline({
    command: [program, "-host", "127.0.0.1", "-port", String(port)],
    signal: "KILL",
    account: null,
    env: { LOG_LEVEL: "fatal" },
  });
  const answers = () =>
    api("GET", "/version").then(
      () => true,
      () => false,
    );
  if (!(await becomesTrue(answers, 10_000))) throw new Error("Toxiproxy did not start.");
  return {
    makeProxy: async (name, to) => {
      const upstream = `127.0.0.1:${to}`;
      const made = await api("POST", "/proxies", { name, listen: "127.0.0.1:0", upstream, enabled: true });
      const { listen } = (await made.json()) as { readonly listen: string };
      return makeProxy(`/proxies/${name}`, Number(listen.split(":").at(-1)), listen, api);
    },
    stop: () => running.stop(),
  };
}

type Api = (method: string, path: string, body?: object) => Promise<Response>;

function makeProxy(path: string, port: number, listen: string, api: Api): NetworkProxy {
  const enable = (enabled: boolean) => api("POST", path, { listen, enabled });
  return {
    port,
    disable: async () => void (await enable(false)),
    poison: async (type, attributes) => {
      for (const stream of ["upstream", "downstream"])
        await api("POST", `${path}/toxics`, { name: `${type}_${stream}`, type, stream, attributes });
    },
    heal: async () => {
      const toxics = (await (await api("GET", `${path}/toxics`)).json()) as readonly {
        readonly name: string;
      }[];
      for (const { name } of toxics) await api("DELETE", `${path}/toxics/${name}`);
      await enable(true);
    },
  };
}

async function ask(url: string, method: string, body?: object): Promise<Response> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`Toxiproxy: ${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}
