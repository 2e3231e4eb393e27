import { onTestFinished } from "vitest";
import type { CatalogFacts, CatalogRelation } from "../../src/database/catalog-facts.ts";
import { makeConnector } from "../../src/database/connector.ts";
import { readCatalogFacts } from "../../src/database/read-catalog-facts.ts";
import { connect } from "./connect.ts";
import { freshDatabase, type TestDatabase, type TestServer } from "./servers.ts";

const SCHEMA = `
CREATE SCHEMA shop;
CREATE DOMAIN shop.email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN shop.work_email AS shop.email;
CREATE DOMAIN shop.plain AS text;
CREATE TYPE shop.mood AS ENUM ('sad', 'ok');
CREATE TABLE shop.users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail shop.work_email NOT NULL, note shop.plain, age int DEFAULT 1,
  old int GENERATED ALWAYS AS (age + 1) STORED, moods shop.mood[], CONSTRAINT grown CHECK (age > 0));
ALTER TABLE shop.users ADD CONSTRAINT late CHECK (age < 200) NOT VALID;
CREATE INDEX users_mail ON shop.users (lower(mail), age) INCLUDE (note) WHERE age > 18;
CREATE TABLE shop.orders (id int PRIMARY KEY, user_id bigint, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES shop.users (id));
CREATE TABLE shop.lines (order_id int REFERENCES shop.orders);
CREATE VIEW shop.adults AS SELECT id, mail FROM shop.users WHERE age > 18;
CREATE TABLE shop.events (at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE shop.events_2025 PARTITION OF shop.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE shop.events_rest PARTITION OF shop.events DEFAULT;
CREATE TABLE public.apart (n int);
CREATE FUNCTION shop.slow() RETURNS int VOLATILE LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION shop.noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER note_it BEFORE INSERT ON shop.users FOR EACH ROW EXECUTE FUNCTION shop.noted();
INSERT INTO shop.users (mail) SELECT 'a@b' FROM generate_series(1, 500);
INSERT INTO shop.events SELECT '2025-05-05', 'x' FROM generate_series(1, 100);
ANALYZE shop.users; ANALYZE shop.events_2025;`;

/** Names with or without a schema. */
export interface Asked {
  readonly relations?: readonly string[];
  readonly types?: readonly string[];
  readonly functions?: readonly string[];
}

const names = (list: readonly string[] = []) =>
  list.map((text) => {
    const [name = "", schema = null] = text.split(".").toReversed();
    return { schema, name };
  });

/** The facts, as a session of its own reads them. */
export async function askCatalog(
  database: TestDatabase,
  { major }: TestServer,
  { relations, types, functions }: Asked,
  limitMs = 5_000,
): Promise<CatalogFacts | null> {
  const session = await makeConnector(database.settings, 10_000).open();
  const question = { relations: names(relations), types: names(types), functions: names(functions) };
  try {
    return await readCatalogFacts(session, question, { role: null, limitMs, major });
  } finally {
    await session.close();
  }
}

/** A small shop with one of each kind of thing that a catalog has. */
export async function makeShop(server: TestServer): Promise<TestDatabase> {
  const database = await freshDatabase(server);
  await database.query(SCHEMA);
  return database;
}

/** Another session's transaction that holds what `sql` takes, until the test ends. */
export async function hold(database: TestDatabase, sql: string): Promise<void> {
  const client = await connect(database.url);
  onTestFinished(() => client.end().catch(() => undefined));
  await client.query(`BEGIN; ${sql}`);
}

/** The relation of that name. */
export const one = (facts: CatalogFacts | null, name: string): CatalogRelation | undefined =>
  facts?.relations.find((relation) => relation.name === name);
