import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FAULTS } from "../../peers/faults.ts";
import { judgeAgain } from "../../peers/judge-again.ts";
import { readResults, readTable } from "../../peers/page.ts";
import { PEERS } from "../../peers/peers.ts";
import { renderTable } from "../../peers/render-table.ts";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/reliability.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** A command of the page, and whether its line says that somebody has still to look whether it is there. */
interface Shown {
  readonly command: string;
  readonly isToCheck: boolean;
}

const items = page.split(/^- /m).slice(1);
const shown = items.flatMap((item): Shown[] =>
  [...item.matchAll(/`((?:npm|bash) [^`]+)`/g)].map(([, command = ""]) => ({
    command,
    isToCheck: item.includes("<!-- to check -->"),
  })),
);

/** What is missing of `command`: its script, a test file, a fault; nothing when all is there. */
function missingOf(command: string): string[] {
  if (command.startsWith("bash "))
    return existsSync(join(root, command.slice("bash ".length))) ? [] : [command];
  const [, script = "", rest = ""] = /^npm (?:run )?([\w:-]+)(?: -- (.*))?$/.exec(command) ?? [];
  const words = rest.split(" ").filter((word) => word !== "");
  return [
    ...(Object.hasOwn(scripts, script) ? [] : [`script ${script || command}`]),
    ...words.filter((word) => word.startsWith("test/") && !existsSync(join(root, word))),
    ...words.filter((word) => word.startsWith("--fault=") && !isFault(word.slice("--fault=".length))),
  ];
}

const isFault = (id: string): boolean => FAULTS.some((fault) => fault.id === id);

describe("docs/reliability.md says only what a command shows:", () => {
  test("every question has its commands", () => {
    const questions = page.split(/^## /m).slice(1);
    expect(questions.length).toBeGreaterThanOrEqual(11);
    for (const question of questions.slice(0, -1))
      expect(question).toMatch(/^- [^`]*(?:`[^`]+`[^`]*)*`(?:npm|bash) /m);
  });

  test.each(shown.filter(({ isToCheck }) => !isToCheck))("$command can be typed", ({ command }) => {
    expect(missingOf(command)).toEqual([]);
  });

  test.runIf(shown.some(({ isToCheck }) => isToCheck)).each(shown.filter(({ isToCheck }) => isToCheck))(
    "$command is still to come: once it is there its mark has to go",
    ({ command }) => {
      expect(missingOf(command)).not.toEqual([]);
    },
  );
});

describe("the table of other tools", async () => {
  const results = await readResults();
  if (results === null) throw new Error("There are no results: `npm run peers` writes them.");

  test("has every tool, each with every fault or with the reason why it is missing", () => {
    expect(results.peers.map(({ name }) => name)).toEqual(PEERS.map(({ tool }) => tool.name));
    for (const { missing, faults } of results.peers) {
      expect(Object.keys(faults)).toEqual(missing === null ? FAULTS.map(({ id }) => id) : []);
    }
  });

  test("has the versions that are installed now", () => {
    expect(results.peers.map(({ version }) => version)).toEqual(PEERS.map(({ tool }) => tool.version));
  });

  test("has verdicts that follow from the observations", () => {
    expect(results).toEqual(judgeAgain(results, FAULTS));
  });

  test("is what the results say, word for word", async () => {
    expect(await readTable()).toBe(renderTable(results, FAULTS));
  });
});
