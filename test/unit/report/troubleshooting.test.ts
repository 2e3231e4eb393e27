import { describe, expect, test } from "vitest";
import { EXIT_CODE_OF } from "../../../src/errors.ts";
import { COMMAND_NAMES } from "../../../src/inputs/commands.ts";
import { renderTroubleshooting, TROUBLESHOOTING } from "../../../src/report/troubleshooting.ts";

test("the section has one heading a code, in the order of the exit codes' table", () => {
  const headings = Array.from(renderTroubleshooting().matchAll(/^### (.+)$/gm), (match) => match[1]);
  expect(headings).toEqual(Object.keys(EXIT_CODE_OF));
});

describe.each(Object.entries(TROUBLESHOOTING))(
  "the entry of %s",
  (_code, { title, whatItMeans, whatToDo }) => {
    test("has a title that fits into a headline and sentences that end", () => {
      expect(title).toMatch(/^[a-z][^`*_<]*[^.]$/);
      expect(whatItMeans).toMatch(/\.$/);
      expect(whatToDo).toMatch(/\.$/);
    });

    test("names no command that there is not", () => {
      const words = `${whatItMeans} ${whatToDo}`;
      for (const [, command] of words.matchAll(/`migrate-action ([a-z]+)/g))
        expect(COMMAND_NAMES).toContain(command);
    });
  },
);
