import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { MakeCommand } from "../tools/install/real-tool.ts";
import type { Migration } from "./migration.ts";
import type { Peer } from "./peer.ts";
import type { PeerDatabase, PeerServer } from "./peer-server.ts";
import { type Run, type StartedRun, startCommand } from "./start-command.ts";

/** A run that has not ended by then counts as stuck: a busy machine makes all of them slower. */
export const LIMITS = {
  /** For a run without any fault. */
  aloneMs: 180_000,
  /** For others, */
  baseMs: 60_000,
  /** and so many times what that one took. */
  timesAlone: 4,
} as const;

/** One tool with a new database and a new directory: what one try of a fault has. */
export interface Stage {
  readonly database: PeerDatabase;
  /** Writes these migrations, all that there are, in the tool's layout. */
  write(migrations: readonly Migration[]): void;
  /** Starts the tool on the database, or on another URL. */
  start(url?: string): StartedRun;
  /** Runs it to its end. */
  run(url?: string): Promise<Run>;
  /** The database's URL through the pooler, as the tool's driver wants it. Throws where there is no pooler. */
  poolerUrl(): string;
}

/** What a stage is made of. */
export interface StageParts {
  readonly peer: Peer;
  readonly makeCommand: MakeCommand;
  readonly server: PeerServer;
  /** How long a run may take. */
  readonly limitMs: number;
}

/** What `act` gives on a stage of its own, of which nothing stays. */
export async function onStage<Value>(
  { peer, makeCommand, server, limitMs }: StageParts,
  act: (stage: Stage) => Promise<Value>,
): Promise<Value> {
  const database = await server.makeDatabase();
  const directory = await mkdtemp(join(tmpdir(), "peers-"));
  const started: StartedRun[] = [];
  const start = (url = database.url): StartedRun => {
    const run = startCommand(makeCommand(url, directory), limitMs);
    started.push(run);
    return run;
  };
  try {
    return await act({
      database,
      write: (migrations) => writeFiles(directory, peer.files(migrations)),
      start,
      run: (url) => start(url).ended,
      poolerUrl: () => {
        if (database.poolerUrl === null) throw new Error("There is no pooler.");
        const { poolerParameter } = peer;
        return poolerParameter === "" ? database.poolerUrl : `${database.poolerUrl}?${poolerParameter}`;
      },
    });
  } finally {
    for (const run of started) run.kill();
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Asks until `question` is true; false when it still is not after `withinMs`. */
export async function becomesTrue(question: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (await question()) return true;
    await delay(20);
  }
  return false;
}

function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}
