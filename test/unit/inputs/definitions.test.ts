import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AVAILABLE_COMMANDS, COMMANDS } from "../../../src/inputs/commands.ts";
import type { InputDefinition } from "../../../src/inputs/definition.ts";
import { INPUTS } from "../../../src/inputs/definitions.ts";
import { OUTPUTS } from "../../../src/inputs/outputs.ts";
import { errorsFrom, parsed, problems } from "./support.ts";

const ROOT = join(import.meta.dirname, "../../..");
const FROZEN_INPUTS = `command database-url host port database user password sslmode ssl-root-cert ephemeral role
  wait-for-database connect-timeout migrations-path layout target version steps batch dry-run out-of-order on-failure rehearsal shadow-url rehearse-as
  require-rehearsal rehearsal-budget fail-on accept-drift backup-marker backup-command backup-max-age max-replication-lag environment confirm confirmation-phrase expected-plan expected-database
  review-window lock-timeout lock-retries statement-timeout run-lock-wait ledger-schema ledger-table adopt-from
  apply resolve accept-checksum reason name verify listen health-timeout base github-token comment report-path`;
const FROZEN_OUTPUTS = `result applied pending applied-count pending-count current-version previous-version changed
  plan-digest hazard-level drift batch failed-version failure-reason duration-ms report-path database-url`;

test("the inputs and outputs are those of the frozen interface, in its order", () => {
  expect(INPUTS.map(({ name }) => name)).toEqual(FROZEN_INPUTS.split(/\s+/));
  expect(OUTPUTS.map(({ name }) => name)).toEqual(FROZEN_OUTPUTS.split(/\s+/));
});

test("action.yml names the same inputs, outputs and defaults, in the same order", () => {
  const text = readFileSync(join(ROOT, "action.yml"), "utf8");
  const [, inputs = "", outputs = ""] = /\ninputs:\n([\s\S]*?)\noutputs:\n([\s\S]*?)\n# /.exec(text) ?? [];
  const entries = inputs.split(/^(?= {2}\S)/m).map((entry) => {
    const value = /^ {4}default: "(.*)"$/m.exec(entry)?.[1] ?? null;
    return { name: /^ {2}(\S+):$/m.exec(entry)?.[1], default: value };
  });
  expect(entries).toEqual(INPUTS.map(({ name, default: value }) => ({ name, default: value })));
  expect([...outputs.matchAll(/^ {2}(\S+):$/gm)].map(([, name]) => name)).toEqual(
    OUTPUTS.map(({ name }) => name),
  );
});

test("action.yml and README say what the tables say", () => {
  const script = join(ROOT, "scripts/write-interface.ts");
  expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
});

test("giving every default, as the runner does, is the same as giving nothing", () => {
  const defaults = INPUTS.flatMap(({ name, default: value }: InputDefinition) =>
    value === null ? [] : [[name, value]],
  );
  expect(parsed(Object.fromEntries(defaults))).toEqual(parsed({}));
});

test("every input that is no free text refuses what is not of its kind", () => {
  for (const { name, kind } of INPUTS.filter(
    (input) => input.kind !== "string" && input.name !== "command",
  )) {
    const [first = ""] = problems({ "database-url": "postgres://u@h/db", [name]: "%%" });
    expect(first, `${name}, ${kind}`).toMatch(/^INPUT_INVALID /);
  }
});

test("a command that this version lacks is told from one that never was, and both say which there are", () => {
  for (const { name } of COMMANDS.filter(({ available }) => !available)) {
    const [error] = errorsFrom(() => parsed({ command: name }));
    expect(error).toMatchObject({ code: "COMMAND_UNKNOWN" });
    expect(error?.message).toBe(`The command ${name} is not available in this version.`);
    expect(error?.details.hint).toBe(`There are: ${AVAILABLE_COMMANDS.join(", ")}.`);
  }
  expect(problems({ "database-url": "postgres://u@h/db", command: "statsu" })).toEqual([
    `COMMAND_UNKNOWN command: "statsu" is not a command. Did you mean status? There are: ${AVAILABLE_COMMANDS.join(", ")}.`,
  ]);
  expect(AVAILABLE_COMMANDS.map((command) => parsed({ command, name: "x" }).command)).toEqual([
    ...AVAILABLE_COMMANDS,
  ]);
});
