/** What a stage tells while it works; shells print it. One closed union, plain values. */
export type Progress =
  /** The server is not there yet, or starting; tried again until `remainingMs` is over. */
  | { readonly kind: "waiting-for-database"; readonly reason: string; readonly remainingMs: number }
  | { readonly kind: "connected"; readonly target: string }
  | { readonly kind: "waiting-for-lock"; readonly holder: string; readonly remainingMs: number }
  | { readonly kind: "rehearsal-started"; readonly site: string; readonly total: number }
  | { readonly kind: "rehearsing"; readonly version: string; readonly index: number; readonly total: number }
  /**
   * The rehearsal is over, and the applied files are still being run again: to compare the target with what they make, or
   * what is there when some are taken back with what was there before.
   */
  | { readonly kind: "comparing"; readonly what: "drift" | "restoration"; readonly limitMs: number }
  | { readonly kind: "apply-started"; readonly direction: "up" | "down"; readonly total: number }
  | { readonly kind: "applying"; readonly version: string; readonly name: string }
  | { readonly kind: "applied"; readonly version: string; readonly name: string; readonly durationMs: number }
  /** A lock was not to be had in time: the whole migration is begun again after `delayMs`. */
  | {
      readonly kind: "retrying";
      readonly version: string;
      readonly reason: string;
      readonly tries: number;
      readonly delayMs: number;
    }
  | { readonly kind: "blocked"; readonly version: string; readonly by: string }
  /** Files of questions about what is applied, on the target. */
  | { readonly kind: "verify-started"; readonly total: number }
  | { readonly kind: "verifying"; readonly file: string; readonly index: number; readonly total: number }
  /** A NOTICE or WARNING from the server. */
  | { readonly kind: "server-notice"; readonly message: string }
  | { readonly kind: "reviewing"; readonly windowMs: number }
  /** `backup-command` has been started. */
  | { readonly kind: "asking-for-backup"; readonly limitMs: number };

/** Takes progress as it comes; must not throw. */
export type OnProgress = (progress: Progress) => void;
