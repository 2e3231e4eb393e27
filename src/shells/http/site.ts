import type { Observer } from "./observer.ts";
import type { Setup } from "./setup.ts";
import type { WrongTokens } from "./wrong-tokens.ts";

/** What every route is given. */
export interface Site {
  readonly setup: Setup;
  readonly observer: Observer;
  /** One for all routes: who guesses at one has guessed at all. */
  readonly wrongTokens: WrongTokens;
  /** Aborted when the handler is closed. */
  readonly closed: AbortSignal;
}
