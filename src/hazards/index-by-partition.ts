import type { ActionOf } from "../syntax/action.ts";
import { renderIdentifier, renderName } from "../syntax/names.ts";
import type { KnownRelation } from "./known-schema.ts";
import { shown } from "./relation-size.ts";
import { inFile, outsideTransaction, renderFiles } from "./safe-files.ts";
import { clauseAt } from "./written-sql.ts";

/** Partitions that are written out; the rest go the same way. */
const SHOWN_PARTITIONS = 3;

/** In place of those of a table of which none is known. */
const ANY = { schema: "public", name: "each_partition" };

/** SQL that makes the index that `sql` asks for on a partitioned table, while others write to all partitions. */
export function indexByPartition(
  { name, isUnique, columns, at }: ActionOf<"create-index">,
  known: KnownRelation,
  sql: string,
): string {
  const create = isUnique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
  const suffix = [...columns.map((column) => column ?? "expr"), "idx"].join("_");
  const parent = renderIdentifier(name ?? `${known.name}_${suffix}`);
  // What stands after the table's name is the same on each partition.
  const rest = clauseAt(sql, at).replace(/^(?:[\w$.]|"(?:[^"]|"")*")+\s*/u, "");
  const partitionsKnown = known.catalog?.partitions ?? [];
  const all = partitionsKnown.length === 0 ? [ANY] : partitionsKnown;
  const partitions = all.slice(0, SHOWN_PARTITIONS).map((partition) => ({
    table: renderName(shown(partition)),
    index: renderIdentifier(`${partition.name}_${suffix}`),
    schema: partition.schema === "public" ? "" : `${renderIdentifier(partition.schema)}.`,
  }));
  const left = all.length - partitions.length;
  const more = left > 0 ? [`-- and so for the other ${left}`] : [];
  const schema =
    known.schema === null || known.schema === "public" ? "" : `${renderIdentifier(known.schema)}.`;
  return renderFiles(
    inFile(`${create} ${parent} ON ONLY ${renderName(shown(known))} ${rest};`),
    outsideTransaction(
      ...partitions.map(({ table, index }) => `${create} CONCURRENTLY ${index} ON ${table} ${rest};`),
      ...more,
    ),
    inFile(
      ...partitions.map(
        (one) => `ALTER INDEX ${schema}${parent} ATTACH PARTITION ${one.schema}${one.index};`,
      ),
      ...more,
    ),
  );
}
