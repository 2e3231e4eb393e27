import type { ActionOf } from "../syntax/action.ts";
import { type ColumnType, renderColumnType } from "../syntax/column-type.ts";
import { renderIdentifier, renderName } from "../syntax/names.ts";
import { dropFillingTrigger, filledByTrigger } from "./filled-by-trigger.ts";
import type { KnownRelation } from "./known-schema.ts";
import { shown } from "./relation-size.ts";
import { fillInBatches, inFile, renderFiles } from "./safe-files.ts";

/** SQL that gives `column` its new type while others read and write; `from` null: the old one is not known. */
export function otherTypeSafely(
  { column, type, using }: ActionOf<"alter-column-type">,
  known: KnownRelation,
  from: ColumnType | null,
): string {
  const target = `ALTER TABLE ${renderName(shown(known))}`;
  const name = renderIdentifier(column);
  const [width] = type.modifiers;
  if (isString(from) && type.name === "varchar" && width !== undefined && using === null)
    return limitedByCheck(known, column, width);
  if (from !== null && using === null && isTimeZoneChange(from, type))
    return [
      "-- where the values are times in UTC: no row is written (12 and later)",
      "SET LOCAL TimeZone = 'UTC';",
      `${target} ALTER COLUMN ${name} TYPE ${renderColumnType(type)};`,
    ].join("\n");
  const next = `${column}_new`;
  const value = using === null ? name : "…";
  return renderFiles(
    inFile(
      `${target} ADD COLUMN ${renderIdentifier(next)} ${renderColumnType(type)};`,
      ...filledByTrigger(known, next, using === null ? `NEW.${name}` : "…"),
    ),
    fillInBatches(known, next, value),
    inFile(
      `-- before this: on ${renderIdentifier(next)} its indexes, constraints, default and NOT NULL`,
      ...dropFillingTrigger(known, next),
      `${target} RENAME COLUMN ${name} TO ${renderIdentifier(`${column}_old`)};`,
      `${target} RENAME COLUMN ${renderIdentifier(next)} TO ${name};`,
    ),
  );
}

const isTimeZoneChange = (from: ColumnType, to: ColumnType): boolean =>
  [from.name, to.name].sort().join() === "timestamp,timestamptz";

const isString = (type: ColumnType | null): boolean =>
  type !== null && !type.isArray && (type.name === "text" || type.name === "varchar");

/** The length as a CHECK: the type stays, and no row is written. */
function limitedByCheck(known: KnownRelation, column: string, width: number): string {
  const target = `ALTER TABLE ${renderName(shown(known))}`;
  const check = renderIdentifier(`${known.name}_${column}_length`);
  const length = `char_length(${renderIdentifier(column)}) <= ${width}`;
  return renderFiles(
    inFile(`${target} ADD CONSTRAINT ${check} CHECK (${length}) NOT VALID;`),
    inFile(`${target} VALIDATE CONSTRAINT ${check};`),
  );
}
