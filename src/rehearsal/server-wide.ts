import { makeTokens } from "../files/sql/make-tokens.ts";
import { afterWords, findWords, nameAt } from "../files/sql/match-words.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { Step } from "../plan/plan.ts";

/**
 * `step` without the statements that no database's schema shows and that would change its whole server: what it does to
 * one of `roles`, which the site has as the target has them, and to a database as such.
 */
export function withoutServerWide(step: Step, roles: ReadonlySet<string>): Step {
  const { statements, ownLedgerRows, createsLedger } = step.script;
  const kept = statements.flatMap((statement, index) => (isServerWide(statement, roles) ? [] : [index]));
  if (kept.length === statements.length) return step;
  const script = {
    ...step.script,
    statements: kept.flatMap((index) => statements[index] ?? []),
    ownLedgerRows: ownLedgerRows.map((index) => kept.indexOf(index)),
    createsLedger: createsLedger === null ? null : kept.indexOf(createsLedger),
  };
  return { ...step, script };
}

/** Far behind the place where the names of a list of privileges end. */
const TOKENS = 64;

function isServerWide(statement: Statement, roles: ReadonlySet<string>): boolean {
  const tokens = makeTokens(statement.head, TOKENS);
  if (afterWords(tokens, "alter|comment on? database") > 0) return true;
  if (afterWords(tokens, "grant|revoke") > 0) return findWords(tokens, "on database") > 0;
  const after = afterWords(tokens, "create|alter|drop role|user|group if? exists?");
  // A user mapping is a part of a foreign server.
  if (after < 0 || afterWords(tokens, "mapping", after) > 0) return false;
  const name = nameAt(tokens, after)?.parts.at(-1);
  return name !== undefined && roles.has(name);
}
