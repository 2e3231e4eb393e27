import type { Progress } from "../../../progress.ts";
import type { Report } from "../../../report/report.ts";
import { TOOL } from "../../../tool.ts";
import { makeShownReport } from "../../make-shown-report.ts";
import { runCommand } from "../../run-command.ts";
import type { Setup } from "../setup.ts";
import type { EndedRun, RunUnderWay } from "./api-run.ts";
import { tellOfEnd, tellOfStart } from "./run-lines.ts";
import { makeRunInputs, type RunRequest } from "./run-request.ts";

/** Who hears of a run while it goes on; neither may throw, nor hold it up. */
export interface RunListener {
  /** Not redacted yet. */
  readonly onProgress: (progress: Progress) => void;
  /** The complete dry run, redacted, before the gate is passed. */
  readonly onPlanned: (report: Report) => void;
}

/** Where runs are asked for: one at a time. */
export interface RunDesk {
  readonly underWay: () => RunUnderWay | null;
  /** The newest that is over; null: none is since this process began. */
  readonly last: () => EndedRun | null;
  /** Begins a run, which nobody's going away ends; null: one is under way. Resolves to its report, redacted. */
  readonly begin: (request: RunRequest, listener: RunListener) => Promise<Report> | null;
  /** Resolves when none is under way. */
  readonly idle: () => Promise<void>;
}

/** `closed` aborted: what is under way is cancelled, as a signal does it to the command line. */
export function makeRunDesk(setup: Setup, closed: AbortSignal): RunDesk {
  let underWay: RunUnderWay | null = null;
  let last: EndedRun | null = null;
  let over: Promise<unknown> = Promise.resolve();
  const go = async (request: RunRequest, begun: RunUnderWay, listener: RunListener): Promise<Report> => {
    try {
      setup.print(tellOfStart(begun), "event");
      const report = await runToEnd(setup, closed, request, listener);
      last = { ...begun, report };
      setup.print(tellOfEnd(last), "event");
      return report;
    } finally {
      underWay = null;
    }
  };
  return {
    underWay: () => underWay,
    last: () => last,
    begin: (request, listener) => {
      if (underWay !== null) return null;
      underWay = makeUnderWay(setup, request);
      const run = go(request, underWay, listener);
      over = run.catch(() => {});
      return run;
    },
    idle: async () => {
      await over;
    },
  };
}

function makeUnderWay({ inputs, redact }: Setup, { actor, command }: RunRequest): RunUnderWay {
  const by = actor === null ? (inputs.actor ?? inputs.connection.user) : `${actor} (HTTP)`;
  return { startedAt: new Date().toISOString(), by: redact(by), dryRun: command === "plan" };
}

async function runToEnd(
  { raw, redact }: Setup,
  signal: AbortSignal,
  request: RunRequest,
  listener: RunListener,
): Promise<Report> {
  const { draft } = await runCommand(makeRunInputs(raw, request), {
    ...{ tool: TOOL, redact, signal, warnings: [], problems: [], ask: null },
    ephemeralLifetime: "process",
    onEphemeral: () => {},
    onProgress: listener.onProgress,
    onPlanned: (planned) => listener.onPlanned(makeShownReport(planned, redact)),
  });
  return makeShownReport(draft, redact);
}
