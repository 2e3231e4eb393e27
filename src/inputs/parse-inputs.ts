import { errorsOf, throwAll } from "../errors.ts";
import { parseCommand } from "./commands.ts";
import { parseConnection, parseShadow } from "./connections.ts";
import { parseCreation } from "./creation-inputs.ts";
import { INPUTS, inputNamed } from "./definitions.ts";
import { parseDeploy } from "./deploy-inputs.ts";
import { closest } from "./did-you-mean.ts";
import { parseGate } from "./gate-inputs.ts";
import type { Command, GithubInputs, Inputs, LedgerName, RehearsalChoice } from "./inputs.ts";
import { quoted } from "./quoted.ts";
import { parseRange } from "./range-inputs.ts";
import { environmentText, type RawInputs } from "./raw-inputs.ts";
import { parseRepair } from "./repair-inputs.ts";
import { parseServing } from "./serving-inputs.ts";
import { ValueReader } from "./value-reader.ts";

/**
 * Checked inputs of `raw`. Rejects with MigrateErrors that hold every problem, in the order of INPUTS after the
 * unknown ones: INPUT_UNKNOWN, COMMAND_UNKNOWN, INPUT_INVALID, INPUT_MISSING, DATABASE_URL_INVALID. No message holds
 * a secret or a part of a URL.
 */
export function parseInputs(raw: RawInputs): Inputs {
  const reader = new ValueReader(raw);
  reportUnknown(raw, reader);
  const dryRun = reader.boolean("dry-run");
  const asked = parseCommandInput(reader);
  const command = asked === "up" && dryRun ? "plan" : asked;
  const { settings: connection, target, connectTimeoutMs, notices } = parseConnection(raw, reader, command);
  const gate = parseGate(raw, reader);
  const isRequired = gate.isProduction || command === "check";
  const { rehearsal, notices: rehearsalNotices } = parseRehearsal(reader, command, isRequired);
  const { creation, notices: nameNotices } = parseCreation(reader, command);
  reportUrls(reader);
  const inputs: Inputs = {
    ...{ command, connection, target, role: reader.text("role") },
    waitForDatabaseMs: reader.durationMs("wait-for-database"),
    connectTimeoutMs,
    migrationsPath: reader.text("migrations-path"),
    layout: reader.text("layout"),
    ...parseRange(reader, command),
    dryRun: dryRun || command === "plan" || command === "check",
    outOfOrder: reader.choice("out-of-order"),
    onFailure: reader.choice("on-failure"),
    rehearsal,
    failOn: reader.choice("fail-on"),
    acceptDrift: reader.boolean("accept-drift"),
    gate,
    deploy: parseDeploy(reader, command),
    lock: {
      lockTimeoutMs: reader.durationMs("lock-timeout"),
      lockRetries: reader.integer("lock-retries"),
      statementTimeoutMs: reader.durationMs("statement-timeout"),
      runLockWaitMs: reader.durationMs("run-lock-wait"),
    },
    ledger: parseLedger(reader),
    adoptFrom: reader.text("adopt-from"),
    recording: reader.boolean("apply") && !dryRun ? "write" : "show",
    ...parseRepair(reader, command),
    creation,
    base: reader.text("base"),
    serving: parseServing(reader),
    github: parseGithub(raw, reader),
    reportPath: reportPathOf(raw),
    actor: environmentText(raw, "GITHUB_ACTOR"),
    runUrl: runUrl(raw),
    notices: [...notices, ...rehearsalNotices, ...nameNotices],
  };
  throwAll(reader.problems);
  return inputs;
}

function reportUnknown(raw: RawInputs, reader: ValueReader): void {
  const names = INPUTS.map(({ name }) => name);
  for (const name of raw.values.keys()) {
    if (inputNamed(name) !== undefined) continue;
    const near = closest(name, names);
    const hint = near === null ? `There are: ${names.join(", ")}.` : `Did you mean ${near}?`;
    reader.report("INPUT_UNKNOWN", `There is no input ${quoted(name)}.`, hint);
  }
}

const URL_HINT = "Give the path on this machine; a database's URL goes into database-url.";

const PATHS = ["migrations-path", "report-path"] as const;

/** A URL that was put where a path belongs: nothing is read or made there, as its name would be a password. */
function reportUrls(reader: ValueReader): void {
  for (const name of PATHS) {
    const text = reader.given(name);
    if (text !== null && isUrl(text))
      reader.report("INPUT_INVALID", `${name}: It is a URL, and must be a path.`, URL_HINT);
  }
}

