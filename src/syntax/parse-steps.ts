import { makeTokens } from "../files/sql/make-tokens.ts";
import { afterWords, nameAt } from "../files/sql/match-words.ts";
import { PlaceTracker, type TextPlace } from "../files/sql/place-at.ts";
import { setsSession } from "../files/sql/session-state.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { Step } from "../plan/plan.ts";
import type { Action } from "./action.ts";
import { makeActions } from "./make-actions.ts";
import { qualifiedName } from "./names.ts";
import type { Parse } from "./parser.ts";

/** A step with what its statements do. */
export interface ParsedStep {
  readonly step: Step;
  /** Of a step that goes on what its session has set, and what is cleared away, before its statements. */
  readonly beforehand: readonly Action[];
  /** In the order of the script, one for each of its statements. */
  readonly statements: readonly ParsedStatement[];
}

export interface ParsedStatement {
  readonly statement: Statement;
  /** In the script's statements. */
  readonly index: number;
  /** In the order of its clauses; empty where the parser does not take it. */
  readonly actions: readonly Action[];
}

/** `steps` with what each statement does. Of data that is written row by row only the table is looked for. */
export function parseSteps(steps: readonly Step[], parse: Parse): readonly ParsedStep[] {
  return steps.map((step) => ({
    step,
    beforehand: beforehandOf(step).flatMap((sql) => (parse(sql) ?? []).flatMap(makeActions)),
    statements: step.script.statements.map((statement, index) => ({
      statement,
      index,
      actions: actionsOf(statement, parse),
    })),
  }));
}

function beforehandOf({ resumes }: Step): readonly string[] {
  if (resumes === null) return [];
  const set = resumes.whole.statements.slice(0, resumes.done).filter(setsSession);
  return [...set.map(({ sql }) => sql), ...resumes.cleanUp];
}

/** Longest INSERT, UPDATE … in UTF-16 units that is parsed: of more nothing else is learnt. */
const LONGEST_PARSED = 20_000;

const ROWS = "insert|update|delete|merge|select|values|with|copy";

function actionsOf(statement: Statement, parse: Parse): readonly Action[] {
  const isOfRows = afterWords(makeTokens(statement.head, 1), ROWS) >= 0;
  if (isOfRows && (statement.count > 1 || statement.size > LONGEST_PARSED)) return rowsOf(statement);
  return (parse(statement.sql) ?? []).flatMap(makeActions);
}

/** Enough for INSERT INTO and a name. */
const INTO_TOKENS = 8;

function rowsOf({ head, count }: Statement): readonly Action[] {
  const tokens = makeTokens(head, INTO_TOKENS);
  const into = afterWords(tokens, "insert into");
  const name = into < 0 || count > 1 ? null : nameAt(tokens, into);
  if (name === null) return [{ kind: "other", at: 0, tree: "rows" }];
  return [{ kind: "insert", at: 0, table: qualifiedName(name.parts), from: "values" }];
}

/** The place in the file of `at`, an offset in bytes of `statement`. */
export function placeOf(statement: Statement, at: number): TextPlace {
  if (at === 0) return { line: statement.line, column: statement.column };
  const before = Buffer.from(statement.sql).toString("utf8", 0, at);
  const { line, column } = new PlaceTracker(`${before} `).advance(before.length);
  return {
    line: statement.line + line - 1,
    column: line === 1 ? statement.column + column - 1 : column,
  };
}
