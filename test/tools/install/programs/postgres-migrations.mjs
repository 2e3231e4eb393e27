// Applies the directory of its argument to DATABASE_URL with the postgres-migrations that is installed where it is started:
// its README's "Making your own connection".
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { migrate } = require("postgres-migrations");
const { Client } = require("pg");

const client = new Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
try {
  await migrate({ client }, process.argv[2]);
} finally {
  await client.end();
}
