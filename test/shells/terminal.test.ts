import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMAND_NAMES } from "../../src/inputs/commands.ts";
import { displayWidth } from "../../src/report/text/display-width.ts";
import { ROOT } from "../support/built.ts";
import {
  NO_TERMINAL,
  runInTerminal,
  startInTerminal,
  type TerminalOptions,
} from "../support/run-in-terminal.ts";
import { argsFor, ledgerOf, migrate } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeDirectory } from "../support/temporary.ts";
import { wholeState } from "../support/whole-state.ts";

const EXAMPLE = join(ROOT, "migrations-example");

/**
 * Every command as it is typed, in an order in which each has something to show, with its exit code and words that it ends
 * with. A new command needs its row.
 */
const TYPED: readonly {
  readonly command: string;
  readonly flags: readonly string[];
  readonly code: number;
  readonly says: string;
}[] = [
  { command: "check", flags: [], code: 0, says: "Check passed: 8 migrations run from zero" },
  {
    command: "plan",
    flags: ["--rehearsal=server"],
    code: 0,
    says: "Dry run: 8 migrations planned and rehearsed",
  },
  { command: "adopt", flags: [], code: 4, says: "Nothing was recorded" },
  { command: "up", flags: [], code: 0, says: "Applied 8 migrations" },
  { command: "verify", flags: [], code: 0, says: "Verified: 6 questions of 3 files hold" },
  { command: "create", flags: ["--name=add notes", "--dry-run"], code: 0, says: "017_add_notes.up.sql" },
  { command: "status", flags: [], code: 0, says: "Status: 8 applied" },
  { command: "history", flags: [], code: 0, says: "History: 8 entries" },
  { command: "repair", flags: [], code: 0, says: "Nothing to repair" },
  { command: "baseline", flags: [], code: 0, says: "Nothing to do" },
  { command: "down", flags: [], code: 0, says: "Took back 1 migration" },
];

const TABLES = new Set(["status", "history"]);

const SETTINGS = [
  { name: "60 columns in colour", columns: 60, env: {}, flags: [], isColoured: true, isRedrawn: true },
  {
    name: "200 columns with NO_COLOR",
    columns: 200,
    env: { NO_COLOR: "1" },
    flags: [],
    isColoured: false,
    isRedrawn: true,
  },
  {
    name: "200 columns with --no-color",
    columns: 200,
    env: {},
    flags: ["--no-color"],
    isColoured: false,
    isRedrawn: true,
  },
  {
    name: "60 columns of a dumb terminal",
    columns: 60,
    env: { TERM: "dumb" },
    flags: [],
    isColoured: false,
    isRedrawn: false,
  },
] as const;

