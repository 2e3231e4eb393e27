import { expect, test } from "vitest";
import { supabase } from "../../../../src/files/layouts/supabase.ts";
import { readFiles } from "./read-one.ts";

const problemsOf = (name: string) =>
  readFiles(supabase, { [name]: "" }).problems.map(({ code, message, details: { hint } }) => ({
    code,
    message,
    hint,
  }));

test.each(["seed.sql", "x1_a.sql", "1_a.sql.SQL", "1_a.SQL"])(
  "%s, which the tool skips, is refused",
  (name) => {
    expect(problemsOf(name)).toEqual([
      {
        code: "FILE_NAME_INVALID",
        message: `m/${name}: the name has no version that can be read.`,
        hint: "Name it `20240101120000_what_it_does.sql`, or move it out of the directory: no .sql file is skipped in silence.",
      },
    ]);
  },
);

test("a first file that the tool passes over is refused, saying why and what to do", () => {
  expect(problemsOf("20211208000000_init.sql")).toEqual([
    {
      code: "LAYOUT_INVALID",
      message:
        "m/20211208000000_init.sql: Supabase passes over a first migration `…_init.sql` of before 2021-12-09, so it has never run.",
      hint: "Remove it, or give it another name when it is to be run.",
    },
  ]);
});

test.each(["5_20211208000000_init.sql", "020211208000000_init.sql"])(
  "%s is no such file: its version is not of fourteen digits",
  (name) => expect(problemsOf(name)).toEqual([]),
);
