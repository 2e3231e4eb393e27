import { serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { own, type Part } from "../execution/part.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { LeftOut } from "./left-out.ts";
import { runStatement } from "./run-statement.ts";
import { SiteError, send } from "./send.ts";
import type { StepTracer } from "./trace/step-tracer.ts";
import type { Tracer } from "./trace/tracer.ts";

/** What watches the statements of a step. */
export interface Watch {
  readonly tracer: Tracer;
  readonly stepTracer: StepTracer;
}

/** A statement of the file on its way. */
export interface Turn {
  readonly session: Session;
  /** What it is sent in: at most ours stands around it. */
  readonly message: readonly Part[];
  readonly statement: Statement;
  readonly index: number;
  readonly leftOut: LeftOut;
  /** after it nothing of the file follows in the same transaction: `last` */
  readonly isLast: boolean;
}

/** How a statement went. */
export interface Ran {
  /** Why it was left out; null: it was not. */
  readonly missing: string | null;
  readonly durationMs: number;
}

/** Runs a statement as it would be sent, in one message. Rejects as `send` does. */
export async function runUnseen({ session, message, statement, leftOut }: Turn): Promise<Ran> {
  const begun = performance.now();
  const missing = await runStatement(session, message, statement, leftOut);
  const durationMs = performance.now() - begun;
  if (missing !== null) await send(session, ours(message));
  return { missing, durationMs };
}

const ours = (parts: readonly Part[]): readonly Part[] => parts.filter(({ statement }) => statement === null);

/** The same, in several messages, so that it is seen what it does: that is kept by `watch`. */
export async function runTraced(turn: Turn, { tracer, stepTracer }: Watch): Promise<Ran> {
  const { session, message, statement, index } = turn;
  const at = message.findIndex((part) => part.statement !== null);
  const isFramed = message.slice(0, at).some(({ sql }) => sql === "BEGIN");
  const place = session.inTransaction ? "within" : isFramed ? "framed" : "alone";
  const way = stepTracer.wayOf(statement, index, place);
  if (way.kind === "unseen") {
    const ran = await runUnseen(turn);
    tracer.leave();
    if (ran.missing === null) stepTracer.keep(statement, index, way.trace);
    return ran;
  }
  if (way.kind === "around") {
    const { result, trace } = await tracer.around(statement, index, () => runUnseen(turn));
    if (result.missing === null) stepTracer.keep(statement, index, trace);
    return result;
  }
  const cut = {
    before: message.slice(0, at),
    parts: message.slice(at, at + 1),
    after: message.slice(at + 1),
  };
  if (way.kind === "watched") return watchOne(turn, cut, { tracer, stepTracer });
  const wrapped = { before: [own("BEGIN")], parts: message, after: [own("COMMIT")] };
  try {
    return await watchOne(turn, wrapped, { tracer, stepTracer });
  } catch (error) {
    if (!isRefusedWithin(error)) throw error;
    await session.send([own("ROLLBACK")], {});
    tracer.forget();
    return runUnseen(turn);
  }
}

/** A message with one statement of the file, cut so that this is alone. */
interface Cut {
  readonly before: readonly Part[];
  readonly parts: readonly Part[];
  readonly after: readonly Part[];
}

async function watchOne(turn: Turn, cut: Cut, { tracer, stepTracer }: Watch): Promise<Ran> {
  const { session, statement, index } = turn;
  await send(session, cut.before);
  await tracer.watch();
  const ran = await runUnseen({ ...turn, message: cut.parts });
  const isEnd = turn.isLast || cut.after.length > 0;
  const trace = await tracer.see(statement, index, isEnd ? "nothing" : "more");
  if (ran.missing === null) stepTracer.keep(statement, index, trace);
  await send(session, cut.after);
  tracer.leave();
  return ran;
}

/** active_sql_transaction, invalid_transaction_termination. */
const REFUSED_WITHIN = new Set(["25001", "2D000"]);

function isRefusedWithin(error: unknown): boolean {
  const server = error instanceof SiteError ? serverErrorOf(error.cause.cause) : null;
  return server !== null && REFUSED_WITHIN.has(server.sqlState);
}
