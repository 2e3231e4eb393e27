import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { Adoption, AdoptionRow } from "./adoption.ts";
import { makeAdoptionRefusals } from "./adoption-refusals.ts";
import { FileIndex } from "./file-index.ts";
import type { ForeignLedger } from "./foreign-ledger.ts";
import type { ForeignEntry } from "./foreign-tool.ts";
import { joinParts } from "./join-parts.ts";

/** The adoption of `ledger` for the files of `set`: pure and total. What must stop it is in its refusals. */
export function makeAdoption(ledger: ForeignLedger, set: MigrationSet): Adoption {
  const claims = claimByIdentity(ledger.entries, set);
  const guessed = claimByPlace(claims, set);
  claimUpTo(claims, set);
  const rows = [...fileRows(claims, ledger, set), ...entryRows(claims, ledger)];
  return {
    ledger,
    rows,
    refusals: makeAdoptionRefusals(rows, ledger),
    notices: [...lateNotice(rows, ledger), ...guessed.map((file) => guessNotice(file, ledger))],
  };
}

/** What entries and files have of each other. */
interface Claims {
  /** The file that each entry names; null: none. */
  readonly fileOf: Map<ForeignEntry, MigrationFile | null>;
  /** The entries of each file, the one that was there first at the head. */
  readonly entriesOf: Map<MigrationFile, ForeignEntry[]>;
}

function claimByIdentity(entries: readonly ForeignEntry[], set: MigrationSet): Claims {
  const index = new FileIndex(set);
  const claims: Claims = { fileOf: new Map(), entriesOf: new Map() };
  for (const entry of entries) {
    const file = index.find(entry.identity);
    claims.fileOf.set(entry, file);
    // What means all up to a version comes after those that mean one.
    if (file !== null && entry.identity.by !== "up-to") claim(claims, entry, file);
  }
  return claims;
}

function claim({ entriesOf }: Claims, entry: ForeignEntry, file: MigrationFile): void {
  const own = entriesOf.get(file);
  if (own === undefined) entriesOf.set(file, [entry]);
  else own.push(entry);
}

/** Entries whose content no file has get the file of their place, where no other has it. Returns those files. */
function claimByPlace(claims: Claims, { files }: MigrationSet): readonly MigrationFile[] {
  return [...claims.fileOf].flatMap(([entry, found]) => {
    if (entry.identity.by !== "content" || found !== null) return [];
    const file = files[entry.identity.place];
    if (file === undefined || claims.entriesOf.has(file)) return [];
    claims.fileOf.set(entry, file);
    claim(claims, entry, file);
    return [file];
  });
}

function claimUpTo(claims: Claims, { files, layout }: MigrationSet): void {
  for (const [entry, found] of claims.fileOf) {
    if (entry.identity.by !== "up-to") continue;
    const limit = found?.version ?? layout.parseVersion(entry.identity.text);
    if (limit === null) continue;
    for (const file of files) {
      const isCovered = file.kind === "versioned" && compareOrder(file.version, limit) <= 0;
      if (isCovered && !claims.entriesOf.has(file)) claim(claims, entry, file);
    }
  }
}

function fileRows(claims: Claims, ledger: ForeignLedger, { files }: MigrationSet): readonly AdoptionRow[] {
  const owned = files.map((file) => ({ file, entry: ownEntry(claims.entriesOf.get(file), file, ledger) }));
  const newest = owned.findLast(({ file, entry }) => file.kind === "versioned" && entry?.state === "applied");
  return owned.map(({ file, entry }): AdoptionRow => {
    if (entry !== null) return { file, entry, state: entry.state };
    const isLate =
      newest !== undefined &&
      file.kind === "versioned" &&
      compareOrder(file.version, newest.file.version) < 0;
    return { file, entry, state: isLate ? "late" : "pending" };
  });
}

function ownEntry(
  entries: readonly ForeignEntry[] | undefined,
  file: MigrationFile,
  { tool }: ForeignLedger,
): ForeignEntry | null {
  const [first = null] = entries ?? [];
  if (tool.partsIn === null || first === null) return first;
  return joinParts(first, entries ?? [], tool.partsIn(file.large?.file.outline ?? file.text), file);
}

/** Entries that are not the one of a file: second ones, and those without a file. */
function entryRows({ fileOf, entriesOf }: Claims, { tool }: ForeignLedger): readonly AdoptionRow[] {
  return [...fileOf].flatMap(([entry, file]): AdoptionRow[] => {
    const { identity, state } = entry;
    if (file !== null) {
      const isOwn = tool.partsIn !== null || identity.by === "up-to" || entriesOf.get(file)?.[0] === entry;
      return isOwn ? [] : [{ entry, file, state: "duplicate" }];
    }
    if (state !== "applied") return [{ entry, file, state }];
    const needsFile = identity.by !== "up-to" || identity.needsFile;
    return [{ entry, file, state: needsFile ? "missing" : "bookkeeping" }];
  });
}

function lateNotice(rows: readonly AdoptionRow[], { tool }: ForeignLedger): readonly string[] {
  const late = rows.flatMap(({ file, state }) => (state === "late" && file !== null ? [file] : []));
  const [first] = late;
  if (first === undefined) return [];
  const which =
    late.length === 1 ? `${first.file} is` : `${late.length} files (the first: ${first.file}) are`;
  return [
    `${which} older than the newest migration of ${tool.name}'s and not on its record: pending after the adoption, and refused by \`up\` as late (PLAN_LATE) until renamed or let through with \`out-of-order: allow\`.`,
  ];
}

function guessNotice({ file }: MigrationFile, { tool }: ForeignLedger): string {
  return `${file} is not the text that ${tool.name} has applied: it is taken for that migration by its place alone.`;
}
