import type { BlastRadius } from "../blast-radius/blast-radius.ts";
import type { ReportBlastRadius } from "./report-blast-radius.ts";

/** The blast radius for a report; relations by name. */
export function makeBlastRadiusPart(radius: BlastRadius): ReportBlastRadius {
  return {
    ...radius,
    relations: radius.relations.map(({ schema, name, ...touched }) => ({
      relation: `${schema}.${name}`,
      ...touched,
    })),
  };
}
