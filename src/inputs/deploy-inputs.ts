import type { Command, DeployInputs } from "./inputs.ts";
import type { ValueReader } from "./value-reader.ts";

/** What must hold around the target before a deploy; for commands that change nothing there, or only a record, nothing. */
export function parseDeploy(reader: ValueReader, command: Command): DeployInputs {
  const [query, shell] = [reader.text("backup-marker"), reader.text("backup-command")];
  if (query !== null && shell !== null) {
    reader.report(
      "INPUT_INVALID",
      "backup-marker and backup-command are both given; one of them tells of the newest backup.",
      "Leave out the one that is not to be asked.",
    );
  }
  const backup =
    query !== null
      ? ({ kind: "query", text: query } as const)
      : shell !== null
        ? ({ kind: "command", text: shell } as const)
        : null;
  const isDeploy = command === "up" || command === "plan" || command === "down";
  return {
    backup: isDeploy ? backup : null,
    backupMaxAgeMs: reader.durationMs("backup-max-age"),
    maxReplicationLagMs: isDeploy ? reader.durationMs("max-replication-lag") : null,
  };
}
