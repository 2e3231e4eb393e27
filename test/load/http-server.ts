import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { builtProgram, plainEnvironment } from "../support/built.ts";

/** What is to be seen inside of a server. */
export interface ProbeFigures {
  /** How often files of migrations were opened so far. */
  readonly opens: number;
  /** After a collection of garbage. */
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** A server under load, in a process of its own. */
export interface ServerUnderLoad {
  readonly url: string;
  readonly probe: () => Promise<ProbeFigures>;
  readonly stop: () => Promise<void>;
}

/** Starts the built `serve` for the database at `url` with `flags`. */
export function startServe(url: string, flags: readonly string[]): Promise<ServerUnderLoad> {
  const parameters = ["serve", "--listen=127.0.0.1:0", ...flags];
  return startProgram([builtProgram("cli.js"), ...parameters], { DATABASE_URL: url });
}

/** Starts a server of Node's own that answers every request with so many bytes: what the machine and the load tool cost. */
export function startBareServer(bytes: number): Promise<ServerUnderLoad> {
  return startProgram([import.meta.filename, String(bytes)], {});
}

async function startProgram(
  program: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ServerUnderLoad> {
  const directory = await mkdtemp(join(tmpdir(), "http-load-"));
  const probePath = join(directory, "probe.json");
  const probe = join(import.meta.dirname, "http-probe.ts");
  const child = spawn(process.execPath, ["--expose-gc", `--import=${probe}`, ...program], {
    env: { ...plainEnvironment(), ...env, HTTP_PROBE: probePath },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const said: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      const [found] = /http:\/\/\S+/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once("close", () => reject(new Error(`The server ended:\n${said.join("\n")}`)));
  });
  return {
    url,
    probe: async () => {
      await rm(probePath, { force: true });
      child.kill("SIGUSR2");
      for (;;) {
        const text = await readFile(probePath, "utf8").catch(() => null);
        if (text !== null) return JSON.parse(text);
        await delay(20);
      }
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

// The bare server, where this file is the program.
if (process.argv[1] === import.meta.filename) {
  const body = "x".repeat(Number(process.argv[2]));
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(body);
  });
  server.listen(0, "127.0.0.1", () =>
    process.stderr.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
  );
  process.once("SIGTERM", () => process.exit(0));
}
