import type { Fault } from "../draw/torture-case.ts";
import { endBackendOf } from "./backend.ts";
import { untilMoment } from "./moment.ts";
import { breakNetwork } from "./network.ts";
import { type DoneFault, missed, type Scene } from "./scene.ts";
import { crashServer } from "./server.ts";
import { sendSignal } from "./signal.ts";

/** Waits for the fault's moment, makes it, and makes things whole again. */
export async function makeFault(fault: Fault, scene: Scene): Promise<DoneFault> {
  const run = await untilMoment(fault.moment, scene);
  if (run === null) return { fault, ...missed("all had ended before its moment") };
  switch (fault.kind) {
    case "signal":
      return { fault, ...(await sendSignal(fault, run)) };
    case "backend":
      return { fault, ...(await endBackendOf(fault, scene)) };
    case "server":
      return { fault, ...(await crashServer(fault, scene)) };
    case "network":
      return { fault, ...(await breakNetwork(fault, scene)) };
  }
}
