import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MigrateError } from "../../../src/errors.ts";
import {
  pathOf,
  readBytes,
  readNames,
  readPlainText,
  readTop,
  shownPath,
} from "../../../src/files/read-directory.ts";
import { makeDirectory, makeMigrations } from "../../support/temporary.ts";

const link = (name: string) => ({ name, kind: "link" }) as const;
const file = (name: string) => ({ name, kind: "file" }) as const;

const namesIn = (path: string, isWanted: (folder: string) => boolean = () => true) =>
  readNames(path, () => isWanted).map(({ name, kind }) => `${kind} ${name}`);

/** What is thrown, with its cause by the system's word for it. */
function errorOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error;
    const { code, message, details } = error;
    const cause = error.cause instanceof Error && "code" in error.cause ? error.cause.code : null;
    return { code, message, details, cause };
  }
  return expect.unreachable("nothing was thrown");
}

const CHECK_WHAT = "Check what it is, its permissions, and the user that runs this.";
const place = (path: string) => ({ file: path, line: 1, column: 1 });

describe("the names in a directory", () => {
  test("come by name, as texts are compared: an emoji before letters of full width", () => {
    const directory = makeMigrations({
      "\uff41.sql": "",
      "😀.sql": "",
      "b.sql": "",
      "B.sql": "",
      "10.sql": "",
    });
    expect(readTop(directory)).toEqual(["10.sql", "B.sql", "b.sql", "😀.sql", "\uff41.sql"].map(file));
  });

  test("have those of wanted folders behind them, at any depth", () => {
    const directory = makeMigrations({ "b.sql": "", "a/c/d.sql": "", "a/x.sql": "", "e/y.sql": "" });
    expect(namesIn(directory, (folder) => folder.startsWith("a"))).toEqual([
      "folder a",
      "file b.sql",
      "folder e",
      "folder a/c",
      "file a/x.sql",
      "file a/c/d.sql",
    ]);
  });

  test("are there for a folder and for a link to it, and once for two links to the same", () => {
    const directory = makeMigrations({ "d/x.sql": "", "e/y.sql": "" });
    for (const [name, target] of Object.entries({ a: "d", b: "d", c: "e", f: "d/x.sql", g: "nowhere" }))
      symlinkSync(target, join(directory, name));
    expect(namesIn(directory).filter((name) => name.includes("/"))).toEqual([
      "file a/x.sql",
      "file c/y.sql",
      "file d/x.sql",
      "file e/y.sql",
    ]);
  });

  test.skipIf(process.platform === "win32")("a pipe or a device is neither a file nor a folder", () => {
    const directory = makeDirectory();
    execFileSync("mkfifo", [join(directory, "up")]);
    expect(namesIn(directory)).toEqual(["other up"]);
    expect(errorOf(() => readBytes("/dev", { name: "null", kind: "other" }, "m/null"))).toEqual({
      code: "FILE_UNREADABLE",
      message: "m/null: it is not a regular file.",
      details: { at: place("m/null"), hint: CHECK_WHAT },
      cause: null,
    });
  });
});

describe("a directory is refused", () => {
  test("that is not there", () => {
    expect(errorOf(() => readTop("/no/where"))).toEqual({
      code: "DIRECTORY_MISSING",
      message: "There is no directory /no/where.",
      details: {
        hint: "Set `migrations-path`; it is relative to the working directory. In a workflow, is the checkout done?",
      },
      cause: "ENOENT",
    });
  });

  test("that is a file", () => {
    const path = join(makeMigrations({ "1_a.sql": "" }), "1_a.sql");
    expect(errorOf(() => readTop(path))).toEqual({
      code: "DIRECTORY_UNREADABLE",
      message: `${path} is a file, not a directory.`,
      details: { hint: "Set `migrations-path` to the directory that holds the migrations." },
      cause: "ENOTDIR",
    });
  });

  test("that the system does not give", () => {
    const path = `/${"x".repeat(300)}`;
    expect(errorOf(() => readTop(path))).toEqual({
      code: "DIRECTORY_UNREADABLE",
      message: `${path} cannot be read (ENAMETOOLONG).`,
      details: { hint: "Check its permissions and the user that runs this." },
      cause: "ENAMETOOLONG",
    });
  });

  test("where a wanted folder of it is a link that leads in a circle", () => {
    const directory = makeDirectory();
    symlinkSync("up", join(directory, "up"));
    const path = join(directory, "up");
    expect(errorOf(() => namesIn(directory))).toEqual({
      code: "FILE_UNREADABLE",
      message: `${path}: it cannot be read: ELOOP.`,
      details: { at: place(path), hint: CHECK_WHAT },
      cause: "ELOOP",
    });
  });
});

