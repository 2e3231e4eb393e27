import { readCatalogFacts } from "../database/read-catalog-facts.ts";
import type { Session } from "../database/session.ts";
import { makeContradictions } from "../rehearsal/observed/contradictions.ts";
import { withSightings } from "../rehearsal/observed/observed-hazards.ts";
import { makeSightings } from "../rehearsal/observed/sightings.ts";
import type { ParsedStep } from "../syntax/parse-steps.ts";
import type { Parse } from "../syntax/parser.ts";
import { type Flow, keep } from "./flow.ts";

/** What was looked at, and where its sizes are read; null: nowhere, so that every table counts as big. */
export interface Judged {
  readonly steps: readonly ParsedStep[];
  readonly parse: Parse;
  readonly target: { readonly session: Session; readonly major: number; readonly leftMs: number } | null;
}

/** Puts into the draft's hazards what only the rehearsal has shown, and says where it contradicts them. */
export async function judgeRehearsal(flow: Flow, { steps, parse, target }: Judged): Promise<void> {
  const { rehearsal, hazards } = flow.draft;
  if (rehearsal === null || hazards === null) return;
  const { traces } = rehearsal;
  const contradictions = makeContradictions(steps, hazards, traces);
  if (contradictions.length > 0) keep(flow, { notices: [...flow.draft.notices, ...contradictions] });
  const sightings = makeSightings(steps, traces);
  if (sightings.length === 0) return;
  const asked = { relations: sightings.map(({ relation }) => relation), types: [], functions: [] };
  const facts =
    target === null
      ? null
      : await readCatalogFacts(target.session, asked, {
          role: flow.inputs.role,
          limitMs: target.leftMs,
          major: target.major,
        });
  keep(flow, { hazards: withSightings(hazards, sightings, facts, parse) });
}
