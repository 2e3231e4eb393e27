import type { Session } from "../database/session.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { foreignTable } from "../plan/ledger-refusals.ts";
import type { Flow, Planned } from "./flow.ts";

/**
 * `planned` with what other tools' ledgers mean for it: refused for `up` and `plan`, said by the others. Costs nothing
 * where our ledger has rows; else one round trip, and a second one where something was found.
 */
export async function withAdoption(flow: Flow, session: Session, planned: Planned): Promise<Planned> {
  const { command, role, adoptFrom } = flow.inputs;
  const { ledger, plan } = planned;
  if (ledger.state === "foreign") return await withOwner(planned, flow.inputs.ledger);
  if (ledger.rows.length > 0 || adoptFrom === "none" || command === "adopt") return planned;
  const [{ makeAdoptionNeed }, { findForeignTables }, { readForeignLedgers }] = await Promise.all([
    import("../adoption/adoption-need.ts"),
    import("../adoption/find-foreign-tables.ts"),
    import("../adoption/read-foreign-ledgers.ts"),
  ]);
  const tables = await findForeignTables(session, role);
  if (tables.length === 0) return planned;
  const need = makeAdoptionNeed(await readForeignLedgers(session, tables, role));
  const isApplying = command === "up" || command === "plan";
  const inWords = need.refusals.map(({ message, hint }) => `${message} ${hint}`);
  const said = isApplying ? [] : command === "baseline" ? need.besideBaseline : inWords;
  return {
    ...planned,
    plan: {
      ...plan,
      refusals: isApplying ? [...need.refusals, ...plan.refusals] : plan.refusals,
      notices: [...need.notices, ...said, ...plan.notices],
    },
  };
}

/** The table that stands where ours would be, with the name of the tool whose it is. */
async function withOwner(planned: Planned, name: LedgerName): Promise<Planned> {
  const { ledger, plan } = planned;
  const { whoseTable } = await import("../adoption/recognise-tool.ts");
  const named = foreignTable(ledger, name, whoseTable(ledger.columns, name));
  const refusals = plan.refusals.map((refusal) => (refusal.code === named.code ? named : refusal));
  return { ...planned, plan: { ...plan, refusals } };
}
