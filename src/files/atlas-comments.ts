import type { CommentLine } from "./comment-lines.ts";
import type { ScriptProblem } from "./script.ts";

/** What a comment of Atlas says about the file that it heads. */
export type AtlasComment =
  | { readonly kind: "no-transaction" }
  | { readonly kind: "problem"; readonly problem: Pick<ScriptProblem, "message" | "hint"> };

/**
 * What a comment `-- atlas:NAME …` changes about how the file is run; null when that is nothing: another comment,
 * `atlas:nolint`, `atlas:sum`, `txmode file`. Only `txmode` is looked at below the first statement, where Atlas does not
 * see it either. squawk's comments are about its own rules only.
 * Source: ariga.io/atlas, sql/migrate/dir.go (directives), sql/migrate/lex.go (delimiter); its manual, "Transaction Configuration".
 */
export function atlasComment({ text, isAtHead }: CommentLine): AtlasComment | null {
  const [, name, rest = ""] = /^--[ \t]*atlas:(\w+)[ \t]*(.*)$/.exec(text) ?? [];
  const value = rest.trim();
  if (name === "txmode") return readTxMode(value, isAtHead);
  if (!isAtHead || name === undefined) return null;
  if (name === "delimiter" && value !== ";") return problem(DELIMITER);
  if (name === "checkpoint") return problem(CHECKPOINT);
  return name === "txtar" ? problem(ARCHIVE) : null;
}

function readTxMode(value: string, isAtHead: boolean): AtlasComment | null {
  if (value === "file") return null;
  if (value !== "none") {
    const message = "`atlas:txmode` says `none` or `file` in a file.";
    return problem({ message, hint: "Write `-- atlas:txmode none`, or take it out." });
  }
  if (isAtHead) return { kind: "no-transaction" };
  const message = "`atlas:txmode` stands after the first statement, where it has no effect.";
  return problem({ message, hint: "It is about the whole file: put it on the first line." });
}

const DELIMITER = {
  message:
    "With this delimiter Atlas cuts the file into other statements than PostgreSQL does, which ends them with `;`.",
  hint: "End each statement with `;`, and take this line out: text in quotes and dollar quotes is not cut.",
};
const CHECKPOINT = {
  message: "This is a checkpoint of Atlas: it stands for the files before it, and does not run after them.",
  hint: "Move it out of the directory.",
};
const ARCHIVE = {
  message: "This is an archive of Atlas: checks and a migration in one file.",
  hint: "Keep the part below `-- migration.sql --`, and take the rest out.",
};

const problem = (found: Pick<ScriptProblem, "message" | "hint">): AtlasComment => ({
  kind: "problem",
  problem: found,
});
