import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorCode } from "../../../src/errors.ts";
import type { Report } from "../../../src/report/report.ts";
import { type GithubServer, startGithubServer } from "../github-server.ts";
import { freshRole, type TestRole } from "../roles.ts";
import { startAction } from "../run-action.ts";
import { startCli } from "../run-cli.ts";
import { argsFor } from "../runs.ts";
import { freshDatabase, type TestDatabase, type TestServer } from "../servers.ts";
import type { Spawned } from "../spawned.ts";
import { makeMigrations } from "../temporary.ts";
import { DB_PASSWORD, PASSWORD, PEM, PGPASSWORD, SHADOW_PASSWORD, TOKEN } from "./canaries.ts";

/** Where an error is made to happen: everything that has a secret has a canary. */
export interface Stage {
  readonly server: TestServer;
  readonly database: TestDatabase;
  /** A superuser whose password is PASSWORD. */
  readonly user: TestRole;
  /** The same for the shadow, with SHADOW_PASSWORD. */
  readonly shadow: TestRole;
  readonly github: GithubServer;
}

/** A run that ends with the error. */
export interface Happening {
  /** Over what every run here is given; `database-url` takes the place of the whole connection. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Connects as this role, with the same password. */
  readonly as?: TestRole;
  /** Connects through this port of 127.0.0.1. */
  readonly port?: number;
  /** None of the connection is given, nor its environment. */
  readonly connection?: "none";
  readonly during?: (started: Spawned) => Promise<void>;
}

/** What a run has written, by where. */
export interface Written {
  readonly texts: Readonly<Record<string, string>>;
  readonly codes: readonly ErrorCode[];
  readonly exitCode: number | null;
}

/** What stages can share. */
export type Cast = Pick<Stage, "server" | "user" | "shadow">;

/** The roles of `server`'s stages; gone with the test. */
export async function makeCast(server: TestServer): Promise<Cast> {
  const user = await freshRole(server, "SUPERUSER", PASSWORD.text);
  return { server, user, shadow: await freshRole(server, "SUPERUSER", SHADOW_PASSWORD.text) };
}

/** A stage with a database of its own; gone with the test. */
export async function makeStage(cast: Cast): Promise<Stage> {
  return { ...cast, database: await freshDatabase(cast.server), github: await startGithubServer() };
}

/** Applies `files` before the run that is looked at; their directory. */
export async function applied(
  { server, database }: Pick<Stage, "server" | "database">,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const migrations = makeMigrations(files);
  const { report } = await startCli(argsFor(server, database, migrations)).run;
  if (report.failure !== null) throw new Error(`The files before it do not work: ${report.failure.message}`);
  return migrations;
}

/** Runs it as the action, with everything on that makes programs say more. */
export async function runAsAction(stage: Stage, happening: Happening): Promise<Written> {
  const { as = stage.user, connection, port } = happening;
  const { hostname, port: own, pathname } = new URL(stage.database.url);
  const apart = {
    ...{ host: port === undefined ? hostname : "127.0.0.1", port: String(port ?? own) },
    ...{ database: pathname.slice(1), user: as.name, password: PASSWORD.text, "ssl-root-cert": PEM },
  };
  const isApart = connection !== "none" && happening.inputs["database-url"] === undefined;
  const inputs = { ...commonInputs(stage), ...(isApart ? apart : {}), ...happening.inputs };
  const started = startAction(inputs, {
    ...environment(stage, happening),
    RUNNER_DEBUG: "1",
    ACTIONS_STEP_DEBUG: "true",
  });
  await happening.during?.(started);
  const run = await started.run;
  const lines = run.stdout.split(/\r?\n/);
  const said = lines.findIndex((line) => line !== "" && !line.startsWith("::add-mask::"));
  const late = lines.slice(said).filter((line) => line.startsWith("::add-mask::"));
  if (late.length > 0) throw new Error(`${late.length} masks come after something else was said.`);
  return {
    texts: {
      log: lines.slice(said).join("\n"),
      stderr: run.stderr,
      ...filesIn(run.directory),
      ...commentsOf(stage),
    },
    codes: codesOf(() => run.report),
    exitCode: run.code,
  };
}

/** Runs it as the command line, with a URL of the environment. */
export async function runAsCli(stage: Stage, happening: Happening): Promise<Written> {
  const { as = stage.user, connection, port, inputs } = happening;
  const url = new URL(stage.database.url);
  Object.assign(url, { username: as.name, password: encodeURIComponent(PASSWORD.text) });
  if (port !== undefined) Object.assign(url, { hostname: "127.0.0.1", port: String(port) });
  url.searchParams.set("sslrootcert", PEM);
  const isUrl = connection !== "none" && inputs["database-url"] === undefined;
  const { command = "up", ...flags } = { ...commonInputs(stage), ...inputs };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  const started = startCli([command, "--verbose", "--json", ...args], {
    env: { ...environment(stage, happening), ...(isUrl ? { DATABASE_URL: url.href } : {}) },
  });
  await happening.during?.(started);
  const run = await started.run;
  return {
    texts: { stdout: run.stdout, stderr: run.stderr, report: textOf(() => run.report), ...commentsOf(stage) },
    codes: codesOf(() => run.report),
    exitCode: run.code,
  };
}

function commonInputs({ shadow, server }: Stage): Record<string, string> {
  const shadowUrl = Object.assign(new URL(server.url), {
    username: shadow.name,
    password: encodeURIComponent(SHADOW_PASSWORD.text),
  }).href;
  return { "shadow-url": shadowUrl, "github-token": TOKEN.text, "wait-for-database": "0s" };
}

function environment({ github }: Stage, { connection, env = {} }: Happening): Record<string, string> {
  const event = join(makeMigrations({ "event.json": '{"pull_request": {"number": 7}}' }), "event.json");
  return {
    ...{ GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "o/r", GITHUB_EVENT_PATH: event },
    ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_RUN_ID: "99", GITHUB_RUN_ATTEMPT: "1" },
    ...(connection === "none" ? {} : { PGPASSWORD: PGPASSWORD.text, DB_PASSWORD: DB_PASSWORD.text }),
    ...env,
  };
}

/** The text of every file in `directory`, at any depth. */
function filesIn(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), "utf8")]),
  );
}

const commentsOf = ({ github }: Stage) => ({
  comments: github.comments.map(({ body }) => body).join("\n"),
  requests: github.requests.join("\n"),
});

function textOf(report: () => Report): string {
  try {
    return JSON.stringify(report());
  } catch {
    return "";
  }
}

function codesOf(report: () => Report): readonly ErrorCode[] {
  try {
    const { failure, problems, plan } = report();
    return [...(failure === null ? [] : [failure]), ...problems, ...(plan?.refusals ?? [])].map(
      ({ code }) => code,
    );
  } catch {
    return [];
  }
}
