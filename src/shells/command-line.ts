import { parseArgs } from "node:util";
import { MigrateError } from "../errors.ts";
import { INPUTS, inputNamed } from "../inputs/definitions.ts";
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
  /** again: shown every two seconds until the person ends it. */
  readonly watch: "once" | "again";
}

/** Help or version, to be printed as it is. */
export interface PlainText {
  readonly kind: "text";
  readonly text: string;
}

/** Flags that are no inputs: how this program talks. */
const SWITCHES = ["json", "exit-code", "watch", "verbose", "quiet", "no-color", "help"] as const;

/** The command line of `argv` (without node and script). Never rejects: unknown flags become unknown inputs. */
export function parseCommandLine(argv: readonly string[]): CommandLine | PlainText {
  const { bare, args } = withoutBare(argv);
  if (bare.includes("version")) return { kind: "text", text: `${TOOL.version}\n` };
  const { tokens } = parseArgs({ args, options: flags(), strict: false, tokens: true });
  const values = new Map<string, string>();
  const switches = new Set<string>();
  const problems = bare.map(withoutValue);
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const { name, value } = token;
    if (name === "version" && value === undefined) return { kind: "text", text: `${TOOL.version}\n` };
    if ((SWITCHES as readonly string[]).includes(name)) switches.add(name);
    else if (value !== undefined) values.set(name, value);
    else if (isSwitch(name)) values.set(name, "true");
    else problems.push(withoutValue(name));
  }
  if (switches.has("help") || words[0] === "help") return { kind: "text", text: renderHelp() };
  const [command = "up", ...more] = words;
  if (command === "create") problems.push(...takeName(more, values));
  else problems.push(...more.map(wordTooMany));
  values.set("command", commandOf(command, values.get("dry-run")));
  if (switches.has("watch")) problems.push(...watchProblems(values));
  return {
    kind: "command",
    values,
    problems,
    verbosity: switches.has("quiet") ? "quiet" : switches.has("verbose") ? "verbose" : "normal",
    output: switches.has("json") ? "json" : "people",
    colours: switches.has("no-color") ? "never" : "auto",
    exitCode: switches.has("exit-code") ? "pending" : "plain",
    watch: switches.has("watch") ? "again" : "once",
  };
}

/**
 * `argv` without flags that stand bare before another one: parseArgs would take that for their value, and then it would be
 * missing too.
 */
function withoutBare(argv: readonly string[]): { readonly bare: readonly string[]; readonly args: string[] } {
  const bare: string[] = [];
  const args = argv.filter((word, index) => {
    const name = word.startsWith("--") ? word.slice(2) : "";
    const isBare = inputNamed(name) !== undefined && !isSwitch(name);
    if (!isBare || argv[index + 1]?.startsWith("--") !== true) return true;
    bare.push(name);
    return false;
  });
  return { bare, args };
}

const withoutValue = (name: string): MigrateError =>
  problem("INPUT_MISSING", `${name}: The flag needs a value.`, `Write --${name}=VALUE.`);

const WATCHED = ["status", "history"];

/** Only what changes nothing is done again and again. */
function watchProblems(values: ReadonlyMap<string, string>): readonly MigrateError[] {
  const command = values.get("command") ?? "";
  const said = (message: string, hint: string) => problem("INPUT_INVALID", `watch: ${message}`, hint);
  if (!WATCHED.includes(command))
    return [
      said(
        `It is of status and history, and cannot be given with ${JSON.stringify(command)}.`,
        "`status --watch` in another terminal shows what a run does while it does it.",
      ),
    ];
  if (values.get("ephemeral") !== "true") return [];
  return [said("On a throwaway server there is nothing to watch.", "Leave out --ephemeral.")];
}

/** The words behind `create` are the input `name`: `create add users email`. */
function takeName(words: readonly string[], values: Map<string, string>): readonly MigrateError[] {
  if (words.length === 0) return [];
  const given = values.get("name");
  values.set("name", words.join(" "));
  if (given === undefined) return [];
  const hint = "Type it behind `create`, or as --name=VALUE, not both.";
  return [problem("INPUT_INVALID", "name: It is given twice, behind the command and as a flag.", hint)];
}

function wordTooMany(word: string): MigrateError {
  return problem(
    "INPUT_INVALID",
    `command: One word too many: ${JSON.stringify(word)}.`,
    "Give one command, and everything else as --flag=VALUE.",
  );
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
