import type { AnswerFigures } from "./http-figures.ts";
import type { Circumstances } from "./render-load.ts";
import type { HttpFigures, HttpPlan } from "./run-http.ts";

/** HTTP-RESULTS.md of these runs. */
export function renderHttp(
  { date, commit, cores, memoryGb, node }: Circumstances,
  server: string,
  plan: HttpPlan,
  all: readonly HttpFigures[],
): string {
  return [
    "# Health under load",
    "",
    "Made by `npm run load:http -- --write`; not written by hand.",
    "",
    `${date} · commit ${commit} · ${cores} cores, ${memoryGb} GB · Node ${node} · ${server}`,
    "",
    `The built \`serve\` is asked for \`/health/database\` from ${plan.connections} connections: ${plan.perSecond} times a second for ${plan.seconds} s, then as fast as it answers, ${plan.allRequests} requests in all. Database, server and the load tool (autocannon) share the machine. *bare*: a server of Node's own that answers with as many bytes, under the same load in the same run.`,
    "",
    ...all.flatMap(renderOne),
  ].join("\n");
}

function renderOne(figures: HttpFigures): readonly string[] {
  const { history, migrations, answerBytes, alone, bareAlone, memoryFirst, memoryAll } = figures;
  return [
    `## ${history}: ${migrations} migrations, an answer of ${answerBytes} bytes`,
    "",
    "| | requests | a second | median ms | p99 ms | longest ms | faults |",
    "|---|--:|--:|--:|--:|--:|--:|",
    `| one after the other | | | ${alone.p50Ms.toFixed(2)} | ${alone.p99Ms.toFixed(2)} | | |`,
    `| one after the other, bare | | | ${bareAlone.p50Ms.toFixed(2)} | ${bareAlone.p99Ms.toFixed(2)} | | |`,
    row("steady", figures.steady),
    row("steady, bare", figures.bare),
    row("as fast as it answers", figures.rush),
    "",
    `- Queries an answer: ${figures.queriesAnAnswerAlone.toFixed(3)} one after the other, ${figures.queriesAnAnswer.toFixed(3)} under the steady load, where those who ask at once share one. (Transactions that the server counts, others' among them.)`,
    `- Files of migrations opened: ${figures.opensFirst} for the first answers, ${figures.opensLater} for all others.`,
    `- Heap after a collection: ${megabytes(memoryFirst.heapBytes)} MB after the first requests, ${megabytes(memoryAll.heapBytes)} MB after all; resident ${megabytes(memoryFirst.rssBytes)} and ${megabytes(memoryAll.rssBytes)} MB.`,
    "",
  ];
}

const row = (name: string, { requests, perSecond, p50Ms, p99Ms, mostMs, faults }: AnswerFigures): string =>
  `| ${name} | ${requests} | ${perSecond.toFixed(0)} | ${p50Ms} | ${p99Ms} | ${mostMs} | ${faults} |`;

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
