import type { MakeCommand } from "../tools/install/real-tool.ts";
import { ProgramFailed } from "../tools/install/run-program.ts";
import { runFacts } from "./facts.ts";
import type { Fault, Try } from "./fault.ts";
import type { Peer } from "./peer.ts";
import type { PeerServer } from "./peer-server.ts";
import type { FaultResult, PeerResult } from "./results.ts";
import { LIMITS, onStage, type StageParts } from "./stage.ts";

/** Tries that take as long as a stuck run: after so many of them a fault is not tried again. */
const STUCK_ENOUGH = 2;

/** Installs `peer` and makes each of `faults` go wrong with it; `tell` hears of each as it is done. */
export async function runFaults(
  peer: Peer,
  faults: readonly Fault[],
  server: PeerServer,
  tell: (fault: Fault, result: FaultResult) => void,
): Promise<PeerResult> {
  const { name, version } = peer.tool;
  const date = new Date().toISOString().slice(0, 10);
  const circumstances = [date, server.version, server.pooler ?? "no PgBouncer"].join(", ");
  const about = { name, version, remark: peer.remark, circumstances };
  let makeCommand: MakeCommand;
  try {
    makeCommand = await peer.tool.install();
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    return { ...about, missing: error.message, faults: {} };
  }
  const results: Record<string, FaultResult> = {};
  for (const fault of faults) {
    const result = await runFault(fault, { peer, makeCommand, server });
    results[fault.id] = result;
    tell(fault, result);
  }
  return { ...about, missing: null, faults: results };
}

async function runFault(fault: Fault, on: Omit<StageParts, "limitMs">): Promise<FaultResult> {
  try {
    const alone = runFacts(await onStage({ ...on, limitMs: LIMITS.aloneMs }, fault.alone));
    if (alone.code !== 0) return { kind: "fails-alone", run: alone };
    const limitMs = LIMITS.baseMs + LIMITS.timesAlone * alone.durationMs;
    const tries: Try[] = [];
    let stuck = 0;
    for (const variant of fault.tries) {
      const begun = performance.now();
      tries.push(await onStage({ ...on, limitMs }, (stage) => fault.tryOnce(stage, variant)));
      if (performance.now() - begun > limitMs) stuck += 1;
      if (stuck === STUCK_ENOUGH) break;
    }
    return { kind: "tried", tries };
  } catch (error) {
    return { kind: "not-shown", because: error instanceof Error ? error.message : String(error) };
  }
}
