import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { chooseAccess } from "../../src/database/local-server/server-account.ts";
import { makeBase } from "./local-servers.ts";

/** True where this process may mount file systems: root with CAP_SYS_ADMIN, on Linux. */
export const canMount: boolean = mayMount();

function mayMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    // In a mount namespace of its own, which is gone with the command.
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

/** A directory on a disk of `sizeMb` alone, the account's that servers of `binDirectory` run as; gone with the test. */
export async function mountSmallDisk(sizeMb: number, binDirectory: string): Promise<string> {
  const disk = join(makeBase(), "disk");
  mkdirSync(disk);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeMb}m,mode=1777`, "tmpfs", disk]);
  // Lazily: the server that has it open is ended by another hook.
  onTestFinished(() => void execFileSync("umount", ["--lazy", disk]));
  const { account } = await chooseAccess(binDirectory);
  const own = join(disk, "own");
  mkdirSync(own);
  if (account !== null) execFileSync("chown", [`${account.uid}:${account.gid}`, own]);
  return own;
}
