/**
 * Writes what is said of inputs, outputs, commands, error codes, hazards and example workflows into action.yml, README.md
 * and the pages of docs/, from the tables in src/inputs, src/report/troubleshooting and src/hazards and from examples/,
 * between the markers there. `node scripts/write-interface.ts` writes; with `--check` it writes nothing, and exits 1 where
 * a file differs. A page has those parts whose markers are in it.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../src/hazards/rules.ts";
import { COMMANDS } from "../src/inputs/commands.ts";
import type { InputDefinition } from "../src/inputs/definition.ts";
import { INPUTS } from "../src/inputs/definitions.ts";
import { OUTPUTS } from "../src/inputs/outputs.ts";
import { HEALTH_CODES } from "../src/report/health/health-codes.ts";
import { METRICS } from "../src/report/health/make-metrics.ts";
import { renderTroubleshooting } from "../src/report/troubleshooting.ts";
import { renderRules } from "./render-rules.ts";
import { type Example, renderExample, renderWorkflows } from "./render-workflows.ts";

const ROOT = join(import.meta.dirname, "..");

/** `inputs:` and `outputs:` of action.yml. */
function renderActionSections(): string {
  const inputs = INPUTS.flatMap((input: InputDefinition) => [
    `  ${input.name}:`,
    `    description: ${JSON.stringify(describe(input))}`,
    "    required: false",
    ...(input.default === null ? [] : [`    default: ${JSON.stringify(input.default)}`]),
  ]);
  const outputs = OUTPUTS.flatMap(({ name, meaning }) => [
    `  ${name}:`,
    `    description: ${JSON.stringify(meaning)}`,
  ]);
  return ["inputs:", ...inputs, "outputs:", ...outputs].join("\n");
}

/** The meaning with what action.yml has no field for: the values, and a default that is no plain text. */
function describe({ meaning, allowed, defaultText }: InputDefinition): string {
  const values = allowed === null ? "" : ` One of ${allowed.map((value) => `\`${value}\``).join(", ")}.`;
  const taken = defaultText === null ? "" : ` Without it: ${defaultText}.`;
  return `${meaning}${values}${taken}`;
}

function renderInputsTable(): string {
  const rows = INPUTS.map(({ name, default: value, defaultText, meaning, allowed }: InputDefinition) => {
    const shown = value === null ? (defaultText ?? "") : `\`${value}\``;
    const values = allowed === null ? "" : ` ${allowed.map((one) => `\`${one}\``).join(" · ")}`;
    return [`\`${name}\``, shown, `${meaning}${values}`];
  });
  return renderTable(["input", "default", "meaning"], rows);
}

function renderOutputsTable(): string {
  return renderTable(
    ["output", "meaning"],
    OUTPUTS.map(({ name, meaning }) => [`\`${name}\``, meaning]),
  );
}

function renderCommandsTable(): string {
  return renderTable(
    ["command", "meaning"],
    COMMANDS.map(({ name, meaning }) => [`\`${name}\``, meaning]),
  );
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** `text` with `content` between its lines `begin` and `end`; as it is when it has no such lines. */
function replaceBetween(text: string, begin: string, end: string, content: string): string {
  const from = text.indexOf(`${begin}\n`);
  const to = text.indexOf(end);
  if (from < 0 || to < from) return text;
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

function renderActionFile(text: string): string {
  return replaceBetween(text, "# interface:begin", "# interface:end", renderActionSections());
}

/** What can stand between `<!-- name:begin -->` and `<!-- name:end -->` of a page. */
function makeParts(): Readonly<Record<string, () => string>> {
  const examples = readdirSync(join(ROOT, "examples"))
    .filter((name) => name.endsWith(".yml"))
    .map((name): Example => ({ name, text: readFileSync(join(ROOT, "examples", name), "utf8") }));
  return {
    inputs: renderInputsTable,
    outputs: renderOutputsTable,
    commands: renderCommandsTable,
    troubleshooting: () => renderTroubleshooting().trimEnd(),
    "health codes": () =>
      renderTable(
        ["code", "message"],
        Object.entries(HEALTH_CODES).map(([code, message]) => [
          `\`${code}\``,
          message.replace("{these}", "…"),
        ]),
      ),
    metrics: () =>
      renderTable(
        ["metric", "meaning"],
        METRICS.map(({ name, help }) => [`\`${name}\``, help]),
      ),
    rules: () => `\n${renderRules(RULES)}\n`,
    workflows: () => `\n${renderWorkflows(examples)}\n`,
    ...Object.fromEntries(
      examples.map((example) => [`example ${example.name}`, () => `\n${renderExample(example)}\n`]),
    ),
  };
}

function renderPage(text: string): string {
  return Object.entries(makeParts()).reduce(
    (page, [name, render]) =>
      replaceBetween(page, `<!-- ${name}:begin -->`, `<!-- ${name}:end -->`, render()),
    text,
  );
}

const pages = readdirSync(join(ROOT, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);
const isCheck = process.argv.includes("--check");
for (const [name, render] of [
  ["action.yml", renderActionFile] as const,
  ...["README.md", ...pages].map((page) => [page, renderPage] as const),
]) {
  const path = join(ROOT, name);
  const text = readFileSync(path, "utf8");
  const wanted = render(text);
  if (wanted === text) continue;
  if (isCheck) {
    console.error(`${name} differs from the tables in src, or from examples/. Run: npm run interface`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, wanted);
    console.error(`${name} is written.`);
  }
}
