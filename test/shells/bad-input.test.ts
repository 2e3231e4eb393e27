import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ErrorCode, EXIT_CODE_OF } from "../../src/errors.ts";
import { COMMAND_NAMES } from "../../src/inputs/commands.ts";
import { freePort } from "../support/free-port.ts";
import { runCli } from "../support/run-cli.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeDirectory, makeMigrations } from "../support/temporary.ts";
import { wholeState } from "../support/whole-state.ts";

/** What is typed, the code that it must be refused with, and what the message must name. */
type Refused = readonly [flags: readonly string[], code: ErrorCode, names: string];

/** How one command is given what it cannot do with. */
interface Row {
  /** Without what it needs beside a database and files. */
  readonly lacking: Refused;
  /** With a value of its own that does not do. */
  readonly wrong: Refused;
  /** False: it needs no migrations. */
  readonly readsFiles: boolean;
  /** False: it needs no database, and goes on without. */
  readonly connects: boolean;
  /** What it is given where it goes on, so that it has what it needs and writes nothing. */
  readonly whole?: readonly string[];
  /** Answers until it is stopped, whatever directory and server are like: test/shells/http-health.test.ts. */
  readonly goesOn?: true;
  /** What all others refuse and this one has another use for, or none at all, by the name in the message. */
  readonly ignores?: readonly string[];
}

const usual = { readsFiles: true, connects: true } as const;

/** Every command of this version: a new one needs its row. */
const ROWS: Readonly<Record<string, Row>> = {
  up: {
    ...usual,
    lacking: [["--rehearsal=shadow"], "INPUT_MISSING", "shadow-url"],
    wrong: [["--lock-timeout=soon"], "INPUT_INVALID", "lock-timeout"],
  },
  plan: {
    ...usual,
    lacking: [["--rehearsal=shadow"], "INPUT_MISSING", "shadow-url"],
    wrong: [["--fail-on=everything"], "INPUT_INVALID", "fail-on"],
  },
  check: {
    ...usual,
    connects: false,
    lacking: [["--base"], "INPUT_MISSING", "base"],
    wrong: [["--out-of-order=perhaps"], "INPUT_INVALID", "out-of-order"],
  },
  status: {
    ...usual,
    lacking: [["--layout"], "INPUT_MISSING", "layout"],
    wrong: [["--ledger-table=a.b"], "INPUT_INVALID", "ledger-table"],
  },
  down: {
    ...usual,
    lacking: [["--target"], "INPUT_MISSING", "target"],
    wrong: [["--version=001"], "INPUT_INVALID", "version"],
  },
  baseline: {
    ...usual,
    lacking: [["--target"], "INPUT_MISSING", "target"],
    wrong: [["--steps=2"], "INPUT_INVALID", "steps"],
  },
  adopt: {
    ...usual,
    lacking: [["--adopt-from"], "INPUT_MISSING", "adopt-from"],
    wrong: [["--apply=perhaps"], "INPUT_INVALID", "apply"],
  },
  repair: {
    ...usual,
    lacking: [["--resolve=done"], "INPUT_MISSING", "version"],
    wrong: [["--resolve=somehow"], "INPUT_INVALID", "resolve"],
  },
  verify: {
    ...usual,
    lacking: [["--target"], "INPUT_MISSING", "target"],
    wrong: [["--steps=2"], "INPUT_INVALID", "steps"],
  },
  create: {
    readsFiles: false,
    connects: false,
    lacking: [[], "INPUT_MISSING", "name"],
    wrong: [["--name=!?"], "INPUT_INVALID", "name"],
    whole: ["notes", "--dry-run"],
    ignores: ["one", "database-url"],
  },
  history: {
    ...usual,
    readsFiles: false,
    lacking: [["--steps"], "INPUT_MISSING", "steps"],
    wrong: [["--steps=0"], "INPUT_INVALID", "steps"],
  },
  serve: {
    ...usual,
    goesOn: true,
    lacking: [["--listen"], "INPUT_MISSING", "listen"],
    wrong: [["--listen=8080"], "INPUT_INVALID", "listen"],
  },
};

test("every command of this version has its row", () => {
  expect(Object.keys(ROWS).sort()).toEqual([...COMMAND_NAMES].sort());
});

/** Every file below, with its size and time: the same only where nothing was written. */
function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => {
      const { size, mtimeMs } = statSync(join(directory, name));
      return `${name} ${size} ${mtimeMs}`;
    })
    .sort();
}

