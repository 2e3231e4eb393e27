import { expect, test } from "vitest";
import { told, violated } from "../../../src/environment/environment.ts";
import type { ErrorCode } from "../../../src/errors.ts";
import { environmentNeeds } from "../../../src/gate/environment-need.ts";
import { parsed } from "../inputs/support.ts";

const stop = (code: ErrorCode) => violated("disk", `about ${code}`, { code, hint: "Do something." });
const ENVIRONMENT = {
  checks: [
    told("rights", "warning", "w"),
    stop("RIGHTS_MISSING"),
    stop("DISK_TOO_SMALL"),
    told("connection", "not-readable", "n"),
    stop("REPLICATION_LAG"),
    stop("BACKUP_TOO_OLD"),
  ],
  backup: null,
};

const codes = (values: Record<string, string>) =>
  environmentNeeds({ inputs: parsed(values), environment: ENVIRONMENT }).map(({ code }) => code);

test("what is violated around the target stops the run, and nothing else does", () => {
  expect(codes({})).toEqual(["RIGHTS_MISSING", "DISK_TOO_SMALL", "REPLICATION_LAG", "BACKUP_TOO_OLD"]);
  expect(environmentNeeds({ inputs: parsed({}), environment: null })).toEqual([]);
});

test("`fail-on: never` lets what is foreseen go on, and not what was demanded", () => {
  expect(codes({ "fail-on": "never" })).toEqual(["REPLICATION_LAG", "BACKUP_TOO_OLD"]);
});
