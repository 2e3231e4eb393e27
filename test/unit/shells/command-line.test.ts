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

  test("takes the words behind create for the name, and not for words too many", () => {
    expect(parse("create", "add", "users'", "--verify", "e-mail")).toMatchObject({
      values: { command: "create", name: "add users' e-mail", verify: "true" },
      problems: [],
    });
    expect(parse("create", "--name=a").values).toEqual({ command: "create", name: "a" });
    expect(parse("create").values).toEqual({ command: "create" });
    expect(parse("create", "a", "--name=b").problems).toEqual([
      "name: It is given twice, behind the command and as a flag.",
    ]);
    expect(parse("create", "a", "--dry-run").values).toMatchObject({ command: "create", "dry-run": "true" });
  });

  test("does not take the next flag for the value of one that has none", () => {
    const { values, problems } = parse("baseline", "--target", "--host=h", "--port", "1");
    expect(values).toEqual({ command: "baseline", host: "h", port: "1" });
    expect(problems).toEqual(["target: The flag needs a value."]);
    expect(parseCommandLine(["--version", "--json"])).toMatchObject({ kind: "text" });
  });

  test("watches what only reads, and refuses to do anything else again and again", () => {
    expect(parse("status", "--watch")).toMatchObject({ watch: "again", problems: [] });
    expect(parse("history", "--watch", "--json")).toMatchObject({ watch: "again", problems: [] });
    expect(parse("status").watch).toBe("once");
    for (const command of ["up", "down", "repair", "stat"])
      expect(parse(command, "--watch").problems).toEqual([
        `watch: It is of status and history, and cannot be given with "${command}".`,
      ]);
    expect(parse("status", "--watch", "--ephemeral").problems).toEqual([
      "watch: On a throwaway server there is nothing to watch.",
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
