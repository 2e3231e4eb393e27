import { describe, expect, test } from "vitest";
import { actionInputs } from "../../../src/shells/action-inputs.ts";
import { parseCommandLine } from "../../../src/shells/command-line.ts";
import { TOOL } from "../../../src/tool.ts";

function parse(...argv: string[]) {
  const line = parseCommandLine(argv);
  if (line.kind !== "command") throw new Error(`text: ${line.text}`);
  return {
    ...line,
    values: Object.fromEntries(line.values),
    problems: line.problems.map(({ message }) => message),
  };
}

describe("a command line", () => {
  test.each([
    [[], "up"],
    [["plan"], "plan"],
    [["--dry-run"], "plan"],
    [["up", "--dry-run"], "plan"],
    [["status", "--dry-run"], "status"],
    [["down", "--dry-run"], "down"],
    [["sttus"], "sttus"],
  ])("%o has the command %s", (argv, command) => {
    const dryRun = argv.includes("--dry-run") ? { "dry-run": "true" } : {};
    expect(parse(...argv).values).toEqual({ command, ...dryRun });
  });

  test("takes values with = and with a blank, and switches without one", () => {
    expect(parse("up", "--host=h", "--port", "1", "--ephemeral", "--user=a=b").values).toEqual({
      command: "up",
      host: "h",
      port: "1",
      ephemeral: "true",
      user: "a=b",
    });
    expect(parse("--require-rehearsal=false").values).toMatchObject({ "require-rehearsal": "false" });
  });

  test("hands unknown flags on as unknown inputs, and tells of words too many and flags without value", () => {
    expect(parse("up", "--nonsense=1").values).toMatchObject({ nonsense: "1" });
    expect(parse("up", "down", "--host").problems).toEqual([
      "host: The flag needs a value.",
      'command: One word too many: "down".',
    ]);
  });

  test("knows the version of the program from the version of a migration", () => {
    expect(parseCommandLine(["--version"])).toEqual({ kind: "text", text: `${TOOL.version}\n` });
    expect(parse("--version=01").values).toMatchObject({ version: "01" });
  });

  test("has quiet over verbose", () => {
    expect(parse("--verbose", "--quiet").verbosity).toBe("quiet");
    expect(parse("--verbose").verbosity).toBe("verbose");
  });
});

test("inputs of the action are found by the names that the runner gives them", () => {
  const found = actionInputs({
    "INPUT_DATABASE-URL": "u",
    INPUT_HOST: "",
    INPUT_STRANGE: "x",
    PATH: "/bin",
    input_user: "no",
  });
  expect(Object.fromEntries(found)).toEqual({ "database-url": "u", host: "", strange: "x" });
});
