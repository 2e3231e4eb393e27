import type { LedgerName } from "../inputs/inputs.ts";
import type { ForeignEntry, ForeignTool } from "./foreign-tool.ts";

/** A table that has the columns of another tool's ledger. */
export interface ForeignTable {
  readonly tool: ForeignTool;
  readonly name: LedgerName;
  /** Its columns, name to type as format_type prints it. */
  readonly columns: ReadonlyMap<string, string>;
  /**
   * sure: nothing else looks like that · when-named: the columns are few and the name is not the usual one, so it counts
   * only where somebody names it.
   */
  readonly certainty: "sure" | "when-named";
  /** As whom it can be read: the connected user, the role that was asked for, or nobody here. */
  readonly reader: "user" | "role" | "nobody";
}

/** Another tool's ledger with what it says. */
export interface ForeignLedger extends ForeignTable {
  readonly entries: readonly ForeignEntry[];
}

/** `schema.table`, as people write it and as the input `adopt-from` takes it. */
export const titleOf = ({ name }: Pick<ForeignTable, "name">): string => `${name.schema}.${name.table}`;

/** What the ledger says that stands: applied, or stuck on the way. */
export const standingOf = ({ entries }: Pick<ForeignLedger, "entries">): readonly ForeignEntry[] =>
  entries.filter(({ state }) => state !== "undone" && state !== "bookkeeping");

/** How many entries that is; the only one of some tools is about all migrations up to it. */
export const countStanding = (ledger: Pick<ForeignLedger, "entries">): number => standingOf(ledger).length;
