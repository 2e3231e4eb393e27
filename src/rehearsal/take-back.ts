import type { Schema } from "../database/schema.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { Step } from "../plan/plan.ts";
import { compareSchemas, type Difference } from "./compare-schemas.ts";
import type { LeftOut } from "./left-out.ts";
import { renderDifferenceAs, renderLeft } from "./render-difference.ts";
import { runStep } from "./run-step.ts";

/** What a way back is tried with. */
export interface BackRequest {
  readonly session: Session;
  readonly execution: Execution;
  readonly leftOut: LeftOut;
  /** The way there, and back. */
  readonly step: Step;
  readonly back: Step;
  /** As it was before the way there. */
  readonly before: Schema;
  readonly readSchema: () => Promise<Schema>;
}

/** How a way back went. `usable`: the schema is as after the way there, so that others can go on from it. */
export interface TakenBack {
  readonly state: "restored" | "differs" | "failed";
  readonly problems: readonly MigrateError[];
  readonly usable: boolean;
}

/** Most differences that are named in one message. */
const NAMED = 8;

/**
 * Takes `step`, which has just been applied, back by `back`, compares the schema with the one before, and applies it
 * again. Rejects only where the connection is lost.
 */
export async function takeBack(request: BackRequest): Promise<TakenBack> {
  const { session, execution, leftOut, step, back, before, readSchema } = request;
  const after = await readSchema();
  const down = await runStep(session, back, execution, leftOut, null);
  if (down.failure !== null) {
    const { message, details } = down.failure;
    const failure = new MigrateError("REHEARSAL_FAILED", `Taken back in the rehearsal, ${message}`, details);
    // What ran before the error stays, where no transaction takes it back.
    return { state: "failed", problems: [failure], usable: back.script.mode === "transaction" };
  }
  const problems: MigrateError[] = [];
  const left = compareSchemas(before, await readSchema());
  if (left.length > 0)
    problems.push(differs(back, "taken back, the schema is not as before", left.map(renderLeft)));
  const again = await runStep(session, step, execution, leftOut, null);
  if (again.failure !== null)
    return { state: "differs", problems: [...problems, notAgain(step, again.failure)], usable: false };
  const other = compareSchemas(after, await readSchema());
  if (other.length > 0)
    problems.push(
      differs(back, "applied again, the schema is not as the first time", other.map(renderOther)),
    );
  return { state: problems.length === 0 ? "restored" : "differs", problems, usable: other.length === 0 };
}

function differs({ file, source }: Step, what: string, differences: readonly string[]): MigrateError {
  const named = differences.slice(0, NAMED).join("; ");
  const more = differences.length > NAMED ? `; and ${differences.length - NAMED} more` : "";
  const message = `${source.file}: When ${file.version.text} is ${what}: ${named}${more}.`;
  return new MigrateError("CHECK_DOWN_DIFFERS", message, {
    at: { file: source.file, line: 1, column: 1 },
    version: file.version.text,
    hint: "Undo in the way back all that the migration makes, and nothing else.",
  });
}

function notAgain({ file }: Step, failure: MigrateError): MigrateError {
  const message = `After its way back, ${file.version.text} cannot be applied again: ${failure.message}`;
  const hint = "Its way back leaves something behind that the migration makes or writes: undo that too.";
  return new MigrateError("CHECK_DOWN_DIFFERS", message, { ...failure.details, hint });
}

const renderOther = (difference: Difference): string =>
  renderDifferenceAs(difference, { missing: "is not made again", extra: "is there besides" });
