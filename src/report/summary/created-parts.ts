import type { ListPart } from "../fit-to-bytes.ts";
import type { Report } from "../report.ts";
import { renderName } from "./names.ts";

/** The files of a new migration as a list; empty without any. */
export function makeCreatedParts({ created = [], result }: Report): readonly ListPart[] {
  if (created.length === 0) return [];
  const before = `### ${result === "planned" ? "Files that would be written" : "New files"}\n`;
  const items = created.map(({ file }) => `- ${renderName(file)}`);
  return [{ before, items, between: "\n", after: "", rank: 1, noun: "file" }];
}
