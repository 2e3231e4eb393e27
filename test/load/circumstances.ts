import { execFileSync } from "node:child_process";
import { availableParallelism, totalmem } from "node:os";
import { ROOT } from "../support/built.ts";
import type { Circumstances } from "./render-load.ts";

/** Those of this run. */
export function readCircumstances(): Circumstances {
  const git = (...words: string[]) => execFileSync("git", words, { cwd: ROOT, encoding: "utf8" }).trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--", "src") === "" ? "" : " and changes"}`,
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.versions.node,
  };
}