const COLOUR = /\u001b\[[\d;]*m/;
/** What is under way is told in a line that is drawn over and taken away. */
const LIVE = /\r\u001b\[2K *… /;

test("every command that comes to an end is typed into the terminal", () => {
  const ending = COMMAND_NAMES.filter((name) => name !== "serve");
  expect(TYPED.map(({ command }) => command).sort()).toEqual(ending.toSorted());
});

describe.skipIf(NO_TERMINAL !== null)("in a terminal", () => {
  describeOnNewest("migrations-example", (server) => {
    test.each(SETTINGS)(
      "goes through every command at $name, and nothing is left over",
      async (setting) => {
        const { columns, env, flags, isColoured, isRedrawn } = setting;
        const database = await freshDatabase(server);
        // Not in the repository: `check` would compare it with what is committed there.
        const cwd = makeDirectory();
        cpSync(EXAMPLE, join(cwd, "migrations-example"), { recursive: true });
        const coloured: string[] = [];
        const redrawn: string[] = [];
        for (const { command, flags: own, code, says } of TYPED) {
          const wanted = { command, flags: [...own, ...flags] };
          const args = argsFor(server, database, "migrations-example", wanted);
          const { output, screen, code: ended } = await runInTerminal(args, { columns, env, cwd });
          // Where a line was too long the terminal has gone on in the next.
          const shown = screen.lines.join("").replaceAll(/ +/g, " ");
          expect([command, ended, shown]).toEqual([command, code, expect.stringContaining(says)]);
          expect(screen.isOwn).toBe(true);
          expect(screen.lines.filter((line) => /^ {2}… .*\d\.\d s$/.test(line))).toEqual([]);
          if (COLOUR.test(output)) coloured.push(command);
          if (LIVE.test(output)) redrawn.push(command);
          if (!TABLES.has(command)) continue;
          const table = output.split(/\r?\n/).filter((line) => !line.startsWith("Connected to"));
          expect(table.filter((line) => displayWidth(line) > columns)).toEqual([]);
        }
        expect(coloured).toEqual(isColoured ? TYPED.map(({ command }) => command) : []);
        // Of the commands that start a throwaway server one at least takes longer than the live line waits.
        expect(redrawn.length > 0).toBe(isRedrawn);
      },
      240_000,
    );

    const production = (database: TestDatabase) =>
      argsFor(server, database, EXAMPLE, { flags: ["--environment=production", "--steps=2"] });
    const WIDE: TerminalOptions = { columns: 120 };
    const QUESTION = "Type MIGRATE-PRODUCTION to apply";

    test("asks for the phrase, and applies when it is typed", async () => {
      const database = await freshDatabase(server);
      const run = startInTerminal(production(database), WIDE);
      await run.says(QUESTION);
      run.type("MIGRATE-PRODUCTION\r");
      const { code, screen } = await run.ended;
      expect(code).toBe(0);
      expect(screen.lines.at(-1)).toContain("Applied 2 migrations");
      expect(await ledgerOf(database)).toHaveLength(2);
    });

    test.each([
      ["another phrase", "migrate-production\r", 5, "CONFIRMATION_WRONG"],
      ["nothing", "\r", 5, "CONFIRMATION_WRONG"],
      ["the end of input", "\u0004", 5, "CONFIRMATION_MISSING"],
      ["Ctrl-C", "\u0003", 7, "CANCELLED"],
    ])("asks for the phrase, and with %s changes nothing", async (_, keys, exit, error) => {
      const database = await freshDatabase(server);
      const before = await wholeState(database);
      const run = startInTerminal(production(database), WIDE);
      await run.says(QUESTION);
      run.type(keys);
      const { code, screen } = await run.ended;
      expect([code, screen.lines.filter((line) => /^✗ [A-Z_]+$/.test(line))]).toEqual([exit, [`✗ ${error}`]]);
      expect(await wholeState(database)).toBe(before);
    });

    test("asks before an edited file is accepted, too", async () => {
      const database = await freshDatabase(server);
      await migrate(server, database, EXAMPLE);
      await database.query("UPDATE schema_migrations SET checksum = 'sha256:then' WHERE version = '001'");
      const flags = ["--accept-checksum=001", "--reason=a comment", "--apply", "--environment=production"];
      const run = startInTerminal(argsFor(server, database, EXAMPLE, { command: "repair", flags }), WIDE);
      await run.says("to put the changed checksum of 001 on record in");
      run.type("MIGRATE-PRODUCTION\r");
      const { code, screen } = await run.ended;
      expect(code).toBe(0);
      expect(screen.lines.join("\n")).toContain("✗ 001_create_users was edited after it was applied");
      expect(screen.lines.join("\n")).toContain("Repaired: the checksum of the edited file is on record");
    });

    test("watches on a screen of its own, each look over the last one, and gives the person theirs back", async () => {
      const database = await freshDatabase(server);
      const args = argsFor(server, database, EXAMPLE, { command: "status", flags: ["--watch"] });
      const watching = startInTerminal(args, { columns: 60, rows: 12 });
      await watching.says("8 pending");
      await migrate(server, database, EXAMPLE);
      await watching.says("8 applied");
      watching.type("\u0003");
      const { code, output, screen } = await watching.ended;
      expect([code, screen.isOwn]).toEqual([0, true]);
      const [, ...frames] = output.split("\u001b[H");
      expect(frames.length).toBeGreaterThan(1);
      for (const frame of frames.map((text) => text.split("\u001b[J")[0] ?? "")) {
        const lines = frame.split(/\r?\n/);
        expect(lines.length).toBeLessThanOrEqual(12);
        for (const line of lines) expect(displayWidth(line)).toBeLessThan(60);
      }
      expect(screen.second[0]).toMatch(/^… \d+ more lines$/);
      expect(screen.second.join("\n")).not.toContain("pending");
      expect(screen.lines.filter((line) => line.startsWith("✓ 0"))).toHaveLength(8);
      expect(screen.lines.join("\n")).not.toContain("pending");
    });
  });
});
