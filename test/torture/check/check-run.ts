import type { Result } from "../../../src/report/report.ts";
import type { DoneFault } from "../faults/scene.ts";
import { type EndedRun, RUN_LOCK_WAIT_MS } from "../run/run-migrate.ts";
import { checkReport } from "./check-report.ts";
import { completedIn, unfinishedIn } from "./expected.ts";
import { cutsConnections, type Truth } from "./truth.ts";

/** A run that is told to stop must have ended by then; promised are 7 s, the rest is the machine's load. */
const ENDS_WITHIN_MS = 10_000;

/** `    at name (/path/file.js:1:2)`, `    at node:internal/…:1:2`: an exception that nobody made words of. */
const STACK = /^ +at (\S.* \(.+:\d+:\d+\)|(node|file):.+:\d+:\d+|\/.+\.[cm]?js:\d+:\d+)$/m;

/** All that one run did wrong: how it ended, how long it took, what it said. Sentences; empty: nothing. */
export function checkRun(run: EndedRun, truth: Truth): readonly string[] {
  const signal = signalTo(run, truth.faults);
  const wasKilled = isKill(signal) || wasNotThereYet(run, signal);
  const { report } = run;
  const found = [
    ...(run.hung ? ["it did not end by itself"] : []),
    ...(run.leftBehind.length > 0 ? [`it left temporary files: ${run.leftBehind.join(", ")}`] : []),
    ...(STACK.test(run.stderr) ? ["it printed the stack of an exception"] : []),
    ...(report === null && !wasKilled && !run.hung ? ["it wrote no report"] : []),
    ...(report === null ? [] : checkReport(run.actor, report, truth)),
    ...(wasKilled || run.hung ? [] : checkExit(run, truth, signal)),
    ...checkPromptness(run, signal),
  ];
  return found.map((words) => `${run.actor}: ${words}`);
}

/** The signal that was sent to `run`; undefined: none. */
export function signalTo(run: EndedRun, faults: readonly DoneFault[]): DoneFault | undefined {
  return faults.find(({ fault, actor }) => fault.kind === "signal" && actor === run.actor);
}

function isKill(signal: DoneFault | undefined): boolean {
  return signal?.fault.kind === "signal" && signal.fault.signal === "SIGKILL";
}

/** Until Node has read the program a signal ends it as it ends any process: it has said and done nothing by then. */
function wasNotThereYet(run: EndedRun, signal: DoneFault | undefined): boolean {
  return signal !== undefined && run.signal !== null && run.stderr === "" && run.report === null;
}

function checkPromptness(run: EndedRun, signal: DoneFault | undefined): readonly string[] {
  if (signal?.atMs == null) return [];
  const tookMs = run.endedAtMs - signal.atMs;
  return tookMs > ENDS_WITHIN_MS ? [`it ended ${Math.round(tookMs)} ms after its signal`] : [];
}

function checkExit(run: EndedRun, truth: Truth, signal: DoneFault | undefined): readonly string[] {
  const { report, code } = run;
  if (code === null) return [`${run.signal} ended it`];
  const judge = EXITS[code];
  const reason = judge === undefined ? "means nothing here" : judge(run, truth, signal);
  const failure = report?.failure;
  const why = failure == null ? "without a failure" : `${failure.code}: ${failure.message}`;
  return [
    ...(reason === null ? [] : [`exit ${code} ${reason} (${why})`]),
    ...(report !== null && report.exitCode !== code
      ? [`its report says exit ${report.exitCode}, it was ${code}`]
      : []),
    ...(report !== null && (code === 0) !== (report.failure === null)
      ? [`exit ${code} does not go with the report's failure`]
      : []),
    ...(report !== null && !RESULTS[code]?.includes(report.result)
      ? [`exit ${code} does not go with the result ${report.result}`]
      : []),
  ];
}

/** Why an exit code is not the right one; null: it is. */
type Judge = (run: EndedRun, truth: Truth, signal: DoneFault | undefined) => string | null;

/** Source: docs of the command line, "Exit codes". All others never happen here. */
const EXITS: Readonly<Record<number, Judge>> = {
  0: ({ report }, { standing, all, asked }) => {
    if (asked === "repair") return null;
    const completed = completedIn(standing);
    const missing = all.filter((version) => !completed.has(version));
    if (missing.length > 0) return `though ${missing.join(", ")} was not applied`;
    return report?.ledger?.pending.length === 0
      ? null
      : "though the report does not say that nothing is pending";
  },
  1: ({ report }, { faults }) =>
    report?.failure?.code === "CONNECTION_LOST" && faults.some(cutsConnections)
      ? null
      : "though none of these migrations can fail",
  3: (_run, { faults }) => (faults.some(cutsConnections) ? null : "though nothing cut a connection"),
  4: ({ report }, { canBeUnfinished, standing, faults }) => {
    const reason = report?.failure?.code;
    if (reason === "PLAN_UNFINISHED")
      return canBeUnfinished && (faults.length > 0 || unfinishedIn(standing).length > 0)
        ? null
        : "though nothing is unfinished";
    if (reason === "LEDGER_CHANGED")
      return faults.some(({ atMs }) => atMs !== null) ? null : "though the run lock was held";
    return "though there is nothing to refuse";
  },
  6: (run, { others }) =>
    others > 0 && run.endedAtMs - run.startedAtMs >= RUN_LOCK_WAIT_MS
      ? null
      : "though it has not waited so long",
  7: (_run, _truth, signal) => (signal === undefined ? "though nobody told it to stop" : null),
  8: ({ report }) =>
    report?.failure?.code === "STATE_UNKNOWN" && report.migrations.some(({ state }) => state === "unknown")
      ? null
      : "though the state of every migration is told",
};

const RESULTS: Readonly<Record<number, readonly Result[]>> = {
  0: ["applied", "nothing-to-do"],
  1: ["failed"],
  3: ["failed", "refused"],
  4: ["failed", "refused"],
  6: ["failed", "refused"],
  7: ["cancelled"],
  8: ["unknown"],
};
