import { makeBench } from "./bench/bench.ts";
import { type Equipment, lackingFor } from "./bench/equipment.ts";
import { drawCase } from "./draw/draw-case.ts";
import type { TortureCase } from "./draw/torture-case.ts";
import { countCase, countSkipped, type Figures, newFigures } from "./report/figures.ts";
import type { CaseResult } from "./run/case-result.ts";
import { runCase } from "./run/run-case.ts";

/** What is to be done. */
export interface DriveOrder {
  readonly seed: number;
  /** Indexes of the cases, in the order in which they are begun. */
  readonly cases: Iterable<number>;
  readonly workers: number;
  /** No case is begun after it; performance.now() counts it. */
  readonly deadlineMs: number;
  /** Directory of the build that is tortured. */
  readonly dist: string;
  readonly equipment: Equipment;
  /** Hears of each case that was run; `stop` begins no more. */
  readonly onCase: (result: CaseResult) => "go-on" | "stop";
}

/** Runs the cases, each worker on servers of its own. Rejects when the driver itself fails. */
export async function drive(order: DriveOrder): Promise<Figures> {
  const figures = newFigures(order.seed);
  const indexes = order.cases[Symbol.iterator]();
  let isStopped = false;
  const next = (): TortureCase | null => {
    if (isStopped || performance.now() > order.deadlineMs) return null;
    const { value, done } = indexes.next();
    return done ? null : drawCase(order.seed, value);
  };
  const work = async () => {
    const bench = makeBench(order.equipment);
    try {
      for (let drawn = next(); drawn !== null; drawn = next()) {
        const lacking = lackingFor(drawn, order.equipment);
        if (lacking !== null) {
          countSkipped(figures, lacking);
          continue;
        }
        const result = await runCase(drawn, bench, order.dist);
        countCase(figures, result);
        if (order.onCase(result) === "stop") isStopped = true;
      }
    } catch (error) {
      isStopped = true;
      throw error;
    } finally {
      await bench.remove();
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: order.workers }, work));
  for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
  return figures;
}
