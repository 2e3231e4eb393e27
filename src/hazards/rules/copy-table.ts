import type { ActionOf } from "../../syntax/action.ts";
import { renderName } from "../../syntax/names.ts";
import type { Level } from "../hazard.ts";
import { isOnTarget, worst } from "../on-target.ts";
import { describeTable, levelBySize, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

type Way = ActionOf<"copy-table">["way"];

export const copyTable = defineRule({
  name: "copy-table",
  title: "A table is written anew, to pack it or to keep it elsewhere",
  why: "`VACUUM FULL`, `CLUSTER`, `SET LOGGED`, `SET UNLOGGED`, `SET TABLESPACE` and `SET ACCESS METHOD` copy all rows, most with all indexes, under `ACCESS EXCLUSIVE`, and need the disk space of the table once more. What is UNLOGGED is empty after a crash and is not on replicas.",
  safeWay:
    "Plain `VACUUM` makes room for new rows while others work. What must shrink or move, move with pg_repack, which holds its lock for a moment alone:\n\n```sh\npg_repack --table=users --tablespace=fast mydb\n```",
  since: "15: SET ACCESS METHOD.",
  source: "Measured on 11 to 18; PostgreSQL manual, VACUUM, CLUSTER, ALTER TABLE.",
  on: ["copy-table"],
  check({ table, way }, { schema, effects }) {
    if (table === null)
      return [
        {
          level: "high",
          message: `Every table that it comes to is copied under ACCESS EXCLUSIVE, one after another: ${WORDS[way]} names none.`,
          instead: way === "vacuum-full" ? "VACUUM;  -- beside others; it makes room for new rows" : null,
        },
      ];
    const known = schema.relation(table);
    if (!isOnTarget(known, schema)) return [];
    const risk: Level | null = way === "unlogged" ? "medium" : null;
    const level = worst([risk, ...effects.map(({ relation }) => levelBySize(relation))]);
    if (level === null) return [];
    const crash = way === "unlogged" ? " It is empty after a crash, and on replicas." : "";
    return [
      {
        level,
        message: `${WORDS[way]} copies ${describeTable(known)} whole, and nobody can use it meanwhile: ACCESS EXCLUSIVE.${crash}`,
        instead: INSTEAD[way](renderName(shown(known))),
      },
    ];
  },
});

const WORDS: Readonly<Record<Way, string>> = {
  logged: "SET LOGGED",
  unlogged: "SET UNLOGGED",
  tablespace: "SET TABLESPACE",
  "access-method": "SET ACCESS METHOD",
  cluster: "CLUSTER",
  "vacuum-full": "VACUUM FULL",
};

const INSTEAD: Readonly<Record<Way, (table: string) => string | null>> = {
  logged: () => null,
  unlogged: () => null,
  tablespace: (table) => `-- outside of migrations: pg_repack --table=${table} --tablespace=…`,
  "access-method": () => null,
  cluster: (table) => `-- outside of migrations: pg_repack --table=${table} --order-by=…`,
  "vacuum-full": (table) =>
    `VACUUM ${table};  -- beside others; it makes room for new rows\n-- to give the space back, outside of migrations: pg_repack --table=${table}`,
};
