import { join } from "node:path";
import { expect, test } from "vitest";
import { type ActionRun, runAction } from "../support/run-action.ts";
import { runCli } from "../support/run-cli.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** Commands that the runner would take from a line of the log, by both of its spellings. */
const COMMANDS = [
  "::set-output name=injected::yes",
  "::add-mask::injected",
  "##[error]injected",
  "::error file=injected::injected",
  "::stop-commands::injected",
];

/** The names of the commands in a log as the runner finds them. Source: actions/runner, ActionCommand.cs. */
function commandsIn(log: string): string[] {
  return log.split(/\r\n|[\r\n]/).flatMap((line) => {
    const [, name] = /^\s*::([\w-]+)(?: [^:]*)?::/.exec(line) ?? /##\[([\w-]+)[ \]]/.exec(line) ?? [];
    return name === undefined ? [] : [name];
  });
}

const OURS = new Set(["add-mask", "group", "endgroup", "error", "warning", "notice"]);

describeOnNewest("text of others", (server) => {
  const isHarmless = (run: ActionRun) => {
    const log = run.stdout + run.stderr;
    expect(commandsIn(log).filter((name) => !OURS.has(name))).toEqual([]);
    for (const line of log.split(/\r\n|[\r\n]/)) {
      if (/^\s*::(?:add-mask|group|endgroup)/.test(line)) expect(line).not.toContain("injected");
      if (/^\s*::error/.test(line)) expect(line).not.toMatch(/^\s*::error file=injected/);
      expect(line).not.toMatch(/##\[/);
    }
    expect(log).not.toMatch(/\u001b/);
    const summary = run.summary.replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, "");
    expect(summary.match(/<details/g)?.length ?? 0).toBe(summary.match(/<\/details>/g)?.length ?? 0);
    expect(summary).not.toContain("<script");
    expect(Object.keys(run.outputs)).not.toContain("injected");
  };
  const act = (database: TestDatabase, migrations: string, command = "up") =>
    runAction({
      command,
      "database-url": database.url,
      "shadow-url": server.url,
      "migrations-path": migrations,
    });

  test("in a server's notices is no command", async () => {
    const database = await freshDatabase(server);
    const lines = [
      ...COMMANDS,
      "a\u001b[31m red",
      "first\n::set-output name=injected::yes",
      "first\r::error::injected",
    ];
    const notices = lines.map((line) => `RAISE NOTICE '%', $n$${line}$n$;`).join("\n");
    const run = await act(
      database,
      makeMigrations({ "1_notices.sql": `DO $do$ BEGIN\n${notices}\nEND $do$;` }),
    );
    expect(run.code).toBe(0);
    isHarmless(run);
  });

  test("in a failing statement and in the server's answer to it is no command, and does not end its place in the summary", async () => {
    const database = await freshDatabase(server);
    const evil = `${COMMANDS.join("\n")}\n</details></pre><script>alert(1)</script>\n\`\`\`\n# heading`;
    const migrations = makeMigrations({
      "1_raise.sql": `DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = $n$${evil}$n$, HINT = $n$${evil}$n$, DETAIL = $n$${evil}$n$; END $do$;\n`,
    });
    const run = await act(database, migrations);
    expect(run.code).toBe(1);
    expect(run.outputs["failure-reason"]).toBe("REHEARSAL_FAILED");
    isHarmless(run);
  });

  test("in names of files and in a plan is no command", async () => {
    const database = await freshDatabase(server);
    const name = "1_<%2Fdetails>##[error]injected::set-output name=injected::yes.sql".replaceAll(
      "%2F",
      "\u2044",
    );
    const migrations = makeMigrations({ [name]: `SELECT $n$${COMMANDS.join("\n")}\n</details>\`\`\`$n$;` });
    const planned = await act(database, migrations, "plan");
    isHarmless(planned);
    expect(planned.code).toBe(0);
    const applied = await act(database, migrations);
    isHarmless(applied);
    expect(applied.code).toBe(0);
    writeFiles(migrations, { [name]: "SELECT 'edited';" });
    const edited = await act(database, migrations);
    isHarmless(edited);
    expect(edited.outputs["failure-reason"]).toBe("PLAN_EDITED");
  });

  test("in a ledger is no command", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "SELECT 1;" });
    await act(database, migrations);
    await database.query("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)", [
      `2\n${COMMANDS[0]}`,
      `x\n${COMMANDS.join("\n")}`,
    ]);
    await database.query(
      "INSERT INTO schema_migrations (version, name, status, error_message) VALUES ('3', 'y', 'failed', $1)",
      [COMMANDS.join("\n")],
    );
    writeFiles(migrations, { "3_y.sql": "SELECT 1;" });
    for (const command of ["up", "status"]) isHarmless(await act(database, migrations, command));
  });

  test("cannot colour or move the cursor of a terminal", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_a\u001b[2J.sql": "DO $$ BEGIN RAISE EXCEPTION E'\\u001b[2J\\u0007gone'; END $$;",
    });
    const { stderr, code } = await runCli([
      "up",
      `--database-url=${database.url}`,
      `--shadow-url=${server.url}`,
      `--migrations-path=${join(migrations)}`,
    ]);
    expect(code).not.toBe(0);
    expect(stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u009b]/);
  });
});
