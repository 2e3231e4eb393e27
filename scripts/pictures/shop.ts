import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { findServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { type LocalServer, startServer } from "../../src/database/local-server/start-server.ts";
import { plainEnvironment } from "../demo/plain-environment.ts";
import type { Typed } from "./terminal-page.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A project with its own PostgreSQL, as its people see it; gone with `close`. */
export interface Shop {
  /** Writes files of the project, path to content. */
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** The rows of one statement, as the server's administrator. */
  readonly query: (statement: string, database?: string) => Promise<readonly Record<string, unknown>[]>;
  /** URL of a database of the server, for the user `deploy`. */
  readonly url: (database: string) => string;
  /** Runs a program in the project, without a terminal. Throws where it does not exit with `exitCode`. */
  readonly run: (
    exitCode: number,
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => void;
  /** Types `command` at a terminal of 108 columns, and waits for its end. */
  readonly type: (command: string) => Typed;
  /** Begins to serve a database in the project, at a URL of this machine. */
  readonly serve: (database: string) => Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;
  readonly read: (path: string) => string;
  readonly close: () => Promise<void>;
}

/** Where the copied server is: a path as short as an installed one's, since pictures show it. */
const SERVER_HOME = "/tmp/postgresql-18";
const PASSWORD = "only-for-pictures";

/** Starts the newest PostgreSQL of this machine in a project that is empty. */
export async function openShop(): Promise<Shop> {
  const directory = mkdtempSync(join(tmpdir(), "pictures-"));
  const project = join(directory, "project");
  mkdirSync(join(directory, "bin"));
  mkdirSync(project);
  symlinkSync(join(ROOT, "dist/cli.js"), join(directory, "bin/migrate-action"));
  const server = await startCopiedServer();
  const { host, port, user, password } = server.settings;
  const query = async (statement: string, database = "postgres") => {
    const client = new pg.Client({ host, port, user, password: password ?? "", database });
    await client.connect();
    try {
      return (await client.query(statement)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };
  await query(`CREATE ROLE deploy LOGIN PASSWORD '${PASSWORD}'`);
  const url = (database: string) => `postgres://deploy:${PASSWORD}@localhost:${port}/${database}`;
  const environment = {
    ...plainEnvironment({}),
    ...{ HOME: directory, TERM: "xterm-256color" },
    PATH: [join(directory, "bin"), dirname(process.execPath), join(SERVER_HOME, "bin"), "/usr/bin:/bin"].join(
      ":",
    ),
  };
  const run: Shop["run"] = (exitCode, [program = "", ...words], more = {}) => {
    const env = { ...environment, ...more };
    const { status, stderr } = spawnSync(program, words, { cwd: project, env, encoding: "utf8" });
    if (status !== exitCode) throw new Error(`${program} ${words.join(" ")} exits with ${status}: ${stderr}`);
  };
  return {
    write: (files) => writeAll(project, files),
    query,
    url,
    run,
    type: (command) => {
      const typed = `stty cols 108 rows 60; ${command}`;
      const { status, stdout } = spawnSync("script", ["-qec", typed, "/dev/null"], {
        cwd: project,
        env: { ...environment, DATABASE_URL: url("households") },
        encoding: "utf8",
      });
      return { command, written: stdout, exitCode: status };
    },
    serve: (database) => {
      const words = ["migrate-action", "serve", "--listen=127.0.0.1:0", "--environment=staging"];
      return startServing(words, project, { ...environment, DATABASE_URL: url(database) });
    },
    read: (path) => readFileSync(join(project, path), "utf8"),
    close: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
      rmSync(SERVER_HOME, { recursive: true, force: true });
    },
  };
}

async function startServing(
  [program = "", ...words]: readonly string[],
  cwd: string,
  env: Record<string, string>,
) {
  const child = spawn(program, words, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
      const [found] = /http:\/\/\S+/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once("error", reject).once("close", () => reject(new Error(`serve ended: ${said}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { url, stop };
}

async function startCopiedServer(): Promise<LocalServer> {
  const [found] = await findServerBinaries();
  if (found === undefined) throw new Error("There is no PostgreSQL server on this machine.");
  cpSync(dirname(found.binDirectory), SERVER_HOME, { recursive: true, errorOnExist: true, force: false });
  return startServer(
    { ...found, binDirectory: join(SERVER_HOME, "bin") },
    { kind: "ephemeral", lifetime: "process", superuser: "postgres" },
  );
}

function writeAll(project: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), content);
  }
}
