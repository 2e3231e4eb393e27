import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { builtProgram, plainEnvironment } from "../support/built.ts";
import { connect } from "../support/connect.ts";
import { CORPORA } from "../support/corpora.ts";
import { type AnswerFigures, measureAlone, measureCount, measureFor } from "./http-figures.ts";
import { type ProbeFigures, type ServerUnderLoad, startBareServer, startServe } from "./http-server.ts";

/** How long and how much. */
export interface HttpPlan {
  readonly perSecond: number;
  readonly connections: number;
  readonly seconds: number;
  /** Memory is looked at after the first of them, and after all. */
  readonly firstRequests: number;
  readonly allRequests: number;
  readonly onPhase: (phase: string) => void;
}

/** What was seen of one history behind `serve`. */
export interface HttpFigures {
  readonly history: string;
  readonly migrations: number;
  readonly answerBytes: number;
  /** One request after the other: median and 99th percentile. */
  readonly alone: { readonly p50Ms: number; readonly p99Ms: number };
  readonly bareAlone: { readonly p50Ms: number; readonly p99Ms: number };
  readonly steady: AnswerFigures;
  readonly bare: AnswerFigures;
  /** Transactions of the database for each answer under the steady load; and for those asked one after the other. */
  readonly queriesAnAnswer: number;
  readonly queriesAnAnswerAlone: number;
  /** Files of migrations opened by the first answer, and after it. */
  readonly opensFirst: number;
  readonly opensLater: number;
  readonly rush: AnswerFigures;
  readonly memoryFirst: ProbeFigures;
  readonly memoryAll: ProbeFigures;
}

/** Applies the history to a database of its own on the server at `serverUrl`, and asks `serve` about it. */
export async function runHttp(serverUrl: string, history: string, plan: HttpPlan): Promise<HttpFigures> {
  const database = `http_${history}`;
  const admin = await connect(serverUrl);
  await admin.query(`CREATE DATABASE ${database} TEMPLATE template0`);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;
  const flags = [`--migrations-path=${join(CORPORA, history)}`];
  plan.onPhase(`${history}: applying`);
  await apply(url, [...flags, `--shadow-url=${serverUrl}`, "--fail-on=never"]);
  const serve = await startServe(url, flags);
  try {
    return await measureServe(serve, history, plan, () => readCommits(admin, database));
  } finally {
    await serve.stop();
    await admin.end();
  }
}

async function measureServe(
  serve: ServerUnderLoad,
  history: string,
  plan: HttpPlan,
  commits: () => Promise<number>,
): Promise<HttpFigures> {
  const address = `${serve.url}/health/database`;
  const first = await fetch(address);
  const body = await first.text();
  if (first.status !== 200) throw new Error(`${history} is not healthy: ${body.slice(0, 2_000)}`);
  // What was changed within the last seconds is read once more.
  await delay(3_000);
  await fetch(address);
  const opened = await serve.probe();
  const bare = await startBareServer(Buffer.byteLength(body));
  try {
    plan.onPhase(`${history}: one after the other`);
    const beforeAlone = await commits();
    const alone = await measureAlone(address, ALONE);
    const queriesAlone = (await commits()) - beforeAlone;
    const bareAlone = await measureAlone(bare.url, ALONE);
    plan.onPhase(`${history}: ${plan.perSecond} a second`);
    const before = await commits();
    const steady = await measureFor(address, plan, plan.seconds);
    const queries = (await commits()) - before;
    const bareSteady = await measureFor(bare.url, plan, plan.seconds);
    plan.onPhase(`${history}: ${plan.allRequests} requests`);
    await measureCount(address, plan.connections, plan.firstRequests);
    const memoryFirst = await serve.probe();
    const rush = await measureCount(address, plan.connections, plan.allRequests - plan.firstRequests);
    const memoryAll = await serve.probe();
    return {
      history,
      migrations: JSON.parse(body).migrations.applied.length,
      answerBytes: Buffer.byteLength(body),
      alone: percentiles(alone),
      bareAlone: percentiles(bareAlone),
      steady,
      bare: bareSteady,
      queriesAnAnswer: queries / steady.requests,
      queriesAnAnswerAlone: queriesAlone / ALONE,
      opensFirst: opened.opens,
      opensLater: memoryAll.opens - opened.opens,
      rush,
      memoryFirst,
      memoryAll,
    };
  } finally {
    await bare.stop();
  }
}

/** Requests one after the other. */
const ALONE = 1_000;

const percentiles = (times: readonly number[]) => ({
  p50Ms: times[Math.floor(times.length / 2)] ?? Number.NaN,
  p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
});

/** Transactions ended in the database so far; the server counts them with a delay. */
async function readCommits(admin: Awaited<ReturnType<typeof connect>>, database: string): Promise<number> {
  await delay(1_500);
  const { rows } = await admin.query(
    "SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = $1",
    [database],
  );
  return Number(rows[0]?.count);
}

async function apply(url: string, flags: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [builtProgram("cli.js"), "up", ...flags], {
    env: { ...plainEnvironment(), DATABASE_URL: url },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`up ended with ${code}:\n${said.slice(-4_000)}`);
}
