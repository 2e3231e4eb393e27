import type { CatalogFacts } from "../../database/catalog-facts.ts";
import { renderLockMode } from "../../database/lock-modes.ts";
import { allowFound } from "../../hazards/allow-hazards.ts";
import { byPlace, type StepHazards } from "../../hazards/find-hazards.ts";
import type { Hazard } from "../../hazards/hazard.ts";
import { describeTable, levelBySize } from "../../hazards/relation-size.ts";
import { seenInRehearsal } from "../../hazards/rules/seen-in-rehearsal.ts";
import { SchemaState } from "../../hazards/schema-state.ts";
import type { Step } from "../../plan/plan.ts";
import type { Parse } from "../../syntax/parser.ts";
import type { Sighting } from "./sightings.ts";

/** `hazards` with those that only the rehearsal could see, by the size that the target's catalog has for them. */
export function withSightings(
  hazards: ReadonlyMap<Step, StepHazards>,
  sightings: readonly Sighting[],
  facts: CatalogFacts | null,
  parse: Parse,
): ReadonlyMap<Step, StepHazards> {
  const schema = new SchemaState(facts, parse);
  const merged = new Map(hazards);
  for (const sighting of sightings) {
    const { step, statement, relation, mode, work } = sighting;
    const known = schema.relation(relation);
    const level = levelBySize(known);
    if (level === null) continue;
    const { line, column } = statement.statement;
    const found: Hazard = {
      rule: seenInRehearsal.name,
      level,
      message: `The rehearsal saw ${describeTable(known)} locked with ${renderLockMode(mode)} while it is ${work === "rewrite" ? "written anew" : "read whole"}: others wait for as long as that takes.`,
      instead: null,
      statement: statement.index,
      line,
      column,
      allowedBecause: null,
    };
    const before = merged.get(step.step) ?? { hazards: [], effects: [] };
    merged.set(step.step, {
      ...before,
      hazards: [...before.hazards, ...allowFound([found], step)].toSorted(byPlace),
    });
  }
  return merged;
}
