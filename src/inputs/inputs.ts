/** What `parseInputs` makes of raw strings: every value checked, units in names, nothing optional by accident. */
export interface Inputs {
  readonly command: Command;
  readonly connection: ConnectionSettings;
  /**
   * ephemeral: the target is a throwaway server on this machine · none: `check` was given no database, and needs none;
   * `create` never has one.
   * `connection` is not used in both.
   */
  readonly target: { readonly kind: "connection" | "ephemeral" | "none" };
  /** `SET ROLE` for the migrations and the ledger; null: the connected user. */
  readonly role: string | null;
  readonly waitForDatabaseMs: number;
  readonly connectTimeoutMs: number;
  readonly migrationsPath: string;
  readonly layout: string;
  readonly range: PlanRange;
  /** Of `down`: what the run with this number applied, `last` the newest such run; null: not asked for. */
  readonly batch: number | "last" | null;
  /** True: everything before the first change, and no further; always true of `plan` and `check`, and `up` is `plan` then. */
  readonly dryRun: boolean;
  readonly outOfOrder: "refuse" | "allow";
  /** Of `up` and `plan`: whether what a run has applied stays when a later migration of it fails, or is taken back. */
  readonly onFailure: "stop" | "rollback-batch";
  readonly rehearsal: RehearsalChoice;
  readonly failOn: FailOn;
  /** Record (`baseline`) although the target's schema is not what the files make; take back (`down`) what does not come back whole. */
  readonly acceptDrift: boolean;
  readonly gate: GateInputs;
  readonly deploy: DeployInputs;
  readonly lock: LockInputs;
  readonly ledger: LedgerName;
  /** Which of the ledgers of other tools is meant: `none`, a tool's name, or `schema.table`; null: nothing was said. */
  readonly adoptFrom: string | null;
  /** What a command does that shows first and writes only when told to. */
  readonly recording: "show" | "write";
  /** Of `repair`: what is chosen for the version of `range`; null: nothing yet, it only shows. */
  readonly resolve: Resolve | null;
  /** Of `repair`: the migration whose file was edited on purpose, as typed, and why that is right; null: none. */
  readonly acceptChecksum: { readonly version: string; readonly reason: string | null } | null;
  /** Of `repair`: that what is expected and gone may be gone, and why that is right; null for all else. */
  readonly acceptGone: { readonly reason: string | null } | null;
  /** What `create` is to make; null for every other command. */
  readonly creation: CreationInputs | null;
  readonly serving: ServingInputs;
  readonly github: GithubInputs;
  /** What a pull request is compared with: a branch, tag or commit as given; null: what the workflow says. */
  readonly base: string | null;
  /** Where the JSON report goes; null: nowhere (CLI without the flag, outside a runner). */
  readonly reportPath: string | null;
  /** `applied_by` and `executed_by`: GITHUB_ACTOR; null: the database user. */
  readonly actor: string | null;
  /** Sentences for the log and the report: parameters that are ignored, settings that do less than they seem to. */
  readonly notices: readonly string[];
  /** Where this run can be looked at, recorded in the history; null outside a runner. */
  readonly runUrl: string | null;
}

/** Commands of this version, each documented in interface order. */
export type Command =
  | "up"
  | "plan"
  | "check"
  | "status"
  | "down"
  | "verify"
  | "baseline"
  | "adopt"
  | "repair"
  | "create"
  | "history"
  | "serve";

/**
 * What becomes of a migration that was left half-way. resume: it goes on where it stopped · skip: it goes on behind the
 * statement of which nobody could know · done: it counts as done · clear: it counts as not begun.
 */
export type Resolve = "resume" | "skip" | "done" | "clear";

/** A new migration that is asked for. */
export interface CreationInputs {
  /** `add_users_email`: as `makeMigrationName` makes it of what was typed. */
  readonly name: string;
  /** True: a file of questions is written too. */
  readonly verify: boolean;
}

