import type { Inputs } from "../inputs/inputs.ts";
import type { Report } from "../report/report.ts";

/**
 * `report` with what became of its comment on the pull request, where a run may have to write one: what that needs is
 * loaded only then. `inputs` null: they could not be read.
 */
export async function withComment(
  report: Report,
  inputs: Inputs | null,
  redact: (text: string) => string,
): Promise<Report> {
  if (inputs === null || !["check", "plan", "up"].includes(inputs.command)) return report;
  const { token, comment } = inputs.github;
  if (comment === "never" || (comment === "auto" && token === null)) return report;
  const { commentOn } = await import("./comment-on.ts");
  return await commentOn(report, inputs, redact);
}
