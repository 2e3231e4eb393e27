import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { builtProgram, plainEnvironment, ROOT } from "../support/built.ts";
import { connect } from "../support/connect.ts";
import type { OwnServer } from "../support/own-server.ts";
import { makeDirectory, writeFiles } from "../support/temporary.ts";

/** Where the pages say that a reader's server is. */
const SHOWN_ADDRESS = "localhost:5432";
const SHOWN_REPOSITORY = "https://github.com/st44/migrate-action";

/** What a command said, standard output and standard error as a terminal mixes them. */
export interface Said {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * A person who follows a page: a home, a project with `migrations`, a server with the database `app` of the user `app`,
 * and nothing of this repository but what README.md tells them to clone.
 */
export interface Reader {
  /** Types `command` into a shell that keeps its variables and its directory from one command to the next. */
  readonly types: (command: string) => Said;
  /** Saves `text` as `file` of the project. */
  readonly saves: (file: string, text: string) => void;
  /** Runs `sql` on the database `app` as an administrator. */
  readonly administers: (sql: string, database?: string) => Promise<readonly Record<string, unknown>[]>;
}

/** A reader whose project has the files of `migrations` (a directory), with `server` where the pages have theirs. */
export async function makeReader(server: OwnServer, migrations: string): Promise<Reader> {
  const home = makeDirectory();
  const project = join(home, "project");
  cpSync(migrations, join(project, "migrations"), { recursive: true });
  const environment = {
    ...plainEnvironment(),
    ...publishRepository(join(home, ".published")),
    HOME: home,
    PATH: [
      join(home, ".local/bin"),
      dirname(process.execPath),
      server.binaries.binDirectory,
      process.env["PATH"],
    ].join(":"),
    NODE_DISABLE_COMPILE_CACHE: "1",
  };
  const state = join(home, ".state");
  writeFileSync(state, `cd '${project}'\n`);
  const administers = (sql: string, database = "app") => run(server, database, sql);
  await administers("CREATE ROLE app LOGIN PASSWORD 'secret'", "postgres");
  await administers("CREATE DATABASE app OWNER app", "postgres");
  const address = `${server.settings.host}:${server.settings.port}`;
  return {
    types: (command) => {
      const script = [
        `. '${state}'`,
        command.replaceAll(SHOWN_ADDRESS, address),
        "code=$?",
        `{ export -p; echo "cd '$PWD'"; } > '${state}'`,
        "exit $code",
      ].join("\n");
      const { status, stdout, error } = spawnSync("bash", ["-c", `{ ${script}\n} 2>&1`], {
        env: environment,
        encoding: "utf8",
        timeout: 120_000,
      });
      if (error !== undefined) throw error;
      return { exitCode: status, output: stdout.replaceAll(address, SHOWN_ADDRESS) };
    },
    saves: (file, text) => writeFiles(project, { [file]: text }),
    administers,
  };
}

/** Makes what a release is: the tag v1 of a repository with dist/. Returns what lets git find it at its public address. */
function publishRepository(directory: string): Record<string, string> {
  mkdirSync(directory);
  for (const name of ["action.yml", "package.json", "LICENSE"])
    cpSync(join(ROOT, name), join(directory, name));
  cpSync(dirname(builtProgram("cli.js")), join(directory, "dist"), { recursive: true });
  const settings = `${directory}.gitconfig`;
  writeFileSync(
    settings,
    `[url "file://${directory}"]\n  insteadOf = ${SHOWN_REPOSITORY}\n[advice]\n  detachedHead = false\n[user]\n  name = Test\n  email = test@example.org\n`,
  );
  const found = { GIT_CONFIG_GLOBAL: settings, GIT_CONFIG_NOSYSTEM: "1" };
  for (const words of [
    ["init", "--quiet"],
    ["add", "--force", "."],
    ["commit", "--quiet", "--message=v1"],
    ["tag", "v1"],
  ]) {
    const { status, stderr } = spawnSync("git", words, {
      cwd: directory,
      env: { ...process.env, ...found },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`git ${words[0]}: ${stderr}`);
  }
  return found;
}

async function run(
  server: OwnServer,
  database: string,
  sql: string,
): Promise<readonly Record<string, unknown>[]> {
  const client = await connect(Object.assign(new URL(server.url), { pathname: `/${database}` }).href);
  try {
    return (await client.query(sql)).rows ?? [];
  } finally {
    await client.end();
  }
}
