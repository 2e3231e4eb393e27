/** How a line begins that only says that something failed, or where. */
const NOISE = [
  /^\s*(at |File "|Traceback|\^|~|---|\.\.\.|#|npm |node:|Node\.js|goroutine|Caused by: java\.lang\.Thread)/,
  /^\s*$/,
  /^\s*(warning|notice|info|debug|severe)\b[:\s]/i,
];

/** What a line has that says why, the surest first. */
const SIGNS = [
  /^✗ [A-Z]+_[A-Z_]+$/,
  /\b(duplicate key value|deadlock detected|already exists|does not exist|cannot run inside|already running|already locked|canceling statement|cannot execute|ModuleNotFoundError)/i,
  /\b(fatal|error|exception|failed)\b.*[:\s]\S/i,
  /\b(dirty|locked|lock|could not|cannot|can't|unable|invalid|refused|missing|unfinished)\b/i,
];

/** At most so many characters of it are kept. */
const LONGEST = 400;

/** The line of `output` that says why the run failed; the last one where none seems to; empty where there is none. */
export function errorLine(output: string): string {
  const lines = output
    .replaceAll(/\u001b\[[0-9;]*m/g, "")
    .split("\n")
    .filter((line) => !NOISE.some((noise) => noise.test(line)))
    .map((line) => line.trim());
  const found = SIGNS.map((sign) => lines.find((line) => sign.test(line))).find((line) => line !== undefined);
  return withoutPlaces(found ?? lines.at(-1) ?? "").slice(0, LONGEST);
}

/** Without times, process ids and paths, which differ from run to run. */
function withoutPlaces(line: string): string {
  return line
    .replaceAll(/\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\s*/g, "")
    .replaceAll(/(?:\/[\w.@+-]+){2,}\/?/g, "…")
    .replaceAll(/\bpeers_\d+\b/g, "the database")
    .replaceAll(/\s+/g, " ")
    .trim();
}
