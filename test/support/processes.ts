import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The process ids whose arguments or working directory name `text`, ours left out: a server's own, its
 * supervisor's, and on Linux its backends' too.
 */
export async function processesNaming(text: string): Promise<number[]> {
  const pids = process.platform === "linux" ? await pidsOfProc(text) : await pidsOfPs(text);
  return pids.filter((pid) => pid !== process.pid);
}

/**
 * Everything that a process was started with: its arguments, then its environment, separated by line ends.
 */
export async function readStartOf(pid: number): Promise<string> {
  const parts = await Promise.all(
    ["cmdline", "environ"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8")),
  );
  return parts.join("\0").replaceAll("\0", "\n");
}

/** The arguments of every process of this machine, one process a line. Linux. */
export async function allArguments(): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
}

/** Asks until `question` is true, for `withinMs`; gives its last answer. */
export async function becomesTrue(question: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (await question()) return true;
    await sleep(20);
  }
  return question();
}

async function pidsOfProc(text: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const named = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      const directory = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      return line.includes(text) || directory.includes(text) ? [Number(pid)] : [];
    }),
  );
  return named.flat();
}

async function pidsOfPs(text: string): Promise<number[]> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,args="]);
  return stdout
    .split("\n")
    .filter((line) => line.includes(text) && !line.includes("hold-server"))
    .map((line) => Number.parseInt(line, 10));
}