describeOnNewest("bad input", (server) => {
  /** A run of `command` with a good database and a good directory, but for what `flags` say. */
  const run = async (command: string, flags: readonly string[]) => {
    const database = await freshDatabase(server);
    const place = makeDirectory();
    // Where a program of Node's keeps its compiled code.
    const env = { XDG_CACHE_HOME: makeDirectory(), HOME: place };
    mkdirSync(join(place, "empty"));
    const given = (name: string) => flags.some((flag) => flag.startsWith(`--${name}`));
    const before = { state: await wholeState(database), files: filesBelow(place) };
    const ended = await runCli(
      [
        command,
        ...(given("database-url") ? [] : [`--database-url=${database.url}`]),
        ...(given("migrations-path")
          ? []
          : [`--migrations-path=${makeMigrations({ "1_a.sql": "CREATE TABLE a (x int);" })}`]),
        ...flags,
      ],
      { cwd: place, env },
    );
    return {
      ...ended,
      report: ended.report,
      isUntouched: async () => {
        expect(await wholeState(database)).toBe(before.state);
        expect(filesBelow(place)).toEqual(before.files);
      },
    };
  };

  /** That it says what, where and what to do, ends as listed, and has written nothing. */
  const expectRefused = async (command: string, [flags, code, names]: Refused) => {
    const { code: ended, stdout, stderr, report, isUntouched } = await run(command, flags);
    const all =
      report.problems.length > 0 ? report.problems : report.failure === null ? [] : [report.failure];
    const found = all.find((failure) => failure.code === code);
    expect([ended, found?.code]).toEqual([EXIT_CODE_OF[code], code]);
    expect([report.exitCode, report.result === "refused" || report.result === "failed"]).toEqual([
      ended,
      true,
    ]);
    expect(found?.message).toContain(names);
    expect(stderr).toMatch(new RegExp(`^✗ ${code}( |$)`, "m"));
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(found?.message.replaceAll(/\s+/g, " "));
    // What to do in the very case: in words of its own, or by naming what does.
    if (!/it must be /.test(found?.message ?? "")) expect(found?.hint).toMatch(/\w/);
    expect(stderr).toMatch(/What to do:\n +\S/);
    expect([stdout, stderr.match(/^ +at .*:\d+:\d+\)?$/m)]).toEqual(["", null]);
    await isUntouched();
  };

  describe.each(COMMAND_NAMES)("%s", (command) => {
    const row = ROWS[command];
    if (row === undefined) return;

    test("without its argument is refused", () => expectRefused(command, row.lacking));

    test("with a wrong one is refused", () => expectRefused(command, row.wrong));

    test.each<Refused>([
      [["--nonsense=1"], "INPUT_UNKNOWN", "nonsense"],
      [["--migration-path=x"], "INPUT_UNKNOWN", "migration-path"],
      [["--migrations-path"], "INPUT_MISSING", "migrations-path"],
      [["one", "two"], "INPUT_INVALID", "one"],
      [["--database-url=mysql://u:p4ssw0rd@h/d"], "DATABASE_URL_INVALID", "database-url"],
    ])("with %j is refused, where it looks at that", async (flags, code, names) => {
      if (row.ignores?.includes(names) !== true) return expectRefused(command, [flags, code, names]);
      const { report } = await run(command, [...flags, ...(row.whole ?? [])]);
      expect(report.failure).toBeNull();
    });

    if (row.goesOn) return;

    test.each([
      ["empty", "DIRECTORY_EMPTY"],
      ["missing", "DIRECTORY_MISSING"],
    ] as const)("in a directory that is %s is refused, where it reads one", async (name, code) => {
      if (row.readsFiles) return expectRefused(command, [[`--migrations-path=${name}`], code, name]);
      const { code: ended, isUntouched } = await run(command, [
        `--migrations-path=${name}`,
        ...(row.whole ?? []),
      ]);
      expect(ended).toBe(0);
      await isUntouched();
    });

    test("against no server is refused, where it connects to one", async () => {
      const port = await freePort();
      const flags = [`--database-url=postgres://u@127.0.0.1:${port}/d`, "--wait-for-database=0"];
      if (row.connects) return expectRefused(command, [flags, "CONNECTION_FAILED", `127.0.0.1:${port}`]);
      const { code, isUntouched } = await run(command, [...flags, ...(row.whole ?? [])]);
      expect(code).toBe(0);
      await isUntouched();
    });

    test("with a wrong password is refused, where it connects, and the password is not said", async () => {
      const url = Object.assign(new URL(server.url), { password: "wr0ng-one" }).href;
      const flags = [`--database-url=${url}`];
      if (row.connects) await expectRefused(command, [flags, "AUTHENTICATION_FAILED", "user"]);
      const { stderr, stdout } = await run(command, flags);
      expect(stdout + stderr).not.toContain("wr0ng-one");
    });
  });
});
