/** What a line of a page is, so that two pages can be compared without their words. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^$/, "blank"],
  [/^#{1,6} /, "heading"],
  [/^- /, "bullet"],
  [/^\|/, "row"],
  [/^<details( open)?><summary>.*<\/summary>$/, "fold"],
  [/^<\/details>$/, "end of fold"],
  [/^<sub>.*<\/sub>$/, "footer"],
  [/^( {4}|\t| {0,3}(>|[+*=~<]|\d+[.)]))/, "not ours"],
];

/** The kinds of the lines of `page` outside of code fences, fences as one, rows with the number of their cells. */
export function structureOf(page: string): readonly string[] {
  const kinds: string[] = [];
  let fence: string | null = null;
  for (const line of page.split(/\r\n|\r|\n/)) {
    const run = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      const isEnd = run?.startsWith(fence) === true && line.trim() === run;
      if (isEnd) fence = null;
      continue;
    }
    if (run !== undefined) {
      fence = run;
      kinds.push(`fence ${line.replaceAll("`", "")}`);
      continue;
    }
    const kind = KINDS.find(([pattern]) => pattern.test(line))?.[1] ?? "text";
    kinds.push(kind === "row" ? `row of ${line.split("|").length}` : kind);
  }
  if (fence !== null) kinds.push("open fence");
  return kinds;
}
