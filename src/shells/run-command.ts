import type { EphemeralTarget } from "../database/ephemeral-target.ts";
import { errorsOf, type MigrateError, throwAll } from "../errors.ts";
import { readMigrations } from "../files/read-migrations.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { isUrl, parseInputs } from "../inputs/parse-inputs.ts";
import type { RawInputs } from "../inputs/raw-inputs.ts";
import { readServerAndLedger } from "../ledger/read-ledger.ts";
import { readMoment } from "../moment.ts";
import type { World } from "../pipeline/flow.ts";
import { run } from "../pipeline.ts";
import { type Draft, newDraft } from "../report/draft.ts";

/** What a shell adds to the flow's world: how long a throwaway target lives, and who hears of it. */
export interface ShellWorld extends Omit<World, "connection" | "environment" | "readFiles" | "readTarget"> {
  readonly ephemeralLifetime: "process" | "detached";
  /** Hears of the throwaway target as soon as it stands: it must be masked and remembered before anything else. */
  readonly onEphemeral: (target: EphemeralTarget) => void;
  /** Sentences from before the inputs were read: secrets that are too short to mask. */
  readonly warnings: readonly string[];
  /** What the shell itself found wrong. */
  readonly problems: readonly MigrateError[];
}

/** A finished run. */
export interface Finished {
  readonly draft: Draft;
  readonly ephemeral: EphemeralTarget | null;
}

/** The inputs of `raw`, or a draft with all that is wrong with them and with the files; never rejects. */
export async function checkInputs(
  raw: RawInputs,
  world: Pick<ShellWorld, "problems" | "warnings">,
): Promise<{ readonly inputs: Inputs } | { readonly draft: Draft }> {
  const started = readMoment();
  try {
    const inputs = parseInputs(raw);
    throwAll(world.problems);
    return { inputs: { ...inputs, notices: [...world.warnings, ...inputs.notices] } };
  } catch (error) {
    const found = errorsOf(error).filter((problem) => !world.problems.includes(problem));
    const errors = [...world.problems, ...found, ...(await fileProblems(raw))];
    const command = raw.values.get("command") ?? "up";
    return { draft: { ...newDraft(command, started), errors, notices: world.warnings } };
  }
}

/** From raw inputs to a finished draft; never rejects. */
export async function runCommand(raw: RawInputs, world: ShellWorld): Promise<Finished> {
  const started = readMoment();
  const checked = await checkInputs(raw, world);
  if ("draft" in checked) return { draft: checked.draft, ephemeral: null };
  const { inputs } = checked;
  const read = { readFiles: readMigrations, readTarget: readServerAndLedger };
  const outside = { ...world, environment: raw.environment, ...read };
  if (inputs.target.kind !== "ephemeral") {
    const { connection } = inputs;
    return { draft: await run(inputs, { ...outside, connection }), ephemeral: null };
  }
  try {
    const { startEphemeralTarget } = await import("../database/ephemeral-target.ts");
    const ephemeral = await startEphemeralTarget(
      world.ephemeralLifetime,
      world.signal,
      raw.environment["RUNNER_TRACKING_ID"],
    );
    world.onEphemeral(ephemeral);
    return {
      draft: await run(inputs, { ...outside, connection: ephemeral.connection }),
      ephemeral,
    };
  } catch (error) {
    return {
      draft: { ...newDraft(inputs.command, started), inputs, errors: errorsOf(error) },
      ephemeral: null,
    };
  }
}

/** Problems of the directory, so that they are told together with those of the inputs; `create` may make it. */
async function fileProblems(raw: RawInputs): Promise<readonly MigrateError[]> {
  if (raw.values.get("command")?.trim() === "create") return [];
  const path = raw.values.get("migrations-path")?.trim() || "migrations";
  if (isUrl(path)) return [];
  try {
    await readMigrations(path, "auto");
    return [];
  } catch (error) {
    return errorsOf(error).filter(({ code }) => code !== "INTERNAL");
  }
}
