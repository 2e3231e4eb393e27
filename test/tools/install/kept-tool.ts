import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** Outside of every checkout, this account's own: what one run has installed, the next finds. */
const KEPT = join(tmpdir(), `migrate-action-tools-${userInfo().uid}`);

/**
 * The directory that `fill` filled, in this run or an earlier one; `key` names the tool and its exact version. Whoever
 * races is given the directory of the first who was done: it comes by its name whole, or not at all.
 */
export async function keptTool(key: string, fill: (directory: string) => Promise<void>): Promise<string> {
  const kept = join(KEPT, key);
  if (existsSync(kept)) return kept;
  await mkdir(KEPT, { recursive: true, mode: 0o700 });
  const making = await mkdtemp(join(KEPT, `.${key}-`));
  try {
    await fill(making);
    await rename(making, kept).catch((error) => {
      if (!existsSync(kept)) throw error;
    });
    return kept;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}
