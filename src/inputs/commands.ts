import { MigrateError } from "../errors.ts";
import { closest } from "./did-you-mean.ts";
import type { Command } from "./inputs.ts";
import { quoted } from "./quoted.ts";

export interface CommandDefinition {
  readonly name: string;
  /** One sentence for people, Markdown. */
  readonly meaning: string;
}

/** The names of all commands, in the order people read them. */
export const COMMAND_NAMES = [
  "up",
  "plan",
  "check",
  "status",
  "down",
  "verify",
  "baseline",
  "adopt",
  "repair",
  "create",
  "history",
  "serve",
] as const satisfies readonly Command[];

/** Every command, in that order. */
export const COMMANDS: readonly CommandDefinition[] = [
  command("up", "Rehearse what is pending, pass the gate, apply it, and report."),
  command("plan", "The dry run only: everything `up` does before it changes the target."),
  command(
    "check",
    "For pull requests: the base branch's files and then the pull request's, from zero, with their ways back; no secrets needed.",
  ),
  command("status", "What is applied, pending, edited or missing."),
  command("down", "Take migrations back, the newest one unless told otherwise."),
  command(
    "verify",
    "Ask the target the questions of the verify files of what is applied; nothing is written.",
  ),
  command(
    "baseline",
    "Record migrations as applied without running them, where the target has the schema that they make.",
  ),
  command("adopt", "Take over another tool's ledger."),
  command(
    "repair",
    "Show what an earlier run left half-way, and go on with it, mark it as done, or clear it from the record; accept a file that was edited on purpose.",
  ),
  command(
    "create",
    "Write the files of a new migration, named as this directory names them: `create add users email`.",
  ),
  command("history", "What was run here, when and by whom."),
  command(
    "serve",
    "Answer over HTTP until it is stopped: health, metrics, a page for people, and the admin API. On the command line only.",
  ),
];

function command(name: Command, meaning: string): CommandDefinition {
  return { name, meaning };
}

/** True when `name` is a command's. */
export function isCommand(name: string): name is Command {
  return COMMAND_NAMES.some((available) => available === name);
}

/** The command that `text` names, exactly as written. Rejects with COMMAND_UNKNOWN. */
export function parseCommand(text: string): Command {
  if (isCommand(text)) return text;
  const there = `There are: ${COMMAND_NAMES.join(", ")}.`;
  const near = closest(text, COMMAND_NAMES);
  throw new MigrateError("COMMAND_UNKNOWN", `command: ${quoted(text)} is not a command.`, {
    hint: near === null ? there : `Did you mean ${near}? ${there}`,
  });
}
