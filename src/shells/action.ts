import * as core from "@actions/core";
import { MigrateError } from "../errors.ts";
import { reportPathOf } from "../inputs/parse-inputs.ts";
import type { RawInputs } from "../inputs/raw-inputs.ts";
import { makeRedactor } from "../inputs/redactor.ts";
import { secretForms } from "../inputs/secret-forms.ts";
import { secretsIn } from "../inputs/secrets.ts";
import type { Progress } from "../progress.ts";
import { forLog } from "../report/foreign-text.ts";
import { makeAnnotations } from "../report/make-annotations.ts";
import { redactTexts } from "../report/redact-report.ts";
import { makeOutputs } from "../report/render-outputs.ts";
import { renderProgress } from "../report/render-progress.ts";
import { renderSummary } from "../report/render-summary.ts";
import { renderOutcomeText, renderPlanText, renderText } from "../report/render-text.ts";
import type { Report } from "../report/report.ts";
import { PLAIN_PAINT } from "../report/text/paint.ts";
import { TOOL } from "../tool.ts";
import { actionInputs } from "./action-inputs.ts";
import { cancelOnSignals } from "./cancel-on-signals.ts";
import { makeShownReport } from "./make-shown-report.ts";
import { type Finished, runCommand } from "./run-command.ts";
import { STATE } from "./state.ts";
import { tellOfFaults } from "./tell-of-faults.ts";
import { withComment } from "./with-comment.ts";
import { writeReport } from "./write-report.ts";

/** The action's main step: masks first, then the flow, then log, summary, outputs and annotations. Resolves to the exit code. */
export async function runAction(): Promise<number> {
  core.saveState(STATE.begun, "true");
  const raw: RawInputs = { values: actionInputs(process.env), environment: process.env };
  const masks = secretsIn(raw);
  for (const form of masks.forms) core.setSecret(form);
  const redact = makeRedactor(masks.forms);
  const faults = tellOfFaults("action", redact);
  const signal = cancelOnSignals();
  const log = new ActionLog(redact);
  const finished = await runCommand(raw, {
    tool: TOOL,
    redact,
    signal,
    warnings: masks.warnings,
    problems: raw.values.get("command")?.trim() === "serve" ? [NEVER_ENDS] : [],
    ephemeralLifetime: "detached",
    onProgress: (progress) => log.onProgress(progress),
    onEphemeral: ({ url, connection, handle }) => {
      for (const form of secretForms(connection.password ?? "", [connection.user])) core.setSecret(form);
      for (const form of secretForms(url)) core.setSecret(form);
      core.saveState(STATE.ephemeral, JSON.stringify(handle));
    },
    onPlanned: (draft) => {
      log.open("Plan");
      log.print(renderPlanText(makeShownReport(draft, redact), PLAIN_PAINT));
      log.close();
    },
    ask: null,
  });
  log.close();
  const made = makeShownReport(finished.draft, redact);
  const report = await withComment(made, finished.draft.inputs, redact);
  await tell(report, reportPathOf(raw), finished, log);
  faults.stopListening();
  return report.exitCode === 0 ? 0 : 1;
}

const NEVER_ENDS = new MigrateError(
  "INPUT_INVALID",
  "command: serve answers until it is stopped, so a step of it never ends.",
  {
    hint: "Run it where the application runs, on the command line: migrate-action serve. For a look from a workflow there is status.",
  },
);

const ANNOTATE = { error: core.error, warning: core.warning, notice: core.notice } as const;

/** Everything that outlives the step: each piece is written even when another cannot be. */
async function tell(
  report: Report,
  reportPath: string | null,
  { ephemeral }: Finished,
  log: ActionLog,
): Promise<void> {
  log.print(log.hasPlan ? renderOutcomeText(report, PLAIN_PAINT) : renderText(report, PLAIN_PAINT, null));
  const unwritten = reportPath === null ? null : writeReport(reportPath, report);
  if (unwritten !== null) core.warning(forLog(unwritten));
  const outputs = makeOutputs(report, {
    reportPath: unwritten === null ? reportPath : null,
    databaseUrl: ephemeral?.url ?? null,
  });
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  for (const { level, message, title, file, line, column } of makeAnnotations(report)) {
    const place =
      file === null
        ? {}
        : {
            file,
            ...(line === null ? {} : { startLine: line }),
            ...(column === null ? {} : { startColumn: column }),
          };
    ANNOTATE[level](message, { title, ...place });
  }
  try {
    await core.summary.addRaw(renderSummary(report)).write();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.print(forLog(`The summary could not be written: ${why}\n`));
  }
  core.saveState(STATE.told, "true");
}

/** Standard output as the runner reads it: no line of it is a command, groups aside. */
class ActionLog {
  readonly #redact: (text: string) => string;
  #isOpen = false;
  hasPlan = false;

  constructor(redact: (text: string) => string) {
    this.#redact = redact;
  }

  open(name: "Rehearsal" | "Plan" | "Apply"): void {
    this.close();
    if (name === "Plan") this.hasPlan = true;
    core.startGroup(name);
    this.#isOpen = true;
  }

  close(): void {
    if (this.#isOpen) core.endGroup();
    this.#isOpen = false;
  }

  /** Prints text that `renderText` and its like have made harmless. */
  print(text: string): void {
    process.stdout.write(this.#redact(text.endsWith("\n") ? text : `${text}\n`));
  }

  onProgress(progress: Progress): void {
    if (progress.kind === "rehearsal-started") this.open("Rehearsal");
    if (progress.kind === "apply-started") this.open("Apply");
    // Before it is made harmless: what that changes in a secret would hide it from the redaction of `print`.
    const line = renderProgress(redactTexts(progress, this.#redact));
    if (line !== null) this.print(forLog(line));
  }
}
