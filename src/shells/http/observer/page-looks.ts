import { errorsOf } from "../../../errors.ts";
import type { World } from "../../../pipeline/flow.ts";
import { look, preview } from "../../../pipeline.ts";
import type { Draft } from "../../../report/draft.ts";
import type { Report } from "../../../report/report.ts";
import { makeShownReport } from "../../make-shown-report.ts";
import type { Setup } from "../setup.ts";
import { failedReport } from "./failed-report.ts";
import { type LineWork, makeLine } from "./line.ts";
import { makeSingleFlight } from "./single-flight.ts";
import { type StandingKey, type StandingWatch, silence } from "./standing-watch.ts";

/** What people are shown beside how it stands. None of it rejects. */
export interface PageLooks {
  readonly history: () => Promise<Report>;
  readonly preview: () => Promise<Report>;
  readonly close: () => void;
}

/** The longest that each of them may take. */
const LIMIT_MS = 10_000;

/** More than the command shows by itself: a picture over time needs years of deploys, and a first run of hundreds. */
const HISTORY_ROWS = 2_000;

/** Hazards depend on what the catalog says too, which is in no key: how large tables are, what depends on them. */
const PREVIEW_AGE_MS = 30_000;

interface Kept extends StandingKey {
  readonly report: Report;
  readonly untilMs: number;
}

/** Each has a connection of its own, as long as it looks. */
export function makePageLooks(setup: Setup, world: World, watch: StandingWatch): PageLooks {
  const { inputs } = setup;
  const impatient = { ...inputs, waitForDatabaseMs: 0 };
  const history = makeLookOnce(setup, "history", LIMIT_MS, (connector, signal) =>
    look(
      { ...impatient, command: "history", range: { ...inputs.range, steps: HISTORY_ROWS } },
      { ...world, signal },
      connector,
    ),
  );
  const planned = makeLookOnce(setup, "plan", LIMIT_MS, (connector, signal) =>
    preview(impatient, { ...world, signal }, connector),
  );
  let kept: Kept | null = null;
  const previewOnce = async (): Promise<Report> => {
    const key = await watch.readKey();
    const isSame = kept !== null && key?.digest === kept.digest && key.files === kept.files;
    if (kept !== null && isSame && performance.now() < kept.untilMs) return kept.report;
    const report = await planned.look();
    const isKept = key !== null && report.failure === null;
    kept = isKept ? { ...key, report, untilMs: performance.now() + PREVIEW_AGE_MS } : null;
    return report;
  };
  return {
    history: makeSingleFlight(history.look),
    preview: makeSingleFlight(previewOnce),
    close: () => {
      history.close();
      planned.close();
    },
  };
}

/** One look, on a connection that is left at its end; never rejects. */
export interface LookOnce {
  readonly look: () => Promise<Report>;
  readonly close: () => void;
}

/** `work` as a report; that of a failed `command` where it takes longer than `limitMs`. */
export function makeLookOnce(
  setup: Setup,
  command: string,
  limitMs: number,
  work: LineWork<Draft>,
): LookOnce {
  const { inputs, redact } = setup;
  const line = makeLine(inputs.connection, inputs.connectTimeoutMs);
  const lookOnce = async () => {
    try {
      const draft = await line.ask(limitMs, work);
      if (draft !== null) return makeShownReport(draft, redact);
      return failedReport(setup, command, [silence(limitMs)]);
    } catch (error) {
      return failedReport(setup, command, errorsOf(error));
    } finally {
      line.leave();
    }
  };
  return { look: lookOnce, close: line.close };
}
