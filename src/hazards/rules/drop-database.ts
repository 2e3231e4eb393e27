import { renderIdentifier } from "../../syntax/names.ts";
import { defineRule } from "../rule.ts";

export const dropDatabase = defineRule({
  name: "drop-database",
  title: "A database is dropped",
  why: "Everything in it is lost, and nothing brings it back but a backup.",
  safeWay: "Keep it out of migrations: drop a database by hand, after a backup that has been read back.",
  since: null,
  source: "PostgreSQL manual, DROP DATABASE.",
  on: ["drop-database"],
  check({ name }) {
    return [
      {
        level: "error",
        message: `Database \`${renderIdentifier(name)}\` is lost with all that is in it.`,
        instead: null,
      },
    ];
  },
});
