import type { Connector } from "../database/connector.ts";
import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import type { MigrationSet } from "../files/migration-file.ts";
import type { ConnectionSettings, Inputs } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ReadServerAndLedger } from "../ledger/read-ledger.ts";
import type { Plan } from "../plan/plan.ts";
import type { OnProgress } from "../progress.ts";
import type { Draft } from "../report/draft.ts";
import type { Tool } from "../report/make-report.ts";

/** What a shell gives to a run: the only things of the outside that the flow knows. */
export interface World {
  readonly tool: Tool;
  /** The target: the inputs' own connection, or that of the throwaway server a shell has started. */
  readonly connection: ConnectionSettings;
  /** Takes secrets out of what is written into the database: errors that repeat them. */
  readonly redact: (text: string) => string;
  /** Of the process: what a command of the user's is started with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The migrations in a directory, as `readMigrations` has them: whoever looks again and again keeps what has not changed. */
  readonly readFiles: (path: string, layout: string) => Promise<MigrationSet>;
  /** How server and ledger are read: see `readServerAndLedger`. */
  readonly readTarget: ReadServerAndLedger;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** Hears of the complete dry run, before the gate is passed. */
  readonly onPlanned: (draft: Draft) => void;
  /** Asks a person for the phrase; null where nobody is there to type. Resolves to null when nothing was typed. */
  readonly ask: ((question: string) => Promise<string | null>) | null;
}

/** A run under way: its draft is replaced as each stage adds its value. */
export interface Flow {
  readonly inputs: Inputs;
  readonly world: World;
  readonly connector: Connector;
  readonly sessions: Session[];
  /** Aborted when a cancelled run must end, whatever it waits for: its sessions are left then. */
  readonly giveUp: AbortSignal;
  /** By which what this run has recorded is known: see `Recorder`. */
  readonly runMark: string;
  draft: Draft;
}

/** A plan with what it was made from. */
export interface Planned {
  readonly set: MigrationSet;
  readonly ledger: Ledger;
  readonly plan: Plan;
  readonly facts: ServerFacts;
}

/** Adds `values` to what is known of the run. */
export function keep(flow: Flow, values: Partial<Draft>): void {
  flow.draft = { ...flow.draft, ...values };
}
