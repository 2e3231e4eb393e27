import type { LedgerName } from "../inputs/inputs.ts";
import { doBody } from "./sql/do-body.ts";
import { makeTokens } from "./sql/make-tokens.ts";
import { afterWords, nameAt } from "./sql/match-words.ts";
import type { Statement, Token } from "./sql/statement.ts";

/** Long enough for CREATE UNLOGGED TABLE IF NOT EXISTS and a name of three parts. */
const HEAD_TOKENS = 11;

/**
 * True when `statement` inserts into the ledger: INSERT INTO at its beginning, anywhere after a WITH, or in the text
 * of a DO. An unqualified name counts whatever the search_path is. For which version it inserts is not looked at.
 */
export function insertsIntoLedger(statement: Statement, ledger: LedgerName): boolean {
  // Runs are made of statements that do not.
  if (statement.count > 1) return false;
  const head = makeTokens(statement.head, HEAD_TOKENS);
  if (insertsAt(head, 0, ledger)) return true;
  if (afterWords(head, "with|do") < 0 || !mentions(statement.sql, ledger)) return false;
  const body = doBody(statement.tokens);
  return insertsSomewhere(statement.tokens, ledger) || (body !== null && insertsInText(body, ledger));
}

/** True when `statement` deletes from the ledger, at its beginning: people write so into the way back of a file. */
export function deletesFromLedger(statement: Statement, ledger: LedgerName): boolean {
  const head = makeTokens(statement.head, HEAD_TOKENS);
  const from = afterWords(head, "delete from only?");
  return from >= 0 && isLedger(head, from, ledger);
}

/** True when `statement` is the CREATE TABLE of the ledger, IF NOT EXISTS or not; a temporary one is not. */
export function createsLedgerTable(statement: Statement, ledger: LedgerName): boolean {
  const head = makeTokens(statement.head, HEAD_TOKENS);
  const create = afterWords(head, "create unlogged? table");
  if (create < 0) return false;
  const guarded = afterWords(head, "if not exists", create);
  return isLedger(head, guarded < 0 ? create : guarded, ledger);
}

/**
 * True when `statement` is DROP TABLE IF EXISTS of the ledger alone: as a history says goodbye to another tool's table of
 * that name (crates.io, 2017).
 */
export function dropsLedgerTable(statement: Statement, ledger: LedgerName): boolean {
  const head = makeTokens(statement.head, HEAD_TOKENS);
  const at = afterWords(head, "drop table if exists");
  const name = at < 0 ? null : nameAt(head, at);
  if (name === null || !isLedger(head, at, ledger)) return false;
  return head[afterWords(head, "cascade|restrict?", name.end)] === undefined;
}

/** The text of a DO, and the strings in it that EXECUTE and format() run: one level, as people write it. */
function insertsInText(text: string, ledger: LedgerName): boolean {
  const tokens = makeTokens(text);
  const strings = tokens.filter(({ kind, text: body }) => kind === "string" && mentions(body, ledger));
  return (
    insertsSomewhere(tokens, ledger) ||
    strings.some(({ text: body }) => insertsSomewhere(makeTokens(body), ledger))
  );
}

function insertsSomewhere(tokens: readonly Token[], ledger: LedgerName): boolean {
  return tokens.some((_, index) => insertsAt(tokens, index, ledger));
}

function insertsAt(tokens: readonly Token[], index: number, ledger: LedgerName): boolean {
  const into = afterWords(tokens, "insert into", index);
  return into >= 0 && isLedger(tokens, into, ledger);
}

function isLedger(tokens: readonly Token[], at: number, ledger: LedgerName): boolean {
  const [table, schema = ledger.schema] = [...(nameAt(tokens, at)?.parts ?? [])].reverse();
  return table === ledger.table && schema === ledger.schema;
}

/** A cheap first look, so that the tokens of what has nothing to do with the ledger are never made. */
function mentions(sql: string, ledger: LedgerName): boolean {
  return sql.toLowerCase().includes(ledger.table.toLowerCase().replaceAll('"', '""'));
}
