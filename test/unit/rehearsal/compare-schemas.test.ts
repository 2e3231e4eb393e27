import { describe, expect, test } from "vitest";
import type { Schema, SchemaFact } from "../../../src/database/schema.ts";
import { compareSchemas } from "../../../src/rehearsal/compare-schemas.ts";
import { renderDifference } from "../../../src/rehearsal/render-difference.ts";

/** `table a`, `table a | column b | text`, `table a | column b | text | default=1`. */
function fact(text: string): SchemaFact {
  const [object = "", part = "", value = "", ...more] = text.split(" | ");
  const aspects = Object.fromEntries(
    more.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  return {
    object,
    part: part === "" ? null : part,
    aspects: value === "" ? aspects : { "": value, ...aspects },
  };
}
const schema = (facts: readonly string[], major = 18): Schema => ({ major, facts: facts.map(fact) });
const told = (
  expected: readonly string[],
  found: readonly string[],
  majors: readonly [number, number] = [18, 18],
) => compareSchemas(schema(expected, majors[0]), schema(found, majors[1])).map(renderDifference);

describe("what of a schema differs", () => {
  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ["nothing, in any order", ["table a", "table b"], ["table b", "table a"], []],
    ["an aspect that is null is none at all", ["table a |  |  | comment="], ["table a |  |  | comment="], []],
    [
      "an object that is missing, and not each of its parts",
      ["table a", "table a | column b | text"],
      [],
      ["table a is missing"],
    ],
    [
      "an object that is extra, and not each of its parts",
      [],
      ["function f()", "function f() | grant to PUBLIC | EXECUTE"],
      ["function f() is there, and no migration makes it"],
    ],
    [
      "parts of an object that has no fact of its own",
      ["default privileges of a | grant to b | SELECT"],
      [],
      ["default privileges of a: grant to b (SELECT) is missing"],
    ],
    [
      "another type of a column",
      ["table public.users", "table public.users | column email | varchar(255)"],
      ["table public.users", "table public.users | column email | text"],
      ["table public.users: column email is text, not varchar(255)"],
    ],
    [
      "each aspect that differs, and those that only one has",
      ["table a | column b | text | default=1 | storage=p"],
      ["table a | column b | text | default=2 | identity=always"],
      [
        "table a: column b: default is 2, not 1",
        "table a: column b: identity is always, not none",
        "table a: column b: storage is none, not p",
      ],
    ],
    [
      "names that hold what separates",
      ['table a.": column b"', "table a | column c | text"],
      ["table a | column c | text"],
      ['table a.": column b" is missing'],
    ],
  ])("%s", (_, expected, found, lines) => {
    expect(told(expected, found)).toEqual(lines);
  });

  test("a long value is shown around the place where it differs, a short one whole, an end of line as one", () => {
    const body = (end: string) => `BEGIN\n${"x := x + 1;\n".repeat(30)}${end}`;
    const definition = (end: string) => [`function f() |  |  | definition=${body(end)}`];
    expect(told(definition("RETURN 1; END"), definition("RETURN 2; END"))).toEqual([
      "function f(): definition is … x := x + 1; RETURN 2; END, not … x := x + 1; RETURN 1; END",
    ]);
    expect(told(["view v |  |  | definition=a\nb"], ["view v |  |  | definition=a b"])).toEqual([
      'view v: definition is "a b", not "a\\nb"',
    ]);
    const [line = ""] = told([`table t | index i | ${"y".repeat(5_000)}`], []);
    expect(line.length).toBeLessThan(200);
  });
});

describe("between two majors", () => {
  const view = (definition: string) => [`view v |  |  | definition=${definition}`];

  test.each<[string, readonly [number, number], readonly string[], readonly string[]]>([
    [
      "MAINTAIN, which 17 brought",
      [14, 18],
      ["table a | grant to b | SELECT"],
      ["table a | grant to b | MAINTAIN, SELECT"],
    ],
    ["MAINTAIN and nothing else", [18, 16], ["table a | grant to b | MAINTAIN with grant option"], []],
    [
      "CREATE on public, which 15 took from PUBLIC",
      [14, 15],
      ["schema public | grant to PUBLIC | CREATE, USAGE"],
      ["schema public | grant to PUBLIC | USAGE"],
    ],
    [
      "the relation's name before its columns, which 16 leaves out",
      [15, 16],
      view("SELECT u.id\n FROM public.users u\n WHERE (u.id > 1);"),
      view("SELECT id FROM public.users u WHERE (id > 1);"),
    ],
    [
      "the table's own name there",
      [14, 18],
      view('SELECT "U".a FROM public."U";'),
      view('SELECT a FROM public."U";'),
    ],
    [
      "with a query inside",
      [14, 18],
      view("SELECT u.id, ( SELECT max(p.at) FROM p WHERE (p.u = u.id)) FROM u;"),
      view("SELECT id, ( SELECT max(p.at) FROM p WHERE (p.u = u.id)) FROM u;"),
    ],
    [
      "of ONLY one table",
      [14, 18],
      view("SELECT u.id FROM ONLY u WHERE true;"),
      view("SELECT id FROM ONLY u WHERE true;"),
    ],
  ])("no difference: %s", (_, majors, one, other) => {
    expect(told(one, other, majors)).toEqual([]);
    expect(told(other, one, [majors[1], majors[0]])).toEqual([]);
  });

  test.each<[string, readonly [number, number], readonly string[], readonly string[]]>([
    [
      "MAINTAIN on two servers that have it",
      [17, 18],
      ["table a | grant to b | SELECT"],
      ["table a | grant to b | MAINTAIN, SELECT"],
    ],
    [
      "another right beside it",
      [14, 18],
      ["table a | grant to b | SELECT"],
      ["table a | grant to b | INSERT, MAINTAIN"],
    ],
    [
      "CREATE on another schema",
      [14, 18],
      ["schema app | grant to PUBLIC | CREATE, USAGE"],
      ["schema app | grant to PUBLIC | USAGE"],
    ],
    [
      "CREATE on public for one role",
      [14, 18],
      ["schema public | grant to a | CREATE"],
      ["schema public | grant to a | USAGE"],
    ],
    ["another column", [14, 18], view("SELECT u.id FROM u;"), view("SELECT name FROM u;")],
    ["another relation", [14, 18], view("SELECT u.id FROM u;"), view("SELECT id FROM w;")],
    [
      "another relation of two",
      [14, 18],
      view("SELECT a.id FROM (x a JOIN y b ON true);"),
      view("SELECT b.id FROM (x a JOIN y b ON true);"),
    ],
    ["qualified columns on one major", [18, 18], view("SELECT u.id FROM u;"), view("SELECT id FROM u;")],
    ["qualified columns on 16 and newer", [16, 18], view("SELECT u.id FROM u;"), view("SELECT id FROM u;")],
    [
      "a function's body",
      [14, 18],
      ["function f() |  |  | definition=u.id FROM u"],
      ["function f() |  |  | definition=id FROM u"],
    ],
  ])("a difference: %s", (_, majors, one, other) => {
    expect(told(one, other, majors)).toHaveLength(1);
  });
});
