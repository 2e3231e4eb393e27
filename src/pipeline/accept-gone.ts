import { isDeepStrictEqual } from "node:util";
import { renderCount } from "../amounts.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { ExpectedObject } from "../ledger/expectation.ts";
import { readGone, writeGone } from "../ledger/write-expectation.ts";
import { describeExpected } from "../report/expected-words.ts";
import { checkDatabase } from "./check-database.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { passRecordGate } from "./pass-record-gate.ts";
import { refused } from "./reasons.ts";
import { underRunLock } from "./under-run-lock.ts";
import { writeRecord } from "./write-record.ts";

/** How much of what was accepted goes into the history. */
const REMARK_CHARACTERS = 1_000;

/**
 * Shows what the applied migrations made and is gone from the schema, and with `apply` expects exactly that no longer, with who
 * and why. What stands in the way of an `up` does not matter here.
 */
export async function acceptGone(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const { plan, facts, ledger } = planned;
  const foreign = plan.refusals.filter(({ code }) => code === "LEDGER_FOREIGN");
  if (foreign.length > 0) throw refused(foreign);
  checkDatabase(flow, facts);
  checkKept(planned);
  const gone = await readGone(session, inputs);
  const end = gone.length === 0 ? "nothing" : "shown";
  const found = { unfinished: [], chosen: null, acceptance: null, gone, end } as const;
  const previousVersion = plan.currentVersion;
  keep(flow, { repair: { ...found, previousVersion } });
  if (gone.length === 0 || inputs.recording === "show" || ledger.expectation !== "kept") return;
  world.onPlanned(flow.draft);
  await passRecordGate(flow, facts, `expect ${renderCount(gone.length, "thing")} no longer in`);
  await record(flow, session, planned, gone);
  keep(flow, { repair: { ...found, end: "written", previousVersion } });
}

function checkKept({ ledger }: Planned): void {
  if (ledger.expectation === "kept") return;
  const isBegun = ledger.expectation === "begun";
  const message = isBegun
    ? "A run is under way, or was cut off: what is expected of the schema is not settled."
    : "Nothing is kept yet of what is expected of the schema.";
  const hint = isBegun
    ? "`up` settles it, also where nothing is pending."
    : "`up` begins to keep it, also where nothing is pending.";
  throw new MigrateError("REPAIR_REFUSED", message, { hint });
}

async function record(
  flow: Flow,
  session: Session,
  planned: Planned,
  shown: readonly ExpectedObject[],
): Promise<void> {
  const { inputs, world } = flow;
  await underRunLock(flow, session, planned, async ({ now, session: own }) => {
    world.signal.throwIfAborted();
    if (!isDeepStrictEqual(await readGone(own, inputs), shown))
      throw new MigrateError(
        "LEDGER_CHANGED",
        "What is expected and gone is not what was shown any more. Nothing was written.",
        { hint: "`repair` with `accept-drift` shows how it stands now." },
      );
    const reason = inputs.acceptGone?.reason ?? "";
    const remark = `accept-drift: ${reason} (no longer expected: ${shown.map(describeExpected).join(", ")})`;
    await writeRecord(flow, now, null, (recorder) =>
      writeGone(own, shown, world.redact(remark).slice(0, REMARK_CHARACTERS), {
        recorder,
        ledger: now.ledger,
        inputs,
      }),
    );
  });
}
