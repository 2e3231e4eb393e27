import { makeMigrations } from "./make-migrations.ts";
import { makeRandom, type Random } from "./random.ts";
import type { Fault, Moment, NetworkFault, RouteKind, SignalFault, TortureCase } from "./torture-case.ts";

/** Case `index` of the run with `seed`. */
export function drawCase(seed: number, index: number): TortureCase {
  const random = makeRandom(seed, index);
  const shape = random.pick(SHAPES);
  const runners = shape.runners === "race" ? drawRunners(random) : 1;
  const migrations = makeMigrations(random, random.integer(4, 8));
  const appliedBefore = random.chance(0.5) ? 0 : random.integer(1, migrations.length - 2);
  const pending = migrations.length - appliedBefore;
  return {
    seed,
    index,
    server: random.pick([
      [1, "oldest"],
      [1, "newest"],
    ] as const),
    route: random.pick<RouteKind>([
      [50, "direct"],
      [30, "pool-transaction"],
      [20, "pool-session"],
    ]),
    migrations,
    appliedBefore,
    startsMs: drawStarts(random, runners),
    faults: shape.faults.map((kind) => drawFault(kind, random, { runners, pending })),
  };
}

interface Shape {
  readonly runners: "one" | "race";
  readonly faults: readonly Fault["kind"][];
}

const SHAPES: readonly (readonly [number, Shape])[] = [
  [14, { runners: "race", faults: [] }],
  [20, { runners: "one", faults: ["signal"] }],
  [14, { runners: "one", faults: ["backend"] }],
  [10, { runners: "one", faults: ["server"] }],
  [14, { runners: "one", faults: ["network"] }],
  [3, { runners: "one", faults: ["network", "signal"] }],
  [3, { runners: "one", faults: ["server", "signal"] }],
  [8, { runners: "race", faults: ["signal"] }],
  [6, { runners: "race", faults: ["backend"] }],
  [2, { runners: "race", faults: ["backend", "signal"] }],
  [3, { runners: "race", faults: ["server"] }],
  [3, { runners: "race", faults: ["network"] }],
];

/** Half of the races begin all at once. */
function drawStarts(random: Random, runners: number): readonly number[] {
  const latestMs = random.chance(0.5) ? 0 : 300;
  return Array.from({ length: runners }, (_, index) => (index === 0 ? 0 : random.integer(0, latestMs)));
}

/** Two or three for the most part: what eight find out three do too, at less than half the time. */
function drawRunners(random: Random): number {
  return random.pick([
    [6, 2],
    [4, 3],
    [2, 4],
    [1, 5],
    [1, 6],
    [1, 7],
    [1, 8],
  ] as const);
}

/** What there is to break. */
interface Occasion {
  readonly runners: number;
  /** Files that are not applied yet, at least two. */
  readonly pending: number;
}

function drawFault(kind: Fault["kind"], random: Random, occasion: Occasion): Fault {
  const moment = drawMoment(random, occasion);
  switch (kind) {
    case "signal":
      return { kind, signal: random.pick(SIGNALS), againMs: random.integer(0, 400), moment };
    case "backend":
      return {
        kind,
        whose: random.pick([
          [1, "migration"],
          [1, "lock"],
        ] as const),
        moment,
      };
    case "server":
      return { kind, lastsMs: drawOutage(random, 50, 1_200), moment };
    case "network":
      return { ...drawNetwork(random), moment };
  }
}

const SIGNALS: readonly (readonly [number, SignalFault["signal"]])[] = [
  [3, "SIGKILL"],
  [2, "SIGINT"],
  [2, "SIGTERM"],
  [2, "SIGINT twice"],
];

function drawNetwork(random: Random): Omit<NetworkFault, "moment"> {
  const how = random.pick<NetworkFault["how"]>([
    [3, "reset"],
    [3, "refuse"],
    [4, "stall"],
    [2, "slow"],
  ]);
  const lastsMs = how === "slow" ? random.integer(500, 2_000) : drawOutage(random, 50, 1_500);
  return { kind: "network", how, lastsMs };
}

/** Seldom so long that the tool gives up asking what became of its migration; then it may say that it does not know. */
function drawOutage(random: Random, fromMs: number, toMs: number): number {
  return random.chance(0.05) ? random.integer(9_000, 14_000) : random.integer(fromMs, toMs);
}

/** For the most part while migrations are applied; the rest from the first to the last moment of a run. */
function drawMoment(random: Random, { runners, pending }: Occasion): Moment {
  const after = random.pick<Moment["after"]>([
    [3, "start"],
    [3, "applying"],
    [4, "applied"],
  ]);
  if (after === "start")
    return { after, runner: random.integer(0, runners - 1), delayMs: random.integer(0, 700) };
  const delayMs = random.integer(0, 150);
  if (after === "applying") return { after, delayMs };
  return { after, count: random.integer(1, Math.min(4, pending - 1)), delayMs };
}
