import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findServerBinaries, type ServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { type LocalServer, startServer } from "../../src/database/local-server/start-server.ts";
import { connect } from "../support/connect.ts";
import { makeRepository } from "../support/git-repository.ts";
import { makeBase } from "../support/local-servers.ts";
import { becomesTrue } from "../support/processes.ts";
import { startAction } from "../support/run-action.ts";
import { startCli } from "../support/run-cli.ts";
import { CANARIES, PASSWORD, PEM, TOKEN } from "../support/secrets/canaries.ts";
import { leaksIn } from "../support/secrets/find-leaks.ts";
import { makeRecordingPrograms } from "../support/secrets/recording-programs.ts";
import { type SeenEntry, watchFiles } from "../support/secrets/watch-files.ts";
import { type SeenProcess, watchProcesses } from "../support/secrets/watch-processes.ts";
import { startSilentServer } from "../support/silent-server.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { commandsIn } from "../unit/report/read-as-runner.ts";

const APP = "app_of_canaries";
const [binaries] = await findServerBinaries();

let server: LocalServer;
let admin: Client;
let quietUntil = 0;

const logOf = () => readFileSync(join(server.directory, "log"), "utf8");
const port = () => String(server.settings.port);

beforeAll(async () => {
  if (binaries === undefined)
    throw new Error("There is no PostgreSQL server on this machine: run `npm install`.");
  server = await startServer(binaries, { kind: "ephemeral", lifetime: "process" });
  admin = await connect(server.settings);
  await admin.query(`CREATE ROLE ${APP} SUPERUSER LOGIN PASSWORD '${PASSWORD.text.replaceAll("'", "''")}'`);
  await admin.query(`CREATE DATABASE ${APP} OWNER ${APP}`);
  for (const setting of ["log_statement = 'all'", "log_connections = on", "log_parameter_max_length = -1"])
    await admin.query(`ALTER SYSTEM SET ${setting}`);
  await admin.query("SELECT pg_reload_conf()");
  const isLogging = async () => (await admin.query("SHOW log_statement")).rows[0].log_statement === "all";
  if (!(await becomesTrue(isLogging, 20_000))) throw new Error("The server does not log what it is told.");
  quietUntil = logOf().length;
});

afterAll(async () => {
  await admin?.end();
  await server?.stop();
});

const inputs = (migrations: string, more: Readonly<Record<string, string>> = {}) => ({
  ...{
    host: "127.0.0.1",
    port: port(),
    database: APP,
    user: APP,
    password: PASSWORD.text,
    "ssl-root-cert": PEM,
  },
  ...{ rehearsal: "server", "github-token": TOKEN.text, "migrations-path": migrations, ...more },
});

const url = () => `postgres://${APP}:${encodeURIComponent(PASSWORD.text)}@127.0.0.1:${port()}/${APP}`;

/** A whole run of the action, with what was seen of its processes and of its temporary files meanwhile. */
async function watched(given: Readonly<Record<string, string>>) {
  const programs = makeRecordingPrograms(binaries as ServerBinaries);
  const temporary = makeBase();
  const files = watchFiles(temporary);
  const secrets = Object.fromEntries(CANARIES.map(({ text }, index) => [`CANARY_${index}`, text]));
  const started = startAction(given, {
    TMPDIR: temporary,
    PATH: `${programs.directory}:${process.env["PATH"]}`,
    DATABASE_URL: url(),
    PGPASSWORD: PASSWORD.text,
    ...secrets,
  });
  const processes = watchProcesses(started.child.pid as number);
  const run = await started.run;
  const seen = await processes.stop();
  const children = [...seen.children, ...programs.startsOf("git"), ...programs.startsOf("pg_dump")];
  expect(await becomesTrue(async () => readdirSync(temporary).length === 0, 10_000)).toBe(true);
  return { run, children, entries: await files.stop() };
}

const programOf = ({ words }: SeenProcess): string => basename(words[0] ?? "");

/** What of a child's start holds a secret, pg_dump's PGPASSWORD aside: there is no better way to tell it. */
function leaksOfStart(child: SeenProcess): readonly string[] {
  const known = `PGPASSWORD=${PASSWORD.text}`;
  // By this pg_dump is known, and what it may start itself.
  const isDump = child.environment.includes("PGAPPNAME=migrate-action dump");
  const environment = child.environment.filter((one) => !isDump || one !== known);
  return leaksIn([...child.words, ...environment].join("\n")).map((leak) => `${programOf(child)}: ${leak}`);
}

const CERTIFICATE = /^migrate-cert-[^/]+\/root\.crt$/;

function checkEntries(entries: readonly SeenEntry[]): void {
  const open = entries.filter(({ path, mode }) => !path.includes("/") && (mode & 0o077) !== 0);
  expect(open.map(({ path, mode }) => `${mode.toString(8)} ${path}`)).toEqual([]);
  for (const { path, text, mode } of entries) {
    if (CERTIFICATE.test(path)) expect(mode.toString(8)).toBe("600");
    else expect(leaksIn(text), path).toEqual([]);
  }
}

