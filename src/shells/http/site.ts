import type { Observer } from "./observer.ts";
import type { Setup } from "./setup.ts";

/** What every route is given. */
export interface Site {
  readonly setup: Setup;
  readonly observer: Observer;
  /** Aborted when the handler is closed. */
  readonly closed: AbortSignal;
}
