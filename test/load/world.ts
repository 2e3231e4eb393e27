/** How many rows there are; sessions read and write among them. */
export interface Sizes {
  readonly accounts: number;
  readonly orders: number;
  /** Of the table that is written anew under load. */
  readonly rates: number;
}

/** The tables under migration, and `control`, which no migration touches: its waits are the machine's own. */
export function makeSetup(sizes: Sizes): string {
  return `
CREATE TABLE control (id int PRIMARY KEY, value int NOT NULL);
INSERT INTO control SELECT n, n FROM generate_series(1, 1000) n;
CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL, legacy text);
INSERT INTO accounts SELECT n, 0, 'old' FROM generate_series(1, ${sizes.accounts}) n;
CREATE TABLE orders (id int PRIMARY KEY, account_id int NOT NULL, amount int NOT NULL);
INSERT INTO orders SELECT n, 1 + n % ${sizes.accounts}, 1 + n % 100 FROM generate_series(1, ${sizes.orders}) n;
CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, what text NOT NULL);
CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, body text NOT NULL);
CREATE TABLE rates (id int PRIMARY KEY, rate numeric(8, 2) NOT NULL);
INSERT INTO rates SELECT n, n % 90 FROM generate_series(1, ${sizes.rates}) n;
ANALYZE;`;
}

/** What the sessions do with the tables under migration, one table a statement. */
export interface Work {
  readonly sizes: Sizes;
  /** Which session of how many: each changes rows of its own, so that none waits for another's row. */
  readonly index: number;
  readonly of: number;
}

/** One statement of a session, and what its time counts for. */
export interface Timed {
  readonly of: "control" | "tables";
  readonly sql: string;
}

/**
 * A glance at `control`, then a short transaction over all tables under migration; random, but for whose rows. The tables
 * are taken in the order in which the migrations take them: in another, deadlocks would end some of both, and it is waits
 * that are measured.
 */
export function makeRound({ sizes, index, of }: Work): readonly Timed[] {
  const any = (count: number) => 1 + Math.floor(Math.random() * count);
  const own = 1 + index + of * Math.floor(Math.random() * Math.floor(sizes.accounts / of));
  const tables = [
    "BEGIN",
    `INSERT INTO notes (account_id, body) VALUES (${own}, 'read')`,
    `SELECT amount FROM orders WHERE id = ${any(sizes.orders)}`,
    `UPDATE accounts SET balance = balance + 1 WHERE id = ${own}`,
    `UPDATE orders SET amount = amount WHERE id = ${own}`,
    `INSERT INTO events (account_id, what) VALUES (${own}, 'seen')`,
    `SELECT rate FROM rates WHERE id = ${any(sizes.rates)}`,
    "COMMIT",
  ];
  return [
    { of: "control", sql: `SELECT value FROM control WHERE id = ${any(1000)}` },
    ...tables.map((sql) => ({ of: "tables", sql }) as const),
  ];
}

/** A transaction that stays open far longer than a lock is waited for: a report, or a forgotten console. */
export interface LongWork {
  readonly name: string;
  readonly sql: string;
}

/** They read or write the tables that the migrations want to themselves. */
export const LONG_WORK: readonly LongWork[] = [
  { name: "report on orders", sql: "SELECT count(*), 'nightly report' AS of FROM orders" },
  { name: "report on accounts", sql: "SELECT sum(balance), 'nightly report' AS of FROM accounts" },
  { name: "open console", sql: "UPDATE rates SET rate = rate WHERE id = 1" },
];
