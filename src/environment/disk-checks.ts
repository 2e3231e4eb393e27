import { renderBytes } from "../amounts.ts";
import type { CatalogName } from "../database/catalog-facts.ts";
import type { Disk, Disks } from "../database/read-disks.ts";
import { keyOf } from "../syntax/names.ts";
import { type EnvironmentCheck, told, violated } from "./environment.ts";
import type { Written } from "./written-anew.ts";

/** What is needed of one disk at the worst moment of the plan. */
interface Needed {
  /** For what is written anew, at least as it stands. */
  readonly rewriteBytes: number;
  /** With indexes that are built, which take their table's size at most. */
  readonly totalBytes: number;
}

/**
 * Whether the server's disks have room for what the plan writes anew. `asked`: the relations of which `disks` says where
 * they are. A disk that the rewrites alone would fill stops the run; as much again is wanted for the log and the indexes.
 */
export function checkDisks(
  transactions: readonly (readonly Written[])[],
  disks: Disks | string,
  asked: readonly CatalogName[],
): readonly EnvironmentCheck[] {
  const written = transactions.flat();
  if (typeof disks === "string") {
    const { rewriteBytes, totalBytes } = neededOn(0, transactions, () => 0);
    const plan = totalBytes === 0 ? "" : ` The plan writes up to ${renderBytes(totalBytes)} anew.`;
    const message = `Free disk is not known: ${disks}.${plan}`;
    return [
      told("disk", "not-readable", message, { freeBytes: null, rewriteBytes, neededBytes: totalBytes }),
    ];
  }
  const places = new Map(asked.map((name, index) => [keyOf(name), disks.diskOf[index] ?? 0]));
  const placeOf = (name: CatalogName) => places.get(keyOf(name)) ?? 0;
  const concerned = new Set([0, ...written.map(placeOf)]);
  return [
    ...disks.disks.flatMap((disk, index) =>
      concerned.has(index)
        ? [checkDisk(disk, neededOn(index, transactions, placeOf), index === 0 ? disks.maxWalBytes : 0)]
        : [],
    ),
    ...unmeasured(written),
  ];
}

/** At the end of each transaction what was there before is gone; indexes stay. */
function neededOn(
  disk: number,
  transactions: readonly (readonly Written[])[],
  placeOf: (name: CatalogName) => number,
): Needed {
  let built = 0;
  let needed: Needed = { rewriteBytes: 0, totalBytes: 0 };
  for (const written of transactions) {
    const here = written.filter((one) => placeOf(one) === disk);
    const sum = (work: Written["work"]) =>
      here.reduce((bytes, one) => bytes + (one.work === work ? (one.sizeBytes ?? 0) : 0), 0);
    const rewriteBytes = sum("rewrite");
    built += sum("index-build");
    needed = {
      rewriteBytes: Math.max(needed.rewriteBytes, rewriteBytes),
      totalBytes: Math.max(needed.totalBytes, rewriteBytes + built),
    };
  }
  return needed;
}

function checkDisk(
  { path, freeBytes, sizeBytes }: Disk,
  needed: Needed,
  leastBytes: number,
): EnvironmentCheck {
  const { rewriteBytes, totalBytes } = needed;
  const figures = { path, freeBytes, sizeBytes, rewriteBytes, neededBytes: totalBytes };
  const free = `${renderBytes(freeBytes)} are free on the disk of ${path}`;
  if (freeBytes < rewriteBytes)
    return violated(
      "disk",
      `${free}, and the plan writes ${renderBytes(rewriteBytes)} of tables anew, beside what they are now.`,
      {
        code: "DISK_TOO_SMALL",
        hint: "Make room, or change the table in another way: docs/hazards.md has one for each rule. `fail-on: never` goes on all the same.",
      },
      figures,
    );
  if (freeBytes < 2 * totalBytes)
    return told(
      "disk",
      "warning",
      `${free}; the plan writes up to ${renderBytes(totalBytes)} anew, and as much again of log is on its way meanwhile.`,
      figures,
    );
  if (freeBytes < leastBytes)
    return told(
      "disk",
      "warning",
      `${free}: less than the ${renderBytes(leastBytes)} that the server's log may take by itself (max_wal_size).`,
      figures,
    );
  const plan = totalBytes === 0 ? "" : `; the plan writes up to ${renderBytes(totalBytes)} anew`;
  return told("disk", "holds", `${free}${plan}.`, figures);
}

function unmeasured(written: readonly Written[]): readonly EnvironmentCheck[] {
  const names = new Set(
    written.filter(({ sizeBytes }) => sizeBytes === null).map(({ schema, name }) => `${schema}.${name}`),
  );
  const [first, ...more] = names;
  if (first === undefined) return [];
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  const message = `How much ${first}${others} will take where it is written anew is not known.`;
  return [told("disk", "not-readable", message)];
}
