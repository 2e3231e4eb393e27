import { readServerFacts } from "../database/server-facts.ts";
import { readHistory } from "../ledger/read-history.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { type Flow, keep } from "./flow.ts";
import { connect } from "./sessions.ts";

/** How many rows are shown when nobody says how many. */
const SHOWN = 50;

/** The command `history`: reads what was run here, and nothing of the directory. Writes nothing. */
export async function showHistory(flow: Flow): Promise<void> {
  const { inputs } = flow;
  const { session, value: facts } = await connect(flow, readServerFacts);
  keep(flow, { facts });
  const ledger = await readLedger(session, inputs.ledger, inputs.role);
  const limit = inputs.range.steps ?? SHOWN;
  const history = await readHistory(session, inputs.ledger, ledger, { role: inputs.role, limit });
  if (history === null) {
    const where = `"${inputs.ledger.schema}"."migration_history"`;
    const notice = `There is no history here: the database has no table ${where} that holds one. It is made by the first \`up\`.`;
    keep(flow, { history: [], notices: [...flow.draft.notices, notice] });
    return;
  }
  const { entries, total } = history;
  const isCut = total > entries.length;
  const cut = `The newest ${entries.length} of ${total} rows are shown; \`steps\` asks for more.`;
  keep(flow, { history: entries, notices: isCut ? [...flow.draft.notices, cut] : flow.draft.notices });
}
