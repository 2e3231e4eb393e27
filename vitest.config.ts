import { defineConfig } from "vitest/config";

/** Where .ci/run wants the results as JSON, to count them; unset elsewhere. */
const resultsFile = process.env["VITEST_JSON"];

export default defineConfig({
  test: {
    pool: "forks",
    // A server, a migration under test and the test itself share the cores.
    maxWorkers: 2,
    reporters: resultsFile ? ["default", ["json", { outputFile: resultsFile }]] : ["default"],
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: "servers",
          include: [
            "test/database/**/*.test.ts",
            "test/shells/**/*.test.ts",
            "test/tools/**/*.test.ts",
            "test/torture/**/*.test.ts",
            "test/docs/**/*.test.ts",
          ],
          globalSetup: ["test/support/start-servers.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
