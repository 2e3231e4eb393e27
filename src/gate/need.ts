import type { ErrorCode } from "../errors.ts";

/** Something that is lacking for the plan to be applied. */
export interface Need {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}