describe("a file of a directory", () => {
  test("has the directory's path as it was given, and a link's is where it leads", () => {
    const directory = makeMigrations({ "d/1_a.sql": "" });
    symlinkSync("d", join(directory, "link"));
    symlinkSync("1_a.sql", join(directory, "d/2_b.sql"));
    const path = join(directory, "link");
    expect(pathOf(path, file("1_a.sql"), "m/1_a.sql")).toBe(join(path, "1_a.sql"));
    expect(pathOf(path, link("2_b.sql"), "m/2_b.sql")).toBe(join(directory, "d/1_a.sql"));
  });

  test("is refused where it is a link out of it", () => {
    const directory = makeDirectory();
    symlinkSync("/etc", join(directory, "1_a.sql"));
    expect(errorOf(() => readBytes(directory, link("1_a.sql"), "m/1_a.sql"))).toEqual({
      code: "FILE_OUTSIDE_DIRECTORY",
      message: "m/1_a.sql is a link that leads out of the directory.",
      details: {
        at: place("m/1_a.sql"),
        hint: "Put the file itself there: a link out of it would run what the review of this directory does not show.",
      },
      cause: null,
    });
  });

  test.each([
    ["a link to a folder", "d", "it is not a regular file", null],
    ["a link to nothing", "nowhere", "it cannot be read: ENOENT", "ENOENT"],
  ])("is refused where it is %s", (_, target, why, cause) => {
    const directory = makeDirectory();
    mkdirSync(join(directory, "d"));
    symlinkSync(target, join(directory, "1_a.sql"));
    expect(errorOf(() => readBytes(directory, link("1_a.sql"), "m/1_a.sql"))).toEqual({
      code: "FILE_UNREADABLE",
      message: `m/1_a.sql: ${why}.`,
      details: { at: place("m/1_a.sql"), hint: CHECK_WHAT },
      cause,
    });
  });

  test("that is none, is gone or has odd bytes has no plain text: others say why", () => {
    const directory = makeMigrations({ "1_a.sql": "a", "2_b.sql": "\0", "3_c.sql": Buffer.from([0xff]) });
    const entries = [file("1_a.sql"), link("1_a.sql"), ...["2_b.sql", "3_c.sql", "4_d.sql"].map(file)];
    expect(entries.map((entry) => readPlainText(directory, entry))).toEqual(["a", null, null, null, null]);
  });

  test.skipIf(!existsSync("/proc/self/fd"))("is closed again, whether it is small or not", () => {
    const directory = makeMigrations({ "1_a.sql": "a", "2_b.sql": " ".repeat(70_000) });
    const open = () => readdirSync("/proc/self/fd").length;
    const before = open();
    for (let times = 0; times < 20; times++)
      for (const name of ["1_a.sql", "2_b.sql"]) readPlainText(directory, file(name));
    expect(open()).toBeLessThan(before + 20);
  });
});

test.skipIf(process.platform === "win32")(
  "a backslash in a path is shown as what it is: a part of a name",
  () => {
    expect(shownPath("a\\b/c")).toBe("a\\b/c");
  },
);
