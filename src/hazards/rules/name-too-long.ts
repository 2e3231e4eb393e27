import type { Token } from "../../files/sql/statement.ts";
import { defineRule } from "../rule.ts";

export const nameTooLong = defineRule({
  name: "name-too-long",
  title: "A name is longer than the server keeps",
  why: "PostgreSQL cuts names after 63 bytes and goes on: what looks for the whole name in the catalog does not find it, and two long names can become one.",
  safeWay: "Shorten it to 63 bytes or fewer.",
  since: null,
  source: "PostgreSQL manual, “Identifiers and Key Words”, NAMEDATALEN.",
  on: [
    "add-column",
    "add-constraint",
    "create-domain",
    "create-function",
    "create-index",
    "create-materialized-view",
    "create-schema",
    "create-table",
    "create-trigger",
    "create-type",
    "create-view",
    "rename",
    "set-on-table",
  ],
  check(_, { step, statement, before }) {
    const written = step.statements[statement]?.statement;
    if (written === undefined || before.length > 0 || !/[^\s.,;()]{40}|"[^"]{40}/.test(written.sql))
      return [];
    const long = written.tokens.filter(isTooLong);
    const names = new Map(long.map((token) => [token.text, token]));
    return [...names.values()].map(({ text, offset }) => ({
      level: "medium" as const,
      message: `\`${text}\` has ${Buffer.byteLength(text)} bytes: the server keeps \`${cut(text)}\`.`,
      instead: `-- a name of 63 bytes or fewer, as the one that the server keeps\n-- ${cut(text)}`,
      at: Buffer.byteLength(written.sql.slice(0, offset)),
    }));
  },
});

const MOST_BYTES = 63;

const isTooLong = ({ kind, text }: Token): boolean =>
  (kind === "word" || kind === "quoted") && Buffer.byteLength(text) > MOST_BYTES;

/** As the server cuts it: never through a character. */
function cut(name: string): string {
  let kept = "";
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > MOST_BYTES) break;
    kept += character;
  }
  return kept;
}
