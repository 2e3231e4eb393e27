import type { Report } from "./report.ts";

/**
 * True where a pull request has changed this line, so that GitHub shows it beside the change; true too where it is not
 * known what has changed.
 */
export function isOnChangedLine(
  { check }: Pick<Report, "check">,
  at: { readonly file: string | null; readonly line: number | null },
): boolean {
  if (check === undefined || check.base === null || at.file === null) return true;
  const changed = check.changed.find(({ file }) => file === at.file);
  if (changed === undefined) return false;
  const { line } = at;
  return (
    changed.lines === null ||
    line === null ||
    changed.lines.some(({ from, to }) => line >= from && line <= to)
  );
}
