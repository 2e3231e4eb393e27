import { configDefaults, defineConfig } from "vitest/config";
import { LEFT_OUT, partOfThisRun } from "./parts.ts";

const { tests, needs } = partOfThisRun();

/** The tests that a part's mutants are shown to, as one project: Stryker tells them apart by file and name. */
export default defineConfig({
  test: {
    include: [...tests],
    exclude: [...configDefaults.exclude, ...LEFT_OUT],
    // TEST_DATABASE_URL names the server, which is started once for all mutants.
    globalSetup: needs === "server" ? ["test/support/start-servers.ts"] : [],
    setupFiles: ["test/mutants/properties.ts", "test/mutants/load-sources.ts"],
    testTimeout: 20_000,
    // A process for each mutant, not for each file of tests: none of them leaves anything behind for the next.
    isolate: false,
  },
});
