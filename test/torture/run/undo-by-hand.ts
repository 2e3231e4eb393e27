import type { Client } from "pg";
import type { TortureMigration } from "../draw/migration.ts";

/** Takes back what is there of `migration`, as a person does before its record is cleared. */
export async function undoByHand(migration: TortureMigration, client: Client): Promise<void> {
  for (const { leaves } of migration.statements) {
    if (leaves.kind === "table") await client.query(`DROP TABLE IF EXISTS public.${leaves.name}`);
    if (leaves.kind === "index") await client.query(`DROP INDEX IF EXISTS public.${leaves.name}`);
  }
  await client.query("DELETE FROM public.marks WHERE version = $1", [migration.version]);
}
