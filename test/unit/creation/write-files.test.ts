import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { NewFile } from "../../../src/creation/creation.ts";
import { reserve } from "../../../src/creation/write-files.ts";
import { errorsOf } from "../../../src/errors.ts";
import { makeDirectory, makeMigrations } from "../../support/temporary.ts";

const file = (name: string): NewFile => ({ name, text: `-- ${name}\n`, holds: ["up"] });
const allIn = (directory: string) => readdirSync(directory, { recursive: true }).map(String).toSorted();

/** Reserves a version, writes `names`, gives the version back. */
function write(directory: string, ...names: string[]): string {
  const reservation = reserve(directory, "7");
  if (reservation === null) return "reserved by another";
  try {
    return reservation.write(names.map(file));
  } finally {
    reservation.release();
  }
}

/** The message of the FILE_UNWRITABLE that it throws. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const [{ code, message, details }] = errorsOf(error);
    expect({ code, hint: details.hint }).toEqual({
      code: "FILE_UNWRITABLE",
      hint: expect.stringMatching(/\w/),
    });
    return message;
  }
  expect.unreachable();
}

describe("new files", () => {
  test("are written with the folders that they need, and nothing beside them is left", () => {
    const directory = join(makeDirectory(), "db", "migrations");
    expect(write(directory, "up/7_a.sql", "down/7_a.sql")).toBe("written");
    expect(allIn(directory)).toEqual(["down", "down/7_a.sql", "up", "up/7_a.sql"]);
    expect(readFileSync(join(directory, "up/7_a.sql"), "utf8")).toBe("-- up/7_a.sql\n");
  });

  test("are all taken away again when one cannot be written, with the folders made for them", () => {
    const directory = makeMigrations({ "6_a.sql": "x", down: "a file" });
    expect(refusal(() => write(directory, "up/7_a.sql", "down/7_a.sql"))).toMatch(
      /down\/7_a\.sql could not be written: .* Nothing was left there\.$/,
    );
    expect(allIn(directory)).toEqual(["6_a.sql", "down"]);
  });

  test("leave no new directory behind when they cannot be written", () => {
    const directory = makeDirectory();
    const long = `${"x".repeat(300)}.sql`;
    expect(refusal(() => write(join(directory, "a/b"), "7_a.sql", long))).toContain("the path is too long");
    expect(allIn(directory)).toEqual([]);
  });

  test("are never written over a file that is there, nor through a link", () => {
    const directory = makeMigrations({ "7_b.sql": "mine" });
    expect(write(directory, "7_a.sql", "7_b.sql")).toBe("taken");
    expect(allIn(directory)).toEqual(["7_b.sql"]);
    expect(readFileSync(join(directory, "7_b.sql"), "utf8")).toBe("mine");
    symlinkSync("elsewhere.sql", join(directory, "7_c.sql"));
    expect(write(directory, "7_c.sql")).toBe("taken");
    expect(allIn(directory)).toEqual(["7_b.sql", "7_c.sql"]);
  });
});

describe("a directory that cannot be one", () => {
  test.each([
    ["a file", (at: string) => join(at, "f"), "no directory"],
    ["below a file", (at: string) => join(at, "f/x"), "no directory"],
    ["a link to nothing", (at: string) => join(at, "l"), "no directory"],
  ])("is told: %s", (_, path, why) => {
    const at = makeMigrations({ f: "" });
    symlinkSync("nowhere/x", join(at, "l"));
    expect(refusal(() => reserve(path(at), "7"))).toContain(why);
    expect(allIn(at)).toEqual(["f", "l"]);
  });

  // Node's own mkdir with `recursive` never comes back from there.
  test.runIf(process.platform === "linux")("is told where the system takes no directories at all", () => {
    expect(refusal(() => reserve("/proc/migrate-action-test/x", "7"))).toContain("/proc/migrate-action-test");
  });
});

describe("a version", () => {
  test("is one writer's until it is given back", () => {
    const directory = makeDirectory();
    const mine = reserve(directory, "7");
    expect(mine).not.toBeNull();
    expect(reserve(directory, "7")).toBeNull();
    const other = reserve(directory, "8");
    expect(other).not.toBeNull();
    mine?.release();
    other?.release();
    expect(allIn(directory)).toEqual([]);
    expect(reserve(directory, "7")).not.toBeNull();
  });

  test("that a killed run has left is another's, and its mark is no migration", () => {
    const directory = makeMigrations({ "6_a.sql": "" });
    mkdirSync(join(directory, ".migrate-action-7"));
    expect(write(directory, "7_a.sql")).toBe("reserved by another");
    expect(allIn(directory)).toEqual([".migrate-action-7", "6_a.sql"]);
  });
});
