import { expect, test } from "vitest";
import { installations } from "../support/local-servers.ts";
import { startOwnServer } from "../support/own-server.ts";
import { type Command, parseCommands } from "./commands.ts";
import { NOT_RUN, withoutComment } from "./not-run.ts";
import { type Block, parseBlocks, placeOf, readPage, readPages } from "./pages.ts";
import { projectOf } from "./projects.ts";
import { makeReader, type Reader } from "./reader.ts";

/** Pages whose SQL is run too; in others it shows a rule, and test/database/suggested-sql.test.ts runs it. */
const WITH_SQL = ["docs/DATABASE.md", "docs/production.md"];

const isRun = ({ text }: Command): boolean => !Object.hasOwn(NOT_RUN, withoutComment(text));

const pages = readPages()
  .map((page) => ({ path: page.path, blocks: parseBlocks(page) }))
  .filter(({ blocks }) =>
    blocks.some(({ language, code }) => language === "sh" && parseCommands(code).some(isRun)),
  );
const majors = installations.toSorted((one, other) => one.major - other.major);
const ends = [majors[0], majors.at(-1)].filter(
  (one, index, all) => one !== undefined && all.indexOf(one) === index,
);
const cases = pages.flatMap((page) =>
  ends.map((binaries) => ({ ...page, binaries, major: binaries?.major })),
);

test("the pages with commands are these", () => {
  expect(pages.map(({ path }) => path).toSorted()).toEqual([
    "README.md",
    "docs/DATABASE.md",
    "docs/coming-from.md",
    "docs/production.md",
    "docs/reference.md",
  ]);
});

test.each(cases)(
  "the commands of $path do on PostgreSQL $major what the page says, from its first to its last",
  { timeout: 600_000 },
  async ({ path, blocks, binaries }) => {
    const project = projectOf(path);
    const reader = await makeReader(await startOwnServer("/tmp", binaries), project.migrations());
    if (path !== "README.md") install(reader);
    await project.before(reader);
    let said = "";
    for (const block of blocks) {
      if (block.language === "sql" && WITH_SQL.includes(path)) await takeSql(reader, block);
      if (block.language === "sh") said = typeAll(reader, block);
      if (block.language === "text") expectShown(block, said);
    }
    await project.after(reader);
  },
);

/** As README.md says. */
function install(reader: Reader): void {
  const block = parseBlocks(readPage("README.md")).find(({ code }) => code.includes(".local/bin"));
  if (block === undefined) throw new Error("README.md does not say how to install the command.");
  typeAll(reader, block);
}

/** A block that begins with a file's name is that file; one that begins with `as an administrator` is run as that. */
async function takeSql(reader: Reader, block: Block): Promise<void> {
  const [first = ""] = block.code.split("\n");
  const [, file] = /^-- (migrations\/\S+\.sql)$/.exec(first) ?? [];
  if (file !== undefined) return reader.saves(file, `${block.code}\n`);
  if (!first.startsWith("-- as an administrator"))
    throw new Error(`${placeOf(block)}: neither a file's name nor who runs it.`);
  await reader.administers(block.code);
}

/** Types what is run of a block. Returns what all of it said. */
function typeAll(reader: Reader, block: Block): string {
  const outputs = parseCommands(block.code)
    .filter(isRun)
    .map((command) => {
      const { exitCode, output } = reader.types(command.text);
      const place = `${placeOf(block)}: ${command.text}`;
      expect(exitCode, `${place}\n${output}`).toBe(command.exitCode);
      if (command.errorCode !== null) expect(output, place).toContain(command.errorCode);
      return output;
    });
  return outputs.join("");
}

/** Every line that the page shows was said, in that order, but for moments, durations and digests. */
function expectShown(block: Block, said: string): void {
  const lines = withoutChance(said).split("\n");
  let from = 0;
  for (const line of withoutChance(block.code).split("\n")) {
    const place = lines.indexOf(line, from);
    expect(
      place,
      `${placeOf(block)} shows ${JSON.stringify(line)}, but said was:\n${said}`,
    ).toBeGreaterThanOrEqual(0);
    from = place + 1;
  }
}

function withoutChance(text: string): string {
  return (
    text
      .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+Z/g, "MOMENT")
      .replaceAll(/\b\d+(\.\d+)? (ms|s|min)\b/g, "DURATION")
      .replaceAll(/sha256:[0-9a-f]{64}/g, "sha256:DIGEST")
      // Columns are as wide as what stands in them.
      .replaceAll(/ {2,}/g, "  ")
  );
}
