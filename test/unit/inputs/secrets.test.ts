import fc from "fast-check";
import { expect, test } from "vitest";
import { makeRedactor } from "../../../src/inputs/redactor.ts";
import { secretForms } from "../../../src/inputs/secret-forms.ts";
import { secretsIn } from "../../../src/inputs/secrets.ts";
import { raw } from "./support.ts";

const PASSWORD = "p@ss/w'ö\"<rd>&%";
const base64 = (text: string) => Buffer.from(text).toString("base64");

test("every way in which programs write a password is masked", () => {
  const { forms } = secretsIn(raw({ user: "app", password: PASSWORD }));
  expect(forms).toEqual(
    expect.arrayContaining([
      PASSWORD,
      encodeURIComponent(PASSWORD),
      encodeURIComponent(PASSWORD).replace("'", "%27"),
      base64(PASSWORD),
      base64(`app:${PASSWORD}`),
      JSON.stringify(PASSWORD).slice(1, -1),
      "p@ss/w&apos;ö&quot;&lt;rd&gt;&amp;%",
      "p@ss/w''ö\"<rd>&%",
    ]),
  );
});

test("a URL is masked whole, and its password as written and decoded", () => {
  const url = "postgres://app:s%40cret@h/db?sslmode=require";
  for (const given of [
    raw({ "database-url": ` ${url} ` }),
    raw({ "shadow-url": url }),
    raw({}, { DATABASE_URL: url }),
  ]) {
    const { forms } = secretsIn(given);
    expect(forms).toEqual(
      expect.arrayContaining([url, "s%40cret", "s@cret", base64("s@cret"), base64("app:s@cret")]),
    );
  }
});

test.each([
  ["postgres://u:hunter2@h/db", ["hunter2"]],
  ["postgres://u:hun/ter2@h/db", ["hun/ter2"]],
  ["postgres://u:hun@ter2@h/db", ["hun@ter2"]],
  ["postgres://u:hun?t#er2@h/db", ["hun?t#er2"]],
  ["mysql://u:hunter2@h/db", ["hunter2"]],
  ["postgres://h/db?password=hunter2", ["hunter2"]],
  ["postgres://u:hunt%zz@h/db", ["hunt%zz"]],
  ['"postgres://u:hunter2@h/db"', ["hunter2"]],
])("the password in %s is found, well-formed or not", (url, passwords) => {
  expect(secretsIn(raw({ "database-url": url })).forms).toEqual(expect.arrayContaining(passwords));
});

test("a URL with credentials is found in whatever input it stands; other values are not masked", () => {
  const { forms } = secretsIn(
    raw({ host: "postgres://u:hunter2@h/db", target: "0123456", environment: "staging" }),
  );
  expect(forms).toContain("hunter2");
  expect(forms).not.toEqual(expect.arrayContaining(["0123456"]));
  expect(forms).not.toEqual(expect.arrayContaining(["staging"]));
});

test("a URL without credentials is no secret where no secret belongs", () => {
  const values = { host: "postgres://u:hunter2@h/db", environment: "https://wiki/staging" };
  expect(secretsIn(raw(values)).forms).not.toContain("https://wiki/staging");
});

test("passwords of the environment and the token are masked", () => {
  const { forms } = secretsIn(
    raw({ "github-token": "ghs_token" }, { DB_PASSWORD: "dbsecret", PGPASSWORD: "pgsecret" }),
  );
  expect(forms).toEqual(expect.arrayContaining(["ghs_token", "dbsecret", "pgsecret"]));
});

test("a secret of several lines is masked line by line too", () => {
  const forms = secretForms("-----BEGIN KEY-----\r\nabcdef\nxy\n-----END KEY-----\n");
  expect(forms).toEqual(expect.arrayContaining(["-----BEGIN KEY-----", "abcdef", "-----END KEY-----"]));
  expect(forms).not.toContain("xy");
});

test("what cannot be masked is warned about, without being said", () => {
  const short = secretsIn(raw({ "database-url": "postgres://u:abc@h/db" }));
  expect(short.forms).not.toContain("abc");
  expect(short.warnings).toEqual(["database-url: A secret of fewer than 4 characters cannot be masked."]);

  const url = "postgres://postgres:postgres@localhost/app";
  const same = secretsIn(raw({}, { DATABASE_URL: url }));
  expect(same.forms).not.toContain("postgres");
  expect(same.forms).toContain(url);
  expect(same.warnings).toHaveLength(1);
  expect(secretsIn(raw({ password: "long enough" })).warnings).toEqual([]);
  expect(secretsIn(raw({}, { DATABASE_URL: "postgres://localhost:5432/app" })).warnings).toEqual([]);
});

test("the redactor leaves no form, whatever forms overlap in whatever text", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "é"), minLength: 4, maxLength: 7 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "é"), maxLength: 60 });
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 4 }), fc.array(text), (forms, texts) => {
      const redacted = makeRedactor(forms)([...forms, ...texts, ...forms].join(""));
      for (const form of forms) expect(redacted).not.toContain(form);
    }),
    { numRuns: 2000 },
  );
});

test("any password is gone from any text that a program wrote with it", () => {
  const password = fc
    .string({ unit: "binary", minLength: 4, maxLength: 30 })
    .filter((text) => text.trim().length >= 4);
  fc.assert(
    fc.property(password, (secret) => {
      const redact = makeRedactor(secretsIn(raw({ user: "app", password: secret })).forms);
      const echoes = [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret.toWellFormed()),
        base64(secret),
      ];
      for (const echo of echoes) expect(redact(`<<${echo}>>`)).not.toContain(echo);
    }),
  );
});

test("overlapping forms go together, and text without a form is as it was", () => {
  expect(makeRedactor(["abcd", "cdef"])("x abcdef y abcd")).toBe("x *** y ***");
  expect(makeRedactor(["abcd", "abcdef"])("abcdef")).toBe("***");
  expect(makeRedactor(["abcd"])("nothing here")).toBe("nothing here");
  expect(makeRedactor(["abc", ""])("abc")).toBe("abc");
});
