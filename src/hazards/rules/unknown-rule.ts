import { defineRule } from "../rule.ts";

/** What `-- migrate:allow` names and there is not: a rule by name alone, so that it is documented as all others are. */
export const unknownRule = defineRule({
  name: "unknown-rule",
  title: "An allowance names a rule that there is not",
  why: "`-- migrate:allow` allows what the rule that it names finds. A name that no rule has allows nothing: it is misspelt, or the rule has another name now.",
  safeWay:
    "Write the rule's name as the hazard has it, and why it is right here:\n\n```sql\n-- migrate:allow drop-column reason: unused since 2026-03, and backed up\n```",
  since: null,
  source: "The file itself.",
  on: [],
  check: () => [],
});
