import { type AdoptionRefusal, describeLedger } from "./choose-ledger.ts";
import { countStanding, type ForeignLedger, titleOf } from "./foreign-ledger.ts";

/** What other tools' ledgers mean for a run over a ledger of ours that has no rows. */
export interface AdoptionNeed {
  /** Why nothing may be applied; for commands that change nothing it is only worth saying. */
  readonly refusals: readonly AdoptionRefusal[];
  /** The same for a baseline, which does not need what those ledgers say. */
  readonly besideBaseline: readonly string[];
  readonly notices: readonly string[];
}

/**
 * ADOPTION_NEEDED where a ledger says that something is applied here: every file would run again over it. Empty for
 * ledgers that say nothing, and for tables that only look like one when somebody names them.
 */
export function makeAdoptionNeed(ledgers: readonly ForeignLedger[]): AdoptionNeed {
  const sure = ledgers.filter(({ certainty }) => certainty === "sure");
  const full = sure.filter((ledger) => countStanding(ledger) > 0);
  const unread = sure.filter(({ reader }) => reader === "nobody");
  return {
    refusals: full.length === 0 ? [] : [needed(full)],
    besideBaseline:
      full.length === 0
        ? []
        : [`${whose(full)} A baseline does not look at what is on record there; \`adopt\` takes it over.`],
    notices: unread.map(
      (ledger) =>
        `${titleOf(ledger)} has the columns of ${ledger.tool.name}'s ledger, and this user may not read it: if it is about these files, they are not new to this database.`,
    ),
  };
}

function needed(full: readonly ForeignLedger[]): AdoptionRefusal {
  const ways = full.map((ledger) => `\`adopt-from: ${titleOf(ledger)}\``).join(" or ");
  const from = full.length > 1 ? ` with ${ways}` : "";
  return {
    code: "ADOPTION_NEEDED",
    version: null,
    message: `${whose(full)} Our ledger has nothing on record, so that every file here would run again.`,
    hint: `Run the command \`adopt\`${from} to see what it would take over, then the same with \`apply: true\`. If these files have nothing to do with that ledger, set \`adopt-from: none\`.`,
    at: null,
  };
}

const whose = (full: readonly ForeignLedger[]): string =>
  `Another tool has migrated this database: ${full.map(describeLedger).join(", ")}.`;
