import { randomBytes } from "node:crypto";
import { stat, statfs } from "node:fs/promises";
import { freemem, tmpdir } from "node:os";
import { basename, isAbsolute, join } from "node:path";
import type { Account } from "./server-account.ts";

/**
 * The longest path of a server's directory, in bytes: a socket's path holds 107 on Linux and 103 on macOS,
 * and `/.s.PGSQL.5432` and room for its lock file are taken off.
 */
const LONGEST_BYTES = 80;
const NAME = /^migrate-[0-9a-f]{16}$/;

/**
 * The path of a server directory that does not exist yet, in the first base that `account` (null: ours) can
 * make it in and that keeps the path short enough. Throws when there is none.
 */
export async function newServerDirectory(bases: readonly string[], account: Account | null): Promise<string> {
  const name = `migrate-${randomBytes(8).toString("hex")}`;
  for (const base of bases) {
    const directory = join(base, name);
    if (Buffer.byteLength(directory) > LONGEST_BYTES) continue;
    if (await isWritableBy(base, account)) return directory;
  }
  throw new Error(
    `None of ${bases.join(", ")} is a directory with a short path that the server can write to.`,
  );
}

/** True for the paths that `newServerDirectory` gives: what may be removed whole. */
export function isServerDirectory(path: string): boolean {
  return isAbsolute(path) && NAME.test(basename(path));
}

/** Where a server's directory may be made on disk, best first. */
export function diskBases(): readonly string[] {
  return process.platform === "win32" ? [tmpdir()] : [tmpdir(), "/tmp", "/var/tmp"];
}

/** Room for a server and the schema it is given; less may run full in the middle. */
const MEMORY_BYTES = 1024 ** 3;

/**
 * The same with memory first, where the machine has plenty: a thousand migrations make thousands of files, and a disk
 * takes several times as long over them. Linux only, and not where somebody has set TMPDIR: that has a reason.
 */
export async function memoryBases(): Promise<readonly string[]> {
  const space =
    process.platform === "linux" && tmpdir() === "/tmp" ? await statfs("/dev/shm").catch(() => null) : null;
  const isRoomy = space !== null && space.bavail * space.bsize > MEMORY_BYTES && freemem() > 2 * MEMORY_BYTES;
  return isRoomy ? ["/dev/shm", ...diskBases()] : diskBases();
}

async function isWritableBy(base: string, account: Account | null): Promise<boolean> {
  const found = await stat(base).catch(() => null);
  if (!found?.isDirectory()) return false;
  if (account === null) return true;
  // Only the last directory's bits are seen here; should one above it be closed, the server says so.
  return (found.mode & 0o003) === 0o003 || (found.uid === account.uid && (found.mode & 0o300) === 0o300);
}
