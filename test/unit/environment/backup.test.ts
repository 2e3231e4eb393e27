import { describe, expect, test } from "vitest";
import { parseMarker, parsePrinted, renderBackup } from "../../../src/environment/backup.ts";
import { checkBackup } from "../../../src/environment/backup-check.ts";
import { parsed } from "../inputs/support.ts";

describe("the time of a backup", () => {
  test.each([
    ["2026-06-01T08:00:00Z", "2026-06-01T08:00:00.000Z"],
    ["2026-06-01T08:00Z", "2026-06-01T08:00:00.000Z"],
    ["2026-06-01 08:00:00.123456+02", "2026-06-01T06:00:00.123Z"],
    ["2026-06-01 08:00:00+05:30", "2026-06-01T02:30:00.000Z"],
    ["2026-06-01 08:00:00-0330", "2026-06-01T11:30:00.000Z"],
    ["2026-06-01T08:00:00,5 UTC", "2026-06-01T08:00:00.500Z"],
    [" 2026-06-01 08:00:00+00 ", "2026-06-01T08:00:00.000Z"],
  ])("%s is %s", (text, moment) => {
    const backup = parseMarker(text, null);
    expect(typeof backup === "string" ? backup : backup.madeAt.toISOString()).toBe(moment);
  });

  test.each([
    ["2026-06-01 08:00:00", "has no time of day with a time zone"],
    ["2026-06-01", "has no time of day with a time zone"],
    ["infinity", "is no time in ISO 8601"],
    ["1780300800", "is no time in ISO 8601"],
    ["01/06/2026 08:00+00", "is no time in ISO 8601"],
    ["2026-02-30 08:00:00+00", "is no time that there is"],
    ["2026-06-01 25:00:00+00", "is no time that there is"],
    ["2026-06-01 08:00:00+00 and more", "has no time of day with a time zone"],
  ])("%s is refused: %s", (text, why) => {
    expect(parseMarker(text, null)).toContain(why);
  });

  test("NULL says that there is no backup", () => {
    expect(parseMarker(null, "base")).toContain("is NULL");
  });
});

describe("what a command has printed", () => {
  test.each([
    ["2026-06-01T08:00:00Z\n", null],
    ["looking…\r\n2026-06-01T08:00:00Z base 7 \r\n\r\n", "base 7"],
    ["2026-06-01 08:00:00 +00:00\tbase", "base"],
    ["2026-06-01 08:00:00+00 base\u0000\u001b[31m", "base [31m"],
  ])("%j tells of a backup by its last line, with the name %j", (text, name) => {
    expect(parsePrinted(text)).toEqual({ madeAt: new Date("2026-06-01T08:00:00Z"), name });
  });

  test.each([
    ["", "printed nothing"],
    [" \n\n", "printed nothing"],
    ["2026-06-01T08:00:00Z\ndone", 'its last line is no time in ISO 8601 with a time zone: "done"'],
    ["2026-06-01T08:00:00 base", "has no time of day with a time zone"],
  ])("%j does not", (text, why) => {
    expect(parsePrinted(text)).toContain(why);
  });
});

test("a backup is recorded with its moment in UTC and its name, at most 200 characters of it", () => {
  const render = (text: string, name: string | null) => {
    const backup = parseMarker(text, name);
    return typeof backup === "string" ? backup : renderBackup(backup);
  };
  expect(render("2026-06-01 10:00:00+02", "base\n7")).toBe("2026-06-01T08:00:00.000Z base 7");
  expect(render("2026-06-01 10:00:00+02", "  ")).toBe("2026-06-01T08:00:00.000Z");
  expect(render("2026-06-01 10:00:00+02", "x".repeat(300))).toBe(
    `2026-06-01T08:00:00.000Z ${"x".repeat(200)}`,
  );
});

describe("a backup is looked at by the server's clock:", () => {
  const now = new Date("2026-06-02T08:00:00Z");
  const judge = (madeAt: string, serverTime: Date | null = now) =>
    checkBackup(parsed({ "backup-marker": "SELECT 1", "backup-max-age": "24h" }).deploy, {
      backup: { madeAt: new Date(madeAt), name: "base" },
      serverTime,
    });

  test.each([
    ["2026-06-01T08:00:00.000Z", "holds", undefined],
    ["2026-06-01T07:59:59.999Z", "violated", "BACKUP_TOO_OLD"],
    ["2026-06-02T08:05:00.000Z", "holds", undefined],
    ["2026-06-02T08:05:00.001Z", "violated", "BACKUP_UNKNOWN"],
  ])("one of %s %s", (madeAt, state, code) => {
    const check = judge(madeAt);
    expect([check?.state, check?.stop?.code]).toEqual([state, code]);
  });

  test("its age, name and limit are told, and an age that the clocks make negative is none", () => {
    expect(judge("2026-06-02T05:00:00Z")).toMatchObject({
      message: "The newest backup is 3 h 0 min old: 2026-06-02T05:00:00.000Z (base).",
      figures: { ageMs: 10_800_000, maxAgeMs: 86_400_000, name: "base" },
    });
    expect(judge("2026-06-02T08:04:00Z")?.figures["ageMs"]).toBe(0);
  });

  test("where that clock could not be read nothing is known", () => {
    expect(judge("2026-06-02T08:00:00Z", null)?.stop?.code).toBe("BACKUP_UNKNOWN");
  });

  test("nobody is asked where neither a query nor a command is given", () => {
    expect(checkBackup(parsed({}).deploy, { backup: "why", serverTime: now })).toBeNull();
  });
});
