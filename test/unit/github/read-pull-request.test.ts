import { join } from "node:path";
import { expect, test } from "vitest";
import { readPullRequest } from "../../../src/github/read-pull-request.ts";
import type { GithubInputs } from "../../../src/inputs/inputs.ts";
import { makeMigrations } from "../../support/temporary.ts";

const OUTSIDE: GithubInputs = {
  ...{ token: null, comment: "auto", apiUrl: null, repository: "o/r" },
  ...{ eventPath: null, ref: null, baseRef: null },
};

function numberOf(
  event: string,
  changes: Partial<Record<"ref" | "repository", string>> = {},
): number | undefined {
  const eventPath = join(makeMigrations({ "event.json": event }), "event.json");
  return readPullRequest({ ...OUTSIDE, eventPath, ...changes })?.number;
}

test.each([
  ['{"pull_request": {"number": 7}}', "refs/pull/8/merge", 7],
  ['{"issue": {"number": 7, "pull_request": {}}}', "refs/heads/main", 7],
  ['{"issue": {"number": 7}}', "refs/heads/main", undefined],
  ['{"pull_request": {"number": "7/../8"}}', "refs/heads/main", undefined],
  ["{}", "refs/pull/8/merge", 8],
  ["not JSON", "refs/pull/8/head", 8],
  ["null", "refs/heads/pull/8/merge", undefined],
])("the event %s at %s is about the pull request %s", (event, ref, number) => {
  expect(numberOf(event, { ref })).toBe(number);
});

test("without an event, or outside of a repository, there is none", () => {
  expect(readPullRequest(OUTSIDE)).toBeNull();
  expect(readPullRequest({ ...OUTSIDE, eventPath: "/nowhere", ref: "refs/pull/9/merge" })?.number).toBe(9);
  expect(numberOf('{"pull_request": {"number": 7}}', { repository: "o/r/../x" })).toBeUndefined();
});
