import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { boundText } from "../bound-text.ts";
import type { Effect } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { worst } from "../on-target.ts";
import { describeTable, levelBySize, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const attachPartition = defineRule({
  name: "attach-partition",
  title: "A partition is attached, and its rows are read while nobody can use it",
  why: "`ATTACH PARTITION` takes `ACCESS EXCLUSIVE` on the new partition and on the default partition, and reads all rows of both to see that they belong there. A valid CHECK that says so spares the reading. Indexes that the parent has and the partition has not are built, too. Of the parent only `SHARE UPDATE EXCLUSIVE` is taken: it is read and written meanwhile.",
  safeWay:
    "Say what it holds with a CHECK that is validated before, while others read and write:\n\n```sql\n-- 1. in one file\nALTER TABLE events_2026 ADD CONSTRAINT bound CHECK (at IS NOT NULL AND at >= '2026-01-01' AND at < '2027-01-01') NOT VALID;\n-- 2. in a second file\nALTER TABLE events_2026 VALIDATE CONSTRAINT bound;\n-- 3. in a third file\nALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');\n```",
  since: "12: the parent is not locked with ACCESS EXCLUSIVE.",
  source: "Measured on 11 to 18: `attach partition …`; PostgreSQL manual, “Partition Maintenance”.",
  on: ["attach-partition"],
  check({ table, partition }, { schema, effects, step, statement }) {
    const working = effects.filter(({ work }) => work !== "none");
    const level = worst(working.map(({ relation }) => levelBySize(relation)));
    if (level === null) return [];
    const parent = schema.relation(table);
    const child = schema.relation(partition);
    const written = step.statements[statement]?.statement;
    return [
      {
        level,
        message: `${working.map(describeWork).join(", and ")}: nobody can use ${working.length === 1 ? "it" : "them"} meanwhile (ACCESS EXCLUSIVE).`,
        instead: renderSteps(parent, child, written === undefined ? "FOR VALUES …" : boundText(written)),
      },
    ];
  },
});

const describeWork = ({ relation, work }: Effect): string =>
  work === "index-build"
    ? `${describeTable(relation)} gets the indexes that its parent has`
    : `${describeTable(relation)} is read whole`;

function renderSteps(parent: KnownRelation, child: KnownRelation, bound: string): string {
  const name = renderName(shown(child));
  const check = renderIdentifier(`${child.name}_bound`.slice(0, 63));
  const key = parent.catalog?.partitionedBy?.columns.flatMap((column) => column ?? []) ?? [];
  const isNotNull = key.map((column) => `${renderIdentifier(column)} IS NOT NULL`).join(" AND ");
  return [
    `-- 1. in one file: what ${bound} says, as a CHECK`,
    `ALTER TABLE ${name} ADD CONSTRAINT ${check} CHECK (${isNotNull === "" ? "…" : isNotNull} AND …) NOT VALID;`,
    "-- 2. in a second file: others read and write meanwhile",
    `ALTER TABLE ${name} VALIDATE CONSTRAINT ${check};`,
    "-- 3. in a third file",
    `ALTER TABLE ${renderName(shown(parent))} ATTACH PARTITION ${name} ${bound};`,
    `ALTER TABLE ${name} DROP CONSTRAINT ${check};`,
  ].join("\n");
}
