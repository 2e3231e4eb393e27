import type { Inputs } from "./inputs.ts";

/** True when the run ends before the first change, whatever the gate says. */
export function isDryRun({ command, dryRun }: Pick<Inputs, "command" | "dryRun">): boolean {
  return command === "plan" || dryRun;
}
