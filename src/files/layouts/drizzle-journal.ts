import type { MigrateError } from "../../errors.ts";
import type { MigrationFile, Version } from "../migration-file.ts";
import { compareOrder } from "../order.ts";
import { tagName, tagVersion } from "./drizzle-tag.ts";
import type { ReadLayout, SourceFile } from "./layout.ts";
import { fileUnsupported, layoutInvalid } from "./layout-problems.ts";
import { makeMigration } from "./make-migration.ts";

/**
 * Migrations of drizzle before 1.0: those that its journal lists, in its order, whatever their numbers and times say.
 * LAYOUT_INVALID: the journal is none, lists a tag twice or one without a file, or leaves out a file;
 * FILE_UNSUPPORTED: it is of another kind of database.
 */
export function readDrizzleJournal(journal: SourceFile, sources: readonly SourceFile[]): ReadLayout {
  const parsed = parseJournal(journal.text);
  if (parsed.kind === "problem") return { files: [], problems: [invalid(journal, parsed.message)] };
  const { tags, dialect } = parsed;
  const byName = new Map(sources.map((source) => [source.name, source]));
  const files = versionsOf(tags).flatMap((version): MigrationFile[] => {
    const tag = version.text;
    const source = byName.get(`${tag}.sql`);
    if (source === undefined) return [];
    const up = { source, ranges: null, transactions: "wrapped" } as const;
    return [makeMigration({ version, name: tagName(tag), stem: tag, up, down: null })];
  });
  return {
    files,
    problems: [
      ...otherDialect(journal, dialect),
      ...repeated(tags).map((tag) => invalid(journal, `it lists ${tag} twice`)),
      ...tags
        .filter((tag) => !byName.has(`${tag}.sql`))
        .map((tag) => invalid(journal, `it lists ${tag}, and there is no ${tag}.sql`)),
      ...unlisted(journal, new Set(tags.map((tag) => `${tag}.sql`)), sources),
    ],
  };
}

type Journal =
  | { readonly kind: "journal"; readonly tags: readonly string[]; readonly dialect: string | null }
  | { readonly kind: "problem"; readonly message: string };

function parseJournal(text: string): Journal {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { kind: "problem", message: `it is no JSON (${(error as SyntaxError).message})` };
  }
  const { entries, dialect } = (json ?? {}) as { readonly entries?: unknown; readonly dialect?: unknown };
  if (!Array.isArray(entries)) return { kind: "problem", message: "it has no list `entries`" };
  const tags: unknown[] = entries.map((entry: unknown) => (entry as { readonly tag?: unknown } | null)?.tag);
  const wrong = tags.findIndex((tag) => typeof tag !== "string" || tag === "");
  if (wrong >= 0) return { kind: "problem", message: `its entry ${wrong + 1} has no \`tag\`` };
  return { kind: "journal", tags: tags.map(String), dialect: typeof dialect === "string" ? dialect : null };
}

/** The tags' own numbers where the journal is in their order, as drizzle-kit writes it; else the places in it. */
function versionsOf(tags: readonly string[]): readonly Version[] {
  const versions = tags.map(tagVersion);
  const isAscending = versions.every((version, index) => {
    const before = versions[index - 1];
    return before === undefined || compareOrder(before, version) < 0;
  });
  if (isAscending) return versions;
  return versions.map((version, index) => ({ ...version, order: [BigInt(index), version.text] }));
}

function repeated(tags: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return tags.filter((tag) => seen.size === seen.add(tag).size);
}

function unlisted(
  journal: SourceFile,
  listed: ReadonlySet<string>,
  sources: readonly SourceFile[],
): MigrateError[] {
  return sources
    .filter(({ name }) => !listed.has(name))
    .map(({ file }) =>
      layoutInvalid({
        file,
        message: `${file} is not listed in ${journal.file}, so drizzle has never run it.`,
        hint: "Let drizzle-kit make it (`generate --custom`), add its entry, or move it out of the directory.",
      }),
    );
}

function otherDialect(journal: SourceFile, dialect: string | null): MigrateError[] {
  if (dialect === null || dialect === "postgresql" || dialect === "pg") return [];
  return [
    fileUnsupported(journal, Math.max(0, journal.text.indexOf(dialect)), {
      message: `These migrations are written for ${dialect}, and this runs them on PostgreSQL.`,
      hint: "Set `migrations-path` to the directory of the PostgreSQL migrations.",
    }),
  ];
}

function invalid({ file }: SourceFile, what: string): MigrateError {
  return layoutInvalid({
    file,
    message: `${file} is not drizzle's journal of these files: ${what}.`,
    hint: "Restore it from the repository's history, or let drizzle-kit write it anew (`drizzle-kit check` shows conflicts).",
  });
}
