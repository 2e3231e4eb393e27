import type { Environment } from "../environment/environment.ts";
import type { ErrorCode } from "../errors.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Need } from "./need.ts";

/** What is around the target, and what the run was asked to let through. */
export interface EnvironmentQuestion {
  readonly inputs: Inputs;
  /** Null: it was not looked at. */
  readonly environment: Environment | null;
}

/** What the plan would meet on its way, as hazards of the level `error` would; `fail-on: never` lets it go on. */
const FORESEEN: ReadonlySet<ErrorCode> = new Set(["DISK_TOO_SMALL", "RIGHTS_MISSING"]);

/** What of the environment stops the run, in the order in which it was looked at. */
export function environmentNeeds({ inputs, environment }: EnvironmentQuestion): readonly Need[] {
  return (environment?.checks ?? []).flatMap(({ message, stop }) => {
    if (stop === null || (FORESEEN.has(stop.code) && inputs.failOn === "never")) return [];
    return [{ code: stop.code, message, hint: stop.hint }];
  });
}
