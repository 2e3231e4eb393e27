import type { RunFacts } from "./facts.ts";
import type { Try } from "./fault.ts";

/** What became of one fault with one tool. */
export type FaultResult =
  /** It was made to go wrong. */
  | { readonly kind: "tried"; readonly tries: readonly Try[] }
  /** The same fails without the fault: there is nothing to compare. */
  | { readonly kind: "fails-alone"; readonly run: RunFacts }
  /** It could not be made to go wrong; why. */
  | { readonly kind: "not-shown"; readonly because: string };

/** All faults with one tool, by their ids. */
export interface PeerResult {
  readonly name: string;
  readonly version: string;
  readonly remark: string | null;
  /** When and on what it was made to go wrong: `2026-11-22, PostgreSQL 18.4, PgBouncer 1.18.0`. */
  readonly circumstances: string;
  /** Why it could not be installed; null where it could. */
  readonly missing: string | null;
  readonly faults: Readonly<Record<string, FaultResult>>;
}

/** All tools, in the order of the table, each as it was last run with all faults. */
export interface Results {
  readonly command: string;
  readonly peers: readonly PeerResult[];
}
