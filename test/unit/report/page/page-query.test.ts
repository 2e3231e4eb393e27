import { expect, test } from "vitest";
import { makePageQuery, renderPageQuery } from "../../../../src/report/page/page-query.ts";

const query = (text: string) => makePageQuery(new URLSearchParams(text));

test.each([
  ["", { text: "", state: null, length: "newest" }],
  ["q=users&state=pending&all", { text: "users", state: "pending", length: "all" }],
  ["q=++two+words++", { text: "two words", state: null, length: "newest" }],
  ["state=nonsense&other=1", { text: "", state: null, length: "newest" }],
  ["state=constructor", { text: "", state: null, length: "newest" }],
  ["q=one&q=two", { text: "one", state: null, length: "newest" }],
])("?%s", (address, expected) => {
  expect(query(address)).toEqual(expected);
});

test("a query of a million characters is cut, and half a character is none", () => {
  expect(query(`q=${"x".repeat(1_000_000)}`).text).toHaveLength(100);
  expect(query(`q=${"x".repeat(99)}😀`).text.isWellFormed()).toBe(true);
});

test("the address of a query asks for the same", () => {
  for (const address of ["q=a%26b%3D%22&state=late&all=", "state=edited", "all=", ""])
    expect(query(renderPageQuery(query(address)).slice(1))).toEqual(query(address));
});