function parseCommandInput(reader: ValueReader): Command {
  try {
    return parseCommand(reader.given("command") ?? "up");
  } catch (error) {
    reader.problems.push(...errorsOf(error));
    return "up";
  }
}

/** `create` rehearses nothing: what is said about a shadow is not looked at. */
function parseRehearsal(reader: ValueReader, command: Command, isRequired: boolean) {
  const isTarget = reader.given("rehearsal") === "target";
  if (isTarget) {
    reader.report(
      "INPUT_INVALID",
      "rehearsal: target is not available in this version.",
      "Use server (a throwaway local server), shadow with shadow-url, or auto.",
    );
  }
  const site = isTarget ? "auto" : reader.choice("rehearsal");
  const isUsed = command !== "create";
  const shadow = isUsed ? parseShadow(reader) : null;
  if (isUsed && site === "shadow" && reader.given("shadow-url") === null) {
    const hint = "Give shadow-url, or leave out rehearsal: then it is a local server where there is one.";
    reader.report("INPUT_MISSING", "shadow-url: rehearsal is shadow, but no shadow-url says where.", hint);
  }
  const rehearsal: RehearsalChoice = {
    site,
    shadow: shadow?.settings ?? null,
    as: reader.text("rehearse-as"),
    required: reader.boolean("require-rehearsal") ?? isRequired,
    budgetMs: reader.durationMs("rehearsal-budget"),
  };
  return { rehearsal, notices: shadow?.notices ?? [] };
}

function parseGithub(raw: RawInputs, reader: ValueReader): GithubInputs {
  return {
    token: reader.text("github-token"),
    comment: reader.choice("comment"),
    apiUrl: environmentText(raw, "GITHUB_API_URL"),
    repository: environmentText(raw, "GITHUB_REPOSITORY"),
    eventPath: environmentText(raw, "GITHUB_EVENT_PATH"),
    ref: environmentText(raw, "GITHUB_REF"),
    baseRef: environmentText(raw, "GITHUB_BASE_REF"),
  };
}

/** Tables that stand beside every ledger, under names of their own. */
const BESIDE_LEDGER: ReadonlyMap<string, string> = new Map([
  ["migration_history", "the history"],
  ["migration_expectation", "what is expected of the schema"],
]);

function parseLedger(reader: ValueReader): LedgerName {
  const ledger = { schema: reader.text("ledger-schema"), table: reader.text("ledger-table") };
  const beside = BESIDE_LEDGER.get(ledger.table);
  if (beside !== undefined) {
    const hint = "Give the ledger another name, or leave it out: then it is schema_migrations.";
    reader.report("INPUT_INVALID", `ledger-table: ${ledger.table} is the name of ${beside} beside it.`, hint);
  }
  if (ledger.table.includes(".")) {
    reader.report(
      "INPUT_INVALID",
      "ledger-table: It is the name of a table, without its schema.",
      "Give the schema as ledger-schema.",
    );
  }
  return ledger;
}

/** True for what begins as a URL does: on a disk `postgres://a:b@c` is three directories. */
export const isUrl = (text: string): boolean => /^[\s"']*[a-z][a-z0-9+.-]*:\/\//i.test(text);

/** Where the report goes, known too when other inputs are refused; null: nowhere. */
export function reportPathOf(raw: RawInputs): string | null {
  const given = raw.values.get("report-path")?.trim() ?? "";
  return (isUrl(given) ? "" : given) || raw.defaults?.reportPath || runnerReportPath(raw);
}

/** One file for each step of a job: GITHUB_ACTION tells them apart. Null outside a runner. */
function runnerReportPath(raw: RawInputs): string | null {
  const directory = environmentText(raw, "RUNNER_TEMP");
  if (directory === null) return null;
  const step = (environmentText(raw, "GITHUB_ACTION") ?? "run").replaceAll(/[^\w-]/g, "_");
  return `${directory.replace(/[\\/]+$/, "")}/migrate-action-report-${step}.json`;
}

/** Source: GitHub docs, "Default environment variables". */
function runUrl(raw: RawInputs): string | null {
  const server = environmentText(raw, "GITHUB_SERVER_URL");
  const repository = environmentText(raw, "GITHUB_REPOSITORY");
  const run = environmentText(raw, "GITHUB_RUN_ID");
  const attempt = environmentText(raw, "GITHUB_RUN_ATTEMPT");
  if (server === null || repository === null || run === null) return null;
  return `${server}/${repository}/actions/runs/${run}${attempt === null ? "" : `/attempts/${attempt}`}`;
}
