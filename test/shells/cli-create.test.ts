import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtProgram, plainEnvironment, ROOT } from "../support/built.ts";
import { startAction } from "../support/run-action.ts";
import { type CliOptions, runCli } from "../support/run-cli.ts";
import { ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { canMount, mountSmallDisk } from "../support/small-disk.ts";
import { makeDirectory, makeMigrations, writeFiles } from "../support/temporary.ts";

const allIn = (directory: string) => readdirSync(directory, { recursive: true }).map(String).toSorted();

/** `create` with `args`, in a directory of its own that has `there`. */
async function createBeside(
  there: Readonly<Record<string, string>>,
  args: readonly string[],
  options: CliOptions = {},
) {
  const directory = makeMigrations(there);
  const run = await runCli(["create", ...args, `--migrations-path=${directory}`], options);
  return { ...run, report: run.report, directory, files: allIn(directory) };
}

describe("create", () => {
  test("writes a pair called by the moment in UTC and the words behind it, and says where", async () => {
    const { code, stdout, stderr, report, directory, files } = await createBeside({}, [
      "Add",
      "users'",
      "e-mail",
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    const [version = ""] = /^\d{14}/.exec(files[0] ?? "") ?? [];
    expect(files).toEqual([`${version}_add_users_e_mail.down.sql`, `${version}_add_users_e_mail.up.sql`]);
    const startedAt = report.startedAt.replace(/\D/g, "").slice(0, 14);
    expect(version).toBe(startedAt);
    for (const file of files) expect(stderr).toContain(`✓ ${join(directory, file)}\n`);
    expect(report).toMatchObject({
      command: "create",
      result: "created",
      exitCode: 0,
      failure: null,
      notices: [],
    });
    expect(report).toMatchObject({ target: null, ledger: null, plan: null });
    expect(report.created?.map(({ file, version, holds }) => [file, version, holds])).toEqual([
      [join(directory, `${version}_add_users_e_mail.up.sql`), version, ["up"]],
      [join(directory, `${version}_add_users_e_mail.down.sql`), version, ["down"]],
    ]);
    for (const { file, text } of report.created ?? []) expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("writes questions too with --verify, and prints nothing but the report with --json", async () => {
    const { code, stdout, report, files } = await createBeside({ "007_a.sql": "SELECT 1;" }, [
      "addUsersEmail",
      "--verify",
      "--json",
    ]);
    expect(code).toBe(0);
    expect(files).toEqual(["007_a.sql", "008_add_users_email.sql", "008_add_users_email.verify.sql"]);
    expect(JSON.parse(stdout)).toEqual(report);
  });

  test("makes the directory where there is none, relative to where it is run", async () => {
    const cwd = makeDirectory();
    const { code, report } = await runCli(["create", "first"], { cwd });
    expect(code).toBe(0);
    expect(report.notices).toEqual(["There was no directory migrations: it is a new one."]);
    expect(report.created?.[0]?.file).toMatch(/^migrations\/\d{14}_first\.up\.sql$/);
    expect(allIn(join(cwd, "migrations"))).toHaveLength(2);
  });

  test("with --dry-run shows what would stand where, and writes nothing, not even the directory", async () => {
    const cwd = makeDirectory();
    const { code, report, stderr } = await runCli(["create", "first", "--dry-run"], { cwd });
    expect(code).toBe(0);
    expect(report.result).toBe("planned");
    expect(stderr).toContain(`• ${report.created?.[0]?.file}\n    -- One change, written below.`);
    expect(stderr).toContain("nothing was written");
    expect(allIn(cwd)).toEqual([]);
  });

  test("needs no database, and looks at nothing that is said about one", async () => {
    const env = { DATABASE_URL: "mysql://x:long-enough@[half/", DB_PORT: "none", PGSSLMODE: "maybe" };
    const flags = [
      "--database-url=nonsense",
      "--shadow-url=http://x",
      "--rehearsal=shadow",
      "--port=99999999",
    ];
    const { code, report, files } = await createBeside({}, ["x", ...flags, "--ephemeral"], { env });
    expect({ code, result: report.result, notices: report.notices }).toEqual({
      code: 0,
      result: "created",
      notices: [],
    });
    expect(files).toHaveLength(2);
  });

  test("is an npm script of a checkout, and goes on where the example's files end", async () => {
    const directory = makeDirectory();
    execFileSync("cp", ["-r", `${join(ROOT, "migrations-example")}/.`, directory]);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const [program, ...args] = `${scripts["migrate:create"]} add-notes --migrations-path=${directory}`.split(
      " ",
    );
    expect(program).toBe("node");
    execFileSync(process.execPath, args, { cwd: ROOT, env: plainEnvironment(), stdio: "ignore" });
    expect(readdirSync(directory).filter((name) => name.startsWith("017"))).toEqual([
      "017_add_notes.down.sql",
      "017_add_notes.up.sql",
    ]);
  });
});

describe("create, when the next version is not free", () => {
  test("takes the second behind the newest where that is not over yet", async () => {
    const there = { "20991231235959_b.up.sql": "SELECT 1;", "20991231235959_b.down.sql": "" };
    const { report } = await createBeside(there, ["c"]);
    expect(report.created?.map(({ version }) => version)).toEqual(["21000101000000", "21000101000000"]);
  });

  test.each([
    ["counted", { "001_a.up.sql": "SELECT 1;", "001_a.down.sql": "" }],
    ["by the moment", {}],
    [
      "in the layout of Diesel",
      { "2024-01-01-000000_a/up.sql": "SELECT 1;", "2024-01-01-000000_a/down.sql": "" },
    ],
  ])("and many of it at once: each has a version of its own, %s", async (_, there) => {
    const directory = makeMigrations(there);
    const names = Array.from({ length: 12 }, (_, index) => `n${String.fromCharCode(97 + index)}`);
    const runs = await Promise.all(
      names.map((name) => runCli(["create", name, `--migrations-path=${directory}`])),
    );
    expect(runs.map(({ code, stderr }) => (code === 0 ? "" : stderr)).join("")).toBe("");
    const versions = runs.map(({ report }) => report.created?.[0]?.version);
    expect(new Set(versions).size).toBe(names.length);
    const files = runs.flatMap(({ report }) => report.created?.map(({ file }) => file) ?? []);
    expect(new Set(files).size).toBe(2 * names.length);
    for (const file of files) expect(readFileSync(file, "utf8")).toMatch(/^-- /);
    expect(allIn(directory).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("create says what is wrong, with exit code 2, and writes nothing:", () => {
  test.each([
    ["no name", [], "INPUT_MISSING", "create add users email"],
    ["an empty name", [" "], "INPUT_MISSING", "create add users email"],
    ["punctuation alone", ["?!", "../.."], "INPUT_INVALID", "no letter and no digit"],
    ["two names", ["a", "--name=b"], "INPUT_INVALID", "given twice"],
    ["a layout that is none", ["a", "--layout=rails"], "INPUT_INVALID", "`goose`"],
    [
      "a layout that its tool alone writes",
      ["a", "--layout=drizzle"],
      "CREATE_REFUSED",
      "drizzle-kit generate --custom --name=a",
    ],
    [
      "questions that nobody reads",
      ["a", "--layout=flyway", "--verify"],
      "CREATE_REFUSED",
      "Leave `verify` out",
    ],
    ["a flag that is none", ["a", "--verfy"], "INPUT_UNKNOWN", "Did you mean verify?"],
    ["questions neither true nor false", ["a", "--verify=maybe"], "INPUT_INVALID", 'verify: "maybe"'],
    [
      "a URL for a path",
      ["a", "--migrations-path=postgres://u:swordfish@h/d"],
      "INPUT_INVALID",
      "must be a path",
    ],
  ])("%s", async (_, args, code, words) => {
    const cwd = makeDirectory();
    const run = await runCli(["create", ...args], { cwd });
    expect(run.report).toMatchObject({ result: "refused", exitCode: 2, failure: { code } });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(code);
    expect(run.stderr).toContain(words);
    expect(run.stderr).not.toContain("swordfish");
    expect(allIn(cwd)).toEqual([]);
  });

  test.each([
    ["a path that is a file", "f", "DIRECTORY_UNREADABLE", "is a file, not a directory"],
    ["a path below a file", "f/x", "DIRECTORY_UNREADABLE", "is a file, not a directory"],
    ["a link to nothing", "l", "FILE_UNWRITABLE", "no directory"],
  ])("%s", async (_, path, code, words) => {
    const cwd = makeMigrations({ f: "" });
    execFileSync("ln", ["-s", "nowhere/x", join(cwd, "l")]);
    const run = await runCli(["create", "a", `--migrations-path=${path}`], { cwd });
    expect(run.code).toBe(2);
    expect(run.report.failure?.code).toBe(code);
    expect(run.stderr).toContain(words);
    expect(allIn(cwd)).toEqual(["f", "l"]);
  });

  test("two layouts in one directory", async () => {
    const { code, report } = await createBeside(
      { "1_a.sql": "-- +goose Up\nSELECT 1;", "2_b.sql": "-- migrate:up\n-- migrate:down\n" },
      ["x"],
    );
    expect({ code, failure: report.failure?.code }).toEqual({ code: 2, failure: "LAYOUT_MIXED" });
  });

  test("a directory that this user may not write to", () => {
    const directory = makeMigrations({ "1_a.sql": "SELECT 1;" });
    chmodSync(directory, 0o555);
    // Root may write everywhere: then somebody else tries.
    const other = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const { status, stderr } = spawnSync(
      process.execPath,
      [builtProgram("cli.js"), "create", "x", `--migrations-path=${directory}`],
      { cwd: "/", env: plainEnvironment(), encoding: "utf8", ...other },
    );
    chmodSync(directory, 0o755);
    expect(stderr).toContain("FILE_UNWRITABLE");
    expect(stderr).toContain("this user may not write there");
    expect(status).toBe(2);
    expect(allIn(directory)).toEqual(["1_a.sql"]);
  });

  test.runIf(process.platform === "linux")(
    "a report where no directory can be made: it is said, and the run ends",
    () => {
      const path = "/proc/none/report.json";
      const { status, stderr } = spawnSync(
        process.execPath,
        [
          builtProgram("cli.js"),
          "create",
          "x",
          `--migrations-path=${makeMigrations({})}`,
          `--report-path=${path}`,
        ],
        { env: plainEnvironment(), encoding: "utf8", timeout: 20_000, killSignal: "SIGKILL" },
      );
      expect(stderr).toContain(`The report could not be written to ${path}: ENOENT`);
      expect(status).toBe(0);
    },
  );

  test.runIf(canMount)("a disk that is full after the first of two files: neither is left", async () => {
    const disk = await mountSmallDisk(1, "/usr/bin");
    writeFiles(disk, { "1_a.up.sql": "SELECT 1;", "1_a.down.sql": "" });
    // Page by page, and the last one given back: room for one file more.
    for (let size = 1024 * 1024; size >= 4096; size /= 2) {
      for (let n = 0; fits(join(disk, `.fill-${size}-${n}`), size); n++);
    }
    execFileSync("sh", ["-c", `rm "$(find ${disk} -name '.fill-4096-*' | head -n 1)"`]);
    const before = allIn(disk);
    const run = await runCli(["create", "x", `--migrations-path=${disk}`]);
    expect(run.report.failure).toMatchObject({
      code: "FILE_UNWRITABLE",
      message: expect.stringMatching(
        /\.down\.sql could not be written: the disk is full\. Nothing was left there\.$/,
      ),
    });
    expect(run.code).toBe(2);
    expect(allIn(disk)).toEqual(before);
  });
});

/** Writes a file of `size` bytes; false, and none is there, where the disk has no room for it. */
function fits(path: string, size: number): boolean {
  try {
    writeFileSync(path, Buffer.alloc(size));
    return true;
  } catch {
    execFileSync("rm", ["-f", path]);
    return false;
  }
}

test("create as a step of a workflow sets its outputs, and lists the files in the summary", async () => {
  const directory = makeMigrations({ "1_a.sql": "SELECT 1;" });
  const { code, outputs, summary } = await startAction({
    ...{ command: "create", name: "add users", verify: "true" },
    "migrations-path": directory,
  }).run;
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ result: "created", changed: "false", "pending-count": "unknown" });
  expect(summary).toContain("2_add_users.verify.sql");
  expect(allIn(directory)).toEqual(["1_a.sql", "2_add_users.sql", "2_add_users.verify.sql"]);
});

describeOnNewest("what create has written", (server) => {
  test("is applied by up once a statement stands in it, checked with its questions, and taken back by down", async () => {
    const database = await freshDatabase(server);
    const directory = makeMigrations({});
    writeFiles(directory, {
      "001_first.up.sql": "CREATE TABLE users (id int);",
      "001_first.down.sql": "DROP TABLE users;",
    });
    const created = (await runCli(["create", "Add notes", "--verify", `--migrations-path=${directory}`]))
      .report;
    const [up = "", down = "", verify = ""] = created.created?.map(({ file }) => file) ?? [];
    const append = (file: string, sql: string) =>
      writeFileSync(file, `${readFileSync(file, "utf8")}${sql}\n`);
    append(up, "CREATE TABLE notes (id bigint PRIMARY KEY, body text);");
    append(down, "DROP TABLE notes;");
    append(verify, "SELECT to_regclass('notes') IS NOT NULL;");
    const applied = await migrate(server, database, directory);
    expect(applied.report).toMatchObject({ result: "applied", failure: null });
    expect(await relationsOf(database)).toContain("notes");
    expect((await ledgerOf(database)).map(({ version, name }) => `${version} ${name}`)).toContain(
      "002 add_notes",
    );
    const back = await migrate(server, database, directory, { command: "down" });
    expect(back.report).toMatchObject({ result: "rolled-back", failure: null });
    expect(await relationsOf(database)).not.toContain("notes");
  });
});
