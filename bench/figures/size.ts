import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Bench, Part } from "../figure.ts";

const LIMIT_BYTES = 3_000_000;

/** How much every user of the action downloads. */
export async function measureSize(bench: Bench): Promise<Part> {
  const dist = join(bench.root, "dist");
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map(async (file) => ({ file: file.slice(dist.length + 1), bytes: (await stat(file)).size })),
  );
  const bytes = sizes.reduce((sum, one) => sum + one.bytes, 0);
  return {
    title: "Size",
    method: "The sum of all files in dist/.",
    figures: [
      {
        name: "dist/",
        target: "≤ 3,000,000 bytes",
        measured: `${bytes.toLocaleString("en")} bytes`,
        met: bytes <= LIMIT_BYTES,
        values: sizes,
      },
    ],
  };
}
