import type { Layout } from "../files/migration-file.ts";
import { lossesOf } from "../files/sql/losses.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { Recorded } from "./choose-down.ts";
import type { Refusal, Step } from "./plan.ts";
import { scriptRefusals } from "./script-refusals.ts";

/** Why what is chosen cannot be taken back: no way (DOWN_MISSING), one that ends the record, or what lies in its text. */
export function downRefusals(
  chosen: readonly Recorded[],
  steps: readonly Step[],
  { ledger, layout }: { readonly ledger: LedgerName; readonly layout: Layout },
): readonly Refusal[] {
  return [
    ...chosen.filter(({ file }) => file.down === null).map((recorded) => noWayBack(recorded, layout)),
    ...steps.flatMap((step) => [...scriptRefusals(step), ...endsTheRecord(step, ledger)]),
  ];
}

/**
 * PLAN_LATER_APPLIED where a later run than that of one of `chosen` applied something that stays: it may need what
 * would be taken away. Null where that is not so.
 */
export function laterApplied(chosen: readonly Recorded[], applied: readonly Recorded[]): Refusal | null {
  const stays = applied.filter((recorded) => !chosen.includes(recorded));
  for (const { file, row } of chosen) {
    const later = stays.filter((other) => (other.row.batch ?? 0) > (row.batch ?? 0));
    const [first] = later;
    if (row.batch === null || first === undefined) continue;
    const versions = later.slice(0, 5).map((other) => other.file.version.text);
    const more = later.length > 5 ? `, and ${later.length - 5} more` : "";
    return {
      code: "PLAN_LATER_APPLIED",
      version: file.version.text,
      message: `${file.file} was applied before what would stay applied (${versions.join(", ")}${more}), which may need it.`,
      hint: "Take that back too, with `steps` or `target`, or set `out-of-order: allow`.",
      at: null,
    };
  }
  return null;
}

function noWayBack({ file: { file, version } }: Recorded, { name, wayBack }: Layout): Refusal {
  return {
    code: "DOWN_MISSING",
    version: version.text,
    message: `${file} has no way back, so it cannot be taken back.`,
    hint:
      wayBack === null
        ? `Undo it with a new migration: in the layout ${name} a migration that is applied cannot be given one.`
        : `Write one, ${wayBack} (an empty file is one that does nothing), or undo it with a new migration.`,
    at: null,
  };
}

/**
 * DOWN_DROPS_LEDGER for a way back that drops or empties the ledger: it would take away the record of all others with
 * its own. Empty for all else.
 */
export function endsTheRecord({ file, source, script }: Step, ledger: LedgerName): readonly Refusal[] {
  const statement = script.statements.find((candidate) => takesLedger(candidate, ledger));
  if (statement === undefined) return [];
  const { line, column } = statement;
  const refusal: Refusal = {
    code: "DOWN_DROPS_LEDGER",
    version: file.version.text,
    message: `${source.file}:${line}:${column}: This takes away the ledger or its history, and with it the record of what is applied.`,
    hint: `Leave ${file.version.text} applied: \`target: ${file.version.text}\` takes back all newer ones. What is no longer wanted at all, drop by hand.`,
    at: { file: source.file, line, column },
  };
  return [refusal];
}

function takesLedger(statement: Statement, ledger: LedgerName): boolean {
  return lossesOf(statement).some(({ kind, name }) => {
    if (kind === "schema") return name.length === 1 && name[0] === ledger.schema;
    const [table, schema = ledger.schema] = [...name].reverse();
    const isOurs = table === ledger.table || table === "migration_history";
    return isOurs && schema === ledger.schema && (kind === "table" || kind === "all-rows");
  });
}
