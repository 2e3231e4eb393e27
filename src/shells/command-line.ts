import { parseArgs } from "node:util";
import { MigrateError } from "../errors.ts";
import { INPUTS } from "../inputs/definitions.ts";
import { TOOL } from "../tool.ts";
import { renderHelp } from "./render-help.ts";
import type { Verbosity } from "./terminal.ts";

/** What was typed, translated: only what belongs to the command line alone is checked. */
export interface CommandLine {
  readonly kind: "command";
  readonly values: ReadonlyMap<string, string>;
  /** Flags without their value, words too many. */
  readonly problems: readonly MigrateError[];
  readonly verbosity: Verbosity;
  readonly output: "people" | "json";
  readonly colours: "auto" | "never";
  readonly exitCode: "plain" | "pending";
}

/** Help or version, to be printed as it is. */
export interface PlainText {
  readonly kind: "text";
  readonly text: string;
}

/** Flags that are no inputs: how this program talks. */
const SWITCHES = ["json", "exit-code", "verbose", "quiet", "no-color", "help"] as const;

/** The command line of `argv` (without node and script). Never rejects: unknown flags become unknown inputs. */
export function parseCommandLine(argv: readonly string[]): CommandLine | PlainText {
  const { tokens } = parseArgs({ args: [...argv], options: flags(), strict: false, tokens: true });
  const values = new Map<string, string>();
  const switches = new Set<string>();
  const problems: MigrateError[] = [];
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const { name, value } = token;
    if (name === "version" && value === undefined) return { kind: "text", text: `${TOOL.version}\n` };
    // Without strictness parseArgs takes the next flag for a value.
    const isMissing = value === undefined || (token.inlineValue === false && value.startsWith("--"));
    if ((SWITCHES as readonly string[]).includes(name)) switches.add(name);
    else if (!isMissing) values.set(name, value);
    else if (isSwitch(name)) values.set(name, "true");
    else
      problems.push(problem("INPUT_MISSING", `${name}: The flag needs a value.`, `Write --${name}=VALUE.`));
  }
  if (switches.has("help") || words[0] === "help") return { kind: "text", text: renderHelp() };
  for (const word of words.slice(1))
    problems.push(
      problem(
        "INPUT_INVALID",
        `command: One word too many: ${JSON.stringify(word)}.`,
        "Give one command, and everything else as --flag=VALUE.",
      ),
    );
  values.set("command", commandOf(words[0] ?? "up", values.get("dry-run")));
  return {
    kind: "command",
    values,
    problems,
    verbosity: switches.has("quiet") ? "quiet" : switches.has("verbose") ? "verbose" : "normal",
    output: switches.has("json") ? "json" : "people",
    colours: switches.has("no-color") ? "never" : "auto",
    exitCode: switches.has("exit-code") ? "pending" : "plain",
  };
}

/** `up --dry-run` is `plan`. */
function commandOf(word: string, dryRun: string | undefined): string {
  return word === "up" && dryRun === "true" ? "plan" : word;
}

function flags(): Record<string, { type: "string" | "boolean"; short?: string }> {
  const inputs = INPUTS.map(
    ({ name, kind }) => [name, { type: kind === "boolean" ? "boolean" : "string" }] as const,
  );
  const switches = SWITCHES.map(
    (name) => [name, { type: "boolean", ...(name === "help" ? { short: "h" } : {}) }] as const,
  );
  return Object.fromEntries([...inputs, ...switches]);
}

/** An input that is a switch, or a flag nobody knows: its value is not missing. */
function isSwitch(name: string): boolean {
  const input = INPUTS.find((definition) => definition.name === name);
  return input === undefined || input.kind === "boolean";
}

function problem(code: "INPUT_MISSING" | "INPUT_INVALID", message: string, hint: string): MigrateError {
  return new MigrateError(code, message, { hint });
}
