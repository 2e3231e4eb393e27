import type { LayoutReader, ReadLayout, SourceFile } from "../../src/files/layouts/layout.ts";

/** Files of a directory `m`, by name; folders end in `/`. */
export function sourceFiles(texts: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(texts).map(([name, text]) => ({ name, file: `m/${name}`, text }));
}

/** What `reader` makes of those of the files that it asks for, as it is given them. */
export function readAs(reader: LayoutReader, texts: Readonly<Record<string, string>>): ReadLayout {
  return reader.makeMigrations(sourceFiles(texts).filter(({ name }) => reader.reads(name)));
}

/** Code and file of each problem that `reader` finds. */
export function problemsAs(reader: LayoutReader, texts: Readonly<Record<string, string>>): string[] {
  return readAs(reader, texts).problems.map(({ code, details: { at } }) => `${code} ${at?.file}`);
}
