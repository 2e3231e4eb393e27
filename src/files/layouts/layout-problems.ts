import { MigrateError } from "../../errors.ts";
import type { TextPlace } from "../sql/place-at.ts";
import type { SourceFile } from "./layout.ts";
import { placeInSource } from "./text-pieces.ts";

/** What is wrong, and what to do. */
export interface LayoutProblem {
  /** Path for people. */
  readonly file: string;
  readonly message: string;
  readonly hint: string;
}

/** LAYOUT_INVALID at the first character of `file`: the files are not what their own tool would take. */
export function layoutInvalid({ file, message, hint }: LayoutProblem): MigrateError {
  return new MigrateError("LAYOUT_INVALID", message, { at: { file, line: 1, column: 1 }, hint });
}

/** FILE_UNSUPPORTED at an offset (in UTF-16 units) in `source`, or a place in it: what only its own tool could run. */
export function fileUnsupported(
  source: SourceFile,
  at: number | TextPlace,
  { message, hint }: Omit<LayoutProblem, "file">,
): MigrateError {
  const { file } = source;
  const place = typeof at === "number" ? placeInSource(source, at) : at;
  return new MigrateError("FILE_UNSUPPORTED", `${file}:${place.line}:${place.column}: ${message}`, {
    at: { file, ...place },
    hint,
  });
}
