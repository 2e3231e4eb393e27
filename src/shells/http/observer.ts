import { makeSteadyConnector } from "../../database/steady-connector.ts";
import { preview } from "../../pipeline.ts";
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

/** More than fifty runs of a picture over time: years of deploys, a first run of hundreds. */
const HISTORY_ROWS = 2_000;

export function makeObserver(setup: Setup, closed: AbortSignal): Observer {
  const { inputs, redact } = setup;
  const world = worldOf(setup, closed);
  const status = makeLooker({ ...inputs, command: "status" }, world);
  const history = makeLooker(
    { ...inputs, command: "history", range: { ...inputs.range, steps: HISTORY_ROWS } },
    world,
  );
  const connector = makeSteadyConnector(world.connection, inputs.connectTimeoutMs, closed);
  return {
    stand: async () => ({ report: makeShownReport(await status.look(), redact), missing: [] }),
    history: async () => makeShownReport(await history.look(), redact),
    preview: async () =>
      makeShownReport(await preview({ ...inputs, waitForDatabaseMs: 0 }, world, connector), redact),
    close: () => {
      connector.leave();
      status.leave();
      history.leave();
    },
  };
}
