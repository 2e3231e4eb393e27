import { expect, test } from "vitest";
import { parseInputs } from "../../../src/inputs/parse-inputs.ts";
import { parsed, problems, problemsBeside, raw } from "./support.ts";

test("without any input, everything has the documented default", () => {
  const { connection: _, ...inputs } = parsed({});
  expect(inputs).toEqual({
    command: "up",
    target: { kind: "connection" },
    serving: { listen: { host: "127.0.0.1", port: 8080 }, healthTimeoutMs: 2_000 },
    role: null,
    waitForDatabaseMs: 30_000,
    connectTimeoutMs: 10_000,
    migrationsPath: "migrations",
    layout: "auto",
    range: { target: null, version: null, steps: null },
    batch: null,
    outOfOrder: "refuse",
    onFailure: "stop",
    rehearsal: { site: "auto", shadow: null, as: null, required: false, budgetMs: 5000 },
    failOn: "error",
    acceptDrift: false,
    dryRun: false,
    gate: {
      environment: null,
      isProduction: false,
      confirm: null,
      confirmationPhrase: "MIGRATE-PRODUCTION",
      expectedPlan: null,
      expectedDatabase: null,
      reviewWindowMs: 0,
    },
    deploy: { backup: null, backupMaxAgeMs: 86_400_000, maxReplicationLagMs: null },
    lock: { lockTimeoutMs: 2000, lockRetries: 10, statementTimeoutMs: 0, runLockWaitMs: 300_000 },
    ledger: { schema: "public", table: "schema_migrations" },
    adoptFrom: null,
    recording: "show",
    resolve: null,
    acceptChecksum: null,
    creation: null,
    base: null,
    github: {
      ...{ token: null, comment: "auto", apiUrl: null, repository: null },
      ...{ eventPath: null, ref: null, baseRef: null },
    },
    reportPath: null,
    actor: null,
    runUrl: null,
    notices: [],
  });
});

test("every problem is reported in one pass", () => {
  const lines = problems({
    command: "upp",
    "migration-path": "x",
    "database-url": "mysql://u:topsecret@h/db",
    ephemeral: "yes",
    "lock-timeout": "2 sec",
    steps: "0",
    "fail-on": "warning",
    rehearsal: "target",
  });
  expect(lines.map((line) => line.split(/[:.] /)[0])).toEqual([
    'INPUT_UNKNOWN There is no input "migration-path"',
    "COMMAND_UNKNOWN command",
    "INPUT_INVALID ephemeral",
    "DATABASE_URL_INVALID database-url",
    "INPUT_INVALID rehearsal",
    "INPUT_INVALID steps",
    "INPUT_INVALID fail-on",
    "INPUT_INVALID lock-timeout",
  ]);
  expect(lines.join()).not.toContain("topsecret");
});

test.each([
  ["migration-path", "Did you mean migrations-path?"],
  ["database_url", "Did you mean database-url?"],
  ["Target", "Did you mean target?"],
  ["dryrun", "Did you mean dry-run?"],
  ["colour-of-the-bikeshed", "There are: command, database-url,"],
])("an unknown input %s gets the hint: %s", (name, hint) => {
  const [line = "", ...more] = problemsBeside({ [name]: "x" });
  expect(line).toMatch(/^INPUT_UNKNOWN /);
  expect(line).toContain(hint);
  expect(more).toEqual([]);
});

test("booleans are those of YAML's core schema", () => {
  for (const text of ["true", "True", "TRUE"])
    expect(parsed({ "require-rehearsal": text }).rehearsal.required).toBe(true);
  for (const text of ["false", "False", "FALSE"])
    expect(parsed({ "require-rehearsal": text }).rehearsal.required).toBe(false);
  for (const text of ["yes", "1", "on", "tRUE"]) {
    expect(problemsBeside({ "require-rehearsal": text })).toEqual([
      `INPUT_INVALID require-rehearsal: "${text}" does not do; it must be true or false.`,
    ]);
  }
});

