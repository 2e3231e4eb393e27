import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { outlineOf } from "../reading/as-page.ts";
import { commandFile, logCommands } from "../reading/as-runner.ts";
import type { ActionRun } from "../run-action.ts";

/** Over this the runner drops the whole summary. Source: GitHub docs, "Adding a job summary", limits. */
const SUMMARY_LIMIT_BYTES = 1024 ** 2;

/** Outputs that no two runs have alike, and one that may be a version as another tool's ledger calls it. */
const OWN = new Set(["duration-ms", "report-path", "plan-digest", "failed-version"]);

// biome-ignore lint/complexity/useRegexLiterals: a literal with these characters cannot be read.
const UNSEEN = new RegExp(
  "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]",
  "u",
);

/** What others make of a run: the runner, GitHub's pages, later steps. */
export interface Effects {
  readonly code: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: readonly string[];
  /** GITHUB_ENV and GITHUB_PATH. */
  readonly environment: string;
  /** The commands of the log, with what they are about but for texts. */
  readonly commands: readonly string[];
  readonly summary: readonly string[];
  readonly comments: readonly (readonly string[])[];
}

/** The effects of `run`, which left `comments`; fails where a log or a page cannot be shown as it is. */
export function effectsOf(run: ActionRun, comments: readonly string[]): Effects {
  const file = (name: string) => readFileSync(join(run.directory, name), "utf8");
  // What is masked is data of a command, and never shown. A pattern's `.` would end at U+2028, the runner's lines do not.
  const log = `${run.stdout}\n${run.stderr}`.replace(/^::add-mask::[^\n]*/gm, "");
  expect(log).not.toMatch(UNSEEN);
  expect(run.summary).not.toMatch(UNSEEN);
  expect(Buffer.byteLength(run.summary)).toBeLessThan(SUMMARY_LIMIT_BYTES);
  for (const comment of comments) {
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toMatch(/^<!-- migrate-action [^<>]* -->\n## /);
  }
  const outputs = commandFile(file("GITHUB_OUTPUT"));
  expect(new Set(outputs.map(([name]) => name)).size).toBe(outputs.length);
  return {
    code: run.code,
    outputs: Object.fromEntries(outputs.map(([name, value]) => [name, OWN.has(name) ? "…" : value])),
    state: commandFile(file("GITHUB_STATE")).map(([name, value]) => `${name}=${value}`),
    environment: file("GITHUB_ENV") + file("GITHUB_PATH"),
    commands: logCommands(log)
      .filter(({ name }) => name !== "add-mask")
      .map(({ name, properties: { title } }) => `${name} ${(title ?? "").replace(/ in .*$/s, "")}`),
    summary: shapeOf(run.summary),
    comments: comments.map(shapeOf),
  };
}

/** The page's outline; of the marker only that it is there, as it names what the run was about. */
const shapeOf = (page: string): readonly string[] =>
  outlineOf(page).map((line) => line.replace(/^<!-- migrate-action .*-->$/s, "<!-- marker -->"));
