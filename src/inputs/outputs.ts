/** One output of a step. */
export interface OutputDefinition {
  readonly name: string;
  /** One sentence for people, Markdown. */
  readonly meaning: string;
}

/** Every output there is, in the order people read them; all are set however a run ends. */
export const OUTPUTS = [
  {
    name: "result",
    meaning:
      "`applied` (by `adopt` and `baseline`: recorded; by `repair`: done as chosen), `nothing-to-do`, `planned`, `created` (by `create`: the files), `rolled-back`, `refused`, `failed`, `cancelled` or `unknown`.",
  },
  {
    name: "applied",
    meaning:
      "JSON array of the versions that this run applied; what `adopt` and `baseline` record is not run, and is not among them.",
  },
  {
    name: "pending",
    meaning: "JSON array of the versions still pending after it; `null` when the ledger was not read.",
  },
  { name: "applied-count", meaning: "How many versions this run applied." },
  {
    name: "pending-count",
    meaning: "How many are still pending; `unknown` when the ledger was not read, so `0` is always true.",
  },
  { name: "current-version", meaning: "The newest applied version after this run; empty when none." },
  { name: "previous-version", meaning: "The newest applied version before this run; empty when none." },
  { name: "changed", meaning: "`true` when this run changed the database, else `false`." },
  { name: "plan-digest", meaning: "What `expected-plan` takes: the digest of this run's plan." },
  {
    name: "hazard-level",
    meaning:
      "The highest level found: `none`, `info`, `medium`, `high` or `error`; `none` without a plan too.",
  },
  { name: "drift", meaning: "Whether the target differs from its migrations: `true`, `false` or `unknown`." },
  { name: "batch", meaning: "Number of this run's batch in the ledger; empty when nothing was applied." },
  { name: "failed-version", meaning: "The version that failed; empty when none did." },
  { name: "failure-reason", meaning: "The error code; empty when nothing failed." },
  { name: "duration-ms", meaning: "How long the run took, in milliseconds." },
  { name: "report-path", meaning: "Where the JSON report is." },
  { name: "database-url", meaning: "URL of the throwaway server; only with `ephemeral`." },
] as const satisfies readonly OutputDefinition[];

/** One of the names in OUTPUTS. */
export type OutputName = (typeof OUTPUTS)[number]["name"];
