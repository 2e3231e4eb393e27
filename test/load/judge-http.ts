import type { HttpFigures } from "./run-http.ts";

/** The longest median of an answer. */
const MEDIAN_MS = 20;

/** What of the memory after all requests may be more than after the first of them: noise of the collector, and of pools. */
const GROWTH_BYTES = 8 * 1024 * 1024;

/** The same of what the system counts: what the collector has not given back under the load of the moment. */
const RESIDENT_BYTES = 64 * 1024 * 1024;

/** Beside ours: the statistics' own transactions, autovacuum's. */
const OTHERS = 1.05;

/** What of `figures` is not as it should be, a sentence each. */
export function judgeHttp(figures: HttpFigures): readonly string[] {
  const { history, steady, rush, alone, memoryFirst, memoryAll, opensLater, bare } = figures;
  const faults: readonly (readonly [boolean, string])[] = [
    [steady.faults + rush.faults > 0, `${steady.faults + rush.faults} answers were no good ones`],
    [bare.faults > 0, `${bare.faults} answers of the bare server were no good ones`],
    [Math.max(alone.p50Ms, steady.p50Ms) >= MEDIAN_MS, `the median is ${MEDIAN_MS} ms or more`],
    [figures.queriesAnAnswerAlone > OTHERS, "there is more than one query an answer"],
    [figures.queriesAnAnswer > OTHERS, "there is more than one query an answer under load"],
    [opensLater > 0, `files were opened ${opensLater} times though none was changed`],
    [memoryAll.rssBytes - memoryFirst.rssBytes > RESIDENT_BYTES, "resident memory grows"],
    [memoryAll.heapBytes - memoryFirst.heapBytes > GROWTH_BYTES, "memory grows"],
    [steady.perSecond < bare.perSecond * 0.98, "it answers fewer requests than the bare server"],
  ];
  return faults.filter(([isSo]) => isSo).map(([, sentence]) => `${history}: ${sentence}.`);
}
