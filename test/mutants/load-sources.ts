import { globSync } from "node:fs";
import { join } from "node:path";
import { partOfThisRun } from "./parts.ts";

/*
 * Loads the part's sources before any test. What a module does as it is loaded belongs to no test: were it loaded in the
 * middle of one, as layouts are, Stryker would show its mutants to that test alone, and only when it has been loaded.
 */
const root = join(import.meta.dirname, "../..");
for (const file of globSync(`src/${partOfThisRun().name}/*.ts`, { cwd: root }))
  await import(join(root, file));
