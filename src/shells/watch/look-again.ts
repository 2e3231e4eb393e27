import { makeSteadyConnector, type SteadyConnector } from "../../database/steady-connector.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { World } from "../../pipeline/flow.ts";
import { look } from "../../pipeline.ts";
import type { Draft } from "../../report/draft.ts";

/** One who looks again and again. */
export interface Looker {
  /** What there is now; never rejects. */
  readonly look: () => Promise<Draft>;
  /** Ends the connection. */
  readonly leave: () => void;
}

/** A connection's life: it ends with the first look that fails, and takes all with it that listens to its end. */
interface Life {
  readonly connector: SteadyConnector;
  readonly over: AbortController;
}

/**
 * Looks at what `inputs` say, on one connection as long as that holds; a look does not wait for a server, the next one
 * comes. Ended at once when `world.signal` is aborted.
 */
export function makeLooker(inputs: Inputs, world: World): Looker {
  const impatient = { ...inputs, waitForDatabaseMs: 0 };
  let life = beginLife(inputs, world);
  const leave = () => {
    life.connector.leave();
    life.over.abort(new Error("Nobody looks any more."));
  };
  const lookAgain = async () => {
    // A signal of its own: what listens to the long one would be kept for as long as that is.
    const now = new AbortController();
    const stop = () => {
      now.abort(world.signal.reason);
      life.over.abort(world.signal.reason);
    };
    world.signal.addEventListener("abort", stop, { once: true });
    if (world.signal.aborted) stop();
    const draft = await look(impatient, { ...world, signal: now.signal }, life.connector);
    world.signal.removeEventListener("abort", stop);
    if (draft.errors.length > 0 && !world.signal.aborted) {
      leave();
      life = beginLife(inputs, world);
    }
    return draft;
  };
  return { look: lookAgain, leave };
}

function beginLife(inputs: Inputs, world: World): Life {
  const over = new AbortController();
  return { over, connector: makeSteadyConnector(world.connection, inputs.connectTimeoutMs, over.signal) };
}
