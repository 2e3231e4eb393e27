import { userInfo } from "node:os";
import { isatty } from "node:tty";
import { reportPathOf } from "../inputs/parse-inputs.ts";
import type { RawInputs } from "../inputs/raw-inputs.ts";
import { makeRedactor } from "../inputs/redactor.ts";
import { secretsIn } from "../inputs/secrets.ts";
import { forLog } from "../report/foreign-text.ts";
import { renderOutcomeText, renderPlanText, renderText } from "../report/render-text.ts";
import type { Report } from "../report/report.ts";
import { ANSI_PAINT, PLAIN_PAINT } from "../report/text/paint.ts";
import { TOOL } from "../tool.ts";
import { cancelOnSignals } from "./cancel-on-signals.ts";
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import { makeShownReport } from "./make-shown-report.ts";
import { runCommand } from "./run-command.ts";
import { tellOfFaults } from "./tell-of-faults.ts";
import { Terminal } from "./terminal.ts";
import { withComment } from "./with-comment.ts";
import { writeReport } from "./write-report.ts";

/** The command line: people's text on standard error, data on standard output. Resolves to the exit code, for scripts. */
export async function runCli(): Promise<number> {
  const line = parseCommandLine(process.argv.slice(2));
  if (line.kind === "text") {
    process.stdout.write(line.text);
    return 0;
  }
  const raw: RawInputs = { values: line.values, environment: process.env, defaults: { user: osUser() } };
  const masks = secretsIn(raw);
  const redact = makeRedactor(masks.forms);
  const faults = tellOfFaults("command-line", redact);
  // Every user of the machine can read what a process was started with.
  if (process.argv.some((word) => redact(word) !== word)) process.title = TOOL.name;
  const terminal = new Terminal(process.stderr, line.verbosity, redact);
  const cancellation = cancelOnSignals();
  const paint = line.colours === "never" || !wantsColours() ? PLAIN_PAINT : ANSI_PAINT;
  let planShown = false;
  const finished = await runCommand(raw, {
    tool: TOOL,
    redact,
    signal: cancellation.signal,
    warnings: masks.warnings,
    problems: line.problems,
    ephemeralLifetime: "process",
    onProgress: (progress) => terminal.onProgress(progress),
    onEphemeral: () => {},
    onPlanned: (draft) => {
      if (line.verbosity === "quiet") return;
      planShown = true;
      terminal.print(`\n${renderPlanText(makeShownReport(draft, redact), paint)}\n`);
    },
    // process.stdin would make a stream of it, which costs a start more than the question is worth.
    ask: isatty(0) && process.stderr.isTTY ? (question) => terminal.ask(question) : null,
  });
  terminal.end();
  const made = withExitCode(makeShownReport(finished.draft, redact), line);
  const report = await withComment(made, finished.draft.inputs, redact);
  await finished.ephemeral?.stop();
  cancellation.stopListening();
  const path = reportPathOf(raw);
  const unwritten = path === null ? null : writeReport(path, report);
  if (line.verbosity !== "quiet" || report.exitCode !== 0)
    terminal.print(planShown ? renderOutcomeText(report, paint) : renderText(report, paint));
  if (unwritten !== null) terminal.print(`${forLog(redact(unwritten))}\n`);
  if (line.output === "json") process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  faults.stopListening();
  return report.exitCode;
}

/** `status --exit-code`: 9 when something is pending, and the plan's own code when it would be refused. */
function withExitCode(report: Report, line: CommandLine): Report {
  if (line.exitCode === "plain" || report.command !== "status" || report.exitCode !== 0) return report;
  if (report.plan !== null && report.plan.refusals.length > 0) return { ...report, exitCode: 4 };
  return (report.ledger?.pending.length ?? 0) > 0 ? { ...report, exitCode: 9 } : report;
}

/** Source: no-color.org. */
function wantsColours(): boolean {
  return process.stderr.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
