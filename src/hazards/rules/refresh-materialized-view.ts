import { renderIdentifier, renderName } from "../../syntax/names.ts";
import type { KnownRelation } from "../known-schema.ts";
import { isOnTarget } from "../on-target.ts";
import { describeTable, levelBySize, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const refreshMaterializedView = defineRule({
  name: "refresh-materialized-view",
  title: "A materialized view is made anew while nobody can read it",
  why: "`REFRESH MATERIALIZED VIEW` holds `ACCESS EXCLUSIVE` on it for as long as its query runs. `CONCURRENTLY` holds `EXCLUSIVE`, beside which others read; it needs a unique index on columns alone, without WHERE.",
  safeWay:
    "```sql\n-- migrate:no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS totals_day_key ON totals (day);\nREFRESH MATERIALIZED VIEW CONCURRENTLY totals;\n```",
  since: null,
  source: "PostgreSQL manual, REFRESH MATERIALIZED VIEW; measured on 11 to 18.",
  on: ["refresh"],
  check({ name, isConcurrent }, { schema }) {
    const known = schema.relation(name);
    if (!isOnTarget(known, schema)) return [];
    const view = renderName(shown(known));
    const build = `CREATE UNIQUE INDEX CONCURRENTLY ${renderIdentifier(`${known.name}_key`.slice(0, 63))} ON ${view} (…);`;
    const refresh = `REFRESH MATERIALIZED VIEW CONCURRENTLY ${view};`;
    const lacksKey = known.catalog !== null && !hasKey(known);
    if (isConcurrent)
      return lacksKey
        ? [
            {
              level: "error",
              message: `REFRESH … CONCURRENTLY fails: ${describeTable(known)} has no unique index on columns alone and without WHERE.`,
              instead: `-- migrate:no-transaction\n${build}\n${refresh}`,
            },
          ]
        : [];
    const level = levelBySize(known);
    if (level === null) return [];
    return [
      {
        level,
        message: `Nobody can read ${describeTable(known)} while its query runs: ACCESS EXCLUSIVE.`,
        instead: lacksKey ? `-- migrate:no-transaction\n${build}\n${refresh}` : refresh,
      },
    ];
  },
});

const hasKey = ({ indexes }: KnownRelation): boolean =>
  indexes.some(
    ({ isUnique, isPartial, isValid, columns }) =>
      isUnique && !isPartial && isValid && !columns.includes(null),
  );
