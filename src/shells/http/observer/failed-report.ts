import type { MigrateError } from "../../../errors.ts";
import { readMoment } from "../../../moment.ts";
import { newDraft } from "../../../report/draft.ts";
import type { Report } from "../../../report/report.ts";
import { makeShownReport } from "../../make-shown-report.ts";
import type { Setup } from "../setup.ts";

/** The report of a look that ended with `errors` before it found anything. */
export function failedReport(
  { inputs, redact }: Pick<Setup, "inputs" | "redact">,
  command: string,
  errors: readonly MigrateError[],
): Report {
  const draft = { ...newDraft(command, readMoment()), inputs, connection: inputs.connection };
  return makeShownReport({ ...draft, errors }, redact);
}
