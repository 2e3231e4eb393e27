import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a release is made from. */
export interface ReleaseSources {
  /** The pushed tag, `v1.2.3`. */
  readonly tag: string;
  /** The version in package.json. */
  readonly version: string;
  /** The text of CHANGELOG.md. */
  readonly changelog: string;
}

/**
 * The text of the release: the changelog's entry of the tag's version without its heading. Throws, with what to do, for a tag that is not
 * `vMAJOR.MINOR.PATCH`, a package.json of another version, and an entry that is missing, not dated or empty.
 */
export function makeReleaseNotes({ tag, version, changelog }: ReleaseSources): string {
  const wanted = /^v((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2})$/.exec(tag)?.[1];
  if (wanted === undefined)
    throw new Error(`The tag ${tag} is not vMAJOR.MINOR.PATCH; pre-releases are not made.`);
  if (wanted !== version)
    throw new Error(
      `The tag is ${tag}, and package.json says ${version}: tag the commit that sets the version.`,
    );
  const [entry, another] = entriesOf(changelog).filter(({ heading }) => heading.split(" ")[0] === wanted);
  if (entry === undefined) throw new Error(`CHANGELOG.md has no entry "## ${wanted} (YYYY-MM-DD)".`);
  if (another !== undefined) throw new Error(`CHANGELOG.md has two entries of ${wanted}.`);
  if (!/^\S+ \(\d{4}-\d\d-\d\d\)$/.test(entry.heading))
    throw new Error(
      `The entry "## ${entry.heading}" of CHANGELOG.md has no date: "## ${wanted} (YYYY-MM-DD)".`,
    );
  if (entry.text === "") throw new Error(`The entry of ${wanted} in CHANGELOG.md is empty.`);
  return `${entry.text}\n`;
}

/** What stands under each heading of the second level, in order. */
function entriesOf(changelog: string): readonly { readonly heading: string; readonly text: string }[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((entry) => {
      const [heading = "", ...lines] = entry.split(/\r?\n/);
      return { heading: heading.trim(), text: lines.join("\n").trim() };
    });
}

/** `node scripts/release-notes.ts v1.2.3`: prints the text. */
if (import.meta.main) {
  const read = (name: string) => readFileSync(join(import.meta.dirname, "..", name), "utf8");
  try {
    const { version } = JSON.parse(read("package.json"));
    process.stdout.write(
      makeReleaseNotes({ tag: process.argv[2] ?? "", version, changelog: read("CHANGELOG.md") }),
    );
  } catch (error) {
    console.error(`release-notes: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
