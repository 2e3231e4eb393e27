import type { MigrationState } from "../apply/outcome.ts";
import type { ErrorCode, Place } from "../errors.ts";
import type { ReportBlastRadius } from "./report-blast-radius.ts";
import type { PullRequestParts } from "./report-check.ts";
import type { ReportCreated } from "./report-created.ts";
import type { ReportEnvironmentCheck } from "./report-environment.ts";
import type { ReportPreflight } from "./report-preflight.ts";
import type { ReportAdoption, ReportHistoryEntry, ReportRepair, ReportStatusRow } from "./report-record.ts";
import type { ReportRestoration } from "./report-restoration.ts";
import type { ReportStatement } from "./report-statement.ts";
import type { ReportVerification } from "./report-verification.ts";

/** The versioned JSON of a run; summary, outputs, annotations and log are rendered from it and nothing else. */
export interface Report extends PullRequestParts {
  readonly format: "migrate-action.report/1";
  readonly tool: { readonly name: string; readonly version: string };
  readonly command: string;
  readonly result: Result;
  readonly exitCode: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Null before a connection stood. Never a host's password or a URL. */
  readonly target: ReportTarget | null;
  /** After the run, read from the database; null when it could not be read. */
  readonly ledger: ReportLedger | null;
  readonly plan: ReportPlan | null;
  readonly rehearsal: ReportRehearsal | null;
  /** What pending statements ask of the rows of the target, and its answers, in the order of the plan. */
  readonly preflight: readonly ReportPreflight[];
  /** Verify files that the target was asked, in the order of their migrations; only where that was to be done. */
  readonly verification?: readonly ReportVerification[];
  readonly blastRadius: ReportBlastRadius | null;
  /** What is around the target: connection, rights, disk, replication, backup; only where it was looked at. */
  readonly environment?: readonly ReportEnvironmentCheck[];
  readonly gate: { readonly passed: boolean; readonly needs: readonly ReportNeed[] } | null;
  readonly migrations: readonly ReportMigration[];
  /** One row a migration, on record or in the directory, ascending; empty for every command but `status`. */
  readonly status: readonly ReportStatusRow[];
  /** What was run here, newest first; only of the command `history`. */
  readonly history?: readonly ReportHistoryEntry[];
  /** What another tool's ledger says of the files; null for every command but `adopt`, and where none was found. */
  readonly adoption: ReportAdoption | null;
  /** What earlier runs left half-way, and what can be done about it; only of the command `repair`. */
  readonly repair?: ReportRepair;
  /** The files that `create` has written, of its dry run those that it would write; not there for all other commands. */
  readonly created?: readonly ReportCreated[];
  /** Number of this run's batch in the ledger; null when nothing was applied. */
  readonly batch: number | null;
  readonly failure: ReportFailure | null;
  /** Every problem found in one pass (inputs, files), `failure` first; empty when there is at most one. */
  readonly problems: readonly ReportFailure[];
  /** What a person should know and stops nothing: warnings, notes. */
  readonly notices: readonly string[];
}

/**
 * applied: at least one migration was applied, and all that were asked for; of `adopt` and `baseline`: they were recorded;
 * of `repair`: what was chosen was done ·
 * nothing-to-do: nothing was pending; of `verify`: all that was asked holds · created: the files of a new migration were written ·
 * planned: a dry run that would be let through or only needs the phrase ·
 * rolled-back: `down` took back all it was asked to ·
 * refused: inputs, files, plan or gate said no and nothing ran on the target · failed: a migration failed, or what
 * is to be true of one is not ·
 * cancelled: a signal stopped it · unknown: the database could not be asked what happened.
 */
export type Result =
  | "applied"
  | "nothing-to-do"
  | "planned"
  | "created"
  | "rolled-back"
  | "refused"
  | "failed"
  | "cancelled"
  | "unknown";

export interface ReportTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** As the server says it: `15.18 (Debian …)`. */
  readonly serverVersion: string;
  readonly environment: string | null;
  readonly role: string | null;
}

/** Versions as the files write them, ascending. */
export interface ReportLedger {
  /** Before this run; null: none. */
  readonly previousVersion: string | null;
  /** After this run; null: none. */
  readonly currentVersion: string | null;
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  readonly ahead: readonly string[];
}

export interface ReportPlan {
  readonly digest: string;
  readonly refusals: readonly {
    readonly code: ErrorCode;
    readonly version: string | null;
    readonly message: string;
    readonly hint: string;
    readonly at: Place | null;
  }[];
  readonly steps: readonly ReportStep[];
}

export interface ReportStep {
  readonly version: string;
  readonly name: string;
  readonly file: string;
  readonly checksum: string;
  readonly mode: "transaction" | "no-transaction";
  /** True for a repeatable migration that has run before, and was changed since; not there for all others. */
  readonly runsAgain?: true;
  /** The file that takes it back when a later one fails; only with `on-failure: rollback-batch`. */
  readonly wayBack?: string;
  /** Data that goes with a step down, in words, with about how many rows the target has; only where any does. */
  readonly losses?: readonly string[];
  /** The first 1,000 at most. */
  readonly statements: readonly ReportStatement[];
  /** How many the file has; not there when `statements` has each of them. */
  readonly statementCount?: number;
  /** Time of all in the rehearsal; not there when `statements` has each of them, or none was rehearsed. */
  readonly rehearsedMs?: number;
  readonly hazards: readonly ReportHazard[];
}

export interface ReportHazard {
  readonly rule: string;
  readonly level: "info" | "medium" | "high" | "error";
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly instead: string | null;
  readonly allowedBecause: string | null;
}

export interface ReportRehearsal {
  readonly site: "server" | "shadow" | "target" | "none";
  /** True: everything that could be rehearsed went through; false also when the site is `none`. */
  readonly ok: boolean;
  readonly schemaFrom: "dump" | "replay" | "given" | null;
  /** `PostgreSQL 16.4 from /usr/lib/postgresql/16/bin`, or why there was none. */
  readonly description: string;
  /** How the target differs from what its applied files make (`baseline`: all files that it would record), a sentence each. */
  readonly drift: readonly string[];
  /** Why that is not known, a sentence, `drift` being empty then; null where it is. */
  readonly driftUnknown: string | null;
  /** Whether the schema comes back where migrations were taken back too; not there where none were, or not to the end. */
  readonly restoration?: ReportRestoration;
  readonly notRehearsed: readonly { readonly version: string; readonly line: number; readonly why: string }[];
  readonly failure: ReportFailure | null;
  /** Verify files that were asked there, each right after its migration; only where there are some. */
  readonly verification?: readonly ReportVerification[];
  readonly durationMs: number;
}

export interface ReportNeed {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

export interface ReportMigration {
  readonly version: string;
  readonly name: string;
  readonly state: MigrationState;
  readonly durationMs: number | null;
  /** How often it was begun, or outside a transaction that of its statements that was most often; 0 for not-run. */
  readonly tries: number;
  readonly error: string | null;
}

export interface ReportFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
  readonly version: string | null;
  readonly at: Place | null;
  readonly sqlState: string | null;
  /** The statement that failed, as written; at most 4,000 characters. */
  readonly statement: string | null;
  /** Where that begins in its file; not there when it is not known. */
  readonly statementAt?: { readonly line: number; readonly column: number };
}
