import { renderNumber } from "../../amounts.ts";
import type { Place } from "../../errors.ts";
import { clip, inCode, inHtmlCode } from "../foreign-text.ts";

/** A version, name or file is cut to this many characters, so that no single one can use up the page. */
const NAME_LIMIT = 120;

/** A version, name, file or other identifier as code, in Markdown. */
export function renderName(name: string): string {
  return inCode(clip(name, NAME_LIMIT));
}

/** The same for an HTML block, such as the summary of a fold. */
export function renderHtmlName(name: string): string {
  return inHtmlCode(clip(name, NAME_LIMIT));
}

/** `file:line:column` as code, in Markdown; the end of a long path is kept. */
export function renderPlace({ file, line, column }: Place): string {
  const path =
    file.length <= NAME_LIMIT ? file : `…${file.slice(1 - NAME_LIMIT).replace(/^[\udc00-\udfff]/, "")}`;
  return inCode(`${path}:${line}:${column}`);
}

/** Versions as code: all of a few, of many the first, the last and how many. */
export function renderVersions(versions: readonly string[]): string {
  if (versions.length <= 12) return versions.map(renderName).join(", ");
  const shown = [versions[0] ?? "", versions.at(-1) ?? ""].map(renderName);
  return `${shown.join(" … ")} (${renderNumber(versions.length)})`;
}
