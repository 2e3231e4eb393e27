import { readUptimeMs } from "../moment.ts";
import type { Draft } from "../report/draft.ts";
import { makeReport } from "../report/make-report.ts";
import { redactReport } from "../report/redact-report.ts";
import type { Report } from "../report/report.ts";
import { TOOL } from "../tool.ts";

/** The report of `draft` as of now, fit to leave the process: every text in it redacted. */
export function makeShownReport(draft: Draft, redact: (text: string) => string): Report {
  return redactReport(makeReport(draft, TOOL, readUptimeMs()), redact);
}
