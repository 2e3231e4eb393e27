import type { ErrorCode } from "../errors.ts";

/** Something that is lacking before a plan may be applied. */
export interface Need {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}
