import { renderDuration } from "../../src/amounts.ts";
import type { LoadFigures, Verdict } from "./judge-load.ts";
import type { Waits } from "./latencies.ts";

/** One run on one server. */
export interface LoadRun {
  /** What `postgres --version` prints. */
  readonly server: string;
  readonly figures: LoadFigures;
  readonly verdict: Verdict;
}

/** Where and when: nothing that names a machine. */
export interface Circumstances {
  readonly date: string;
  /** `0123abc`, with ` and changes` where the tree is not as committed. */
  readonly commit: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
}

/** RESULTS.md of these runs. */
export function renderLoad(circumstances: Circumstances, runs: readonly LoadRun[]): string {
  const { date, commit, cores, memoryGb, node } = circumstances;
  return [
    "# A busy database: what the sessions beside a migration wait",
    "",
    "Made by `npm run load -- --write`; not written by hand.",
    "",
    `${date} · commit ${commit} · ${cores} cores, ${memoryGb} GB · Node ${node}`,
    "",
    METHOD,
    "",
    ...runs.flatMap(renderRun),
  ].join("\n");
}

const METHOD = `Sessions read and write the tables in short transactions, each from a connection of its own, while three further
ones keep transactions open far longer than \`lock-timeout\` and leave a gap now and then. The command line, as built,
applies its migrations beside them (\`test/load/migrations.ts\`). Each statement of each session is timed by its client.
The limit is \`lock-timeout\`, and the longest that one try takes with nobody in the way (the report's \`durationMs\` of a
quiet run on the same data; CONCURRENTLY, which keeps nobody out, is not among them), and the longest that a statement waits with no migration in its way: the same sessions
before the migrations, and on a table that no migration touches while they run. *Without a limit*: the same SQL, sent by
one plain connection that sets nothing.`;

function renderRun({ server, figures, verdict }: LoadRun): string[] {
  const { baseline, migrating, control, contrast, migrations, sessions, lockTimeoutMs, holdMs } = figures;
  const rows: readonly (readonly [string, Waits | null])[] = [
    ["no migration", baseline],
    ["migrating, a table that none touches", control],
    ["**migrating**", migrating],
    ["the same SQL without a limit", contrast],
  ];
  return [
    `## ${server}`,
    "",
    `${sessions} sessions; \`lock-timeout\` ${renderDuration(lockTimeoutMs)}; long transactions of ${renderDuration(holdMs)}. **${verdict.faults.length === 0 ? "Holds" : "Does not hold"}**: the longest wait is ${milliseconds(migrating.longestMs)}, the limit ${milliseconds(verdict.limitMs)} (${milliseconds(lockTimeoutMs)} + a try's ${milliseconds(verdict.tryMs)} + the machine's ${milliseconds(verdict.noiseMs)}).`,
    "",
    ...verdict.faults.map((fault) => `- ${fault}`),
    ...(verdict.faults.length > 0 ? [""] : []),
    "| Sessions beside | Statements | Median | 99 % within | Longest |",
    "|---|--:|--:|--:|--:|",
    ...rows.flatMap(([name, waits]) => (waits === null ? [] : [renderWaits(name, waits)])),
    "",
    "| Migration | Tries | Quiet | Last try under load |",
    "|---|--:|--:|--:|",
    ...migrations.map(
      ({ file, tries, quietMs, loadedMs }) =>
        `| \`${file}\` | ${tries} | ${milliseconds(quietMs)} | ${loadedMs === null ? "—" : milliseconds(loadedMs)} |`,
    ),
    "",
    "It said, among other things:",
    "",
    "```",
    ...sayings(figures),
    "```",
    "",
  ];
}

const renderWaits = (name: string, { statements, medianMs, p99Ms, longestMs }: Waits): string =>
  `| ${name} | ${statements} | ${medianMs.toFixed(1)} ms | ${p99Ms.toFixed(1)} ms | ${milliseconds(longestMs)} |`;

const milliseconds = (ms: number): string => `${Math.round(ms)} ms`;

/** The first line of what is in the way that names a long transaction, and the first of a retry. */
function sayings({ lines, longPids }: LoadFigures): string[] {
  const blocked = lines.find((line) => longPids.some((pid) => line.includes(`waits for pid ${pid} `)));
  const retrying = lines.find((line) => line.includes(" had to give way"));
  return [blocked, retrying].filter((line) => line !== undefined);
}
