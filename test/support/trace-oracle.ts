import { LOCK_MODES, lockStrength, parseLockModes } from "../../src/database/lock-modes.ts";
import type { StatementTrace, TracedLock } from "../../src/rehearsal/trace/statement-trace.ts";
import { connect } from "./connect.ts";
import { type OracleCase, type OracleFinding, oracleBase } from "./lock-oracle.ts";
import { freshDatabase, type TestServer } from "./servers.ts";
import { settingsOfUrl } from "./settings-of-url.ts";
import { traceTexts } from "./trace-steps.ts";

/** A database with the oracle's schema, of which each case gets a copy. */
export interface OracleTemplate {
  readonly server: TestServer;
  readonly name: string;
}

/** That database on `server`; gone with the test. */
export async function makeOracleTemplate(server: TestServer): Promise<OracleTemplate> {
  const database = await freshDatabase(server);
  const client = await connect(database.url);
  // With statistics: without, what the planner reads would depend on whether autovacuum has been there.
  await client.query(`${oracleBase()}; ANALYZE`);
  await client.end();
  return { server, name: new URL(database.url).pathname.slice(1) };
}

/**
 * How what is traced of `oracleCase`, rehearsed as a migration, differs from `finding`, a sentence each: the strongest lock
 * on each relation when all is done, where `idx` is any index; what was written anew; what was read from one end to the
 * other.
 */
export async function traceCase(
  { server, name }: OracleTemplate,
  oracleCase: OracleCase,
  finding: OracleFinding,
): Promise<readonly string[]> {
  const copy = `${name}_case`;
  const url = Object.assign(new URL(server.url), { pathname: `/${copy}` }).href;
  const admin = await connect(server.url);
  try {
    await admin.query(`CREATE DATABASE ${copy} TEMPLATE ${name}`);
    const client = await connect(url);
    if (oracleCase.setup !== "") await client.query(oracleCase.setup);
    const indexes = await client.query("SELECT relname FROM pg_class WHERE relkind IN ('i', 'I')");
    await client.end();
    // The oracle's servers had a role of that name.
    const statement = oracleCase.statement.replace("owner to postgres", "owner to current_user");
    const { traces, failure } = await traceTexts(settingsOfUrl(url), [statement]);
    if ((failure === null) !== (finding.error === null))
      return [failure === null ? "it went through" : `it failed: ${failure.message}`];
    if (failure !== null) return [];
    const names = new Set(indexes.rows.map(({ relname }) => String(relname)));
    return compare(traces[0] ?? [], finding, names);
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${copy} WITH (FORCE)`);
    await admin.end();
  }
}

function compare(
  found: readonly (StatementTrace | null)[],
  finding: OracleFinding,
  indexes: ReadonlySet<string>,
): readonly string[] {
  const traces = found.filter((trace) => trace !== null);
  const last = traces.at(-1);
  if (traces.length < found.length || last?.basis !== "observed") return ["not observed"];
  const short = (names: readonly string[]) =>
    names.map((name) => name.replace("public.", "")).map((name) => (indexes.has(name) ? "idx" : name));
  return [
    ...difference("locks", strongestOf([...last.locks, ...last.indexLocks]), strongestSaid(finding)),
    ...difference("rewrites", short(traces.flatMap(({ rewrites }) => rewrites)), finding.rewrites),
    ...difference("scans", short(traces.flatMap(({ scans }) => scans)), scansSaid(finding)),
  ];
}

function difference(what: string, traced: readonly string[], said: readonly string[]): readonly string[] {
  const more = [...new Set(traced)].filter((one) => !said.includes(one)).sort();
  const fewer = [...new Set(said)].filter((one) => !traced.includes(one)).sort();
  return [
    ...(more.length === 0 ? [] : [`${what}: + ${more.join(", ")}`]),
    ...(fewer.length === 0 ? [] : [`${what}: - ${fewer.join(", ")}`]),
  ];
}

function strongestOf(locks: readonly TracedLock[]): readonly string[] {
  const best = new Map<string, number>();
  for (const { relation, kind, mode } of locks) {
    const name = kind === "index" ? "idx" : relation.replace("public.", "");
    best.set(name, Math.max(best.get(name) ?? 0, lockStrength(mode)));
  }
  return [...best].map(([name, strength]) => `${name} ${LOCK_MODES[strength]}`);
}

const strongestSaid = ({ locks }: OracleFinding): readonly string[] =>
  [...locks].map(([name, modes]) => `${name} ${parseLockModes(modes.map((mode) => `${mode}Lock`))[0]}`);

/** Tables that the server said at debug1 it reads: to verify, to write anew, to build an index. */
const scansSaid = ({ debug }: OracleFinding): readonly string[] =>
  debug.flatMap((line) => {
    const [, table] = /^(?:verifying table|rewriting table|build idx on) "?(\w+)"?/.exec(line) ?? [];
    return table === undefined ? [] : [table];
  });
