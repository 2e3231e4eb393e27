import { renderName } from "../../syntax/names.ts";
import { boundText } from "../bound-text.ts";
import { isOnTarget, worst } from "../on-target.ts";
import { describeTable, isSmall, levelBySize, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { withoutPublic } from "../sentences.ts";

export const partitionOf = defineRule({
  name: "partition-of",
  title: "A partition is made while nobody can use the table",
  why: "`CREATE TABLE … PARTITION OF` takes `ACCESS EXCLUSIVE` on the parent, so that all queries of the whole table wait. Where there is a default partition, all of its rows are read under that lock.",
  safeWay:
    "Make a table of its own and attach it: that takes `SHARE UPDATE EXCLUSIVE` on the parent, beside which others read and write.\n\n```sql\nCREATE TABLE events_2027 (LIKE events INCLUDING ALL);\nALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');\n```",
  since: "12: ATTACH PARTITION does not lock the parent with ACCESS EXCLUSIVE.",
  source: "Measured on 11 to 18: `create table partition of`.",
  on: ["create-table"],
  check({ table, partitionOf: parentName, isPartitioned }, { schema, effects, step, statement }) {
    if (parentName === null) return [];
    const parent = schema.relation(parentName);
    if (!isOnTarget(parent, schema) || isSmall(parent)) return [];
    const scanned = effects.filter(({ work }) => work === "scan").map(({ relation }) => relation);
    const level = worst(["medium", ...scanned.map(levelBySize)]) ?? "medium";
    const read = scanned.map((relation) => `, while all of ${describeTable(relation)} is read`).join("");
    const written = step.statements[statement]?.statement;
    const bound = written === undefined ? "FOR VALUES …" : boundText(written);
    const name = renderName(withoutPublic(table));
    const from = renderName(shown(parent));
    return [
      {
        level,
        message: `Nobody can read or write ${describeTable(parent)} ${read === "" ? "for a moment" : `meanwhile${read}`}: ACCESS EXCLUSIVE.`,
        instead: `${scanned.length === 0 ? "" : "-- the default partition is read here too, unless a validated CHECK on it keeps these rows out\n"}CREATE TABLE ${name} (LIKE ${from} INCLUDING ALL)${isPartitioned ? " PARTITION BY …" : ""};\nALTER TABLE ${from} ATTACH PARTITION ${name} ${bound};`,
      },
    ];
  },
});
