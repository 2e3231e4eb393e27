import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataDirectory } from "./server-command.ts";
import type { Supervisor } from "./supervisor.ts";

const POLL_MS = 5;

/**
 * The server's process id, once it takes connections. Throws with the log's end when the server ends first,
 * with the signal's reason when that is aborted, and after `timeoutMs`.
 */
export async function waitUntilReady(
  directory: string,
  supervisor: Supervisor,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly pid: number }> {
  let end: string | null = null;
  supervisor.ended.then((said) => {
    end = said;
  });
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    if (end !== null) throw new Error(tellingLines(end) || "it ended without a word");
    const pid = parseReadyPid(await readPidFile(directory));
    if (pid !== null) return { pid };
    await sleep(POLL_MS);
  }
  throw new Error(`it was not ready after ${timeoutMs} ms`);
}

/** The lines of a log's end that say why, else its last five: initdb reports each of its steps. */
export function tellingLines(log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.filter((line) => /\b(error|fatal|panic|hint|detail|could not|cannot)\b/i.test(line));
  return (telling.length > 0 ? telling : lines).slice(-5).join("\n");
}

/** postmaster.pid of the server in `directory`; empty when it is not there (yet). */
export async function readPidFile(directory: string): Promise<string> {
  return readFile(join(dataDirectory(directory), "postmaster.pid"), "utf8").catch(() => "");
}

/**
 * The process id in a postmaster.pid whose server takes connections; null before that. Source: PostgreSQL's
 * pidfile.h: line 1 the id, line 8 the state, padded with blanks.
 */
export function parseReadyPid(text: string): number | null {
  const lines = text.split("\n");
  return lines[7]?.trim() === "ready" ? Number(lines[0]) : null;
}
