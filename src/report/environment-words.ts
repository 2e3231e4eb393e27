import type { ReportEnvironmentCheck } from "./report-environment.ts";

/** States, what somebody has to act on first. */
export const ENVIRONMENT_ORDER = [
  "violated",
  "warning",
  "not-readable",
  "holds",
] as const satisfies readonly ReportEnvironmentCheck["state"][];

const KINDS = new Map<ReportEnvironmentCheck["kind"], string>([
  ["connection", "Connection"],
  ["server-version", "Server"],
  ["rights", "Rights"],
  ["disk", "Disk"],
  ["replication", "Replication"],
  ["backup", "Backup"],
]);

/** The kind as people say it; of one that a later version has added no more than where it belongs. */
export const renderKind = ({ kind }: Pick<ReportEnvironmentCheck, "kind">): string =>
  KINDS.get(kind) ?? "Environment";
