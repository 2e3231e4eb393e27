import { readdirSync, readlinkSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MigrateError } from "../../../src/errors.ts";
import { makeChecksum } from "../../../src/files/checksum.ts";
import { hasNul, notUtf8, utf16 } from "../../../src/files/decode-text.ts";
import { Scratch } from "../../../src/files/large/scratch.ts";
import { layoutsNamed } from "../../../src/files/layouts/layouts.ts";
import { readAs } from "../../../src/files/read-as.ts";
import { readTop } from "../../../src/files/read-directory.ts";
import { readLargeFile } from "../../../src/files/read-large-file.ts";
import { makeMigrations } from "../../support/temporary.ts";

/** What is still held in memory, and what is read at once. */
const [HELD, BLOCK] = [8 * 1024 * 1024, 1024 * 1024];

/** `length` bytes that are nowhere the same: a number on each line. */
function numbered(length: number): Buffer {
  const lines = Array.from({ length: Math.ceil(length / 16) }, (_, line) => `${line}`.padStart(15, "0"));
  return Buffer.from(`${lines.join("\n")}\n`).subarray(0, length);
}

/** Longer than eight blocks, and the last one is not full. */
const BYTES = numbered(HELD + 100);

/** BYTES with `text` (or bytes) from `offset` on. */
function withText(text: string | readonly number[], offset: number): Buffer {
  const bytes = Buffer.from(BYTES);
  Buffer.from(text as string).copy(bytes, offset);
  return bytes;
}

const readIn = (directory: string, name = "1_a.sql") =>
  readLargeFile(directory, { name, kind: "file" }, `m/${name}`);

/** The file 1_a.sql with these bytes, and where it is. */
function largeFile(bytes: Buffer) {
  const directory = makeMigrations({ "1_a.sql": bytes });
  const source = readIn(directory);
  if (source === null) throw new Error("the file of the case is not large");
  return { ...source, path: join(directory, "1_a.sql") };
}

function errorOf(work: () => unknown): MigrateError {
  try {
    work();
  } catch (error) {
    if (error instanceof MigrateError) return error;
    throw error;
  }
  return expect.unreachable("nothing was thrown");
}

const AT_THE_TOP = { file: "m/1_a.sql", line: 1, column: 1 };
const CHANGED = {
  code: "FILE_CHANGED",
  message: "m/1_a.sql: it has changed since it was read for this plan.",
  details: {
    at: AT_THE_TOP,
    hint: "Run again, and let nothing write into the directory meanwhile: what is planned and rehearsed is what is applied.",
  },
};

