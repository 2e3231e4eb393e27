import type { Client } from "pg";
import type { TortureMigration } from "../draw/migration.ts";

/**
 * What the tool tells a person to do about a file that stopped half-way: takes back what is there of it, and deletes its
 * row.
 */
export async function repairByHand(migration: TortureMigration, client: Client): Promise<void> {
  for (const { leaves } of migration.statements) {
    if (leaves.kind === "table") await client.query(`DROP TABLE IF EXISTS public.${leaves.name}`);
    if (leaves.kind === "index") await client.query(`DROP INDEX IF EXISTS public.${leaves.name}`);
  }
  await client.query("DELETE FROM public.marks WHERE version = $1", [migration.version]);
  await client.query("DELETE FROM public.schema_migrations WHERE version = $1", [migration.version]);
}
