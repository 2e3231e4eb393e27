import { MigrateError } from "../../errors.ts";
import type { SourceFile } from "./layout.ts";
import type { FileName } from "./numbered-name.ts";

/** The files that speak of one version. */
export interface Group {
  readonly up: Named[];
  readonly down: Named[];
  readonly verify: Named[];
}

/** A file with what its name says. */
export interface Named extends FileName {
  readonly source: SourceFile;
}

/** VERSION_DUPLICATE for each direction of each group that more than one file speaks for, naming all of them. */
export function duplicates(groups: readonly Group[]): MigrateError[] {
  return groups.flatMap((group) =>
    isMixed(group) ? [] : [...duplicate(group.up), ...duplicate(group.down)],
  );
}

/** At most one LAYOUT_MIXED: versions that stand both in the directory itself and in `up/`. */
export function mixedFolders(groups: readonly Group[]): MigrateError[] {
  const mixed = groups.filter(isMixed);
  const files = (mixed[0]?.up ?? []).map(({ source }) => source.file);
  if (files[0] === undefined) return [];
  const more = mixed.length > 1 ? `, and ${mixed.length - 1} more versions likewise` : "";
  return [
    new MigrateError(
      "LAYOUT_MIXED",
      `One version stands both in the directory and in up/: ${files.join(", ")}${more}.`,
      {
        at: { file: files[0], line: 1, column: 1 },
        hint: "Keep one of the two, or set `migrations-path` to the one that counts.",
      },
    ),
  ];
}

function isMixed({ up }: Group): boolean {
  const inFolder = up.filter(({ source }) => source.name.startsWith("up/")).length;
  return inFolder > 0 && inFolder < up.length;
}

function duplicate(files: readonly Named[]): MigrateError[] {
  const [first] = files;
  if (first === undefined || files.length === 1) return [];
  const names = files.map(({ source }) => source.file).join(", ");
  const message = `Version ${first.version.key} is that of ${files.length} files: ${names}.`;
  return [
    new MigrateError("VERSION_DUPLICATE", message, {
      at: { file: first.source.file, line: 1, column: 1 },
      hint: "Give each its own number: `1` and `01` are the same one.",
      version: first.version.text,
    }),
  ];
}
