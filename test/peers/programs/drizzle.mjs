// Applies the directory of its argument to DATABASE_URL with the drizzle-orm that is installed where it is started: its
// manual's "Migrations", node-postgres.
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { drizzle } = require("drizzle-orm/node-postgres");
const { migrate } = require("drizzle-orm/node-postgres/migrator");
const { Pool } = require("pg");

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
try {
  await migrate(drizzle(pool), { migrationsFolder: process.argv[2] });
} finally {
  await pool.end();
}