test.each<[Record<string, string>, RegExp]>([
  [{ version: "1", target: "2" }, /version: .* with target/],
  [{ version: "1", steps: "2" }, /version: .* with steps/],
  [{ rehearsal: "target" }, /rehearsal: target is not available in this version.*shadow-url/],
  [{ rehearsal: "shadow" }, /INPUT_MISSING shadow-url/],
  [{ "shadow-url": "http://x" }, /DATABASE_URL_INVALID shadow-url/],
  [{ steps: "-1" }, /steps: .* 1 or more/],
  [{ "lock-retries": "many" }, /lock-retries: "many"/],
  [{ "lock-timeout": "0" }, /lock-timeout: .* longer than 0/],
  [{ "connect-timeout": "0s" }, /connect-timeout: .* longer than 0/],
  [{ "ledger-table": "migration_history" }, /ledger-table/],
  [{ "ledger-table": "app.schema_migrations" }, /ledger-table: .*ledger-schema/],
  [{ role: "a\0b" }, /role: .*NUL/],
  ...["sha256:x", "the last one", "0".repeat(64), `sha256:${"A".repeat(64)}`, `sha256:${"0".repeat(65)}`].map(
    (text): [Record<string, string>, RegExp] => [{ "expected-plan": text }, /expected-plan: .*64 hex digits/],
  ),
  [{ layout: "x", "out-of-order": "maybe" }, /out-of-order: "maybe" .* refuse, allow/],
])("%o is refused, alone: %s", (values, message) => {
  const lines = problemsBeside(values);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(message);
});

test("a value that might be a secret put in the wrong place is not repeated", () => {
  expect(problemsBeside({ "lock-timeout": "postgres://u:hunter2@h" }).join()).not.toContain("hunter2");
  expect(problemsBeside({ "postgres://u:hunter2@h": "" }).join()).not.toContain("hunter2");
});

test("blanks around values are nothing, except in a password", () => {
  const inputs = parsed({ target: " 012\n", command: " plan ", layout: "\tflat " });
  expect(inputs).toMatchObject({ command: "plan", layout: "flat", range: { target: "012" } });
});

test("an expected plan is a digest, or blank where none was reviewed", () => {
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  expect(parsed({ "expected-plan": ` ${digest}\n` }).gate.expectedPlan).toBe(digest);
  expect(parsed({ "expected-plan": " " }).gate.expectedPlan).toBeNull();
});

test("connect-timeout wins over connect_timeout of the URL", () => {
  const url = { "database-url": "postgres://u@h/db?connect_timeout=3" };
  expect(parsed(url).connectTimeoutMs).toBe(3000);
  expect(parsed({ ...url, "connect-timeout": "500ms" }).connectTimeoutMs).toBe(500);
});

test.each([
  [{ environment: "production" }, {}, { environment: "production", isProduction: true }],
  [{ environment: "PROD" }, {}, { environment: "PROD", isProduction: true }],
  [{}, { NODE_ENV: "production" }, { environment: "production", isProduction: true }],
  [{ environment: "staging" }, { NODE_ENV: "production" }, { environment: "staging", isProduction: false }],
  [{}, { NODE_ENV: "test" }, { environment: null, isProduction: false }],
])("environment %o with %o", (values, environment, gate) => {
  const inputs = parsed(values, environment);
  expect(inputs.gate).toMatchObject(gate);
  expect(inputs.rehearsal.required).toBe(gate.isProduction);
});

test("production may be told not to require a rehearsal", () => {
  expect(parsed({ environment: "prod", "require-rehearsal": "false" }).rehearsal.required).toBe(false);
});

test("CONFIRM_PRODUCTION_MIGRATION=true counts as the phrase typed, unless something was typed", () => {
  const environment = { CONFIRM_PRODUCTION_MIGRATION: "true" };
  expect(parsed({ "confirmation-phrase": "GO" }, environment).gate.confirm).toBe("GO");
  expect(parsed({ confirm: "no" }, environment).gate.confirm).toBe("no");
  expect(parsed({}, { CONFIRM_PRODUCTION_MIGRATION: "1" }).gate.confirm).toBeNull();
});

