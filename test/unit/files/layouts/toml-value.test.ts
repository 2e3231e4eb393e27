import { expect, test } from "vitest";
import { tomlValue } from "../../../../src/files/layouts/toml-value.ts";

test.each([
  ["without blanks", "k=1", "1"],
  ["with blanks on both sides", "  k \t=  a b \r\n", "a b"],
  ["in quotes", '"k" = 1', "1"],
  ["in single quotes", "'k' = 1", "1"],
  ["behind a string with signs that mean something elsewhere", 'a = "x [ y { \\" #"\nk = 1', "1"],
  ["behind such a string in single quotes", "a = 'x [ y { \" #'\nk = 1", "1"],
  ["behind a string of several lines that has the key in it", "a = '''\nk = 1\n'''\nk = 2", "2"],
  ["behind an array of several lines", "a = [\n  [1],\n  2,\n]\nk = 1", "1"],
  ["behind a table of several lines that has the key in it", "a = {\n  k = 1 }\nk = 2", "2"],
  ["behind a table of one line", "a = { k = 1 }\nk = 2", "2"],
  ["an array of several lines, without the comments in it", "k = [\n1, # one\n2\n]\na = 3", "[\n1, \n2\n]"],
  ["a string that is not closed, as it is written", 'k = "x', '"x'],
  ["a string in single quotes that is not closed", "k = 'x", "'x"],
])("the value of a key: %s", (_, text, value) => expect(tomlValue(text, "k")).toBe(value));

test.each([
  ["the last part of another key", "a.k = 1"],
  ["behind the indented head of a table", "a = 1\n \t[t]\nk = 1"],
  ["behind the head of a list of tables", "[[t]]\nk = 1"],
  ["with a quote on one side only", '"k = 1\n'],
  ["in two kinds of quotes", "\"k' = 1"],
  ["in a comment", "# k = 1"],
])("no key at the top: %s", (_, text) => expect(tomlValue(text, "k")).toBeNull());
