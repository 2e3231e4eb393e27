/**
 * What stands in new files, as comments: where to write what, and what hurts. Nothing here may be a header of ours or a
 * marker of any layout (`test/unit/creation` reads all of it back), so other tools' words stand in the middle of lines.
 */

/** Above the way there. `outside`: how this layout's tool is told to run a file without a transaction. */
export function adviseUp(outside: string): string {
  return comment(`
One change, written below. The code that is deployed now goes on running beside it: add first what may be
empty, and rename or drop in a later migration, when no code uses it any more (expand, then contract).
On a table with rows: an index by CREATE INDEX CONCURRENTLY, alone in its file${outside === "" ? "." : ","}
${outside === "" ? "" : `  with ${outside}.\n`}A constraint by NOT VALID, and VALIDATE CONSTRAINT in the migration after it.`);
}

/** Above the way back. */
export const DOWN_ADVICE = comment(`
What takes the change back, its last statement first, written below: with no statement here nothing is.
Rows that it drops are lost. \`check\` tries it on a throwaway server, and compares the schema with before.`);

/** In a file of questions. */
export const VERIFY_ADVICE = comment(`
Questions about the migration: queries that only read, and give rows with nothing in them but true.
  SELECT count(*) = 0 FROM users WHERE email IS NULL;`);

function comment(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `-- ${line}\n`)
    .join("");
}
