import { describe, expect, test } from "vitest";
import { EXIT_CODE_OF } from "../../../src/errors.ts";
import { COMMANDS } from "../../../src/inputs/commands.ts";
import { renderTroubleshooting, TROUBLESHOOTING } from "../../../src/report/troubleshooting.ts";

test("the section has one heading a code, in the order of the exit codes' table", () => {
  const headings = Array.from(renderTroubleshooting().matchAll(/^### (.+)$/gm), (match) => match[1]);
  expect(headings).toEqual(Object.keys(EXIT_CODE_OF));
});

const LACKING = COMMANDS.flatMap(({ name, available }) => (available ? [] : [name])).join("|");

describe.each(Object.entries(TROUBLESHOOTING))(
  "the entry of %s",
  (_code, { title, whatItMeans, whatToDo }) => {
    test("has a title that fits into a headline and sentences that end", () => {
      expect(title).toMatch(/^[a-z][^`*_<]*[^.]$/);
      expect(whatItMeans).toMatch(/\.$/);
      expect(whatToDo).toMatch(/\.$/);
    });

    test("names no command that this version does not have", () => {
      const words = `${whatItMeans} ${whatToDo}`;
      expect(words).not.toMatch(new RegExp(`\`(${LACKING})[\` ]`));
      expect(words).not.toMatch(new RegExp(`migrate-action (${LACKING})`));
    });
  },
);
