import { type ErrorCode, MigrateError } from "../../errors.ts";
import type { TextPlace } from "../sql/place-at.ts";
import { Scanner } from "../sql/scanner.ts";
import type { SourceFile } from "./layout.ts";
import { placeInSource } from "./text-pieces.ts";

/** What is wrong in a file, and where: `offset` in UTF-16 units. */
export interface ContentsProblem {
  readonly code: ErrorCode;
  readonly offset: number;
  /** In the file, where it is not that of `offset`: an outline does not have all of it. */
  readonly place?: TextPlace;
  readonly message: string;
  readonly hint: string;
}

/** The problem as an error with file, line and column. */
export function contentsError(
  source: SourceFile,
  { code, offset, place = placeInSource(source, offset), message, hint }: ContentsProblem,
): MigrateError {
  const { file } = source;
  const at = { file, ...place };
  return new MigrateError(code, `${file}:${place.line}:${place.column}: ${message}`, { at, hint });
}

/** HEADER_INVALID at `offset`. */
export function wrongMarker(offset: number, message: string, hint: string): ContentsProblem {
  return { code: "HEADER_INVALID", offset, message, hint };
}

/**
 * The offset of the first thing in `text` that is neither blank nor a comment; null when there is none. A block comment
 * that is still open at the end counts.
 */
export function firstStatement(text: string): number | null {
  const scanner = new Scanner(text);
  if (scanner.next()) return scanner.start;
  return scanner.unterminated === null ? null : scanner.unterminated.offset;
}

/** Statements before the first marker, which `tool` refuses or leaves out; `to`: the offset of that marker. */
export function statementBefore(
  text: string,
  to: number,
  { tool, marker }: { readonly tool: string; readonly marker: string },
): ContentsProblem[] {
  const offset = firstStatement(text.slice(0, to));
  if (offset === null) return [];
  return [
    wrongMarker(
      offset,
      `This stands before the first marker of ${tool}, where ${tool} does not run it.`,
      `Put it below \`${marker}\`, or take it out.`,
    ),
  ];
}
