import type { ErrorCode } from "../../../src/errors.ts";
import type { ErrorPath } from "./error-path.ts";
import { PATHS_OF_FILES } from "./paths-of-files.ts";
import { PATHS_OF_PLANS } from "./paths-of-plans.ts";
import { PATHS_OF_RUNS } from "./paths-of-runs.ts";

/** Every error there is: a new code that has no way to be made here does not compile. */
export const ERROR_PATHS: Readonly<Record<ErrorCode, ErrorPath>> = {
  ...PATHS_OF_FILES,
  ...PATHS_OF_PLANS,
  ...PATHS_OF_RUNS,
};
