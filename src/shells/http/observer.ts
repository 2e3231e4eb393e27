import type { Standing } from "../../report/health/standing.ts";
import type { Report } from "../../report/report.ts";
import { makeShownReport } from "../make-shown-report.ts";
import { makeLooker } from "../watch/look-again.ts";
import { type Setup, worldOf } from "./setup.ts";

/** Looks at files and target for whoever asks; every report redacted. None of it rejects, none writes. */
export interface Observer {
  /** How it stands, no older than the call: those who ask at once share a look. */
  readonly stand: () => Promise<Standing>;
  /** Of the command `history`. */
  readonly history: () => Promise<Report>;
  /** The plan of what is pending with its hazards (`plan.steps[].hazards`), without a rehearsal; of the command `plan`. */
  readonly preview: () => Promise<Report>;
  /** Ends its connections. */
  readonly close: () => void;
}

export function makeObserver(setup: Setup, closed: AbortSignal): Observer {
  const { inputs, redact } = setup;
  const world = worldOf(setup, closed);
  const status = makeLooker({ ...inputs, command: "status" }, world);
  const history = makeLooker({ ...inputs, command: "history" }, world);
  return {
    stand: async () => ({ report: makeShownReport(await status.look(), redact), missing: [] }),
    history: async () => makeShownReport(await history.look(), redact),
    close: () => {
      status.leave();
      history.leave();
    },
  };
}
