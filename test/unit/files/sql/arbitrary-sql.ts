import fc from "fast-check";

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        ";",
        "$",
        "$$",
        "$a$",
        "\\",
        "--",
        "/*",
        "*/",
        "\n",
        "\r\n",
        "\r",
        "(",
        ")",
        " ",
        "a",
        "END",
      ),
      fc.constantFrom("é", "😀", "\u00a0", "\u2028", "日本"),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const quoted = (quote: string) => (body: string) => quote + body.replaceAll(quote, quote + quote) + quote;
const escaped = (body: string) => `E'${body.replaceAll(/['\\]/g, "\\$&")}'`;
const dollared = ([tag, body]: [string, string]) =>
  body.includes("$") ? `$$${body.replaceAll("$", "")}$$` : `$${tag}$${body}$${tag}$`;

const string = fc.oneof(
  nasty.map(quoted("'")),
  nasty.map((body) => `N${quoted("'")(body)}`),
  nasty.map((body) => `U&${quoted("'")(body.replaceAll("\\", "/"))}`),
  nasty.map(escaped),
  fc.tuple(fc.constantFrom("", "a", "é_1", "END"), nasty).map(dollared),
  // A comment may stand between the two as well, and the server takes it (measured on 15): libpg-query does not.
  fc
    .tuple(
      nasty.map(escaped),
      nasty.map((body) => escaped(body).slice(1)),
    )
    .map(([a, b]) => `${a} \n ${b}`),
  fc.constantFrom("B'01'", "X'1F'", "U&'\\0041'"),
);
const name = fc.oneof(
  nasty.map((body) => quoted('"')(`n${body}`)),
  fc.constantFrom("a", "a$b$", "é", "begin", "atomic", 'U&"\\0041"', "thee"),
);
const gap = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(" ", "\n", "\r\n", "\t", "\r") },
  nasty.map((body) => ` --${body.replaceAll(/[\r\n]/g, "")}\n`),
  fc.constantFrom("/* ; */", "/* ' /* $$ */ \" */", "/**/", " --;\r", "-- '\n"),
);
const value = fc.oneof(
  string,
  fc.constantFrom(
    "1",
    ".5",
    "1.",
    "1e-50",
    "0x1F",
    "1_000",
    "$1",
    "(1)",
    "- -1",
    "@-1",
    "ARRAY[1,2]",
    "1::int",
  ),
);

const template = (...parts: (string | fc.Arbitrary<string>)[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((all) => all.join(""));

const query = fc.oneof(
  template("SELECT", gap, value, gap, "AS", gap, name),
  template("SELECT", gap, value, gap, ",", gap, string, " AS ", name),
  template("SELECT 1", fc.constantFrom("+", "*", "<->", "||", "%"), gap, value),
  template("SELECT CASE", gap, "WHEN true THEN ", value, " ELSE CASE 1 WHEN 1 THEN 2 END END"),
  template("SELECT 1 AS end, 2 AS", gap, "case"),
  template("INSERT INTO ", name, gap, "VALUES (", value, ",", gap, value, ")"),
);
/** One statement that the server's grammar has, most of the time. */
export const statement = fc.oneof(
  { weight: 4, arbitrary: query },
  template("CREATE RULE ", name, " AS ON INSERT TO t DO ALSO (", query, ";", gap, query, ")"),
  template(
    "CREATE OR REPLACE FUNCTION ",
    name,
    "() RETURNS int",
    gap,
    "BEGIN",
    gap,
    "ATOMIC ",
    query,
    ";",
    gap,
    query,
    ";",
    gap,
    "END",
  ),
  template("CREATE PROCEDURE ", name, "(a int DEFAULT 1) BEGIN ATOMIC", gap, "END"),
  template("CREATE FUNCTION ", name, "() RETURNS int LANGUAGE sql AS ", string),
  template("DO", gap, string),
  fc.constantFrom(
    "BEGIN",
    "END",
    "COMMIT",
    "ROLLBACK TO a",
    "COPY t (a) TO STDOUT",
    'CREATE TABLE t ("begin" int)',
  ),
);
/** Statements, blanks and comments, the last with or without its `;`. */
export const script = fc
  .array(fc.tuple(gap, statement, gap), { maxLength: 6 })
  .chain((parts) => fc.tuple(fc.constant(parts), fc.constantFrom("", ";", ";;\n")))
  .map(([parts, end]) => parts.map((part) => part.join("")).join(";") + end);

const soupParts = [
  "SELECT ",
  "SELECT 1",
  ";",
  ";",
  "'",
  "''",
  "E'",
  "e'\\'",
  "\\",
  "U&'",
  'U&"',
  "N'",
  "B'",
  '"',
  '"a"',
  "$$",
  "$a$",
  "$1",
  "$",
  "a$",
  "--",
  "-- x\n",
  "/*",
  "*/",
  "/* ; */",
  "\n",
  "\r",
  "\r\n",
  " ",
  "(",
  ")",
  "+",
  "-",
  "*",
  "/",
  "@",
  ",",
  ".",
  "1",
  "1.5",
  "0x",
  "é",
  "😀",
  "a",
  "BEGIN",
  " ATOMIC ",
  "END",
  "CASE WHEN a THEN 1 ",
  "CREATE FUNCTION f() RETURNS int ",
  "AS",
  " AS ",
  "::",
  ":",
  "[",
  "]",
];
/** Tokens and halves of tokens in any order. */
export const soup = fc.array(fc.constantFrom(...soupParts), { maxLength: 14 }).map((parts) => parts.join(""));
/** The same where an expression belongs: the parser takes more of it. */
export const seasoned = fc.tuple(soup, soup).map(([a, b]) => `SELECT ${a};SELECT '${b}`);
