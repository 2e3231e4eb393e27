import { MigrateError } from "../../errors.ts";
import { quoted } from "../../inputs/quoted.ts";
import { dbmate } from "./dbmate.ts";
import { diesel } from "./diesel.ts";
import { drizzle } from "./drizzle.ts";
import { flyway } from "./flyway.ts";
import { golangMigrate } from "./golang-migrate.ts";
import { goose } from "./goose.ts";
import { graphileMigrate } from "./graphile-migrate.ts";
import type { LayoutReader } from "./layout.ts";
import { nodePgMigrate } from "./node-pg-migrate.ts";
import { plain } from "./plain.ts";
import { postgresMigrations } from "./postgres-migrations.ts";
import { prisma } from "./prisma.ts";
import { sqlMigrate } from "./sql-migrate.ts";
import { sqlx } from "./sqlx.ts";
import { supabase } from "./supabase.ts";
import { tern } from "./tern.ts";

/** Every layout, in the order people read them; the plain one, which takes what no other marks, last. */
export const LAYOUTS: readonly LayoutReader[] = [
  dbmate,
  diesel,
  drizzle,
  flyway,
  golangMigrate,
  goose,
  graphileMigrate,
  nodePgMigrate,
  postgresMigrations,
  prisma,
  sqlMigrate,
  sqlx,
  supabase,
  tern,
  plain,
];

/** The layouts that `name` (of the input `layout`) leaves to choose from. Throws INPUT_INVALID for an unknown one. */
export function layoutsNamed(name: string): readonly LayoutReader[] {
  const named = name === "auto" ? LAYOUTS : LAYOUTS.filter(({ names }) => names.includes(name));
  if (named.length > 0) return named;
  const known = ["auto", ...LAYOUTS.flatMap(({ names }) => names)].map((known) => `\`${known}\``).join(", ");
  throw new MigrateError(
    "INPUT_INVALID",
    `\`layout\` is ${quoted(name)}, which is none that this version reads.`,
    {
      hint: `It reads ${known}.`,
    },
  );
}
