import { PARTS } from "./parts.ts";
import { byStage, type PartResult, reasonFor, type Survivor, scoreOf } from "./results.ts";

/** RESULTS.md of the latest run of each part. */
export function renderResults(results: readonly PartResult[], least: number): string {
  return [
    "# Mutants of the pure stages",
    "",
    `Made by \`npm run mutants\`, not written by hand; \`npm run mutants -- plan files/sql\` runs some parts and keeps the others'. At least ${least} % of each stage's mutants are to be noticed.`,
    "",
    "| Stage | Mutants | Noticed | Survived | of those looked at | Score |",
    "|---|--:|--:|--:|--:|--:|",
    ...[...byStage(results)].flatMap(([stage, parts]) => [
      row(`**${stage}**`, parts),
      ...(parts.length > 1 ? parts.map((part) => row(`\`src/${part.name}\``, [part])) : []),
    ]),
    "",
    ...results.map(
      ({ name, date, commit, timedOut }) =>
        `- \`src/${name}\`: ${date}, commit ${commit}; ${timedOut} of the noticed by a test that did not come to an end.`,
    ),
    "",
    "Each stage is shown to the tests that mirror it alone (`test/mutants/parts.ts` names them, and which slow ones are left out). A mutant that no test runs through counts as survived. All of Stryker's mutators are on, and properties are tried with the same values each time, for half a second.",
    "",
    "## What survived and was looked at",
    "",
    ...reasons(results),
    "",
    "## What survived and was not",
    "",
    ...kinds(results),
    "",
    "Each with its place: RESULTS.json.",
    "",
  ].join("\n");
}

function row(name: string, parts: readonly PartResult[]): string {
  const survivors = parts.flatMap((part) => part.survivors);
  const noticed = parts.reduce((sum, { killed, timedOut }) => sum + killed + timedOut, 0);
  const lookedAt = survivors.filter((survivor) => reasonFor(survivor) !== null);
  const cells = [noticed + survivors.length, noticed, survivors.length, lookedAt.length];
  return `| ${name} | ${cells.join(" | ")} | ${scoreOf(parts).toFixed(1)} % |`;
}

/** Each reason with how many survivors it is given for. */
function reasons(results: readonly PartResult[]): readonly string[] {
  const survivors = results.flatMap((part) => part.survivors);
  const lines = new Map<string, number>();
  for (const survivor of survivors) {
    const found = reasonFor(survivor);
    if (found === null) continue;
    const line = `${code(`src/${found.file}`)} ${code(shortened(String(found.change)))}: ${found.why}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return lines.size === 0 ? ["None."] : [...lines].map(([line, count]) => `- ${count} × ${line}`);
}

/** How many of each file, by what Stryker did. */
function kinds(results: readonly PartResult[]): readonly string[] {
  const rows = PARTS.flatMap(({ name }) => {
    const open = results
      .filter((part) => part.name === name)
      .flatMap(({ survivors }) => survivors.filter((survivor) => reasonFor(survivor) === null));
    const files = [...new Set(open.map(({ file }) => file))];
    return files.map((file) =>
      kindsOf(
        file,
        open.filter((survivor) => survivor.file === file),
      ),
    );
  });
  return rows.length === 0 ? ["None."] : ["| File | Survived | What was done |", "|---|--:|---|", ...rows];
}

function kindsOf(file: string, survivors: readonly Survivor[]): string {
  const names = [...new Set(survivors.map(({ mutator }) => mutator))];
  const counts = names.map((name) => `${name} ${survivors.filter(({ mutator }) => mutator === name).length}`);
  return `| \`src/${file}\` | ${survivors.length} | ${counts.join(", ")} |`;
}

const shortened = (text: string): string => (text.length > 90 ? `${text.slice(0, 90)}…` : text);

/** As code, whatever backticks it has. */
function code(text: string): string {
  const fence = text.includes("``") ? "```" : text.includes("`") ? "``" : "`";
  const room = fence === "`" ? "" : " ";
  return `${fence}${room}${text}${room}${fence}`;
}
