import type { Command, Inputs, PlanRange } from "./inputs.ts";
import { quoted } from "./quoted.ts";
import type { ValueReader } from "./value-reader.ts";

/**
 * Which migrations a run is about. Reports what cannot be meant together, and what `command` would pass over though it
 * would then change something else than was asked for.
 */
export function parseRange(reader: ValueReader, command: Command): Pick<Inputs, "range" | "batch"> {
  const range = {
    target: reader.text("target"),
    version: reader.text("version"),
    steps: reader.integer("steps"),
  };
  for (const other of ["target", "steps"] as const) {
    if (range.version === null || range[other] === null) continue;
    reader.reportBoth("version", "It names one migration", other);
  }
  if (command === "down" && range.version !== null) {
    const hint = "Give target (the version that stays), steps or batch.";
    reader.report("INPUT_INVALID", "version: down takes nothing back from under what is newer.", hint);
  }
  if (command === "baseline") reportHoles(range, reader);
  if (command === "verify" && range.steps !== null) {
    const hint = "Give target (it and all before it), version (that one alone), or nothing: then it is all.";
    reader.report("INPUT_INVALID", "steps: verify asks about what is applied, and counts nothing.", hint);
  }
  return { range, batch: parseBatch(reader, command) };
}

/** A baseline has no holes: the schema is compared with all files up to one. */
function reportHoles(range: PlanRange, reader: ValueReader): void {
  for (const name of ["version", "steps"] as const) {
    if (range[name] === null) continue;
    const hint = "Give target (the newest one that the target has), or nothing: then it is all of them.";
    reader.report(
      "INPUT_INVALID",
      `${name}: A baseline takes all migrations up to \`target\`, not some.`,
      hint,
    );
  }
}

function parseBatch(reader: ValueReader, command: Command): Inputs["batch"] {
  const text = reader.text("batch");
  if (text === null) return null;
  if (command === "up" || command === "plan" || command === "baseline" || command === "verify") {
    const hint = "Leave it out, or give the command down, which takes that run back.";
    reader.report(
      "INPUT_INVALID",
      `batch: It is of the command down, and cannot be given with ${command}.`,
      hint,
    );
  }
  for (const other of ["target", "steps"] as const) {
    if (reader.given(other) === null) continue;
    reader.reportBoth("batch", "It names what is taken back", other);
  }
  if (text === "last") return text;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number > 0) return number;
  reader.report(
    "INPUT_INVALID",
    `batch: ${quoted(text)} does not do; it must be last, or the number of a run.`,
  );
  return null;
}
