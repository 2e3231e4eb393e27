import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clip,
  forLog,
  forLogLine,
  forMarkdown,
  forMermaid,
  inCode,
  inCodeFence,
  inHtmlCode,
  makeVisible,
} from "../../../src/report/foreign-text.ts";
import { commandsIn } from "./read-as-runner.ts";

const pieces = fc.constantFrom(
  ..."::|##[|:|#|[|]|error|set-output name=x|\r|\n|\r\n| |\t|\u200b|\u200d|\u00ad|\u0000|\u001b[31m|\u0085|\u2028|\ufeff|\u202e".split(
    "|",
  ),
);
const hostile = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""));

describe("a log", () => {
  test("never holds a workflow command, whatever the text", () => {
    fc.assert(fc.property(hostile, (text) => void expect(commandsIn(forLog(text))).toEqual([])));
    fc.assert(fc.property(hostile, (text) => void expect(forLogLine(text)).not.toMatch(/[\r\n]/)));
  });

  test.each([
    ["::error::x", ": :error::x"],
    ["  \u00a0::set-output name=a::b", "  \u00a0: :set-output name=a::b"],
    ["fine\r::add-mask::x", "fine\\r::add-mask::x"],
    ["a ##[error] b ##[[", "a ## [error] b ## [["],
    [":\t::error::x", ": \t::error::x"],
    ["a #\t#\t[error] ##\t[", "a #\t# \t[error] ## \t["],
    ["é\n:\t::error::x #\t#\t[", "é\n: \t::error::x #\t# \t["],
    ["SELECT '1'::int", "SELECT '1'::int"],
    ["a\r\nb\tc", "a\nb\tc"],
    ["\u001b[2J\u0000\u202eevil\u2066", "\\x1b[2J\\x00\\u202eevil\\u2066"],
    ["\u{e0041}\ud800", "\\u{e0041}\ufffd"],
    ["👩‍💻 größe 表 ❤️", "👩‍💻 größe 表 ❤️"],
  ])("shows %j as %j", (text, shown) => {
    expect(forLog(text)).toBe(shown);
  });
});

describe("a page", () => {
  test.each([
    ["001_create_users.sql", "001_create_users.sql"],
    ["*a* _b_ [c](d)", "&#42;a&#42; &#95;b&#95; &#91;c&#93;(d)"],
    ["</details><b>", "&#60;/details&#62;&#60;b&#62;"],
    ["a|b\\", "a&#124;b&#92;"],
    ["@octocat #12 $x$", "<span>@</span>octocat <span>#</span>12 <span>$</span>x<span>$</span>"],
    ["http://x www.y :tada:", "http<span>:</span>//x www<span>.</span>y <span>:</span>tada:"],
    ["file.sql:12:5: no", "file.sql:12:5: no"],
    ["one\r\n\n  two", "one<br>two"],
    ["set `confirm` and `a|b`, ` alone", "set `confirm` and <code>a&#124;b</code>, &#96; alone"],
    ["1. a", "1&#46; a"],
    ["- a", "&#45; a"],
  ])("writes %j as prose %j", (text, shown) => {
    expect(forMarkdown(text)).toBe(shown);
  });

  test("writes plain names as code spans, others so that nothing ends the code", () => {
    expect(inCode("migrations/001_a.sql:3:4")).toBe("`migrations/001_a.sql:3:4`");
    expect(inCode("a`b|c")).toBe("<code>a&#96;b&#124;c</code>");
    expect(inHtmlCode("001")).toBe("<code>001</code>");
    expect(inCode("a\u202e\nb")).toBe("<code>a&#92;u202e b</code>");
  });

  test("fences with more backticks than any run inside", () => {
    expect(inCodeFence("a", "sql")).toBe("```sql\na\n```");
    expect(inCodeFence("```\n````sql\rx", "sql")).toBe("`````sql\n```\n````sql\\rx\n`````");
  });

  test.each([
    ["001 create users", "001 create users"],
    ["2024-01-01; x: crit, #1 <b>", "2024 01 01 x crit 1 b"],
    ["section x", "_section x"],
    ["%%{init}%%", "_init"],
    ["", "_"],
  ])("names %j %j in a diagram", (text, shown) => {
    expect(forMermaid(text)).toBe(shown);
  });
});

test("clips between characters, and only what is too long", () => {
  expect(clip("abc", 3)).toBe("abc");
  expect(clip("abcd", 3)).toBe("ab…");
  expect(clip("a👍b", 3)).toBe("a…");
});

test("making visible twice changes nothing more", () => {
  fc.assert(
    fc.property(hostile, (text) => void expect(makeVisible(makeVisible(text))).toBe(makeVisible(text))),
  );
});
