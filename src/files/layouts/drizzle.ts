import { readDrizzleFolders } from "./drizzle-folders.ts";
import { readDrizzleJournal } from "./drizzle-journal.ts";
import { tagVersion } from "./drizzle-tag.ts";
import type { LayoutReader } from "./layout.ts";
import { layoutInvalid } from "./layout-problems.ts";

const JOURNAL = "meta/_journal.json";
const FOLDER = /^\d{14}(?:_[^/]*)?$/;
const SNAPSHOT = /^\d{14}(?:_[^/]*)?\/snapshot\.json$/;

/**
 * drizzle-kit's files with their journal, or the folders that versions from 1.0 write; the version is the tag, or the
 * folder's name. All is run in a transaction; `--> statement-breakpoint` is a comment here. LAYOUT_INVALID: what journal
 * and files say does not agree, or both forms are there. Source: drizzle-orm 0.45 and 1.0, `migrator.ts`.
 */
export const drizzle: LayoutReader = {
  layout: {
    name: "drizzle",
    wayBack: null,
    parseVersion: (text) => (/^[^/\s]+$/.test(text) ? tagVersion(text) : null),
  },
  names: ["drizzle"],
  mark: {
    in: "names",
    find: (names) => {
      const snapshots = names.filter((name) => SNAPSHOT.test(name));
      if (snapshots.length === 0) return names.includes(JOURNAL) ? [JOURNAL] : [];
      const all = new Set(names);
      return [
        ...(all.has(JOURNAL) ? [JOURNAL] : []),
        ...snapshots.filter((name) => all.has(name.replace("snapshot.json", "migration.sql"))),
      ];
    },
  },
  entersFolder: (name) => name === "meta" || FOLDER.test(name),
  reads: (name) =>
    name === JOURNAL ||
    /^[^./][^/]*\.sql$/i.test(name) ||
    /^\d{14}(?:_[^/]*)?\/(?:migration\.sql)?$/.test(name),
  makeMigrations: (sources) => {
    const journal = sources.find(({ name }) => name === JOURNAL);
    const files = sources.filter(({ name }) => !name.includes("/"));
    const folders = sources.filter(({ name }) => name !== JOURNAL && name.includes("/"));
    if (journal === undefined) return readDrizzleFolders(folders, files);
    const [folder] = folders;
    if (folder === undefined) return readDrizzleJournal(journal, files);
    const message = `${journal.file} is of drizzle before 1.0, and ${folder.file} of a later one.`;
    const hint = "Run `drizzle-kit up` to bring all of it to one form, or take out what is no longer used.";
    return { files: [], problems: [layoutInvalid({ file: folder.file, message, hint })] };
  },
};
