import { join } from "node:path";
import { type Migration, sqlOf, stemOf } from "../migration.ts";
import { oneFileEach, type Peer } from "../peer.ts";
import { pythonPackages } from "./python-packages.ts";

const VERSION = "1.20.1";
/** SQLAlchemy's default driver since 2.1. */
const DRIVER = "psycopg[binary]==3.3.9";

/** What `alembic init` writes, the URL from the environment, without the offline mode. */
const ENV_PY = `import os
from alembic import context
from sqlalchemy import create_engine, pool

connectable = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
`;

export const alembic: Peer = {
  tool: {
    name: "Alembic",
    version: VERSION,
    install: async () => {
      const path = await pythonPackages(`alembic-${VERSION}-psycopg`, [`alembic==${VERSION}`, DRIVER]);
      return (url, directory) => ({
        program: "python3",
        args: ["-m", "alembic", "-c", join(directory, "alembic.ini"), "upgrade", "head"],
        cwd: directory,
        env: { DATABASE_URL: url, PYTHONPATH: path },
      });
    },
  },
  files: (migrations) => ({
    "alembic.ini": "[alembic]\nscript_location = %(here)s\n",
    "env.py": ENV_PY,
    ...oneFileEach(migrations, (migration) => [`versions/${stemOf(migration)}.py`, revision(migration)]),
  }),
  poolerParameter: "",
  remark: "Alembic: `op.execute`, the env.py of `alembic init` (all in one transaction), psycopg.",
};

function revision(migration: Migration): string {
  const { number, transaction } = migration;
  const execute = `op.execute(${JSON.stringify(sqlOf(migration))})`;
  const body =
    transaction === "wrapped" ? execute : `with op.get_context().autocommit_block():\n        ${execute}`;
  return `from alembic import op

revision = "r${number}"
down_revision = ${number === 1 ? "None" : `"r${number - 1}"`}


def upgrade():
    ${body}
`;
}
