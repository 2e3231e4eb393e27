import type { ErrorCode } from "../errors.ts";
import type { Backup } from "./backup.ts";

/** What is around the target: what must hold there before a deploy, and what is good to know. */
export interface Environment {
  /** In the order of CHECK_KINDS; of a kind there may be several. */
  readonly checks: readonly EnvironmentCheck[];
  /** The newest backup, as it was told; null: nobody was asked, or it is not known. */
  readonly backup: Backup | null;
}

/** One thing that was looked at. */
export interface EnvironmentCheck {
  readonly kind: CheckKind;
  readonly state: CheckState;
  /** One or two sentences; names of servers and what they have said are in them, not yet harmless. */
  readonly message: string;
  /** What it was judged by: sizes in bytes, times in milliseconds, moments in ISO 8601; null: not known. */
  readonly figures: Readonly<Record<string, number | string | null>>;
  /** Of `violated`: what stops the run; null of all others. */
  readonly stop: { readonly code: ErrorCode; readonly hint: string } | null;
}

/**
 * holds: it is as it should be · warning: somebody should know · violated: the run is stopped · not-readable: it could not
 * be told, and nobody has asked for it.
 */
export type CheckState = "holds" | "warning" | "violated" | "not-readable";

/** What is looked at, in the order in which it is told. */
export const CHECK_KINDS = [
  "connection",
  "server-version",
  "rights",
  "disk",
  "replication",
  "backup",
] as const;

export type CheckKind = (typeof CHECK_KINDS)[number];

/** A check that stops nothing. */
export const told = (
  kind: CheckKind,
  state: Exclude<CheckState, "violated">,
  message: string,
  figures: EnvironmentCheck["figures"] = {},
): EnvironmentCheck => ({ kind, state, message, figures, stop: null });

/** A check that stops the run. */
export const violated = (
  kind: CheckKind,
  message: string,
  stop: NonNullable<EnvironmentCheck["stop"]>,
  figures: EnvironmentCheck["figures"] = {},
): EnvironmentCheck => ({ kind, state: "violated", message, figures, stop });
