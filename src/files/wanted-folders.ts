import type { LayoutReader } from "./layouts/layout.ts";

/**
 * Which folders, by their path in the directory, `reader` looks into. `names` are those in the directory itself; a
 * layout that was named looks into whatever it ever does.
 */
export function wantedFolders(
  { entersFolder, entersTree }: LayoutReader,
  names: readonly string[],
  chosen: "named" | "recognised",
): (folder: string) => boolean {
  const isTree = entersTree !== undefined && (chosen === "named" || entersTree(names));
  if (isTree) return (folder) => !/(^|\/)\./.test(folder);
  return (folder) => !folder.includes("/") && entersFolder(folder);
}

/** True when the file called `name` lies in a folder that `isWanted` wants, or in the directory itself. */
export function liesInWanted(name: string, isWanted: (folder: string) => boolean): boolean {
  const end = name.lastIndexOf("/");
  return end < 0 || isWanted(name.slice(0, end));
}
