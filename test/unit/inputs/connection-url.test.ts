import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConnectionSettings } from "../../../src/inputs/connection-settings.ts";
import { parseConnectionUrl } from "../../../src/inputs/connection-url.ts";
import type { ConnectionSettings } from "../../../src/inputs/inputs.ts";
import { errorsFrom, line } from "./support.ts";

const read = (url: string) => parseConnectionSettings(parseConnectionUrl(url, "database-url").pieces, "os");
const settings = (url: string) => read(url).settings;
const base = { host: "h", port: 5432, database: "db", user: "u", password: "p" };

test.each<[string, Partial<ConnectionSettings>]>([
  ["postgres://u:p@h/db", { ...base, sslMode: "prefer", sslRootCert: null, channelBinding: "prefer" }],
  ["postgresql://u:p@h:6543/db", { ...base, port: 6543 }],
  ["postgres://u@h/db", { ...base, password: null }],
  ["postgres://u:@h/db", { ...base, password: null }],
  ["postgres://h", { host: "h", user: "os", database: "os", password: null }],
  ["postgres://u:p@h", { ...base, database: "u" }],
  ["postgres://u:p@h/", { ...base, database: "u" }],
  ["postgres://u:p@/db", { ...base, host: "localhost" }],
  ["postgres:///db", { host: "localhost", database: "db", user: "os" }],
  ["postgres://u:p@:6543/db", { ...base, host: "localhost", port: 6543 }],
  ["postgres://u:p@h:/db", base],
  ["postgres://u:p@[::1]:6543/db", { ...base, host: "::1", port: 6543 }],
  ["postgres://u:p@[fe80::1%25eth0]/db", { ...base, host: "fe80::1%eth0" }],
  ["postgresql:///db?host=/var/run/postgresql", { host: "/var/run/postgresql", database: "db" }],
  ["postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/db", { ...base, host: "/var/run/postgresql" }],
  ["postgres://h/db?user=u&password=p%26q&port=6543", { ...base, password: "p&q", port: 6543 }],
  ["postgres://a:b@x:1/y?host=h&port=5432&user=u&password=p&dbname=db", base],
  ["postgres://u:p@h?sslmode=verify-full", { ...base, database: "u", sslMode: "verify-full" }],
  [
    "postgres://u:p@h/db?sslmode=verify-ca&sslrootcert=/ca.pem",
    { sslMode: "verify-ca", sslRootCert: "/ca.pem" },
  ],
  ["postgres://u:p@h/db?sslrootcert=system", { sslMode: "verify-full", sslRootCert: "system" }],
  ["postgres://u:p@h/db?sslcert=c.pem&sslkey=k.pem", { sslCert: "c.pem", sslKey: "k.pem" }],
  ["postgres://u:p@h/db?ssl=true", { sslMode: "require" }],
  ["postgres://u:p@h/db?ssl=false", { sslMode: "disable" }],
  ["postgres://u:p@h/db?ssl=false&sslmode=verify-full", { sslMode: "verify-full" }],
  ["postgres://u:p@h/db?sslmode=verify-full&ssl=false", { sslMode: "verify-full" }],
  ["postgres://u:p@h/db?options=-c%20geqo%3Doff", { options: "-c geqo=off" }],
  ["postgres://u:p@h/db?options=endpoint=ep-1", { options: "endpoint=ep-1" }],
  ["postgres://u:p@h/db?channel_binding=require", { channelBinding: "require" }],
  ["postgres://u:p+q@h/db", { ...base, password: "p+q" }],
  ["postgres://u%40t:p@h/d%2Fb", { ...base, user: "u@t", database: "d/b" }],
  ["postgres://u@tenant:p@h/db", { ...base, user: "u@tenant" }],
  ["postgres://u:p@s@s@h/db", { ...base, password: "p@s@s" }],
  ["postgres://u:p:q@h/db", { ...base, password: "p:q" }],
  ["postgres://u:p#q@h/db", { ...base, password: "p#q" }],
  ["postgres://u:p%0Aq@h/db", { ...base, password: "p\nq" }],
  ["POSTGRES://u:p@h/db", base],
])("%s", (url, wanted) => {
  expect(settings(url)).toMatchObject(wanted);
});

test("connect_timeout is seconds, and 0 says nothing", () => {
  expect(read("postgres://u@h/db?connect_timeout=3").connectTimeoutMs).toBe(3000);
  expect(read("postgres://u@h/db?connect_timeout=0").connectTimeoutMs).toBeNull();
  expect(read("postgres://u@h/db").connectTimeoutMs).toBeNull();
});

