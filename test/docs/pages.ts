import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/built.ts";

/** A page that people read, by its path from the repository's root. */
export interface Page {
  /** `docs/DATABASE.md`. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  /** 1-based, of the fence. */
  readonly line: number;
  /** What stands behind the fence's backticks: `sh`; empty where nothing does. */
  readonly language: string;
  /** Without the indentation of a list that it stands in; ends without a line end. */
  readonly code: string;
}

/** Every page for users and contributors: those at the root, and those of docs/ but its decisions, which are history. */
export function readPages(): readonly Page[] {
  const atRoot = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
  const docs = readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
  return [...atRoot, ...docs].map(readPage);
}

/** The page at `path`. */
export function readPage(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), "utf8") };
}

/** The fenced blocks of `page`, in its order. */
export function parseBlocks({ path, text }: Page): readonly Block[] {
  return [...text.matchAll(/^( *)```([\w-]*)[^\n]*\n([\s\S]*?)^\1```$/gm)].map(
    ({ 1: indent = "", 2: language = "", 3: code = "", index }) => ({
      page: path,
      line: text.slice(0, index).split("\n").length,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), "").trimEnd(),
    }),
  );
}

/** `docs/DATABASE.md:17`. */
export const placeOf = ({ page, line }: Block): string => `${page}:${line}`;
