import type { NewConstraint } from "../syntax/action.ts";
import { renderIdentifier, renderName } from "../syntax/names.ts";
import { madeName } from "./effects/constraint-effects.ts";
import type { KnownRelation } from "./known-schema.ts";
import { shown } from "./relation-size.ts";
import { append, clauseAt } from "./written-sql.ts";

/** One of the files that a dangerous statement is spread over: where its SQL goes, and the SQL. */
export interface SafeFile {
  readonly where: string;
  readonly lines: readonly string[];
}

/** SQL for a file in the runner's transaction. */
export const inFile = (...lines: readonly string[]): SafeFile => ({ where: "in one file", lines });

/** SQL for a file of its own that runs outside of a transaction. */
export const outsideTransaction = (...lines: readonly string[]): SafeFile => ({
  where: "in a file of its own with -- migrate:no-transaction",
  lines,
});

/** SQL to be repeated until it changes no row. */
export const inBatches = (...lines: readonly string[]): SafeFile => ({
  where: "in batches, until no row is left",
  lines,
});

/** `files` as SQL to copy, each with a comment that says where it goes. */
export function renderFiles(...files: readonly SafeFile[]): string {
  return files
    .map(({ where, lines }, index) => {
      const isLater = index > 0 && where === "in one file";
      return [`-- ${index + 1}. ${isLater ? "in a later file" : where}`, ...lines].join("\n");
    })
    .join("\n");
}

/** The name of `constraint`, or else the one that the server would give it, as SQL. */
export const nameOf = (constraint: NewConstraint, table: KnownRelation): string =>
  renderIdentifier(constraint.name ?? madeName(table, constraint));

/** ADD CONSTRAINT … NOT VALID with what `sql` says of `constraint`, then VALIDATE: nobody waits while rows are read. */
export function validatedLater(sql: string, constraint: NewConstraint, table: KnownRelation): string {
  const target = `ALTER TABLE ${renderName(shown(table))}`;
  return renderFiles(
    inFile(`${target} ADD ${append(namedClause(sql, constraint, table), "NOT VALID")};`),
    inFile(`${target} VALIDATE CONSTRAINT ${nameOf(constraint, table)};`),
  );
}

/** What `sql` says of `constraint`, with its name in front. */
export function namedClause(sql: string, constraint: NewConstraint, table: KnownRelation): string {
  const clause = clauseAt(sql, constraint.at);
  return constraint.name === null ? `CONSTRAINT ${nameOf(constraint, table)} ${clause}` : clause;
}

/** Steps to NOT NULL on a column that is filled already, that let others read and write while rows are read. */
export function notNullFiles(table: KnownRelation, column: string, major: number): readonly SafeFile[] {
  const target = `ALTER TABLE ${renderName(shown(table))}`;
  const written = renderIdentifier(column);
  const name = renderIdentifier(`${table.name}_${column}_not_null`);
  if (major >= 18)
    return [
      inFile(`${target} ADD CONSTRAINT ${name} NOT NULL ${written} NOT VALID;`),
      inFile(`${target} VALIDATE CONSTRAINT ${name};`),
    ];
  const check = inFile(`${target} ADD CONSTRAINT ${name} CHECK (${written} IS NOT NULL) NOT VALID;`);
  const validate = `${target} VALIDATE CONSTRAINT ${name};`;
  // Before 12 SET NOT NULL reads every row whatever is known: the CHECK stays in its place.
  if (major < 12) return [check, inFile(validate)];
  return [
    check,
    inFile(validate),
    inFile(`${target} ALTER COLUMN ${written} SET NOT NULL;`, `${target} DROP CONSTRAINT ${name};`),
  ];
}

/** UPDATE of the rows in which `column` is empty still. */
export const fillInBatches = (table: KnownRelation, column: string, value: string): SafeFile =>
  inBatches(
    `UPDATE ${renderName(shown(table))} SET ${renderIdentifier(column)} = ${value} WHERE ${renderIdentifier(column)} IS NULL AND …;  -- a range of keys`,
  );
