import { closeSync, mkdirSync, mkdtempSync, openSync, symlinkSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type BlobSink, BlobWriter } from "./blob-writer.ts";
import { askGit, endOf, type Git, startGit } from "./run-git.ts";

/** A directory as a commit has it, on disk. */
export interface RestoredDirectory {
  readonly path: string;
  /** How many files are in it; 0: the commit has no such directory. */
  readonly count: number;
  /** Takes it away; never rejects. */
  readonly remove: () => Promise<void>;
}

/**
 * The directory of `git` as `commit` has it, bytes as they are on record, in a temporary directory of ours. Files of any
 * size: they go through piece by piece. Links are made as links; other repositories inside are left out. Rejects where
 * git cannot give them.
 */
export async function restoreDirectory(git: Git, commit: string): Promise<RestoredDirectory> {
  const entries = await readTree(git, commit);
  const path = mkdtempSync(join(tmpdir(), "migrate-base-"));
  const remove = () => rm(path, { recursive: true, force: true }).catch(() => {});
  try {
    const files = entries.filter(({ mode }) => mode.startsWith("100"));
    await writeBlobs(
      git,
      files.map(({ hash }) => hash),
      (index) => openFile(path, files[index]?.name ?? ""),
    );
    const links = entries.filter(({ mode }) => mode === "120000");
    await makeLinks(git, path, links);
    return { path, count: files.length + links.length, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface TreeEntry {
  /** `100644`, `100755`: a file · `120000`: a link · `160000`: another repository. */
  readonly mode: string;
  readonly hash: string;
  readonly name: string;
}

async function readTree(git: Git, commit: string): Promise<readonly TreeEntry[]> {
  const { code, stdout, stderr } = await askGit(git, ["ls-tree", "-r", "-z", commit, "--", "."]);
  if (code !== 0) throw new Error(`git could not list the base's files: ${stderr.trim()}`);
  return stdout
    .toString("utf8")
    .split("\0")
    .flatMap((line) => {
      const [, mode, hash, name] = /^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      if (mode === undefined || hash === undefined || name === undefined) return [];
      if (name.split(/[\\/]/).some((part) => part === "" || part === "." || part === ".."))
        throw new Error("git lists a file outside of the directory.");
      return [{ mode, hash, name }];
    });
}

/** A new file for `name`; never over one that is there. */
function openFile(path: string, name: string): BlobSink {
  const file = join(path, name);
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, "wx");
  const write = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
  };
  return { write, close: () => closeSync(handle) };
}

async function makeLinks(git: Git, path: string, links: readonly TreeEntry[]): Promise<void> {
  const targets: Buffer[][] = links.map(() => []);
  await writeBlobs(
    git,
    links.map(({ hash }) => hash),
    (index) => ({ write: (bytes) => void targets[index]?.push(Buffer.from(bytes)), close: () => {} }),
  );
  for (const [index, { name }] of links.entries()) {
    const link = join(path, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(Buffer.concat(targets[index] ?? []).toString("utf8"), link);
  }
}

/** Gives each of `hashes` to what `open` opens for it, by index. */
async function writeBlobs(
  git: Git,
  hashes: readonly string[],
  open: (index: number) => BlobSink,
): Promise<void> {
  if (hashes.length === 0) return;
  const child = startGit(git, ["cat-file", "--batch"]);
  const end = endOf(child);
  child.stdin?.end(`${hashes.join("\n")}\n`);
  const writer = new BlobWriter(open);
  for await (const chunk of child.stdout ?? []) writer.take(chunk);
  const { code, stderr } = await end;
  git.signal.throwIfAborted();
  if (code !== 0 || writer.count !== hashes.length)
    throw new Error(`git could not give the base's files: ${stderr.trim() || "an object is missing"}`);
}