test("a runner says who runs it, where it can be looked at and where the report goes", () => {
  const inputs = parsed(
    {},
    {
      GITHUB_ACTOR: "octocat",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "o/r",
      GITHUB_RUN_ID: "7",
      GITHUB_RUN_ATTEMPT: "2",
      GITHUB_ACTION: "__self_2",
      RUNNER_TEMP: "/tmp/runner/",
    },
  );
  expect(inputs).toMatchObject({
    actor: "octocat",
    runUrl: "https://github.example/o/r/actions/runs/7/attempts/2",
    reportPath: "/tmp/runner/migrate-action-report-__self_2.json",
  });
});

test.each(["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"])(
  "without %s there is nowhere to look",
  (name) => {
    const runner = { GITHUB_SERVER_URL: "https://g", GITHUB_REPOSITORY: "o/r", GITHUB_RUN_ID: "7" };
    expect(parsed({}, runner).runUrl).toBe("https://g/o/r/actions/runs/7");
    expect(parsed({}, { ...runner, [name]: "" }).runUrl).toBeNull();
  },
);

test("the report's path is the input's, then the shell's, then one under RUNNER_TEMP", () => {
  const environment = { RUNNER_TEMP: "/t" };
  const values = { "database-url": "postgres://u@h/db" };
  const defaults = { reportPath: "shell.json" };
  expect(parseInputs({ ...raw(values, environment), defaults }).reportPath).toBe("shell.json");
  expect(parseInputs(raw({ ...values, "report-path": "mine.json" }, environment)).reportPath).toBe(
    "mine.json",
  );
  expect(parseInputs(raw(values, environment)).reportPath).toBe("/t/migrate-action-report-run.json");
});

test("a baseline takes a target, and neither steps nor one version", () => {
  const given = (more: Record<string, string>) => problemsBeside({ command: "baseline", ...more });
  expect(parsed({ command: "baseline", target: "3", "accept-drift": "true" }).acceptDrift).toBe(true);
  expect(given({ steps: "1" })).toEqual([
    "INPUT_INVALID steps: A baseline takes all migrations up to `target`, not some. Give target (the newest one that the target has), or nothing: then it is all of them.",
  ]);
  expect(given({ version: "1" })).toEqual([
    "INPUT_INVALID version: A baseline takes all migrations up to `target`, not some. Give target (the newest one that the target has), or nothing: then it is all of them.",
  ]);
});

test("check needs no database, takes one that is given, and starts none as its target", () => {
  const check = { command: "check" };
  expect(parseInputs(raw(check))).toMatchObject({
    command: "check",
    target: { kind: "none" },
    dryRun: true,
    rehearsal: { required: true },
  });
  expect(parseInputs(raw({ ...check, "database-url": "", "require-rehearsal": "false" }))).toMatchObject({
    target: { kind: "none" },
    rehearsal: { required: false },
  });
  expect(parsed(check).target).toEqual({ kind: "connection" });
  expect(problems({ ...check, "database-url": "http://x" })[0]).toMatch(/^DATABASE_URL_INVALID/);
  expect(problems({ ...check, ephemeral: "true" })).toEqual([
    expect.stringMatching(/^INPUT_INVALID ephemeral: check/),
  ]);
  expect(problems({ command: "status" })[0]).toMatch(/^INPUT_MISSING database-url/);
});

test("a workflow says which pull request it is about", () => {
  const variables = {
    GITHUB_API_URL: "https://ghe.example.com/api/v3",
    GITHUB_REPOSITORY: "o/r",
    GITHUB_EVENT_PATH: "/event.json",
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_BASE_REF: "main",
  };
  expect(parsed({ "github-token": " t0ken ", comment: "always" }, variables).github).toEqual({
    ...{ token: "t0ken", comment: "always", apiUrl: "https://ghe.example.com/api/v3", repository: "o/r" },
    ...{ eventPath: "/event.json", ref: "refs/pull/7/merge", baseRef: "main" },
  });
});
