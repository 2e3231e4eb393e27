import { defineRule } from "../rule.ts";

/** What only the rehearsal shows: a rule by name alone, so that it is documented and allowed as all others are. */
export const seenInRehearsal = defineRule({
  name: "seen-in-rehearsal",
  title: "Code was seen to lock a table while it goes through all of it",
  why: "What a `DO`, a `CALL` or a function runs is not in the statement's words. In the rehearsal it was seen to take a lock that keeps others from writing, or from reading too, and to read the whole table or write it anew meanwhile: on the target that takes as long as the table is big.",
  safeWay:
    "Write what it does as statements of their own: then each is judged by itself, and has a safe way.",
  since: null,
  source: "Observed in the rehearsal: pg_locks, file nodes and scan counters of its own transaction.",
  on: [],
  check: () => [],
});
