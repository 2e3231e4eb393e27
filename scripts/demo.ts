/**
 * The demo: migrations-example on a throwaway PostgreSQL, by the built command line and the built action, and a
 * migration that fails. Exits 0 only when every step ended as it should; nothing is left behind.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onDatabase, startDatabase } from "./demo/database.ts";
import { runAction } from "./demo/run-action.ts";
import { type Ended, runCli } from "./demo/run-cli.ts";
import { frame, frameSummary, heading, say } from "./demo/talk.ts";

const EXAMPLE = "migrations-example";

/** Misspells tasks.title. */
const FAILING = `BEGIN;

CREATE TABLE task_comments (
  task_id uuid NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
  body text NOT NULL
);

CREATE INDEX tasks_titel_idx ON tasks (lower(titel));

COMMIT;
`;

const directory = mkdtempSync(join(tmpdir(), "migrate-demo-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
// So that "exit" is heard, where what runs is ended. The demo's own server ends by itself, however we end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

heading("A throwaway PostgreSQL");
const database = await startDatabase();
try {
  say(
    `PostgreSQL ${database.major} from ${database.binDirectory}, with an empty database. It ends with this demo.`,
  );
  say(`\n$ export DATABASE_URL=${database.shownUrl}`);

  heading("The dry run: what would happen");
  const plan = await runCli(["plan", "--migrations-path", EXAMPLE], database.url);
  expectExit(plan, 0);
  const [before] = await onDatabase(
    database.url,
    "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'",
  );
  expect(before?.["tables"] === 0, "the dry run left the database as it was");
  say("\nEvery file was run for real, on a second throwaway server. The database itself is still empty.");

  heading("Apply");
  expectExit(await runCli(["up", "--migrations-path", EXAMPLE], database.url), 0);

  heading("What is applied");
  expectExit(await runCli(["status", "--migrations-path", EXAMPLE], database.url), 0);

  heading("The same as a step of a GitHub workflow");
  const action = await runAction({ ephemeral: "true", "migrations-path": EXAMPLE }, directory);
  expectExit(action, 0);
  expect(action.outputs["pending-count"] === "0", "the step said that nothing is pending");
  say("\nThe job summary, its folded parts (▸ the SQL of each file) folded:\n");
  frameSummary(action.summary);
  say("\nThe outputs that later steps read, the URL of the throwaway server aside:\n");
  const outputs = Object.entries(action.outputs).filter(([name]) => name !== "database-url");
  frame(outputs.map(([name, value]) => `${name}=${value}`).join("\n"));

  heading("A migration that fails");
  const failing = join(directory, "migrations");
  cpSync(EXAMPLE, failing, { recursive: true });
  writeFileSync(join(failing, "017_create_task_comments.sql"), FAILING);
  say("A copy of the directory with one more file, which misspells a column:\n");
  frame(FAILING.trimEnd());
  say();
  expectExit(await runCli(["up", "--migrations-path", failing], database.url), 5);
  const [after] = await onDatabase(database.url, "SELECT to_regclass('task_comments') IS NULL AS untouched");
  expect(after?.["untouched"] === true, "the failing migration left the database as it was");
  say("\nIt failed in the rehearsal, so the database was not touched. What a deploy can ask:\n");
  expectExit(await runCli(["status", "--exit-code", "--migrations-path", failing], database.url), 9);
} finally {
  await database.stop();
}
heading("Done");
say("All of it ended as it should. The server and its data are gone.");

function expectExit(ended: Ended, code: number): void {
  expect(ended.exitCode === code, `${ended.what} exits ${code} (it exited ${ended.exitCode})`);
}

function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`The demo did not end as it should: ${what}.`);
}
