/** A text that was meant as a connection, or holds one, and the password that must not be told. */
export interface Malformed {
  readonly what: string;
  readonly text: string;
  readonly secret: string;
}

const around = (what: string, secret: string, make: (password: string) => string): Malformed => ({
  what: `${what}: ${make("…")}`,
  text: make(secret),
  secret,
});

const PLAIN = "Wq8ZkT3vNm5X";

/** Ways to write a connection wrong, each with a password that occurs nowhere else. */
export const MALFORMED: readonly Malformed[] = [
  around("an unescaped @", "Wq8ZkT@3vNm5X", (password) => `postgres://user:${password}@host/db`),
  around("an unescaped /", "Wq8ZkT/3vNm5X", (password) => `postgres://user:${password}@host/db`),
  around("an unescaped #", "Wq8ZkT#3vNm5X", (password) => `postgres://user:${password}@host/db`),
  around("an unescaped ?", "Wq8ZkT?3vNm5X", (password) => `postgres://user:${password}@host/db`),
  around("an unescaped :", "Wq8ZkT:3vNm5X", (password) => `postgres://user:${password}@host/db`),
  around("all of them", "Wq8@Zk/T3#vN?m5:X", (password) => `postgres://user:${password}@host/db`),
  around("bad percent-encoding", "Wq8ZkT%zz3vNm5X", (password) => `postgres://user:${password}@host/db`),
  around(
    "half of an encoded character",
    "Wq8ZkT%C33vNm5X",
    (password) => `postgres://user:${password}@host/db`,
  ),
  around("blanks", "Wq8 ZkT 3vNm 5X", (password) => `postgres://user:${password}@host/db`),
  around("a line break", "Wq8ZkT\n3vNm5X", (password) => `postgres://user:${password}@host/db`),
  around("no scheme", PLAIN, (password) => `user:${password}@host:5432/db`),
  around("no scheme, and an unescaped @", "Wq8ZkT@3vNm5X", (password) => `user:${password}@host/db`),
  around("one slash", PLAIN, (password) => `postgres:/user:${password}@host/db`),
  around("no slash", PLAIN, (password) => `postgres:user:${password}@host/db`),
  around("three slashes", PLAIN, (password) => `postgres:///user:${password}@host/db`),
  around("no user", PLAIN, (password) => `postgres://:${password}@host/db`),
  around("a bad port", PLAIN, (password) => `postgres://user:${password}@host:port/db`),
  around("a port too many", PLAIN, (password) => `postgres://user:${password}@host:1:2/db`),
  around("two hosts", PLAIN, (password) => `postgres://user:${password}@host,other/db`),
  around("half an address", PLAIN, (password) => `postgres://user:${password}@[::1/db`),
  around("another database's scheme", PLAIN, (password) => `mysql://user:${password}@host/db`),
  around("a driver in the scheme", PLAIN, (password) => `postgresql+asyncpg://user:${password}@host/db`),
  around("JDBC's", PLAIN, (password) => `jdbc:postgresql://host/db?user=me&password=${password}`),
  around(
    "the password as a parameter",
    PLAIN,
    (password) => `postgres://host/db?password=${password}&sslmode=never`,
  ),
  around("a mode that is none", PLAIN, (password) => `postgres://user:${password}@host/db?sslmode=never`),
  around("quotes around it", PLAIN, (password) => `"postgres://user:${password}@host/db"`),
  around("a name before it", PLAIN, (password) => `DATABASE_URL=postgres://user:${password}@host/db`),
  around("libpq's keywords", PLAIN, (password) => `host=host user=me password=${password} dbname=db`),
  around(
    "libpq's keywords, quoted",
    "Wq8 Zk'T3vNm\\5X",
    (password) => `host=host password = '${password.replace(/['\\]/g, "\\$&")}' dbname=db`,
  ),
  around(
    "keywords with semicolons",
    PLAIN,
    (password) => `Host=host;Username=me;Password=${password};Database=db`,
  ),
];
