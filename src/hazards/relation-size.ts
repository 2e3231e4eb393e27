import { renderNumber } from "../amounts.ts";
import { type ObjectName, renderName } from "../syntax/names.ts";
import type { Level } from "./hazard.ts";
import type { KnownRelation } from "./known-schema.ts";

/** Up to this size of its rows a table is read and written anew in a few milliseconds: nobody notices. */
export const SMALL_BYTES = 1024 * 1024;

/** Up to this size about a second, as a rewrite at 50 to 100 MB/s takes; a lock for so long is not yet an outage. */
export const MIDDLING_BYTES = 64 * 1024 * 1024;

/** True where what is done to `relation` hurts nobody: it is new, or the catalog says that it is small. */
export function isSmall({ origin, catalog }: KnownRelation): boolean {
  return origin === "pending" || (catalog?.sizeBytes ?? Number.POSITIVE_INFINITY) <= SMALL_BYTES;
}

/** How grave it is to block others for as long as the table is big; null: nobody notices. */
export function levelBySize(relation: KnownRelation): Level | null {
  if (isSmall(relation)) return null;
  return (relation.catalog?.sizeBytes ?? Number.POSITIVE_INFINITY) <= MIDDLING_BYTES ? "medium" : "high";
}

/** `users (about 1,200,000 rows, 340 MB)`; the name alone where the catalog was not asked. */
export function describeTable(relation: KnownRelation): string {
  const name = `\`${renderName(shown(relation))}\``;
  const { catalog } = relation;
  if (catalog === null || catalog.sizeBytes === null) return name;
  const rows =
    catalog.rows === null ? "an unknown number of rows" : `about ${renderNumber(catalog.rows)} rows`;
  return `${name} (${rows}, ${describeBytes(catalog.sizeBytes)})`;
}

/** The name with its schema, but for `public`. */
export const shown = ({ schema, name }: ObjectName): ObjectName => ({
  schema: schema === "public" ? null : schema,
  name,
});

/** `340 MB`, in powers of 1,024 as pg_size_pretty() counts. */
export function describeBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
