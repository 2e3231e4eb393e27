import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Workflow {
  readonly place: string;
  readonly text: string;
}

const files: Workflow[] = [".github/workflows", "examples"].flatMap((directory) =>
  readdirSync(join(root, directory))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({ place: `${directory}/${name}`, text: read(`${directory}/${name}`) })),
);

/** The fenced YAML of the pages that users read; a part of a workflow, or a whole one. */
const blocks: Workflow[] = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith(".md"))
  .flatMap((path) =>
    [...read(path).matchAll(/^ *```ya?ml\n([\s\S]*?)^ *```$/gm)].map(({ 1: text = "", index }) => ({
      place: `${path}:${read(path).slice(0, index).split("\n").length}`,
      text,
    })),
  );

const parts = [...files, ...blocks];
const wholes = parts.filter(({ text }) => /^on:/m.test(text));

/** The lines under the key at `start`, as far as they are indented deeper than it, without comments and empty ones. */
function under(lines: readonly string[], start: number): string[] {
  const depth = (line: string) => line.search(/[^\s-]/);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trim() !== "" && depth(line) <= depth(lines[start] ?? ""));
  return rest.slice(0, end < 0 ? rest.length : end).filter((line) => !/^\s*(#|$)/.test(line));
}

/** Begins what GitHub puts in before a shell sees the script. */
const EXPRESSION = "$".concat("{{");

/** Rights for which there must be a use in the same file. */
const NEEDED_BY: Readonly<Record<string, string>> = {
  "id-token": "npm publish --provenance",
  packages: "docker login ghcr.io",
};

/** Whether `line`, a right to write, is a job's, with its reason, and one that something in `text` is known to need. */
function mayWrite(line: string, text: string): boolean {
  const [, right = ""] =
    /^ {6,}(pull-requests|issues|contents|id-token|packages): write # \S/.exec(line) ?? [];
  return right !== "" && text.includes(NEEDED_BY[right] ?? "");
}

/** What is wrong with `text` by the rules that hold for every part of a workflow. */
function faultsOf(text: string): string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const at = `line ${index + 1}: ${line.trim()}`;
    const [, used] = /^\s*(?:- )?uses: (.*)$/.exec(line) ?? [];
    const isPinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    const isOurs = /^(\.\/|\.\/\.github\/workflows\/[\w-]+\.yml|st44\/migrate-action@v1)$/;
    const step = lines.slice(
      index,
      lines.findIndex((next, other) => other > index && /^\s*- /.test(next)) >>> 0,
    );
    return [
      ...(used !== undefined && !isPinned.test(used) && !isOurs.test(used) ? [`not pinned, ${at}`] : []),
      ...(used?.startsWith("actions/checkout@") &&
      !step.some((one) => /^\s+persist-credentials: false$/.test(one))
        ? [`keeps the token, ${at}`]
        : []),
      ...(/\bpull_request_target\b/.test(line) && !/^\s*#/.test(line)
        ? [`strangers' code with secrets, ${at}`]
        : []),
      ...(/\bwrite-all\b|^\s*permissions: write/.test(line) ? [`every right, ${at}`] : []),
      // The rights to write that jobs of ours ask for, each with its reason beside it; a whole workflow has none.
      ...(/^\s+[\w-]+: write\b/.test(line) && !mayWrite(line, text) ? [`may write, ${at}`] : []),
      ...(/^\s*(- )?run:/.test(line) && [line, ...under(lines, index)].some((one) => one.includes(EXPRESSION))
        ? [`foreign text in a script, ${at}`]
        : []),
    ];
  });
}

/** What a whole workflow may by default: the entries of its own `permissions`, null where it has none. */
function permissionsOf(text: string): string[] | null {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^permissions:/.test(line));
  return start < 0 ? null : under(lines, start).map((line) => line.trim());
}

describe("workflows, ours, the examples and those in the documentation:", () => {
  test("there are some of each", () => {
    expect(files.length).toBeGreaterThanOrEqual(7);
    expect(blocks.length).toBeGreaterThanOrEqual(10);
    expect(wholes.length).toBeGreaterThan(files.length);
  });

  test.each(parts)(
    "$place pins what it uses, keeps no token and asks for no right without a reason",
    ({ text }) => {
      expect(faultsOf(text)).toEqual([]);
    },
  );

  test.each(wholes)("$place may read the code and nothing else, unless a job says so", ({ text }) => {
    expect(permissionsOf(text)).toEqual(["contents: read"]);
  });

  test("one commit of an action is one version of it, everywhere", () => {
    const pins = parts.flatMap(({ text }) =>
      [...text.matchAll(/uses: ([\w./-]+)@([0-9a-f]{40}) # (\S+)/g)].map(([, name, commit, version]) => ({
        action: `${name} ${version}`,
        commit,
      })),
    );
    const commits = Map.groupBy(pins, ({ action }) => action);
    for (const [action, some] of commits)
      expect(new Set(some.map(({ commit }) => commit)).size, action).toBe(1);
  });

  test.each([
    ["a tag", "- uses: actions/checkout@v7\n  with:\n    persist-credentials: false\n", "not pinned"],
    ["no version beside", `- uses: a/b@${"0".repeat(40)}\n`, "not pinned"],
    [
      "a token kept",
      `- uses: actions/checkout@${"0".repeat(40)} # v7.0.1\n- run: ls\n  persist-credentials: false\n`,
      "keeps the token",
    ],
    ["a right without a reason", "permissions:\n  contents: write\n", "may write"],
    ["a right of all jobs", "permissions:\n  contents: write # for the release\n", "may write"],
    ["a right that nothing needs", "    permissions:\n      packages: write # for fun\n", "may write"],
    ["a right that nobody has", "    permissions:\n      actions: write # for fun\n", "may write"],
    ["all rights", "permissions: write-all\n", "every right"],
    ["foreign text", `- run: echo ${EXPRESSION} github.head_ref }}\n`, "foreign text"],
    [
      "foreign text further down",
      `- run: |\n    ls\n    echo ${EXPRESSION} github.head_ref }}\n`,
      "foreign text",
    ],
    ["strangers' code", "on: pull_request_target\n", "strangers' code"],
  ])("%s would be found", (_, text, fault) => {
    expect(faultsOf(text).join()).toContain(fault);
  });
});
