import { readMigrations } from "../../../files/read-migrations.ts";
import type { Sight } from "../../../report/health/standing.ts";
import type { Report } from "../../../report/report.ts";
import { worldOfLooker } from "../../world-of-looker.ts";
import type { Setup } from "../setup.ts";
import { makeDeepLook } from "./deep-look.ts";
import { memoOf } from "./files-memo.ts";
import { makePageLooks } from "./page-looks.ts";
import { makeStandingWatch } from "./standing-watch.ts";

/** Looks at files and target for whoever asks; every report redacted. None of it rejects, none writes. */
export interface Observer {
  /** How it stands, no older than the call: those who ask at once share a look. Takes `health-timeout` at the most. */
  readonly stand: () => Promise<Sight>;
  /** Of the command `history`. */
  readonly history: () => Promise<Report>;
  /** The plan of what is pending with its hazards (`plan.steps[].hazards`), without a rehearsal; of the command `plan`. */
  readonly preview: () => Promise<Report>;
  /**
   * The comparison of the schema with what the applied files make (`rehearsal`), and the answers to the verify files
   * (`verification`), a few seconds old at the most; of the command `verify`.
   */
  readonly compare: () => Promise<Report>;
  /** Ends its connections. */
  readonly close: () => void;
}

export function makeObserver(setup: Setup, closed: AbortSignal): Observer {
  const { migrationsPath, layout } = setup.inputs;
  const memo = memoOf(readMigrations, migrationsPath, layout);
  const world = { ...worldOfLooker(setup.inputs, setup.redact, closed), readFiles: memo.read };
  const watch = makeStandingWatch(setup, world, memo);
  const page = makePageLooks(setup, world, watch);
  const deep = makeDeepLook(setup, world);
  return {
    stand: watch.stand,
    history: page.history,
    preview: page.preview,
    compare: deep.compare,
    close: () => {
      watch.close();
      page.close();
      deep.close();
    },
  };
}
