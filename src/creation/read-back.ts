import { posix } from "node:path";
import { detectLayout } from "../files/layouts/detect-layout.ts";
import type { SourceFile } from "../files/layouts/layout.ts";
import { isVerifyName, withQuestions } from "../files/layouts/verify-files.ts";
import type { Standing } from "../files/read-standing.ts";
import type { NewFile } from "./creation.ts";

/**
 * Why `files` beside what stands there would not be what they are meant to be, a sentence: not seen, of another layout,
 * the cause of a problem, or not the last of all. Null where they are read back as the newest migration.
 */
export function whyNotRead(standing: Standing, files: readonly NewFile[], version: string): string | null {
  const { reader, candidates, sources, own, prefix } = standing;
  const added = files.map(({ name, text }): SourceFile => ({ name, file: prefix + name, text }));
  const beside = added.filter(({ name }) => !reader.reads(name) && isVerifyName(name) && !name.includes("/"));
  const unseen = added.find((one) => !reader.reads(one.name) && !beside.includes(one));
  if (unseen !== undefined) return `${unseen.file} would not be read in the layout ${reader.layout.name}.`;
  const detected = detectLayout(candidates, [...sources, ...added]);
  if (detected.kind === "problem") return detected.problem.message;
  const paths = new Set(added.map(({ file }) => file));
  const ways = added.filter((one) => !beside.includes(one));
  const read = withQuestions(detected.reader.makeMigrations([...own, ...ways]), beside, reader.layout);
  const wrong = read.problems.find(({ details }) => paths.has(details.at?.file ?? ""));
  if (wrong !== undefined) return wrong.message;
  const versioned = read.files.filter(({ kind }) => kind === "versioned");
  const last = versioned.at(-1);
  if (last !== undefined && paths.has(last.file)) return null;
  return `Version ${version} would not be the last one: ${posix.basename(last?.file ?? "")} sorts behind it.`;
}
