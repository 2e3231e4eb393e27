import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrate } from "../support/runs.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

/** Leaves behind which files of dist/ a run has loaded. */
const WATCH = `const { writeFileSync } = require("node:fs");
const { basename } = require("node:path");
process.on("exit", () => {
  const own = Object.keys(require.cache).filter((path) => /[\\\\/]dist[\\\\/]/.test(path));
  writeFileSync(process.env.LOADED_FILE, own.map((path) => basename(path)).join(" "));
});`;

describeOnNewest("a run with nothing pending", (server) => {
  test("loads the first chunk alone; one with something pending loads what reads SQL", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int);" });
    const aside = makeMigrations({ "watch.cjs": WATCH });
    const loaded = join(aside, "loaded");
    const env = { NODE_OPTIONS: `--require=${join(aside, "watch.cjs")}`, LOADED_FILE: loaded };
    const run = async () => {
      const { report } = await migrate(server, database, migrations, { env });
      return { result: report.result, files: readFileSync(loaded, "utf8").split(" ").toSorted() };
    };
    const first = await run();
    expect(first.result).toBe("applied");
    expect(first.files.length).toBeGreaterThan(5);
    expect(await run()).toEqual({ result: "nothing-to-do", files: ["cli.js", "index.js"] });
  });
});
