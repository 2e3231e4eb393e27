import type { TextPlace } from "./place-at.ts";
import type { Unterminated } from "./scanner.ts";
import type { SplitProblem } from "./statement.ts";

const CLOSED_BY: Readonly<Record<Unterminated["what"], string>> = {
  string: "a single quote",
  "quoted identifier": "a double quote",
  comment: "*/ (comments nest: each /* needs its own)",
  "dollar-quoted string": "the same dollar tag that opens it",
};

const INSTEAD_OF: ReadonlyMap<string, string> = new Map([
  ["\\copy", "Write COPY … FROM STDIN with the rows below it and a line \\. after them."],
  ["\\connect", "A migration runs in the one database it was started for: take the line out."],
  ["\\c", "A migration runs in the one database it was started for: take the line out."],
  ["\\i", "Put the included file's statements into this file, or make them a migration of their own."],
  ["\\ir", "Put the included file's statements into this file, or make them a migration of their own."],
  ["\\set", "Write the value where the variable is used: psql's variables are not SQL."],
]);

/** SQL_UNTERMINATED, placed where the thing was opened. */
export function unterminated(open: Unterminated, place: TextPlace): SplitProblem {
  return {
    code: "SQL_UNTERMINATED",
    message: `The ${open.what} that begins here is not closed before the end of the file.`,
    hint: `Close it with ${CLOSED_BY[open.what]}. If it looks closed, a quote left open further up shifts all that follow.`,
    ...place,
  };
}

/** PSQL_COMMAND for the line that begins with a backslash, placed at the backslash. */
export function psqlCommand(line: string, place: TextPlace): SplitProblem {
  const command = /^\\\S{0,20}/.exec(line)?.[0] ?? "\\";
  return {
    code: "PSQL_COMMAND",
    message: `${command} is a command of psql, not SQL: the server does not know it.`,
    hint:
      INSTEAD_OF.get(command) ??
      "Take it out, or write what it does in SQL. Inside a string a backslash is fine: is a quote missing?",
    ...place,
  };
}

/** SQL_UNTERMINATED for a statement on the line of a COPY that goes on below the data, in a file too large to be held. */
export function wideStatement(place: TextPlace): SplitProblem {
  return {
    code: "SQL_UNTERMINATED",
    message: "This statement begins on the line of a COPY and is not closed before its data.",
    hint: "Put it below the line that ends the data: `\\.`.",
    ...place,
  };
}

/** True for the line of a command that dumps have and that means nothing here: `\restrict`, `\unrestrict`. */
export function isDumpMark(line: string): boolean {
  return /^\\(un)?restrict(\s|$)/.test(line.slice(0, 12));
}
