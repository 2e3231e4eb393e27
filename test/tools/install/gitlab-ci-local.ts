import { join } from "node:path";
import { npmPackages } from "./npm-packages.ts";

const VERSION = "4.75.1";

/** Reads a `.gitlab-ci.yml` by GitLab's own schema and runs its jobs on this machine; needs Node 24. */
export interface GitlabCiLocal {
  readonly program: string;
  /** To stand last on PATH: programs that it needs, for where they are not installed. */
  readonly instead: string;
}

/** Rejects with ProgramFailed where it cannot be had. */
export async function installGitlabCiLocal(): Promise<GitlabCiLocal> {
  const home = await npmPackages(`gitlab-ci-local-${VERSION}`, { "gitlab-ci-local": VERSION });
  return {
    program: join(home, "node_modules/gitlab-ci-local/dist/index.js"),
    instead: join(import.meta.dirname, "programs/instead"),
  };
}
