import { identifier } from "../database/quote.ts";
import { isConnectionLoss, serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { errorsOf } from "../errors.ts";
import { namedIn } from "../files/words-in.ts";
import { expectationTable, type KeptRelation } from "../ledger/expectation.ts";
import { concludeExpectation, expectationDdl } from "../ledger/expectation-statements.ts";
import { readListing, writeExpectation } from "../ledger/write-expectation.ts";
import { isApplied } from "../plan/ledger-refusals.ts";
import { type Flow, keep, type Planned } from "./flow.ts";

/** What is known of what stood before the first change of a run. */
export interface Begun {
  /** Null: the row beside the ledger has it, or nobody knows. */
  readonly before: readonly KeptRelation[] | null;
  /** True: what the applied files name is expected too, as it was not kept when they were applied. */
  readonly byNames: boolean;
}

/** The end of a run: the ledger as it was read last, and a session to go on with. */
export interface End {
  readonly now: Planned;
  readonly session: Session;
}

/** Writes what is expected from now on. Never rejects: what cannot be kept is told. */
export async function concludeOrTell(flow: Flow, end: End, begun: Begun): Promise<void> {
  try {
    await conclude(flow, end, begun);
  } catch (error) {
    tellNotKept(flow, error);
  }
}

async function conclude({ inputs }: Flow, { now, session }: End, { before, byNames }: Begun): Promise<void> {
  const { ledger } = now;
  const isKept = ledger.expectation === "kept" || ledger.expectation === "begun";
  if ((ledger.state !== "ours" && ledger.state !== "partial") || (!isKept && ledger.rows.length === 0))
    return;
  // What was kept may have gone with what the run has dropped.
  const named = byNames || (before === null && !isKept) ? await namesExpected(session, now, inputs) : [];
  const ddl = ledger.expectation === "absent" ? [expectationDdl(inputs.ledger)] : [];
  await writeExpectation(session, [...ddl, concludeExpectation(inputs.ledger, { before, named })], inputs);
}

/** Of all that stands now what the applied files name: a table that somebody else has made is not in them. */
async function namesExpected(
  session: Session,
  { plan }: Planned,
  inputs: Flow["inputs"],
): Promise<readonly string[]> {
  const files = plan.match.files.filter(({ row }) => isApplied(row)).map(({ file }) => file);
  const standing = await readListing(session, inputs);
  return namedIn(files, [...new Set(standing.map(([, , relation]) => relation))]);
}

/** Adds to the draft that what is expected of the schema could not be kept, and why. */
export function tellNotKept(flow: Flow, error: unknown): void {
  const server = serverErrorOf(error);
  const { message } =
    server ?? (isConnectionLoss(error) && error instanceof Error ? error : errorsOf(error)[0]);
  if (server?.sqlState === "42501") tellForbidden(flow, message);
  else tell(flow, `${NOT_KEPT}: ${message}${/[.!?]$/.test(message) ? "" : "."}`);
}

/** The same where the role may not, and what to grant. */
export function tellForbidden(flow: Flow, why: string): void {
  const { ledger, role } = flow.inputs;
  const who = identifier(role ?? flow.draft.facts?.user ?? "the user");
  const grants = `GRANT SELECT, INSERT, UPDATE ON ${expectationTable(ledger)} TO ${who}; or, where there is no such table yet: GRANT CREATE ON SCHEMA ${identifier(ledger.schema)} TO ${who};`;
  tell(flow, `${NOT_KEPT}: ${why}. As the owner: ${grants}`);
}

const NOT_KEPT =
  "What the migrations have made could not be kept, so health will not miss what of it is gone one day";

/** Once: what cannot be begun can mostly not be concluded either. */
function tell(flow: Flow, notice: string): void {
  const { notices } = flow.draft;
  if (!notices.includes(notice)) keep(flow, { notices: [...notices, notice] });
}
