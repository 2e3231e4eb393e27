import type { Rule } from "./rule.ts";
import { createIndex } from "./rules/create-index.ts";
import { dataViolates } from "./rules/data-violates.ts";

/** Every rule, in the order of docs/hazards.md. */
export const RULES: readonly Rule[] = [createIndex, dataViolates];

/** What `-- migrate:allow` may name. */
export const RULE_NAMES: ReadonlySet<string> = new Set(RULES.map(({ name }) => name));
