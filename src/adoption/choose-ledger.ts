import type { ErrorCode } from "../errors.ts";
import { countStanding, type ForeignLedger, standingOf, titleOf } from "./foreign-ledger.ts";

/** A reason not to adopt, with what to do. */
export interface AdoptionRefusal {
  readonly code: ErrorCode;
  /** The version concerned, as the other tool writes it where no file has it; null when it is about the whole. */
  readonly version: string | null;
  readonly message: string;
  readonly hint: string;
  readonly at: null;
}

/** The ledger to adopt, or why none can be told. */
export type Choice =
  | { readonly kind: "ledger"; readonly ledger: ForeignLedger }
  | { readonly kind: "refused"; readonly refusal: AdoptionRefusal };

/**
 * The one of `ledgers` that `adoptFrom` (a tool's name or `schema.table`; null: nothing was said) names, or the only one
 * that says anything. ADOPTION_SOURCE_MISSING, ADOPTION_AMBIGUOUS, LEDGER_FORBIDDEN.
 */
export function chooseLedger(ledgers: readonly ForeignLedger[], adoptFrom: string | null): Choice {
  const sure = ledgers.filter(({ certainty }) => certainty === "sure");
  const meant = adoptFrom === null ? sure : named(ledgers, adoptFrom);
  const full = meant.filter((ledger) => countStanding(ledger) > 0 || ledger.reader === "nobody");
  const [ledger, ...others] = full.length > 0 ? full : meant;
  if (ledger === undefined) return refuse(missing(sure, adoptFrom));
  if (others.length > 0) return refuse(ambiguous([ledger, ...others]));
  if (ledger.reader === "nobody") return refuse(unreadable(ledger));
  return { kind: "ledger", ledger };
}

/** A table's own name is exact; a tool's is as people write it, in any case. */
function named(ledgers: readonly ForeignLedger[], adoptFrom: string): readonly ForeignLedger[] {
  const byTable = ledgers.filter((ledger) => titleOf(ledger) === adoptFrom);
  if (byTable.length > 0) return byTable;
  const byTool = ledgers.filter(({ tool }) => tool.name.toLowerCase() === adoptFrom.toLowerCase());
  const sure = byTool.filter(({ certainty }) => certainty === "sure");
  return sure.length > 0 ? sure : byTool;
}

/** `dbmate (public.schema_migrations, 12 migrations)`, `tern (public.schema_version, up to 12)`: for sentences. */
export function describeLedger(ledger: ForeignLedger): string {
  const said = ledger.reader === "nobody" ? "not readable" : describeStanding(ledger);
  return `${ledger.tool.name} (${titleOf(ledger)}, ${said})`;
}

/** The one row of some tools is about all migrations up to it, so that a count of rows would mislead. */
function describeStanding(ledger: ForeignLedger): string {
  const [only, ...others] = standingOf(ledger);
  if (only !== undefined && others.length === 0) {
    if (only.identity.by === "up-to") return `up to ${only.identity.text}`;
    if (only.trouble !== null) return `${only.state} at ${only.foreign}`;
  }
  const count = countStanding(ledger);
  return `${count} migration${count === 1 ? "" : "s"}`;
}

function missing(sure: readonly ForeignLedger[], adoptFrom: string | null): AdoptionRefusal {
  const seen = sure.length === 0 ? "" : ` There are: ${sure.map(describeLedger).join(", ")}.`;
  return adoptFrom === null
    ? refusal(
        "ADOPTION_SOURCE_MISSING",
        "No table of this database has the columns of a migration tool's ledger that is known here.",
        "Check that `database` is the one that the other tool has migrated, and that this user may see its schema.",
      )
    : refusal(
        "ADOPTION_SOURCE_MISSING",
        `No table that fits \`adopt-from: ${adoptFrom}\` has the columns of a ledger that is known here.${seen}`,
        "Give the table as `schema.table`, or the tool by its name.",
      );
}

function ambiguous(ledgers: readonly ForeignLedger[]): AdoptionRefusal {
  const ways = ledgers.map((ledger) => `\`adopt-from: ${titleOf(ledger)}\``).join(" or ");
  return refusal(
    "ADOPTION_AMBIGUOUS",
    `More than one ledger of another tool is here: ${ledgers.map(describeLedger).join(", ")}.`,
    `Say which one these files belong to: ${ways}.`,
  );
}

function unreadable(ledger: ForeignLedger): AdoptionRefusal {
  const title = titleOf(ledger);
  return refusal(
    "LEDGER_FORBIDDEN",
    `The ledger of ${ledger.tool.name}, ${title}, cannot be read by this user.`,
    `Grant it: \`GRANT USAGE ON SCHEMA\` and \`GRANT SELECT ON ${title}\`, or name a role that may with \`role\`.`,
  );
}

function refuse(refusal: AdoptionRefusal): Choice {
  return { kind: "refused", refusal };
}

function refusal(code: ErrorCode, message: string, hint: string): AdoptionRefusal {
  return { code, version: null, message, hint, at: null };
}
