import { userInfo } from "node:os";
import { isatty } from "node:tty";
import { errorsOf } from "../errors.ts";
import { reportPathOf } from "../inputs/parse-inputs.ts";
import type { RawInputs } from "../inputs/raw-inputs.ts";
import { makeRedactor } from "../inputs/redactor.ts";
import { secretsIn } from "../inputs/secrets.ts";
import { readMoment } from "../moment.ts";
import { type Draft, newDraft } from "../report/draft.ts";
import { forLog } from "../report/foreign-text.ts";
import { renderOutcomeText, renderPlanText, renderText } from "../report/render-text.ts";
import type { Report } from "../report/report.ts";
import { ANSI_PAINT, type Paint, PLAIN_PAINT } from "../report/text/paint.ts";
import { TOOL } from "../tool.ts";
import { cancelOnSignals } from "./cancel-on-signals.ts";
import { heedClosedPipes } from "./closed-pipes.ts";
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import { makeShownReport } from "./make-shown-report.ts";
import { checkInputs, runCommand } from "./run-command.ts";
import { tellOfFaults } from "./tell-of-faults.ts";
import { screenOf, Terminal, widthOf } from "./terminal.ts";
import { withComment } from "./with-comment.ts";
import { writeReport } from "./write-report.ts";

/** The command line: people's text on standard error, data on standard output. Resolves to the exit code, for scripts. */
export async function runCli(): Promise<number> {
  const line = parseCommandLine(process.argv.slice(2));
  // Each stream that is made costs a start: of standard output only where something is written to it.
  const isData = line.kind === "text" || line.output === "json";
  const closed = heedClosedPipes(isData ? [process.stdout, process.stderr] : [process.stderr]);
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
  const shell = {
    line,
    raw,
    redact,
    warnings: masks.warnings,
    signal: cancelOnSignals(),
    paint: choosePaint(line),
  };
  const code = await runAs(shell, closed);
  faults.stopListening();
  return code;
}

/** What a run of the command line has from its start. */
interface Shell {
  readonly line: CommandLine;
  readonly raw: RawInputs;
  readonly redact: (text: string) => string;
  readonly warnings: readonly string[];
  readonly signal: AbortSignal;
  readonly paint: Paint;
}

function runAs(shell: Shell, closed: AbortSignal): Promise<number> {
  if (shell.line.values.get("command") === "serve") return serveUntilStopped(shell);
  return shell.line.watch === "again" ? watchUntilEnded(shell, closed) : runOnce(shell);
}

async function runOnce({ line, raw, redact, warnings, signal, paint }: Shell): Promise<number> {
  const terminal = new Terminal(process.stderr, line.verbosity, redact);
  let planShown = false;
  const finished = await runCommand(raw, {
    ...{ tool: TOOL, redact, signal, warnings, problems: line.problems },
    ephemeralLifetime: "process",
    onProgress: (progress) => terminal.onProgress(progress),
    onEphemeral: () => {},
    onPlanned: (draft) => {
      if (line.verbosity === "quiet") return;
      planShown = true;
      terminal.print(`\n${renderPlanText(makeShownReport(draft, redact), paint)}\n`);
    },
    // process.stdin would make a stream of it, which costs a start more than the question is worth.
    ask: isatty(0) && process.stderr.isTTY ? (question) => terminal.ask(question, signal) : null,
  });
  terminal.end();
  const made = withExitCode(makeShownReport(finished.draft, redact), line);
  const report = await withComment(made, finished.draft.inputs, redact);
  await finished.ephemeral?.stop();
  tell(terminal, report, planShown ? renderOutcomeText(report, paint) : null, { line, raw, redact, paint });
  return report.exitCode;
}

/** Writes the report to where it belongs; `text`: what of it people have not seen yet, null: all of it. */
function tell(
  terminal: Terminal,
  report: Report,
  text: string | null,
  { line, raw, redact, paint }: Pick<Shell, "line" | "raw" | "redact" | "paint">,
): void {
  const path = reportPathOf(raw);
  const unwritten = path === null ? null : writeReport(path, report);
  if (line.verbosity !== "quiet" || report.exitCode !== 0)
    terminal.print(text ?? renderText(report, paint, widthOf(process.stderr)));
  if (unwritten !== null) terminal.print(`${forLog(redact(unwritten))}\n`);
  if (line.output === "json") process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

/** `status --watch`: what is wrong with inputs or files ends it before it begins. */
async function watchUntilEnded(shell: Shell, closed: AbortSignal): Promise<number> {
  const { line, raw, redact, warnings, signal, paint } = shell;
  const checked = await checkInputs(raw, { problems: line.problems, warnings });
  if ("draft" in checked) return tellOfRefusal(checked.draft, shell);
  const { watchCommand } = await import("./watch/watch-command.ts");
  return await watchCommand({
    ...{ inputs: checked.inputs, output: line.output, verbosity: line.verbosity, paint, redact },
    stopped: AbortSignal.any([signal, closed]),
    until: line.exitCode === "pending" && checked.inputs.command === "status" ? "pending" : "nobody",
    screen: screenOf(process.stderr, process.env),
    judge: (report) => withExitCode(report, line),
  });
}

/** `serve`: what is wrong with its inputs ends it before it begins. */
async function serveUntilStopped(shell: Shell): Promise<number> {
  const { line, raw, redact, warnings, signal } = shell;
  const terminal = new Terminal(process.stderr, line.verbosity, redact);
  const checked = await checkInputs(raw, { problems: line.problems, warnings });
  if ("draft" in checked) return tellOfRefusal(checked.draft, shell);
  const [{ setupOf }, { serveCommand }] = await Promise.all([
    import("./http/setup.ts"),
    import("./http/serve/serve-command.ts"),
  ]);
  const isQuiet = line.verbosity === "quiet";
  const say = (text: string) => (isQuiet ? undefined : terminal.print(`${forLog(text)}\n`));
  const print = (text: string, kind: "event" | "fault") =>
    kind === "fault" ? terminal.print(`${forLog(text)}\n`) : say(text);
  for (const notice of checked.inputs.notices) say(`Note: ${notice}`);
  try {
    return await serveCommand({
      setup: setupOf({ raw, inputs: checked.inputs, redact, print }, ""),
      stopped: signal,
      say,
    });
  } catch (error) {
    return tellOfRefusal({ ...newDraft("serve", readMoment()), errors: errorsOf(error) }, shell);
  }
}

/** Tells of what ended before it had begun. Its exit code. */
function tellOfRefusal(draft: Draft, shell: Shell): number {
  const { line, redact } = shell;
  const report = makeShownReport(draft, redact);
  tell(new Terminal(process.stderr, line.verbosity, redact), report, null, shell);
  return report.exitCode;
}

/** `status --exit-code`: 9 when something is pending, and the plan's own code when it would be refused. */
function withExitCode(report: Report, line: CommandLine): Report {
  if (line.exitCode === "plain" || report.command !== "status" || report.exitCode !== 0) return report;
  if (report.plan !== null && report.plan.refusals.length > 0) return { ...report, exitCode: 4 };
  return (report.ledger?.pending.length ?? 0) > 0 ? { ...report, exitCode: 9 } : report;
}

/** Source: no-color.org. */
function choosePaint({ colours }: CommandLine): Paint {
  const isDumb = process.env["NO_COLOR"] || process.env["TERM"] === "dumb";
  return colours === "never" || !process.stderr.isTTY || isDumb ? PLAIN_PAINT : ANSI_PAINT;
}

function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