describe("a file is none for here", () => {
  test("of 8 MiB, and one byte more makes it large", () => {
    const directory = makeMigrations({
      "1_a.sql": BYTES.subarray(0, HELD),
      "2_b.sql": BYTES.subarray(0, HELD + 1),
    });
    expect(readIn(directory)).toBeNull();
    expect(readIn(directory, "2_b.sql")?.file.sizeBytes).toBe(HELD + 1);
  });

  test("that is not there, is a folder, or a link to itself: others say why", () => {
    const directory = makeMigrations({ "1_a.sql/x": "" });
    symlinkSync("3_c.sql", join(directory, "3_c.sql"));
    expect(["1_a.sql", "2_b.sql", "3_c.sql"].map((name) => readIn(directory, name))).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("a large file", () => {
  test("comes with what layouts see of it, and with the checksum of its whole text", () => {
    const bytes = withText("\ufeff-- migrate:timeout 1h\n", 0);
    const { outline, file } = largeFile(bytes);
    expect(outline).toBe(file.outline);
    expect({ ...file, toBytes: file.toBytes(22), read: null }).toEqual({
      outline: "-- migrate:timeout 1h\nSELECT;\n",
      sizeBytes: bytes.length,
      start: 3,
      checksum: makeChecksum(bytes.toString("utf8", 3)),
      toBytes: 25,
      read: null,
    });
  });

  test.each([
    ["whose last block is not full", HELD + 100],
    ["of whole blocks", HELD + BLOCK],
  ])("%s gives any part of its bytes, in any order", (_, length) => {
    const bytes = numbered(length);
    const { file } = largeFile(bytes);
    const scratch = new Scratch();
    const parts = [
      [0, 10],
      [BLOCK - 5, BLOCK + 5],
      [2 * BLOCK, 2 * BLOCK + 7],
      [3, 40],
      [length - 20, length],
      [BLOCK - 1, 4 * BLOCK + 1],
      [0, length],
      [9, 9],
    ] as const;
    expect(
      parts.filter(([from, to]) => !file.read(from, to, scratch).equals(bytes.subarray(from, to))),
    ).toEqual([]);
    expect(errorOf(() => file.read(length - 1, length + 1, scratch))).toMatchObject(CHANGED);
  });

  test("is held in memory by two of its blocks at most, however much of it is read", () => {
    const { file } = largeFile(BYTES);
    const scratch = new Scratch();
    scratch.take(BLOCK);
    const before = process.memoryUsage().arrayBuffers;
    for (let from = 0; from + BLOCK <= BYTES.length; from += BLOCK) file.read(from, from + BLOCK, scratch);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(3 * BLOCK);
  });

  test("is read through a link inside its directory", () => {
    const directory = makeMigrations({ "old/a.sql": BYTES });
    symlinkSync("old/a.sql", join(directory, "1_a.sql"));
    const [link] = readTop(directory);
    if (link === undefined) throw new Error("there is no link");
    expect(readLargeFile(directory, link, "m/1_a.sql")?.file.sizeBytes).toBe(BYTES.length);
  });

  test("is read as one of a directory, with no text of its own", () => {
    const { files } = readAs(makeMigrations({ "1_a.sql": BYTES }), layoutsNamed("auto"), undefined);
    expect(files.map(({ stem, text, checksum, large }) => [stem, text, checksum, large?.end])).toEqual([
      ["1_a", "", makeChecksum(BYTES.toString("utf8")), BYTES.length],
    ]);
  });

  test.skipIf(process.platform !== "linux")("is not left open", () => {
    const { file, path } = largeFile(BYTES);
    file.read(0, BYTES.length, new Scratch());
    const open = readdirSync("/proc/self/fd").flatMap((handle) => {
      try {
        return [readlinkSync(`/proc/self/fd/${handle}`)];
      } catch {
        return [];
      }
    });
    expect(open).not.toContain(path);
  });
});

describe("what was planned with is what is applied: a file is refused later", () => {
  test.each<[string, (path: string) => void]>([
    ["with another byte", (path) => writeFileSync(path, withText("x", 3 * BLOCK + 9))],
    ["cut short", (path) => truncateSync(path, 3 * BLOCK + 9)],
    ["emptied", (path) => truncateSync(path, 0)],
  ])("that is there %s", (_, change) => {
    const { file, path } = largeFile(BYTES);
    change(path);
    expect(errorOf(() => file.read(3 * BLOCK, 3 * BLOCK + 20, new Scratch()))).toMatchObject(CHANGED);
  });

  test("that is gone", () => {
    const { file, path } = largeFile(BYTES);
    rmSync(path);
    expect(errorOf(() => file.read(0, 9, new Scratch()))).toMatchObject({
      code: "FILE_UNREADABLE",
      message: "m/1_a.sql: it cannot be read: ENOENT.",
      details: {
        at: AT_THE_TOP,
        hint: "Check what it is, its permissions, and the user that runs this.",
      },
      cause: { code: "ENOENT" },
    });
  });
});

describe("a large file is refused", () => {
  const [LINE_2, LINE_65536] = [
    { line: 2, column: 3 },
    { line: 65_537, column: 2 },
  ];

  test.each([
    ["with a Latin-1 letter", withText([0xe9], 18), notUtf8(0xe9, 18, LINE_2)],
    ["with one further down", withText([0xe9], BLOCK + 1), notUtf8(0xe9, BLOCK + 1, LINE_65536)],
    [
      "with one behind a byte order mark, which counts as in a small one",
      withText([0xef, 0xbb, 0xbf, 0xe9], 0),
      notUtf8(0xe9, 3, { line: 1, column: 2 }),
    ],
    ["with a NUL", withText("\0", BLOCK + 1), hasNul(LINE_65536)],
    ["with one behind a byte order mark", withText("\ufeffa\0", 0), hasNul({ line: 1, column: 2 })],
    ["in UTF-16, of which two bytes say so", withText([0xff, 0xfe], 0), utf16()],
    ["in the other UTF-16", withText([0xfe, 0xff], 0), utf16()],
    ["with the first of these bytes alone", withText([0xff], 0), notUtf8(0xff, 0, { line: 1, column: 1 })],
  ])("%s, as a small one would be", (_, bytes, { code, message, hint, place }) => {
    const at = { file: "m/1_a.sql", ...place };
    expect(errorOf(() => largeFile(bytes))).toMatchObject({
      code,
      message: `m/1_a.sql:${place.line}:${place.column}: ${message}`,
      details: { at, hint },
    });
  });

  test("with more comment lines than a layout may be shown", () => {
    expect(errorOf(() => largeFile(Buffer.alloc(HELD + 1, "-- nothing but comments\n")))).toMatchObject({
      code: "FILE_UNREADABLE",
      message: "m/1_a.sql: it has more than 8 MB of comment lines.",
      details: { at: AT_THE_TOP, hint: "Take comments out, or split the file." },
    });
  });
});
