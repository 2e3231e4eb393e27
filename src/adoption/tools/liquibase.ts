import { type ForeignTool, makeEntry, parseTime, textOf } from "../foreign-tool.ts";

/**
 * A row a change set: EXECUTED, RERAN and MARK_RAN count as applied, SKIPPED as not, FAILED stops. A file in formatted
 * SQL holds several, each under a line `--changeset author:id`. Source: Liquibase's documentation, "DATABASECHANGELOG table".
 */
export const liquibase: ForeignTool = {
  name: "Liquibase",
  columns: {
    id: "text",
    author: "text",
    filename: "text",
    dateexecuted: "time",
    orderexecuted: "integer",
    exectype: "text",
    md5sum: "text",
    description: "text",
    comments: "text",
    tag: "text",
    liquibase: "text",
  },
  mayHave: { contexts: "text", labels: "text", deployment_id: "text" },
  beside: null,
  usualName: null,
  reads: ["id", "author", "filename", "dateexecuted", "exectype"],
  order: "orderexecuted",
  partsIn: (text) => [...text.matchAll(/^--[ \t]*changeset[ \t]+[^:\s]+:(\S+)/gim)].map(([, id = ""]) => id),
  makeEntries: (rows) =>
    rows.map((row) => {
      const [id, filename, type] = [textOf(row, "id"), textOf(row, "filename"), textOf(row, "exectype")];
      const foreign = `${filename}::${id}::${textOf(row, "author")}`;
      const identity = { by: "name", texts: [filename, id] } as const;
      if (type === "FAILED") {
        return makeEntry(foreign, identity, {
          part: id,
          state: "failed",
          trouble: {
            meaning: `Liquibase has the change set ${foreign} on record as FAILED.`,
            remedy: "Let `liquibase update` run it to its end, and adopt again.",
          },
        });
      }
      return makeEntry(foreign, identity, {
        part: id,
        state: type === "SKIPPED" ? "undone" : "applied",
        appliedAt: parseTime(row["dateexecuted"]),
      });
    }),
};
