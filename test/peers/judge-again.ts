import type { Fault } from "./fault.ts";
import type { FaultResult, Results } from "./results.ts";

/** `results` with the verdicts that `faults` give on their observations now. Pure; a fault that is gone is left out. */
export function judgeAgain(results: Results, faults: readonly Fault[]): Results {
  const peers = results.peers.map((peer) => ({
    ...peer,
    faults: Object.fromEntries(
      faults.flatMap((fault) => {
        const result = peer.faults[fault.id];
        return result === undefined ? [] : [[fault.id, againWith(fault, result)] as const];
      }),
    ),
  }));
  return { ...results, peers };
}

function againWith(fault: Fault, result: FaultResult): FaultResult {
  if (result.kind !== "tried") return result;
  const tries = result.tries.map((each) => ({ ...each, verdict: fault.judgeAgain(each.observation) }));
  return { ...result, tries };
}