describe("a URL that can be read in two ways, or not at all, is refused without being printed", () => {
  const SECRET = "Zq7Wv9Kx";
  test.each([
    `postgres://u:12/3${SECRET}@h/db`,
    `postgres://u:${SECRET}/x@h/db`,
    `postgres://u:a@${SECRET}/x@h/db`,
    `postgres://u:${SECRET}?x@h/db`,
    `postgres://u:a@${SECRET}?x=1@h/db`,
    `postgres://u:p@h?user=${SECRET}@h2`,
    `postgres://u:p@h/db#${SECRET}`,
    `postgres://u:p@h#${SECRET}/db`,
    `postgres://u:${SECRET}%zz@h/db`,
    `postgres://u:${SECRET}%@h/db`,
    `postgres://u:${SECRET}%00@h/db`,
    `postgres://u:${SECRET}%ff@h/db`,
    `postgres://u:${SECRET}\n@h/db`,
    `postgres://u:${SECRET}`,
    `postgres://u:p@h:${SECRET}/db`,
    `postgres://u:p@h:0/db?x=${SECRET}`,
    `postgres://u:p@h:65536/${SECRET}`,
    `postgres://u:p@h1,${SECRET}/db`,
    `postgres://u:p@h/db?host=a,${SECRET}`,
    `postgres://u:p@::1:5432/${SECRET}`,
    `postgres://u:p@[::1/${SECRET}`,
    `postgres://u:p@[::1]x/${SECRET}`,
    `postgres://u:p@h ${SECRET}/db`,
    `postgres://u:p@h/db?${SECRET}`,
    `postgres://u:p@h/db?=${SECRET}`,
    `postgres://u:p@h/db?sslmode=${SECRET}`,
    `postgres://u:p@h/db?ssl=${SECRET}`,
    `postgres://u:p@h/db?channel_binding=${SECRET}`,
    `postgres://u:p@h/db?connect_timeout=${SECRET}`,
    `postgres://u:p@h/db?hostaddr=10.0.0.1&x=${SECRET}`,
    `postgres://u:p@h/db?service=${SECRET}`,
    `postgres://u:p@h/db?sslpassword=${SECRET}`,
    `mysql://u:${SECRET}@h/db`,
    `jdbc:postgresql://u:${SECRET}@h/db`,
    `postgresql+asyncpg://u:${SECRET}@h/db`,
    `"postgres://u:${SECRET}@h/db"`,
    `DATABASE_URL=postgres://u:${SECRET}@h/db`,
    `host=h password=${SECRET}`,
    SECRET,
  ])("%j", (url) => {
    const lines = errorsFrom(() => settings(url)).map(line);
    expect(lines).not.toEqual([]);
    for (const text of lines) {
      expect(text).toMatch(/^DATABASE_URL_INVALID (\w+ in )?database-url: /);
      expect(text).not.toContain(SECRET);
    }
  });
});

test("what is wrong is said with what to do", () => {
  const [slash = ""] = errorsFrom(() => settings("postgres://u:a/b@h/db")).map(line);
  expect(slash).toMatch(/can be read in two ways.*Percent-encode.*separate fields/);
  const [mode = ""] = errorsFrom(() => settings("postgres://u@h/db?sslmode=no")).map(line);
  expect(mode).toContain("disable, allow, prefer, require, verify-ca, verify-full");
  const two = errorsFrom(() => settings("postgres://u@h:x/db?sslmode=no"));
  expect(two).toHaveLength(2);
});

test("verify-full is the only mode beside the system's root certificates, as in libpq", () => {
  const lines = errorsFrom(() => settings("postgres://u@h/db?sslrootcert=system&sslmode=require")).map(line);
  expect(lines).toEqual([
    "INPUT_INVALID sslmode: Only verify-full may be used with the root certificate `system`.",
  ]);
});

test("a client certificate without its key is refused", () => {
  const lines = errorsFrom(() => settings("postgres://u@h/db?sslcert=c.pem")).map(line);
  expect(lines).toEqual(["INPUT_INVALID sslcert: A client certificate and its key (sslkey) go together."]);
});

test("other tools' parameters are ignored, and named but never with their values", () => {
  const { notices } = parseConnectionUrl(
    "postgres://u@h/db?schema=s3cr&pgbouncer=true&application_name=x",
    "DATABASE_URL",
  );
  expect(notices).toEqual([
    "DATABASE_URL: ignored, because they mean nothing here: schema, pgbouncer, application_name.",
  ]);
  const cut = parseConnectionUrl("postgres://u@h/db?password=half&other=half", "DATABASE_URL");
  expect(cut.notices.join()).not.toContain("other");
});

const anyText = fc
  .string({ unit: "binary", minLength: 1, maxLength: 20 })
  .filter((text) => !text.includes("\0") && text.isWellFormed());

test("any user, password and database, percent-encoded, are read back as they were", () => {
  fc.assert(
    fc.property(
      anyText,
      anyText,
      anyText,
      fc.integer({ min: 1, max: 65_535 }),
      (user, password, database, port) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent);
        const wanted = { user, password, database, port, host: "h" };
        expect(settings(`postgres://${u}:${p}@h:${port}/${d}`)).toMatchObject(wanted);
        expect(settings(`postgresql://h:${port}?dbname=${d}&password=${p}&user=${u}`)).toMatchObject(wanted);
      },
    ),
  );
});

const rawPassword = fc
  .array(fc.constantFrom(..."@:/?#%&=[]+ ,'\"\\\n", "Zq7", "a1", "%41", "h", "1"), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

test("a password that is not escaped is read right, or refused; the host is never another one", () => {
  fc.assert(
    fc.property(rawPassword, (password) => {
      let read: ConnectionSettings;
      try {
        read = settings(`postgres://u:${password}@real.host/db`);
      } catch {
        return;
      }
      expect(read).toMatchObject({ host: "real.host", port: 5432, user: "u", database: "db" });
      expect(decodeURIComponent(password)).toBe(read.password);
    }),
    { numRuns: 2000 },
  );
});

test("no error and no notice of any URL holds its password", () => {
  const around = fc.string({ unit: fc.constantFrom(..."@:/?#%&=[],hpu1 "), maxLength: 10 });
  fc.assert(
    fc.property(around, around, around, (before, after, tail) => {
      const url = `postgres://${before}:Zq7Wv9Kx${after}@h${tail}`;
      try {
        const { notices, pieces } = parseConnectionUrl(url, "database-url");
        expect(notices.join()).not.toContain("Zq7Wv9Kx");
        parseConnectionSettings(pieces, null);
      } catch (error) {
        expect(
          errorsFrom(() => {
            throw error;
          })
            .map(line)
            .join(),
        ).not.toContain("Zq7Wv9Kx");
      }
    }),
    { numRuns: 5000 },
  );
});
