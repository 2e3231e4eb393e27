import type { Command, Inputs } from "./inputs.ts";
import type { ValueReader } from "./value-reader.ts";

/**
 * What `repair` is to do: about what was left half-way (`resolve`), a file that was edited (`acceptChecksum`), or what is gone
 * from the schema (`acceptGone`); all null: only show. Reports what says too little, a choice without its migration, `apply`
 * without a choice, what is accepted for no reason; and what cannot be meant together.
 */
export function parseRepair(
  reader: ValueReader,
  command: Command,
): Pick<Inputs, "resolve" | "acceptChecksum" | "acceptGone"> {
  const resolve = reader.choice("resolve");
  const version = reader.text("accept-checksum");
  const reason = reader.text("reason");
  const acceptChecksum = version === null ? null : { version, reason };
  if (command !== "repair") return { resolve, acceptChecksum, acceptGone: null };
  const acceptGone = reader.boolean("accept-drift") ? { reason } : null;
  if (acceptGone !== null) reportAcceptedGone(reader, reason);
  else if (acceptChecksum === null) reportChoice(reader, resolve, reason);
  else reportAcceptance(reader, acceptChecksum);
  return { resolve, acceptChecksum, acceptGone };
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
      "Give resume, skip, done or clear, accept-checksum or accept-drift; `repair` without `apply` shows what each would do.";
    reader.report("INPUT_MISSING", "resolve: apply is given, but nothing says what is to be done.", hint);
  }
  if (reason !== null)
    reader.report(
      "INPUT_INVALID",
      "reason: It says why something is accepted, and neither accept-checksum nor accept-drift is given.",
      "Give accept-checksum, the version of the migration whose file was edited, or accept-drift for what is gone from the schema, or leave out reason.",
    );
}

function reportAcceptedGone(reader: ValueReader, reason: string | null): void {
  for (const other of ["accept-checksum", "version", "resolve"] as const) {
    if (reader.given(other) === null) continue;
    reader.reportBoth("accept-drift", "It is about the schema, whatever migration made it", other);
  }
  if (reason === null) reportWithoutReason(reader, "what is gone from the schema");
}

/** Where something would be accepted; what is only shown needs none. */
function reportWithoutReason(reader: ValueReader, what: string): void {
  if (!reader.boolean("apply") || reader.boolean("dry-run")) return;
  const hint = `It goes into the history with who accepted it: reason: "a comment was corrected". Without \`apply\` it is only shown what would be accepted.`;
  reader.report("INPUT_MISSING", `reason: Nothing says why ${what} is accepted.`, hint);
}

function reportAcceptance(
  reader: ValueReader,
  { version, reason }: NonNullable<Inputs["acceptChecksum"]>,
): void {
  for (const other of ["version", "resolve"] as const) {
    if (reader.given(other) === null) continue;
    reader.reportBoth("accept-checksum", "It names its migration and what to do", other);
  }
  if (reason === null) reportWithoutReason(reader, `the checksum of ${version}`);
}
