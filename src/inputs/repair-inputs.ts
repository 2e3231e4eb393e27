import type { Command, Inputs } from "./inputs.ts";
import type { ValueReader } from "./value-reader.ts";

/**
 * What `repair` is to do: about what was left half-way (`resolve`), or about a file that was edited (`acceptChecksum`); both
 * null: only show. Reports what says too little, a choice without its migration, `apply` without a choice, a checksum
 * accepted for no reason; and what cannot be meant together.
 */
export function parseRepair(
  reader: ValueReader,
  command: Command,
): Pick<Inputs, "resolve" | "acceptChecksum"> {
  const resolve = reader.choice("resolve");
  const version = reader.text("accept-checksum");
  const reason = reader.text("reason");
  const acceptChecksum = version === null ? null : { version, reason };
  if (command !== "repair") return { resolve, acceptChecksum };
  if (acceptChecksum === null) reportChoice(reader, resolve, reason);
  else reportAcceptance(reader, acceptChecksum);
  return { resolve, acceptChecksum };
}

function reportChoice(reader: ValueReader, resolve: Inputs["resolve"], reason: string | null): void {
  if (resolve !== null && reader.given("version") === null) {
    const hint = "`repair` without `resolve` lists what was left half-way.";
    reader.report(
      "INPUT_MISSING",
      `version: resolve is ${resolve}, but no version says of which migration.`,
      hint,
    );
  }
  if (resolve === null && reader.boolean("apply")) {
    const hint =
      "Give resume, skip, done or clear, or accept-checksum; `repair` without `apply` shows what each would do.";
    reader.report("INPUT_MISSING", "resolve: apply is given, but nothing says what is to be done.", hint);
  }
  if (reason !== null)
    reader.report(
      "INPUT_INVALID",
      "reason: It says why a checksum is accepted, and no accept-checksum is given.",
      "Give accept-checksum, the version of the migration whose file was edited, or leave out reason.",
    );
}

function reportAcceptance(
  reader: ValueReader,
  { version, reason }: NonNullable<Inputs["acceptChecksum"]>,
): void {
  for (const other of ["version", "resolve"] as const) {
    if (reader.given(other) === null) continue;
    reader.reportBoth("accept-checksum", "It names its migration and what to do", other);
  }
  if (reason !== null || !reader.boolean("apply") || reader.boolean("dry-run")) return;
  const hint = `It goes into the history with who accepted it: reason: "a comment was corrected". Without \`apply\` the two checksums are only shown.`;
  reader.report("INPUT_MISSING", `reason: Nothing says why the checksum of ${version} is accepted.`, hint);
}
