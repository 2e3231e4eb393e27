import { posix } from "node:path";
import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import type { ForeignIdentity } from "./foreign-tool.ts";

/** Finds the files of a set by what other tools call them. */
export class FileIndex {
  readonly #set: MigrationSet;
  readonly #byKey: ReadonlyMap<string, MigrationFile>;
  readonly #byText: ReadonlyMap<string, MigrationFile>;
  readonly #byName: ReadonlyMap<string, MigrationFile | null>;
  readonly #byDigits: ReadonlyMap<string, MigrationFile | null>;
  readonly #byChecksum: ReadonlyMap<string, MigrationFile | null>;

  constructor(set: MigrationSet) {
    const { files } = set;
    this.#set = set;
    this.#byKey = new Map(files.map((file) => [file.version.key, file]));
    this.#byText = new Map(files.flatMap((file) => exactNames(file).map((text) => [text, file])));
    this.#byName = uniqueBy(files, ({ name }) => spoken(name));
    this.#byDigits = uniqueBy(files, ({ version }) => digitsOf(version.text));
    this.#byChecksum = uniqueBy(files, ({ checksum }) => checksum);
  }

  /** The file that `identity` means; null when there is none, or more than one. */
  find(identity: ForeignIdentity): MigrationFile | null {
    switch (identity.by) {
      case "version":
      case "up-to":
        return this.#byVersion(identity.text);
      case "digits":
        return this.#byVersion(identity.text) ?? this.#byDigits.get(digitsOf(identity.text)) ?? null;
      case "name":
        return this.#firstNamed(identity.texts);
      case "content":
        return (
          (identity.name === null ? null : this.#firstNamed([identity.name])) ??
          this.#byChecksum.get(`sha256:${identity.sha256}`) ??
          null
        );
      case "none":
        return null;
    }
  }

  #byVersion(text: string): MigrationFile | null {
    const version = this.#set.layout.parseVersion(text);
    return (version === null ? null : this.#byKey.get(version.key)) ?? null;
  }

  /** The names of files before what stands in them: `create_users` is of several files sooner than `001_create_users`. */
  #firstNamed(texts: readonly string[]): MigrationFile | null {
    for (const text of texts) {
      const found = formsOf(text).find((form) => this.#byText.has(form));
      if (found !== undefined) return this.#byText.get(found) ?? null;
    }
    for (const text of texts) {
      const found = this.#byName.get(spoken(withoutExtension(posix.basename(text))));
      if (found) return found;
    }
    return null;
  }
}

/** All that says exactly this file: its version as written, its stem, its own name or that of its directory. */
function exactNames({ version, stem, file }: MigrationFile): readonly string[] {
  const own = posix.basename(file);
  // In a directory of its own each file has the same name, so that the directory's says which one it is.
  const isInOwnDirectory = /^(up|migration)\.sql$/.test(own);
  const names = isInOwnDirectory ? [posix.basename(posix.dirname(file))] : [own, withoutExtension(own)];
  return [version.text, stem, ...names];
}

/** A tool's text as it is, then without directories, then without the extension: it may have been `.js` there. */
function formsOf(text: string): readonly string[] {
  const own = posix.basename(text.replaceAll("\\", "/"));
  return [text, own, withoutExtension(own)];
}

const withoutExtension = (name: string): string => name.replace(/(\.(up|down|do|undo))?\.[a-z]+$/i, "");

const spoken = (name: string): string => name.replaceAll(/[_\s]+/g, " ").trim();

const digitsOf = (text: string): string => text.replace(/_.*$/s, "").replaceAll(/\D/g, "");

/** Files by a key that may be no file's own; null where it is that of several. */
function uniqueBy(
  files: readonly MigrationFile[],
  keyOf: (file: MigrationFile) => string,
): ReadonlyMap<string, MigrationFile | null> {
  const found = new Map<string, MigrationFile | null>();
  for (const file of files) {
    const key = keyOf(file);
    if (key !== "") found.set(key, found.has(key) ? null : file);
  }
  return found;
}