describe("beside a run", () => {
  test("no process that it starts is given a secret but pg_dump, which needs one; files are its own, and gone afterwards", async () => {
    const migrations = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
    const first = await watched(inputs(migrations));
    expect(first.run.outputs["result"]).toBe("applied");
    writeFiles(migrations, { "2_b.sql": "CREATE TABLE b (id int);" });
    const { run, children, entries } = await watched(inputs(migrations));
    expect(run.outputs["result"]).toBe("applied");
    expect(children.map(programOf)).toEqual(expect.arrayContaining(["pg_dump", "postgres"]));
    expect(children.flatMap(leaksOfStart)).toEqual([]);
    expect(entries.some(({ path }) => CERTIFICATE.test(path))).toBe(true);
    checkEntries(entries);
    expect(entries.length).toBeGreaterThan(2);
  });

  test("of a check neither git nor the files of the base branch have one", async () => {
    const repository = makeRepository({ "migrations/1_a.sql": "CREATE TABLE a (id int);" });
    repository.git("checkout", "--quiet", "-b", "pr");
    repository.commit({ "migrations/2_b.sql": "CREATE TABLE b (id int);" });
    const { run, children, entries } = await watched(
      inputs(join(repository.path, "migrations"), { command: "check", base: "main" }),
    );
    expect(run.outputs["failure-reason"]).toBe("");
    expect(children.map(programOf)).toContain("git");
    expect(children.flatMap(leaksOfStart)).toEqual([]);
    checkEntries(entries);
  });

  test("what is typed on the command line is not to be seen in the list of processes any more", async () => {
    const { port: silent } = await startSilentServer();
    const started = startCli([
      "status",
      `--database-url=postgres://me:${encodeURIComponent(PASSWORD.text)}@127.0.0.1:${silent}/x`,
      `--github-token=${TOKEN.text}`,
      `--migrations-path=${makeMigrations({ "1_a.sql": "SELECT 1;" })}`,
      "--connect-timeout=3s",
      "--wait-for-database=0s",
    ]);
    const processes = watchProcesses(started.child.pid as number);
    await started.run;
    const { ownWords } = await processes.stop();
    expect(leaksIn(ownWords.at(-1) ?? "")).toEqual([]);
    expect(ownWords.at(-1)).toContain("migrate-action");
  });

  test("the server is told no secret by any statement, and the ledger and its history hold none", async () => {
    const said = logOf().slice(quietUntil);
    expect(said).toContain("INSERT INTO");
    expect(leaksIn(said)).toEqual([]);
    const own = await connect({ ...server.settings, database: APP });
    const { rows } = await own
      .query(
        "SELECT m::text AS row FROM schema_migrations m UNION ALL SELECT h::text FROM migration_history h",
      )
      .finally(() => own.end());
    expect(rows.length).toBeGreaterThan(3);
    expect(leaksIn(JSON.stringify(rows))).toEqual([]);
  });
});

describe("a fault that nobody has caught", () => {
  const FAULT = `
    const fault = Object.assign(new Error(${JSON.stringify(`no ${PASSWORD.text}\n::set-output name=result::applied\n##[error]x`)}), {
      client: { password: ${JSON.stringify(PASSWORD.text)}, parameters: [${JSON.stringify(TOKEN.text)}] },
    });
    setTimeout(() => { WAY }, 1_500);`;

  test.each([
    ["an unhandled rejection", "void Promise.reject(fault);"],
    ["an error thrown out of a callback", "throw fault;"],
  ])("%s ends it with 70, and tells neither secrets nor commands", async (_, way) => {
    const { port: silent } = await startSilentServer();
    const directory = makeMigrations({ "fault.cjs": FAULT.replace("WAY", way), "1_a.sql": "SELECT 1;" });
    const env = { NODE_OPTIONS: `--require=${directory}/fault.cjs` };
    const given = { ...inputs(directory), port: String(silent), "connect-timeout": "30s" };
    const cli = startCli(
      ["up", "--verbose", ...Object.entries(given).map(([name, value]) => `--${name}=${value}`)],
      { env },
    );
    const action = startAction(given, { ...env, RUNNER_DEBUG: "1" });
    for (const run of [await cli.run, await action.run]) {
      expect(run.code).toBe(70);
      expect(run.stderr).toContain("A fault of migrate-action itself: Error: no ***");
      const said = run.stdout.replace(/^::add-mask::.*$/gm, "") + run.stderr;
      expect(leaksIn(said)).toEqual([]);
      expect(commandsIn(said).filter((line) => !line.startsWith("::error title=INTERNAL::"))).toEqual([]);
    }
  });
});
