import { COMMANDS } from "../inputs/commands.ts";
import { INPUTS } from "../inputs/definitions.ts";

/** What `--help` prints: commands, flags (one for each input) and the switches of the command line itself. */
export function renderHelp(): string {
  const commands = COMMANDS.map(({ name, meaning }) => row(name, meaning));
  const inputs = INPUTS.filter(({ name }) => name !== "command").map((input) => {
    const fallback = input.default ?? input.defaultText;
    const values = input.allowed === null ? "" : ` One of ${input.allowed.join(", ")}.`;
    return row(`--${input.name}`, `${input.meaning}${values}${fallback ? ` Default: ${fallback}.` : ""}`);
  });
  return `Usage: migrate-action [command] [flags]

Commands:
${commands.join("\n")}

Flags (as --name=VALUE or --name VALUE; each is also an input of the action):
${inputs.join("\n")}

Switches:
${SWITCH_ROWS.join("\n")}

Exit codes: 0 done or nothing to do, 1 a migration failed, 2 inputs or files, 3 no connection, 4 the plan refuses,
5 the gate refuses, 6 another run holds the lock, 7 cancelled, 8 state unknown, 9 status --exit-code: pending,
70 a fault of this program.
`;
}

function row(name: string, meaning: string): string {
  return `  ${name.padEnd(24)} ${meaning.replaceAll("`", "")}`;
}

const SWITCH_ROWS = [
  row("--json", "Print the report as JSON on standard output, and nothing else there."),
  row("--exit-code", "With status: exit 9 when something is pending."),
  row(
    "--watch",
    "With status and history: show it again every 2 s, until Ctrl-C (exit 0); with --json a line whenever something has changed. With status --exit-code: until nothing is pending (exit 0; Ctrl-C before that: 7).",
  ),
  row("--verbose", "Show the server's notices too."),
  row("--quiet", "Say only what went wrong."),
  row("--no-color", "No colours; NO_COLOR does the same."),
  row("--version", "The version of this program (--version=01 is the flag of that name)."),
];
