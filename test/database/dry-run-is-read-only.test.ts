import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type LocalServer, startServer } from "../../src/database/local-server/start-server.ts";
import { connect } from "../support/connect.ts";
import { installations } from "../support/local-servers.ts";
import { becomesTrue } from "../support/processes.ts";
import { type CliRun, runCli } from "../support/run-cli.ts";
import { urlOfSettings } from "../support/settings-of-url.ts";
import { makeMigrations } from "../support/temporary.ts";

const APPLIED = {
  "1_users.sql": "CREATE TABLE users (id int PRIMARY KEY, name text, CONSTRAINT named CHECK (name <> ''));",
  "2_parts.sql":
    "CREATE TABLE parts (at int) PARTITION BY RANGE (at); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (9);",
};
const PENDING = {
  "3_name.sql": "ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
  "4_index.sql": "CREATE INDEX ON parts (at);",
  "5_fill.sql": "UPDATE users SET name = upper(name); DELETE FROM parts WHERE at = 3;",
};
const ROWS = `INSERT INTO users SELECT n, 'name ' || n FROM generate_series(1, 1000) n;
INSERT INTO parts SELECT n % 9 FROM generate_series(1, 1000) n; ANALYZE`;

/** The oldest and the newest of those on this machine, a server of our own each: the log is the server's. */
const chosen = [installations[0], installations.at(-1)].filter(
  (binaries, index, all) =>
    binaries !== undefined && all.findIndex((one) => one?.major === binaries.major) === index,
);

/** A database with a ledger, rows and pending files. */
class Target {
  readonly #server: LocalServer;
  readonly #admin: Client;
  readonly name: string;

  private constructor(server: LocalServer, admin: Client, name: string) {
    this.#server = server;
    this.#admin = admin;
    this.name = name;
  }

