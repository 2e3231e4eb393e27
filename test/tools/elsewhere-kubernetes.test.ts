import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { COMMANDS } from "../../src/inputs/commands.ts";
import { INPUTS } from "../../src/inputs/definitions.ts";
import { ELSEWHERE } from "../support/elsewhere-project.ts";
import { keptTool } from "./install/kept-tool.ts";
import { ProgramFailed, runProgram } from "./install/run-program.ts";

const VERSION = "1.37.0";
const example = join(ELSEWHERE, "kubernetes.yaml");

let validator: { readonly program: string } | { readonly missing: string } = { missing: "not installed yet" };

beforeAll(async () => {
  try {
    const home = await keptTool(`kubernetes-validate-${VERSION}`, async (directory) => {
      const packages = [
        "--quiet",
        "--target",
        join(directory, "packages"),
        `kubernetes-validate==${VERSION}`,
      ];
      await runProgram("python3", ["-m", "pip", "install", ...packages], {
        cwd: directory,
        timeoutMs: 120_000,
      });
    });
    validator = { program: join(home, "packages") };
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    validator = { missing: `kubernetes-validate cannot be had here: ${error.message}` };
    console.warn(`\nexamples/elsewhere/kubernetes.yaml was NOT validated: ${validator.missing}\n`);
  }
}, 300_000);

test("examples/elsewhere/kubernetes.yaml fits Kubernetes' schema, with no field that it does not know", async (context) => {
  if ("missing" in validator) return context.skip(validator.missing);
  const said = await runProgram("python3", ["-m", "kubernetes_validate", "--strict", example], {
    cwd: ELSEWHERE,
    env: { PYTHONPATH: validator.program },
  });
  expect(said.match(/passed for resource \w+/g)).toEqual([
    "passed for resource job",
    "passed for resource deployment",
    "passed for resource deployment",
  ]);
});

test("its containers give commands and flags that there are, and may write nothing", () => {
  const text = readFileSync(example, "utf8");
  const given = [...text.matchAll(/^ +args: \[(.*)\]$/gm)].map(([, words = ""]) => words.split(", "));
  expect(given.map(([command]) => command)).toEqual(["up", "status", "serve"]);
  const commands = COMMANDS.map(({ name }) => name as string);
  const flags = [...INPUTS.map(({ name }) => name as string), "watch", "exit-code"];
  for (const [command = "", ...words] of given) {
    expect(commands).toContain(command);
    for (const word of words) expect(flags).toContain(/^--([\w-]+)/.exec(word)?.[1]);
  }
  expect(text.match(/readOnlyRootFilesystem: true/g)).toHaveLength(given.length);
});
