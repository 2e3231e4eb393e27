import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Bench } from "./figure.ts";

/** A program that has ended well. */
export interface Ended {
  readonly stdout: string;
  /** From its start to its end. */
  readonly wallMs: number;
}

/** Runs `program` to its end, with nothing of our environment but PATH and `env`. Rejects when it fails. */
export function runProgram(
  program: string,
  parameters: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(program, parameters, {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve({ stdout, wallMs: performance.now() - begun });
      else
        reject(
          new Error(`${[program, ...parameters].join(" ")} ended with ${code}:\n${stderr.slice(-2000)}`),
        );
    });
  });
}

/** Runs the built command line on the database at `url`. */
export function runCli(
  bench: Bench,
  parameters: readonly string[],
  url: string,
  env: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<Ended> {
  const cli = join(bench.root, "dist", "cli.js");
  return runProgram(process.execPath, [...nodeOptions, cli, ...parameters], { DATABASE_URL: url, ...env });
}

/** The path of a program of bench/children. */
export const childProgram = (bench: Bench, name: string): string =>
  join(bench.root, "bench", "children", name);

/** Runs psql as the comparison wants it: no start-up file, quiet, stopping at the first error. */
export function runPsql(psql: string, url: string, file: string): Promise<Ended> {
  return runProgram(psql, ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", file]);
}
