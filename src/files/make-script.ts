import type { LedgerName } from "../inputs/inputs.ts";
import { type Headers, makeHeaders, readHeaders } from "./headers.ts";
import { BytePlaces } from "./large/byte-places.ts";
import type { LargeBody } from "./large/large-file.ts";
import { mayJoin } from "./large/may-join.ts";
import { type Cut, splitLarge } from "./large/split-large.ts";
import {
  createsLedgerTable,
  deletesFromLedger,
  dropsLedgerTable,
  insertsIntoLedger,
} from "./ledger-statements.ts";
import type { TransactionRule, WayBack } from "./migration-file.ts";
import { makeOwnTransaction, type OwnTransaction } from "./own-transaction.ts";
import type { Script, ScriptProblem } from "./script.ts";
import { splitStatements } from "./sql/split-statements.ts";
import type { SplitText, Statement } from "./sql/statement.ts";
import { transactionNeed } from "./sql/transaction-need.ts";

/** What of a migration, or of its way back, is made into a script. */
export type ScriptSource = Pick<WayBack, "text" | "transactions"> & Partial<Pick<WayBack, "large">>;

/**
 * What the file with this `text` does, ready to be run. Its own BEGIN … COMMIT is taken out when it is the only one
 * and nothing but own ledger rows stands outside it; the other statements keep their places. What the plan must refuse
 * is in `problems`: SQL_UNTERMINATED, PSQL_COMMAND, HEADER_INVALID, PLAN_TRANSACTION_CONTROL, PLAN_TRANSACTION_MIX.
 * A BEGIN with an isolation level, READ ONLY or DEFERRABLE is refused and not imitated: the ledger row, written first,
 * would come before it. Where a tool sends files `as-written`, one that does more about transactions than a pair runs
 * so too: in the mode `no-transaction`. What would drop the ledger alone, if it exists, is left out. Of a large file,
 * statements that go together in a transaction are runs.
 */
export function makeScript(source: ScriptSource, ledger: LedgerName): Script {
  const { text, large, transactions } = source;
  if (large) return makeLargeScript(large, transactions, ledger);
  const split = splitStatements(text);
  return scriptOf(split, makeHeaders(text, split.statements), transactions, ledger);
}

/** What is looked at at once: V8 gives longer strings room that is only seldom swept. */
const WINDOW_BYTES = 120_000;

/** PostgreSQL takes at most 1 GB, and V8 no string above half of that; a quote that is never closed ends here too. */
const STATEMENT_BYTES = 256 * 1024 * 1024;

/** What is sent as one statement: often enough for a remote server, rarely enough not to fill the memory. */
const RUN_BYTES = 256 * 1024;

// A plan is made several times in a run, and a large file is not to be read more often than it must.
const SCRIPTS = new WeakMap<LargeBody, Map<string, Script>>();

function makeLargeScript(body: LargeBody, rule: TransactionRule, ledger: LedgerName): Script {
  const scripts = SCRIPTS.get(body) ?? new Map<string, Script>();
  SCRIPTS.set(body, scripts);
  const key = JSON.stringify([rule, ledger.schema, ledger.table]);
  const known = scripts.get(key);
  if (known !== undefined) return known;
  const cut = (joins: Cut["mayJoin"]) => {
    const split = splitLarge(body, {
      windowBytes: WINDOW_BYTES,
      statementBytes: STATEMENT_BYTES,
      runBytes: RUN_BYTES,
      mayJoin: joins,
    });
    return scriptOf(split, readHeaders(split.comments, new BytePlaces(body)), rule, ledger);
  };
  const joined = cut(mayJoin(ledger));
  const isAlone = joined.mode === "transaction" || joined.statements.every(({ count }) => count === 1);
  // Outside a transaction each is sent, and counted, by itself.
  const script = isAlone ? joined : cut(null);
  scripts.set(key, script);
  return script;
}

function scriptOf(
  split: SplitText,
  headers: Headers,
  transactions: TransactionRule,
  ledger: LedgerName,
): Script {
  const found = [...split.problems, ...headers.problems].sort((a, b) => a.line - b.line);
  const isWhole = split.problems.length === 0;
  const isDeclared = headers.isNoTransaction || transactions === "none";
  const run: Run =
    isDeclared || !isWhole
      ? {
          mode: isDeclared ? "no-transaction" : "transaction",
          statements: split.statements,
          problem: null,
        }
      : makeRun(split.statements, transactions, ledger);
  const leftOut = run.statements.filter((statement) => dropsLedgerTable(statement, ledger));
  const statements = run.statements.filter((statement) => !leftOut.includes(statement));
  const creates = statements.findIndex((statement) => createsLedgerTable(statement, ledger));
  return {
    mode: run.mode,
    statements,
    leftOut,
    problems: run.problem === null ? found : [...found, run.problem],
    ownLedgerRows: ownLedgerRows(statements, ledger),
    createsLedger: creates < 0 ? null : creates,
    statementTimeoutMs: headers.statementTimeoutMs,
    allowances: headers.allowances,
  };
}

interface Run {
  readonly mode: Script["mode"];
  readonly statements: readonly Statement[];
  readonly problem: ScriptProblem | null;
}

function makeRun(statements: readonly Statement[], rule: TransactionRule, ledger: LedgerName): Run {
  const deleted = statements.flatMap((statement, index) =>
    deletesFromLedger(statement, ledger) ? [index] : [],
  );
  const rows = new Set([...ownLedgerRows(statements, ledger), ...deleted]);
  const own = makeOwnTransaction(statements, rows, rule);
  if (own.kind === "refused") {
    return rule === "as-written"
      ? { mode: "no-transaction", statements, problem: null }
      : { mode: "transaction", statements, problem: own.problem };
  }
  const outside = statements.findIndex((statement) => transactionNeed(statement) === "outside");
  const rest = withoutPair(statements, own);
  if (outside < 0) return { mode: "transaction", statements: rest, problem: null };
  const isOnlySuch = statements.every(
    (statement, index) => rows.has(index) || transactionNeed(statement) === "outside",
  );
  if (isOnlySuch) return { mode: "no-transaction", statements, problem: null };
  return { mode: "transaction", statements: rest, problem: mix(statements[outside], own) };
}

function withoutPair(statements: readonly Statement[], own: OwnTransaction): readonly Statement[] {
  if (own.kind !== "pair" && own.kind !== "last-commit") return statements;
  const begin = own.kind === "pair" ? own.begin : -1;
  return statements.filter((_, index) => index !== begin && index !== own.commit);
}

function ownLedgerRows(statements: readonly Statement[], ledger: LedgerName): number[] {
  return statements.flatMap((statement, index) => (insertsIntoLedger(statement, ledger) ? [index] : []));
}

function mix(statement: Statement | undefined, own: OwnTransaction): ScriptProblem {
  const isInPair = own.kind === "pair";
  return {
    code: "PLAN_TRANSACTION_MIX",
    message: isInPair
      ? "This statement cannot run in a transaction, and stands inside the file's own BEGIN … COMMIT."
      : "This statement cannot run in a transaction, and others in the file would run in one.",
    hint: isInPair
      ? "Put it into a file of its own, without BEGIN and COMMIT."
      : "Split the file, or put `-- migrate:no-transaction` on the first line: then nothing in it is taken back when a statement fails.",
    line: statement?.line ?? 1,
    column: statement?.column ?? 1,
  };
}
