/** One thing around the target that was looked at before the deploy; of a kind there may be several. */
export interface ReportEnvironmentCheck {
  readonly kind: "connection" | "server-version" | "rights" | "disk" | "replication" | "backup";
  /** violated: it stops the run, and stands among the gate's needs. */
  readonly state: "holds" | "warning" | "violated" | "not-readable";
  readonly message: string;
  /**
   * What it was judged by, as far as it has figures: sizes in bytes (`freeBytes`, `neededBytes`), times in milliseconds
   * (`lagMs`, `ageMs`), moments in ISO 8601 (`madeAt`); null: not known.
   */
  readonly figures: Readonly<Record<string, number | string | null>>;
}
