// Prints "PASSED FAILED SKIPPED" of a vitest JSON report; exits 1 where there is none to be read.
// A file that could not even be loaded counts as one failure.
import { readFileSync } from "node:fs";

let report;
try {
  report = JSON.parse(readFileSync(process.argv[2], "utf8"));
} catch (error) {
  console.error(`No test results: ${error.message}`);
  process.exit(1);
}
const unloaded = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
).length;
const skipped = report.numPendingTests + report.numTodoTests;
console.log(report.numPassedTests, report.numFailedTests + unloaded, skipped);
