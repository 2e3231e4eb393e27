import type { WrongTokens } from "./guard/wrong-tokens.ts";
import type { Observer } from "./observer/observer.ts";
import type { RunDesk } from "./runs/run-desk.ts";
import type { Setup } from "./setup.ts";

/** What every route is given. */
export interface Site {
  readonly setup: Setup;
  readonly observer: Observer;
  readonly desk: RunDesk;
  /** One for all routes: who guesses at one has guessed at all. */
  readonly wrongTokens: WrongTokens;
  /** Says in the server's log what nobody expected; what was asked is answered without a word of it. */
  readonly tellFault: (error: unknown) => void;
  /** Aborted when the handler is to end: nothing is begun any more. */
  readonly closed: AbortSignal;
}
