import * as core from "@actions/core";
import type { RawInputs } from "../inputs/raw-inputs.ts";
import { makeRedactor } from "../inputs/redactor.ts";
import { secretsIn } from "../inputs/secrets.ts";
import { renderSummary } from "../report/render-summary.ts";
import { renderText } from "../report/render-text.ts";
import { PLAIN_PAINT } from "../report/text/paint.ts";
import { TOOL } from "../tool.ts";
import { actionInputs } from "./action-inputs.ts";
import { makeShownReport } from "./make-shown-report.ts";
import { runCommand } from "./run-command.ts";

const TITLE = "The run was ended before it could report";

const WHAT_HOLDS =
  "What was committed is applied and on record; what was under way in a transaction is taken back by the server; a file that runs outside of one says how far it came, and the next run goes on with it.";

/**
 * Speaks for a main step that was killed before it could report: says in log and summary what the database has now, as
 * `status` would. Never rejects: where the database cannot be asked, that is what it says.
 */
export async function tellOfKilledMain(): Promise<void> {
  const values = new Map([...actionInputs(process.env), ["command", "status"]]);
  const raw: RawInputs = { values, environment: process.env };
  const masks = secretsIn(raw);
  for (const form of masks.forms) core.setSecret(form);
  core.warning(`${TITLE}. ${WHAT_HOLDS}`, { title: "migrate-action" });
  // A throwaway server is gone by now, and all that was in it.
  const status = values.get("ephemeral") === "true" ? null : await readStatus(raw, makeRedactor(masks.forms));
  if (status !== null) process.stdout.write(status.text.endsWith("\n") ? status.text : `${status.text}\n`);
  const summary = [`## ${TITLE}`, WHAT_HOLDS, ...(status === null ? [] : [status.summary])].join("\n\n");
  await core.summary.addRaw(`${summary}\n`).write();
}

async function readStatus(
  raw: RawInputs,
  redact: (text: string) => string,
): Promise<{ readonly text: string; readonly summary: string }> {
  const { draft } = await runCommand(raw, {
    tool: TOOL,
    redact,
    signal: new AbortController().signal,
    warnings: [],
    problems: [],
    ephemeralLifetime: "process",
    onProgress: () => {},
    onEphemeral: () => {},
    onPlanned: () => {},
    ask: null,
  });
  const report = makeShownReport(draft, redact);
  return { text: redact(renderText(report, PLAIN_PAINT, null)), summary: renderSummary(report) };
}
