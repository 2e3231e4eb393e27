import { existsSync } from "node:fs";
import { join } from "node:path";

/** The repository. */
export const ROOT = join(import.meta.dirname, "../..");

/** A directory of test/fixtures/migrations. */
export const fixture = (name: string): string => join(ROOT, "test/fixtures/migrations", name);

/** Another build than the tree's own, for tests beside somebody who is building. */
const DIST = process.env["MIGRATE_ACTION_TEST_DIST"] ?? join(ROOT, "dist");

/** The path of a built program of dist/. Throws where it is not built. */
export function builtProgram(name: "cli.js" | "action.js" | "action-post.js"): string {
  const path = join(DIST, name);
  if (!existsSync(path)) throw new Error(`${path} is not there: run \`npm run build\` before these tests.`);
  return path;
}

/** The environment of this process without what would give a program inputs: only what lets it run. */
export function plainEnvironment(): Record<string, string> {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG", "SystemRoot"];
  const pairs = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return Object.fromEntries(pairs);
}
