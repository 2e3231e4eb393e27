import { randomBytes } from "node:crypto";
import type { ClusterFacts } from "../database/cluster-facts.ts";
import { type Connector, makeConnector } from "../database/connector.ts";
import { readIsEmpty } from "../database/is-empty.ts";
import { findServerBinaries } from "../database/local-server/find-binaries.ts";
import { identifier, literal } from "../database/quote.ts";
import { isSameDatabase } from "../database/same-database.ts";
import { readServerFacts, type ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { ConnectionSettings, LedgerName } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { OnProgress } from "../progress.ts";
import { attemptAll } from "./attempt.ts";
import { dumperFor } from "./local-site.ts";
import { makeDatabaseRights } from "./make-roles.ts";
import { lendRoles, takeRolesBack } from "./shadow-roles.ts";
import type { Site } from "./site.ts";

/** What a shadow is compared with and made like. */
export interface ShadowRequest {
  readonly shadow: ConnectionSettings;
  readonly connectTimeoutMs: number;
  readonly waitMs: number;
  /** Major of the target, for a dump of it. */
  readonly target: Pick<ServerFacts, "major">;
  /** A session in the target's database, for the proof that the shadow is another; null: there is no target. */
  readonly targetSession: Session | null;
  readonly cluster: ClusterFacts;
  /** The target's; null: there is none, and no copy of it. */
  readonly ledger: Ledger | null;
  readonly ledgerName: LedgerName;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/**
 * The server at `shadow-url` as a site, proven not to be the target. Where databases may be created a scratch one is
 * made and dropped again; else the given one must be empty or a copy of the target. Rejects with SHADOW_IS_TARGET,
 * SHADOW_UNUSABLE, or why it could not be reached.
 */
export async function openShadowSite(request: ShadowRequest): Promise<Site> {
  const given = makeConnector(request.shadow, request.connectTimeoutMs);
  const { waitMs, signal, onProgress } = request;
  const { session, value: facts } = await given.openWaiting({ waitMs, signal, onProgress }, readServerFacts);
  try {
    const { targetSession } = request;
    if (targetSession !== null && (await isSameDatabase(targetSession, session))) throw isTarget(request);
    const pgDump = dumperFor(await findServerBinaries(), request.target.major);
    const where = `PostgreSQL ${facts.version} at ${request.shadow.host}:${request.shadow.port}`;
    if (await mayCreateDatabase(session)) return await openScratch(request, session, pgDump, where);
    const schema = await judgeGiven(request, session, facts);
    await session.close();
    return givenSite(given, schema, pgDump, where, facts);
  } catch (error) {
    await session.close();
    throw error;
  }
}

function isTarget(request: ShadowRequest): MigrateError {
  const { host, database } = request.shadow;
  return new MigrateError(
    "SHADOW_IS_TARGET",
    `\`shadow-url\` (database "${database}" at ${host}) is the target itself: a lock taken there is seen here.`,
    {
      hint: "Give a server that may be changed freely: a service container, a branch, a restored snapshot.",
    },
  );
}

async function mayCreateDatabase(session: Session): Promise<boolean> {
  const [row] = await session.query(
    "SELECT rolsuper OR rolcreatedb AS may FROM pg_catalog.pg_roles WHERE rolname = current_user",
  );
  return row?.["may"] === true;
}

async function openScratch(
  request: ShadowRequest,
  admin: Session,
  pgDump: string | null,
  where: string,
): Promise<Site> {
  const database = `migrate_action_rehearsal_${randomBytes(6).toString("hex")}`;
  const made = new Set<string>();
  await lendRoles(admin, request.cluster);
  const create = async (name: string, like: ClusterFacts) => {
    const { open } = makeConnector({ ...request.shadow, database: name }, request.connectTimeoutMs);
    made.add(name);
    await admin.query(dropDatabase(name));
    await admin.query(`CREATE DATABASE ${identifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
    const builder = await open();
    await attemptAll(builder, makeDatabaseRights(withoutRoleSettings(like), name));
    await builder.close();
    return { openBuilder: open, openUser: open };
  };
  const recreate = () => create(database, request.cluster);
  const close = async () => {
    for (const name of made) await admin.query(dropDatabase(name)).catch(() => {});
    await takeRolesBack(admin);
    await admin.close();
  };
  try {
    return {
      ...(await recreate()),
      kind: "shadow",
      description: `a scratch database on ${where}`,
      schema: "empty",
      pgDump,
      recreate: async () => void (await recreate()),
      makeAside: (like) => create(`${database}_aside`, like),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const dropDatabase = (name: string): string => `DROP DATABASE IF EXISTS ${identifier(name)} WITH (FORCE)`;

/** A role's own settings would outlive the rehearsal on a server that is not ours alone. */
function withoutRoleSettings(cluster: ClusterFacts): ClusterFacts {
  return { ...cluster, settings: cluster.settings.filter(({ role }) => role === null) };
}

async function judgeGiven(
  request: ShadowRequest,
  session: Session,
  facts: ServerFacts,
): Promise<Site["schema"]> {
  if (await readIsEmpty(session)) return "empty";
  if (request.ledger === null) throw notEmpty(facts);
  const ledger = await readLedger(session, request.ledgerName, null);
  const applied = (of: Ledger) =>
    of.rows
      .map(({ version, checksum, status }) => `${version} ${checksum} ${status}`)
      .sort()
      .join("\n");
  if (ledger.rows.length > 0 && applied(ledger) === applied(request.ledger)) return "given";
  throw new MigrateError(
    "SHADOW_UNUSABLE",
    `The database "${facts.database}" of \`shadow-url\` is neither empty nor a copy of the target (their ledgers differ), and its user may not create databases.`,
    { hint: "Give an empty database, a fresh copy of the target, or a user with CREATEDB." },
  );
}

function notEmpty({ database }: ServerFacts): MigrateError {
  return new MigrateError(
    "SHADOW_UNUSABLE",
    `The database "${database}" of \`shadow-url\` is not empty, and its user may not create databases: nothing can be run there from zero.`,
    { hint: "Give an empty database, or a user with CREATEDB." },
  );
}

function givenSite(
  connector: Connector,
  schema: Site["schema"],
  pgDump: string | null,
  where: string,
  facts: ServerFacts,
): Site {
  const what =
    schema === "given"
      ? "with its data, and it is left migrated"
      : "empty before, and it is left with the schema";
  return {
    kind: "shadow",
    description: `the database ${literal(facts.database)} on ${where} (${what})`,
    schema,
    pgDump,
    openBuilder: connector.open,
    openUser: connector.open,
    recreate: () => emptyAgain(connector),
    makeAside: null,
    close: async () => {},
  };
}

/** Only a database that was empty is ever emptied again. */
async function emptyAgain(connector: Connector): Promise<void> {
  const session = await connector.open();
  const facts = await session.query(
    "SELECT nspname::text AS name FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  );
  for (const { name } of facts) await session.query(`DROP SCHEMA ${identifier(String(name))} CASCADE`);
  await session.query("CREATE SCHEMA public");
  await session.close();
}
