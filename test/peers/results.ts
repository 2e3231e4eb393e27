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
  /** Why it could not be installed; null where it could. */
  readonly missing: string | null;
  readonly faults: Readonly<Record<string, FaultResult>>;
}

/** One whole run. */
export interface Results {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly command: string;
  readonly postgres: string;
  readonly pgbouncer: string | null;
  readonly peers: readonly PeerResult[];
}
