import type { AdoptionRow } from "./adoption.ts";
import type { AdoptionRefusal } from "./choose-ledger.ts";
import { type ForeignLedger, titleOf } from "./foreign-ledger.ts";

/**
 * Why the rows must not be taken over, in their order: ADOPTION_UNFINISHED (dirty, failed, unfinished), PLAN_MISSING (no
 * file), PLAN_DUPLICATE (a second row of one file).
 */
export function makeAdoptionRefusals(
  rows: readonly AdoptionRow[],
  ledger: ForeignLedger,
): readonly AdoptionRefusal[] {
  return rows.flatMap((row) => refusalOf(row, ledger) ?? []);
}

function refusalOf({ entry, file, state }: AdoptionRow, ledger: ForeignLedger): AdoptionRefusal | null {
  if (entry === null) return null;
  const title = titleOf(ledger);
  const refuse = (code: AdoptionRefusal["code"], message: string, hint: string): AdoptionRefusal => {
    return { code, version: file?.version.text ?? entry.foreign, message, hint, at: null };
  };
  switch (state) {
    case "dirty":
    case "failed":
    case "unfinished":
      return refuse("ADOPTION_UNFINISHED", entry.trouble?.meaning ?? "", entry.trouble?.remedy ?? "");
    case "missing":
      return refuse(
        "PLAN_MISSING",
        `${ledger.tool.name} has applied ${entry.foreign} (in ${title}), and no file here is that migration.`,
        "Restore its file, or check that `migrations-path` and `layout` are those of this database. What was no SQL file there has to become one: of the same name or version, with the SQL that was run.",
      );
    case "duplicate":
      return refuse(
        "PLAN_DUPLICATE",
        `${title} has more than one row for ${file?.file ?? entry.foreign}: the second is ${entry.foreign}.`,
        `Compare the rows, and delete the one that is wrong with ${ledger.tool.name}'s own means.`,
      );
    default:
      return null;
  }
}
