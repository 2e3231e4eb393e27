import type { TestDatabase } from "./servers.ts";

export const USERS = "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);";
export const INDEX = "CREATE INDEX users_email ON users (email);";
export const POSTS = "CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users);";

/** A history that makes all three. */
export const FILES = { "1_users.sql": USERS, "2_index.sql": INDEX, "3_posts.sql": POSTS };

/** `version origin status` of each row of the ledger, by version. */
export async function originsOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ version: string; origin: string | null; status: string }>(
    "SELECT version, origin, status FROM public.schema_migrations ORDER BY version",
  );
  return rows.map(({ version, origin, status }) => `${version} ${origin} ${status}`);
}
