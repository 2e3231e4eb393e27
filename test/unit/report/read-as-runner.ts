// Characters that culture-aware comparison skips, which the runner's own may use.
const IGNORABLE = /[\p{Cc}\p{Cf}\p{DI}]/gu;

/** Lines of `log` that the runner would take for a command: `::` first in a line, `##[` anywhere. */
export function commandsIn(log: string): readonly string[] {
  return log
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(IGNORABLE, ""))
    .filter((line) => line.trimStart().startsWith("::") || line.includes("##["));
}
