import type { LedgerName } from "../../inputs/inputs.ts";
import { deletesFromLedger, insertsIntoLedger } from "../ledger-statements.ts";
import { SlicedStatement } from "../sql/sliced-statement.ts";
import type { Cut } from "./split-large.ts";
import type { Window } from "./walk-windows.ts";

const PLAIN = /(?:insert|update|delete|merge|select|values|with)\b/iy;

/**
 * Whether a statement may go into a run: a query or a change of rows that adds no row to `ledger` and takes none off it. What that is
 * can be told from its first word, but for the ledger, which few statements name.
 */
export function mayJoin(ledger: LedgerName): NonNullable<Cut["mayJoin"]> {
  const own = { schema: asLatin1(ledger.schema), table: asLatin1(ledger.table) };
  const name = own.table.toLowerCase().replaceAll('"', '""');
  let last: { readonly window: Window; readonly namesLedger: boolean } | null = null;
  return (window, { from, to }) => {
    PLAIN.lastIndex = from - window.from;
    if (!PLAIN.test(window.text)) return false;
    if (last?.window !== window) last = { window, namesLedger: window.text.toLowerCase().includes(name) };
    if (!last.namesLedger) return true;
    const sql = window.text.slice(from - window.from, to - window.from);
    const statement = new SlicedStatement(sql, from, { line: 1, column: 1 }, null);
    return !insertsIntoLedger(statement, own) && !deletesFromLedger(statement, own);
  };
}

/** As a window has it: each byte of UTF-8 one character. */
const asLatin1 = (text: string): string => Buffer.from(text).toString("latin1");
