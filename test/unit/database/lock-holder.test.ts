import { expect, test } from "vitest";
import { describeHolder, makeHolderName } from "../../../src/database/lock-holder.ts";

test.each([
  ["https://github.com/st44/shop/actions/runs/4711", "migrate-action run 4711 of st44/shop"],
  ["https://ghe.example.org/st44/shop/actions/runs/4711/attempts/2", "migrate-action run 4711 of st44/shop"],
  ["http://host:8080/a/b/actions/runs/1", "migrate-action run 1 of a/b"],
])("%s is named by its run and repository", (url, name) => {
  expect(makeHolderName("migrate-action", url)).toBe(name);
});

test.each([null, "https://ci.example.org/jobs/7", "not a URL"])("%s gives no name", (url) => {
  expect(makeHolderName("migrate-action", url)).toBe("migrate-action");
});

test("a long name is cut where the server would cut it, and is ASCII", () => {
  const name = makeHolderName(
    "migrate-action",
    `https://github.com/${"o".repeat(40)}/höhe/actions/runs/12345`,
  );
  expect(name).toHaveLength(63);
  expect(makeHolderName("migrate-action", "https://github.com/o/höhe/actions/runs/1")).toBe(
    "migrate-action run 1 of o/h?he",
  );
});

test("a holder is told with pid, name, user, address and since when", () => {
  const row = {
    pid: 7,
    application: "psql",
    user: "me",
    address: "10.0.0.1/32",
    since: "2026-11-22 09:00:00+00",
  };
  expect(describeHolder(row)).toBe("pid 7 (psql, user me, from 10.0.0.1/32, since 2026-11-22 09:00:00+00)");
  expect(describeHolder({ pid: 7, application: "", user: "me", address: null, since: null })).toBe(
    "pid 7 (user me)",
  );
  expect(describeHolder(undefined)).toBe("a run that has just ended");
});
