import { createRequire } from "node:module";
import { join } from "node:path";
import type { Client } from "pg";
import { connect } from "../../support/connect.ts";
import { npmPackages } from "./npm-packages.ts";
import type { RealTool } from "./real-tool.ts";

const VERSION = "5.3.0";

/** What of postgres-migrations is called here. */
interface Library {
  migrate(database: { readonly client: Client }, directory: string): Promise<unknown>;
}

/** postgres-migrations has no command line: its users call it, as this does. */
export const postgresMigrations: RealTool = {
  name: "postgres-migrations",
  version: VERSION,
  install: async () => {
    const home = await npmPackages(`postgres-migrations-${VERSION}`, { "postgres-migrations": VERSION });
    const library: Library = createRequire(join(home, "package.json"))("postgres-migrations");
    return async (url, directory) => {
      const client = await connect(url);
      try {
        await library.migrate({ client }, directory);
      } finally {
        await client.end();
      }
    };
  },
};
