import { type Adoption, adoptedFiles } from "../adoption/adoption.ts";
import { chooseLedger } from "../adoption/choose-ledger.ts";
import { findForeignTables } from "../adoption/find-foreign-tables.ts";
import { titleOf } from "../adoption/foreign-ledger.ts";
import { makeAdoption } from "../adoption/make-adoption.ts";
import { readForeignLedgers } from "../adoption/read-foreign-ledgers.ts";
import type { Session } from "../database/session.ts";
import { isApplied } from "../plan/ledger-refusals.ts";
import type { Plan, Refusal } from "../plan/plan.ts";
import { checkDatabase } from "./check-database.ts";
import { checkWritable } from "./check-writable.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { passRecordGate } from "./pass-record-gate.ts";
import { refused } from "./reasons.ts";
import { recordAdoption } from "./record-adoption.ts";

/** Shows what another tool's ledger means for these files, and with `apply` records it. */
export async function adopt(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const { plan, facts, ledger } = planned;
  const taken = plan.refusals.filter(({ code }) => code === "LEDGER_FOREIGN");
  if (taken.length > 0) throw refused(taken);
  checkDatabase(flow, facts);
  const adoption = await readAdoption(flow, session, planned);
  const previousVersion = plan.currentVersion;
  keep(flow, {
    adoption: { adoption, end: "shown", previousVersion },
    notices: [...flow.draft.notices, ...adoption.notices],
  });
  const unrecorded = ledger.rows.length === 0 ? [] : filledRefusals(adoption, plan);
  const refusals = [...adoption.refusals, ...unrecorded];
  if (refusals.length > 0) throw refused(refusals);
  if (ledger.rows.length > 0 || adoptedFiles(adoption).length === 0) {
    keep(flow, { adoption: { adoption, end: "nothing", previousVersion } });
    return;
  }
  if (inputs.recording === "show") return;
  await checkWritable(flow, session, planned);
  world.onPlanned(flow.draft);
  await passRecordGate(flow, facts, `record ${adoptedFiles(adoption).length} migration(s) as applied in`);
  await recordAdoption(flow, session, planned, adoption, (own) => readAdoption(flow, own, planned));
}

/** Two read-only round trips: what looks like a ledger, and what the one that is meant says. */
async function readAdoption(flow: Flow, session: Session, planned: Planned): Promise<Adoption> {
  const { role, adoptFrom } = flow.inputs;
  const tables = await findForeignTables(session, role);
  const choice = chooseLedger(await readForeignLedgers(session, tables, role), adoptFrom);
  if (choice.kind === "refused") throw refused([{ ...choice.refusal, ...hintAtOurs(flow, planned) }]);
  return makeAdoption(choice.ledger, planned.set);
}

/** Where there is none to adopt it may be that none needs to be: ledgers of shapes A to C are read as ours. */
function hintAtOurs({ inputs }: Flow, { ledger: { rows } }: Planned): Pick<Refusal, "hint"> | null {
  if (rows.length === 0 || inputs.adoptFrom !== null) return null;
  const { schema, table } = inputs.ledger;
  const hint = `${schema}.${table} is read as our own ledger, and has ${rows.length} migration(s) on record: nothing has to be adopted, \`up\` goes on from there.`;
  return { hint };
}

/** What the other tool has and our ledger, which has rows, does not; empty when all is on record here. */
function filledRefusals(adoption: Adoption, plan: Plan): readonly Refusal[] {
  const recorded = new Set(plan.match.files.flatMap(({ file, row }) => (isApplied(row) ? [file] : [])));
  const open = adoptedFiles(adoption).filter(({ file }) => !recorded.has(file));
  if (open.length === 0) return [];
  const versions = open.slice(0, 12).map(({ file }) => file.version.text);
  const more = open.length > versions.length ? ` and ${open.length - versions.length} more` : "";
  return [
    {
      code: "ADOPTION_LEDGER_FILLED",
      version: null,
      message: `Our ledger has ${recorded.size} migration(s) on record, and ${titleOf(adoption.ledger)} has others that it does not have: ${versions.join(", ")}${more}. An adoption fills an empty ledger only.`,
      hint: "Compare both: if two tools go on side by side, stop one of them. Adopt into another `ledger-table`, or record by hand what is missing.",
      at: null,
    },
  ];
}
