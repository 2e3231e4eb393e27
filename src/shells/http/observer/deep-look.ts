import type { World } from "../../../pipeline/flow.ts";
import { lookDeeply } from "../../../pipeline.ts";
import type { Report } from "../../../report/report.ts";
import type { Setup } from "../setup.ts";
import { makeLookOnce } from "./page-looks.ts";
import { makeSingleFlight } from "./single-flight.ts";

/** The whole comparison. */
export interface DeepLook {
  /** Never rejects. */
  readonly compare: () => Promise<Report>;
  readonly close: () => void;
}

/** The longest that it may take: all applied files may have to be run again on another server. */
const LIMIT_MS = 60_000;

/** Who asks again sooner is given the same answer: each costs a server its start. */
const AGE_MS = 5_000;

export function makeDeepLook(setup: Setup, world: World): DeepLook {
  const impatient = { ...setup.inputs, waitForDatabaseMs: 0 };
  const { look, close } = makeLookOnce(setup, "verify", LIMIT_MS, (connector, signal) =>
    lookDeeply(impatient, { ...world, signal }, connector),
  );
  let kept: { readonly report: Report; readonly untilMs: number } | null = null;
  const compare = async (): Promise<Report> => {
    if (kept !== null && performance.now() < kept.untilMs) return kept.report;
    const report = await look();
    kept = { report, untilMs: performance.now() + AGE_MS };
    return report;
  };
  return { compare: makeSingleFlight(compare), close };
}
