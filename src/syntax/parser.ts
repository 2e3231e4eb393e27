import type { Node } from "@pgsql/types";

/** PostgreSQL's own parse tree of one statement, or of a part of it. Source: parsenodes.h of PostgreSQL 18. */
export type Tree = Node;

/** Parse trees of the statements in `sql`; null where the parser does not take it: the server will say why. */
export type Parse = (sql: string) => readonly Tree[] | null;

/** PostgreSQL's parser, of its newest major. It is large: load it only when something is pending. */
export async function loadParser(): Promise<Parse> {
  const { loadModule, parseSync } = await import("libpg-query");
  await loadModule();
  return (sql) => {
    // It takes C strings, and answers an empty one with an error.
    if (sql === "" || sql.includes("\0")) return null;
    try {
      return (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
    } catch {
      return null;
    }
  };
}
