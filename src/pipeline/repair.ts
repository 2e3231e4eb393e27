import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Resolve } from "../inputs/inputs.ts";
import { writeRepair } from "../ledger/write-repair.ts";
import { isUnfinished } from "../plan/unfinished.ts";
import type { Choice } from "../recovery/choices.ts";
import { remarkOn } from "../recovery/forced-step.ts";
import { choiceOf, makeUnfinished, type Unfinished } from "../recovery/unfinished.ts";
import { checkDatabase } from "./check-database.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { passRecordGate } from "./pass-record-gate.ts";
import { refused } from "./reasons.ts";
import { repairedPlan } from "./repaired-plan.ts";
import { underRunLock } from "./under-run-lock.ts";
import { concludeAll } from "./with-recovery.ts";
import { writeRecord } from "./write-record.ts";

/**
 * Shows what earlier runs left half-way, with what is known of each and what can be done; with `resolve` what that would
 * do, and with `apply` does it: the rest is run as `up` or `down` would, or only the record is changed.
 */
export async function repair(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  if (planned.plan.refusals.length > 0) throw refused(planned.plan.refusals);
  checkDatabase(flow, planned.facts);
  const { now, concluded } = await concludeAll(flow, session, planned, "not-ours-yet");
  const unfinished = shown(flow, now, makeUnfinished(now.plan.match, concluded));
  const previousVersion = now.plan.currentVersion;
  const end = unfinished.length === 0 ? "nothing" : "shown";
  const found = { unfinished, acceptance: null, gone: null, end, previousVersion } as const;
  keep(flow, { repair: { ...found, chosen: null } });
  const [only] = unfinished;
  if (inputs.resolve === null || only === undefined) return;
  const chosen = mustOffer(only, inputs.resolve);
  keep(flow, { repair: { ...found, chosen } });
  if (inputs.recording === "show") return;
  if (chosen.resolve === "resume" || chosen.resolve === "skip") {
    const forced = { ...now, plan: repairedPlan(flow, now, concluded) };
    keep(flow, { plan: forced.plan });
    if (forced.plan.refusals.length > 0) throw refused(forced.plan.refusals);
    await (await import("./rehearse-and-apply.ts")).rehearseAndApply(flow, session, forced);
    // Another run had done it by the time that this one held the run lock.
    if (flow.draft.outcome === null) keep(flow, { repair: { ...found, chosen, end: "nothing" } });
    return;
  }
  world.onPlanned(flow.draft);
  await passRecordGate(flow, now.facts, `change the record of ${only.version} in`);
  await record(flow, session, now, only, chosen.resolve);
  keep(flow, { repair: { ...found, chosen, end: "written" } });
}

/** Those that were asked for. Rejects where one was named that is not among them. */
function shown({ inputs }: Flow, { set, plan }: Planned, all: readonly Unfinished[]): readonly Unfinished[] {
  const asked = inputs.range.version;
  if (asked === null) return all;
  const key = set.layout.parseVersion(asked)?.key;
  const isAsked = ({ version }: Unfinished) =>
    version === asked || (key !== undefined && set.layout.parseVersion(version)?.key === key);
  const found = all.filter(isAsked);
  if (found.length > 0) return found;
  const open = all.map(({ version }) => version).join(", ");
  const row = plan.match.files.find(
    ({ file }) => file.version.text === asked || file.version.key === key,
  )?.row;
  const stand = row === undefined || row === null ? "is not on record" : `is recorded as ${row.status}`;
  throw new MigrateError("REPAIR_REFUSED", `Nothing is left half-way of version ${asked}: it ${stand}.`, {
    version: asked,
    hint: open === "" ? "Nothing else is, either: `up` goes on." : `Left half-way: ${open}.`,
  });
}

function mustOffer(unfinished: Unfinished, resolve: Resolve): Choice {
  const choice = choiceOf(unfinished, resolve);
  if (choice !== null) return choice;
  const offered = unfinished.choices.map((one) => `\`${one.resolve}\``).join(", ");
  const why =
    resolve === "skip"
      ? "there is no statement of which it is not known whether it was done"
      : "there is no text that could go on from there";
  throw new MigrateError(
    "REPAIR_REFUSED",
    `${unfinished.version} cannot be repaired with ${resolve}: ${why}. ${unfinished.known.join(" ")}`,
    { version: unfinished.version, hint: `It can be repaired with ${offered}.` },
  );
}

async function record(
  flow: Flow,
  session: Session,
  planned: Planned,
  { row, file, direction, concluded }: Unfinished,
  resolve: "done" | "clear",
): Promise<void> {
  const { inputs, world } = flow;
  await underRunLock(flow, session, planned, async ({ now, session: own }) => {
    world.signal.throwIfAborted();
    const { ledger } = now;
    const still = ledger.rows.some((one) => one.version === row.version && isUnfinished(one));
    if (!still)
      throw new MigrateError("LEDGER_CHANGED", `Another run has dealt with ${row.version} meanwhile.`, {
        hint: "`status` shows how it stands now.",
      });
    const remark = concluded === null ? `${resolve}: its file is gone.` : remarkOn(concluded, resolve);
    await writeRecord(flow, now, row.version, (recorder) =>
      writeRepair(own, { row, file, direction, resolve, remark }, { recorder, ledger, inputs }),
    );
  });
}
