import { runProgram } from "../tools/install/run-program.ts";

/** What `docker ARGS` says. Rejects with ProgramFailed. */
export const docker = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> =>
  // The builder that every engine has; the other is a component of its own.
  runProgram("docker", args, { cwd: "/", env: { DOCKER_BUILDKIT: "0", ...env }, timeoutMs: 120_000 });

/** Why no container can be run here; null where one can. */
export async function lackOfEngine(): Promise<string | null> {
  if (process.platform !== "linux") return `images are made for Linux, and this is ${process.platform}`;
  try {
    await runProgram("docker", ["version"], { cwd: "/", timeoutMs: 5_000 });
    return null;
  } catch (error) {
    return `no container engine answers: ${(error as Error).message.split("\n")[0]}`;
  }
}

/** What the engine's health check says of a container: `starting`, `healthy` or `unhealthy`. */
export const healthOf = async (container: string): Promise<string> =>
  (await docker(["inspect", "--format={{.State.Health.Status}}", container])).trim();
