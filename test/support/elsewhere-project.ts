import { execFile, execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { toolEnvironment } from "../tools/install/run-program.ts";
import { ROOT } from "./built.ts";
import { packPackage } from "./packed.ts";
import type { TestDatabase, TestServer } from "./servers.ts";
import { makeDirectory, writeFiles } from "./temporary.ts";

/** The examples for whoever does not deploy with GitHub Actions. */
export const ELSEWHERE = join(ROOT, "examples/elsewhere");
export const NOTES = "CREATE TABLE notes (id int PRIMARY KEY);\n";

/** A project with one migration, scripts of its own that say that they ran, and the package as npx gets it. */
export interface ElsewhereProject {
  readonly directory: string;
  /** What the examples ask to be set, and what lets programs run. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a program said, standard output before standard error, and its exit code. */
export interface RunToEnd {
  readonly code: number;
  readonly said: string;
}

export async function makeElsewhereProject(
  server: TestServer,
  database: TestDatabase,
): Promise<ElsewhereProject> {
  const [directory, packed] = [makeDirectory(), makeDirectory()];
  const own = "#!/bin/sh\necho ROLLED OUT\n";
  writeFiles(directory, { "migrations/001_notes.sql": NOTES, "deploy.sh": own, "roll-out.sh": own });
  execFileSync("chmod", ["+x", "deploy.sh", "roll-out.sh"], { cwd: directory });
  const env = {
    MIGRATE_ACTION: `file:${await packPackage(packed)}`,
    DATABASE_URL: database.url,
    SHADOW_URL: server.url,
    HEALTH_URL: await startApplication(),
    PATH: `${dirname(process.execPath)}:${toolEnvironment()["PATH"]}`,
    npm_config_offline: "true",
    npm_config_cache: join(packed, "cache"),
    npm_config_update_notifier: "false",
  };
  return { directory, env };
}

/** Runs `program` in the project to its end, whichever that is. */
export function runToEnd(
  { directory, env }: ElsewhereProject,
  program: string,
  args: readonly string[],
): Promise<RunToEnd> {
  const settings = { cwd: directory, env: { ...toolEnvironment(), ...env }, timeout: 170_000 };
  return new Promise((resolve) => {
    execFile(program, args, settings, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

/** Whether the project's migration is in: `notes`, or null. */
export const notesOf = async (database: TestDatabase): Promise<string | null> =>
  (await database.query<{ notes: string | null }>("SELECT to_regclass('notes')::text AS notes"))[0]?.notes ??
  null;

/** An application that answers; its address. */
async function startApplication(): Promise<string> {
  const application = createServer((_, response) => response.end("up"));
  onTestFinished(() => void application.close());
  await new Promise<void>((resolve) => application.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(application.address() as AddressInfo).port}/`;
}
