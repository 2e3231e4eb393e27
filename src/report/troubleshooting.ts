import { type ErrorCode, EXIT_CODE_OF } from "../errors.ts";
import { CHECK_ENTRIES } from "./troubleshooting/check.ts";
import { CONNECTION_ENTRIES } from "./troubleshooting/connection.ts";
import type { Entry } from "./troubleshooting/entry.ts";
import { GATE_ENTRIES } from "./troubleshooting/gate.ts";
import { INPUT_ENTRIES } from "./troubleshooting/inputs.ts";
import { PLAN_ENTRIES } from "./troubleshooting/plan.ts";
import { RUN_ENTRIES } from "./troubleshooting/run.ts";

/** For each error code what it means and what to do, in Markdown of our own; docs/troubleshooting.md is made of it. */
export const TROUBLESHOOTING = {
  ...RUN_ENTRIES,
  ...INPUT_ENTRIES,
  ...CONNECTION_ENTRIES,
  ...PLAN_ENTRIES,
  ...CHECK_ENTRIES,
  ...GATE_ENTRIES,
} as const satisfies Record<ErrorCode, Entry>;

/** The Troubleshooting section: one `###` heading a code, in the order of `EXIT_CODE_OF`, without a heading of its own. */
export function renderTroubleshooting(): string {
  const codes = Object.keys(EXIT_CODE_OF) as ErrorCode[];
  const entries = codes.map((code) => {
    const { title, whatItMeans, whatToDo } = TROUBLESHOOTING[code];
    return `### ${code}\n\n**${title}** (exit code ${EXIT_CODE_OF[code]}). ${whatItMeans}\n\n${whatToDo}`;
  });
  return `${entries.join("\n\n")}\n`;
}