  static async make(server: LocalServer): Promise<Target> {
    const name = `target_${randomBytes(4).toString("hex")}`;
    const owner = await connect(server.settings);
    await owner.query(`CREATE DATABASE ${name}`);
    await owner.end();
    const target = new Target(server, await connect({ ...server.settings, database: name }), name);
    onTestFinished(() => target.#admin.end());
    expect((await target.#run("up", APPLIED)).code).toBe(0);
    await target.query(ROWS);
    return target;
  }

  async query(sql: string) {
    return (await this.#admin.query(sql)).rows;
  }

  /** Another session, in a transaction until the test ends. */
  async begin(): Promise<Client> {
    const client = await connect({ ...this.#server.settings, database: this.name });
    onTestFinished(() => client.end());
    await client.query("BEGIN");
    return client;
  }

  plan(): Promise<CliRun> {
    return this.#run("plan", { ...APPLIED, ...PENDING });
  }

  #run(command: string, files: Readonly<Record<string, string>>): Promise<CliRun> {
    const url = urlOfSettings({ ...this.#server.settings, database: this.name });
    // What is around the target is asked too, by our queries and by the user's.
    const demanded = ["--backup-marker=SELECT now()", "--max-replication-lag=1h"];
    return runCli([
      command,
      `--database-url=${url}`,
      `--migrations-path=${makeMigrations(files)}`,
      ...(command === "plan" ? demanded : []),
    ]);
  }

  /** What the server has written into its log so far, in UTF-16 units. */
  get logLength(): number {
    return this.#log().length;
  }

  /** What it has logged of sessions in the database since, without ours. */
  async logSince(length: number): Promise<readonly LogLine[]> {
    const [own] = await this.query("SELECT pg_backend_pid() AS pid");
    return this.#log()
      .slice(length)
      .split(/\n(?!\t)/)
      .map((line) => line.split("|"))
      .filter(([database, pid]) => database === this.name && pid !== String(own?.pid))
      .map(([, pid = "", xid = "", ...rest]) => ({ pid, xid, text: rest.join("|") }));
  }

  #log(): string {
    return readFileSync(join(this.#server.directory, "log"), "utf8");
  }

  /** What a write of any kind would change. */
  async standing() {
    const [row] = await this.query(`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next_xid,
      tup_inserted, tup_updated, tup_deleted, temp_files, (SELECT count(*) FROM pg_class) AS relations,
      (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS advisory
      FROM pg_stat_database WHERE datname = current_database()`);
    return row;
  }
}

interface LogLine {
  readonly pid: string;
  /** `0`: the session's transaction has no id. */
  readonly xid: string;
  readonly text: string;
}

describe.each(chosen)("a dry run against PostgreSQL $major", (binaries) => {
  let server: LocalServer;

  beforeAll(async () => {
    if (binaries === undefined) throw new Error("There is no PostgreSQL server on this machine.");
    server = await startServer(binaries, { kind: "ephemeral", lifetime: "process" });
    const admin = await connect(server.settings);
    // What the server does by itself is not the run's.
    const settings = [
      "autovacuum = off",
      "log_statement = 'all'",
      "log_duration = on",
      "log_line_prefix = '%d|%p|%x|'",
    ];
    for (const setting of settings) await admin.query(`ALTER SYSTEM SET ${setting}`);
    await admin.query("SELECT pg_reload_conf()");
    const logsAll = async () => (await admin.query("SHOW log_statement")).rows[0]?.log_statement === "all";
    expect(await becomesTrue(logsAll, 10_000)).toBe(true);
    await admin.end();
  });
  afterAll(() => server?.stop());

  test("writes nothing, assigns no transaction id and runs nothing outside of read-only transactions", async () => {
    const target = await Target.make(server);
    const before = await target.standing();
    const { logLength } = target;
    const { code, report, stderr } = await target.plan();
    expect(code, stderr).toBe(0);
    expect(report.blastRadius?.relations.map(({ relation }) => relation)).toEqual([
      "public.users",
      "public.parts",
    ]);
    expect(report.blastRadius?.incomplete).toEqual([]);
    expect(await target.standing()).toEqual(before);
    const lines = await target.logSince(logLength);
    expect(new Set(lines.map(({ xid }) => xid))).toEqual(new Set(["0"]));
    const statements = lines.flatMap(({ pid, text }) => {
      const [, sql] = /(?:statement|execute [^:]*): ([\s\S]*)/.exec(text) ?? [];
      return sql === undefined ? [] : [{ pid, sql }];
    });
    expect(statements.length).toBeGreaterThan(3);
    expect(writersIn(statements)).toEqual([]);
  });

  test("needs nothing above ACCESS SHARE: with all tables and catalogs held EXCLUSIVE it goes through, all of it read", async () => {
    const target = await Target.make(server);
    const holder = await target.begin();
    const { rows } = await holder.query(
      "SELECT string_agg(oid::regclass::text, ', ') AS names FROM pg_class WHERE relkind IN ('r', 'p') AND relpersistence = 'p'",
    );
    await holder.query(`LOCK TABLE ${rows[0]?.names} IN EXCLUSIVE MODE`);
    const { code, report, stderr } = await target.plan();
    expect(code, stderr).toBe(0);
    expect(report.rehearsal?.ok).toBe(true);
    expect(report.blastRadius).toMatchObject({
      incomplete: [],
      relations: [{ rows: 1_000 }, { rows: 1_000 }],
    });
    expect(report.blastRadius?.transactions[0]).toMatchObject({ state: "idle in transaction" });
  });

  test("is kept waiting by another session's ALTER TABLE for less than its budget", async () => {
    const target = await Target.make(server);
    const free = await target.plan();
    const holder = await target.begin();
    await holder.query("ALTER TABLE users ADD COLUMN late int");
    const held = await target.plan();
    expect(held.code, held.stderr).toBe(0);
    expect(held.report.durationMs - free.report.durationMs).toBeLessThan(5_000);
    expect(held.report.blastRadius?.incomplete).toEqual([
      "public.users is locked by another session: its size is the planner's.",
    ]);
    expect(held.report.blastRadius?.transactions).toMatchObject([
      { locks: [{ relation: "public.users", mode: "AccessExclusiveLock", isGranted: true }] },
    ]);
  });

  test("keeps another session's ALTER TABLE waiting for less than its budget, whenever that comes", async () => {
    const target = await Target.make(server);
    let isOver = false;
    const running = target.plan().finally(() => {
      isOver = true;
    });
    let longestMs = 0;
    for (let tries = 0; !isOver; tries += 1) {
      const begun = performance.now();
      await target.query(`ALTER TABLE users ADD COLUMN later_${tries} int`);
      longestMs = Math.max(longestMs, performance.now() - begun);
      await delay(50);
    }
    expect(longestMs).toBeLessThan(5_000);
    const { code, stderr } = await running;
    expect(code, stderr).toBe(0);
  });
});

/** Those of `statements` that run where something could be written: outside of a read-only transaction, and no setting of the session. */
function writersIn(statements: readonly { readonly pid: string; readonly sql: string }[]): readonly string[] {
  const readOnly = new Set<string>();
  return statements.flatMap(({ pid, sql }) => {
    if (/^BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;/.test(sql)) {
      // What it leaves open is read-only until it ends.
      if (!/;\s+(COMMIT|ROLLBACK)$/.test(sql)) readOnly.add(pid);
      return [];
    }
    // A message that is its own transaction, as long as nothing in it ends that.
    if (/^SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY;/.test(sql))
      return /; (BEGIN|COMMIT|ROLLBACK)/.test(sql) ? [sql] : [];
    if (/^SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY/.test(sql)) readOnly.add(pid);
    if (/^(COMMIT|ROLLBACK)/.test(sql)) readOnly.delete(pid);
    const isHarmless =
      readOnly.has(pid) ||
      /^(BEGIN$|COMMIT$|ROLLBACK$|SET [^;]*$|SHOW|SELECT (pg_catalog\.)?(set_config|pg_is_in_recovery)\()/i.test(
        sql,
      );
    return isHarmless ? [] : [sql];
  });
}
