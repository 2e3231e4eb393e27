import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** A module of webpack's stats, as far as we look at it; several joined to one have theirs in `modules`. */
export interface StatsModule {
  /** Absolute path; null for what webpack makes itself. */
  readonly nameForCondition?: string | null;
  readonly modules?: readonly StatsModule[];
}

/** A package of which something is bundled. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX, as its package.json has it. */
  readonly license: string;
  readonly directory: string;
}

const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;

/** The paths of all files among `modules`, in no order. */
export function modulePaths(modules: readonly StatsModule[]): string[] {
  return modules.flatMap(({ nameForCondition, modules: inner }) => [
    ...(nameForCondition ? [nameForCondition] : []),
    ...modulePaths(inner ?? []),
  ]);
}

/** The packages that files at `paths` belong to, by name and version, each version once. */
export function readPackages(paths: readonly string[]): BundledPackage[] {
  const directories = new Set(paths.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []));
  const packages = [...directories].map((directory): BundledPackage => {
    const { name, version, license } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    return { name, version, license, directory };
  });
  const byTitle = new Map(packages.map((one) => [titleOf(one), one]));
  return [...byTitle].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/**
 * The notices that `one` asks to be handed on: its files named for it, or the part of its README where it has none.
 * Throws where there is neither: then somebody has to look.
 */
export function readNotice({ name, directory }: BundledPackage): string {
  const names = readdirSync(directory).toSorted();
  const files = names.filter((file) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(file));
  const texts = files.map((file) => readText(join(directory, file)));
  if (texts.length > 0) return texts.join("\n\n");
  const readme = names.find((file) => /^readme\./i.test(file));
  const text = readme === undefined ? "" : readText(join(directory, readme));
  const [, part] = /^#+ *licen[cs]e *\n([\s\S]*?copyright[\s\S]*?)(?=\n#|$(?![\s\S]))/im.exec(text) ?? [];
  if (part === undefined)
    throw new Error(`${directory.split(sep).join("/")}: no licence is found of ${name}.`);
  return part.trim();
}

/** The text of licenses.txt for `packages`; `beside`: notices of what is inside of one of them, by its name. */
export function renderNotices(
  packages: readonly BundledPackage[],
  beside: Readonly<Record<string, string>>,
): string {
  const sections = packages.map((one) =>
    [
      `${titleOf(one)} (${one.license})`,
      "",
      readNotice(one),
      ...(beside[one.name] ? ["", beside[one.name]] : []),
    ].join("\n"),
  );
  return `${[HEAD, ...sections].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** `pg@8.23.1`. */
export const titleOf = ({ name, version }: BundledPackage): string => `${name}@${version}`;

const HEAD =
  "Of these packages there are parts in this directory. Each stands under its own terms, which follow.";

const readText = (path: string): string => readFileSync(path, "utf8").replaceAll("\r\n", "\n").trim();
