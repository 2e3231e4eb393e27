/**
 * `node scripts/make-package.ts DIRECTORY`: makes DIRECTORY, which must not be there, the package that is published: `dist/` as it
 * is committed, the README, the licence, and of package.json what its users need. This tree's own package.json is private,
 * because its packages are those that build and test it: who installs the package is to download one file and no more.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** What the published package.json has, in this order. */
const PUBLISHED = [
  ...["name", "version", "description", "keywords", "homepage", "bugs", "repository", "license", "author"],
  ...["bin", "exports", "main", "types", "typesVersions", "files", "engines"],
];

/** The package.json of the package. Throws where the tree's own lacks a field of it. */
export function makeManifest(own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const missing = PUBLISHED.filter((field) => own[field] === undefined);
  if (missing.length > 0) throw new Error(`package.json has no ${missing.join(", ")}.`);
  return {
    ...Object.fromEntries(PUBLISHED.map((field) => [field, own[field]])),
    // As dist/package.json says too.
    type: "commonjs",
  };
}

if (import.meta.main) {
  const [directory = ""] = process.argv.slice(2);
  if (directory === "") throw new Error("make-package: name the directory that it is to make.");
  const own = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  mkdirSync(directory);
  const manifest = makeManifest(own);
  writeFileSync(join(directory, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of [...own.files, "README.md", "LICENSE"])
    cpSync(join(ROOT, name), join(directory, name), { recursive: true });
}