/** How it answers over HTTP. */
export interface ServingInputs {
  /** Where `serve` listens. */
  readonly listen: ListenAddress;
  /** The longest that an answer about health may take. */
  readonly healthTimeoutMs: number;
}

/** A host name or address, and a port; 0: any that is free. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** What is known of GitHub, all of it null outside a workflow. Source: GitHub docs, "Default environment variables". */
export interface GithubInputs {
  readonly token: string | null;
  /** auto: where there is a token and a pull request. */
  readonly comment: "auto" | "always" | "never";
  readonly apiUrl: string | null;
  /** `owner/name`. */
  readonly repository: string | null;
  /** Path of the JSON that describes the event. */
  readonly eventPath: string | null;
  readonly ref: string | null;
  /** The branch that the pull request goes to; null too in events that are about none. */
  readonly baseRef: string | null;
}

/** Which part of the pending migrations a run is about. Versions as typed by the user. */
export interface PlanRange {
  /** Up to this version, inclusive; null: all. */
  readonly target: string | null;
  /** Only this one; null: all. */
  readonly version: string | null;
  /** At most so many; null: all. */
  readonly steps: number | null;
}

/**
 * Which part of what is applied `down` is about; of it the newest alone where all three are null. `target` stays
 * applied, and is the newest afterwards; `none`: all is taken back.
 */
export interface DownRange extends Pick<PlanRange, "target" | "steps">, Pick<Inputs, "batch"> {}

export interface RehearsalChoice {
  /** `auto`: the shadow where a URL is given, else a local server where found, else none, said loudly. */
  readonly site: "auto" | "shadow" | "server";
  readonly shadow: ConnectionSettings | null;
  /** The role of the target that the site's own stands for; null: the one connected as. */
  readonly as: string | null;
  /** Fail where nothing could be rehearsed. */
  readonly required: boolean;
  readonly budgetMs: number;
}

/** The hazard level that stops a run. */
export type FailOn = "error" | "high" | "medium" | "never";

export interface GateInputs {
  /** As given, recorded; null when not given. */
  readonly environment: string | null;
  /** True for `production` and `prod` in any case, and NODE_ENV=production. */
  readonly isProduction: boolean;
  /** What was typed; null when nothing was. CONFIRM_PRODUCTION_MIGRATION=true counts as the phrase. */
  readonly confirm: string | null;
  readonly confirmationPhrase: string;
  readonly expectedPlan: string | null;
  /** `name` or `host/name`; null: any. */
  readonly expectedDatabase: string | null;
  readonly reviewWindowMs: number;
}

/** What must hold around the target before anything is changed there. */
export interface DeployInputs {
  /** Who is asked for the newest backup: a query of the target, or a command of the shell; null: nobody. */
  readonly backup: { readonly kind: "query" | "command"; readonly text: string } | null;
  readonly backupMaxAgeMs: number;
  /** Null: no standby stops the run. */
  readonly maxReplicationLagMs: number | null;
}

export interface LockInputs {
  readonly lockTimeoutMs: number;
  readonly lockRetries: number;
  /** 0: none. */
  readonly statementTimeoutMs: number;
  readonly runLockWaitMs: number;
}

/** Where the ledger lives; the history is `migration_history` in the same schema. Unquoted names. */
export interface LedgerName {
  readonly schema: string;
  readonly table: string;
}

/** libpq's modes. Source: PostgreSQL manual, "SSL Support", table of sslmode. */
export type SslMode = "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";

/** How to reach one server: plain values, nothing read yet. Secrets inside: never printed whole. */
export interface ConnectionSettings {
  /** Host name, address, or the absolute directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | null;
  readonly sslMode: SslMode;
  /** PEM text, a path, or `system`; null: libpq's default file. */
  readonly sslRootCert: string | null;
  /** Paths of a client certificate and its key; null: none. */
  readonly sslCert: string | null;
  readonly sslKey: string | null;
  /** libpq's `options`; null: none (poolers reject start-up options). */
  readonly options: string | null;
  readonly channelBinding: "disable" | "prefer" | "require";
}
