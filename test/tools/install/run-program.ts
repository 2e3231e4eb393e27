import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { delimiter } from "node:path";

/** A program that is not there, or ended with anything but 0; the message has what it said. */
export class ProgramFailed extends Error {
  override readonly name = "ProgramFailed";
}

export interface RunOptions {
  readonly cwd: string;
  /** Variables over those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** After it the program is killed and has failed; 60 seconds when not given. */
  readonly timeoutMs?: number;
}

/** A program and how to start it. */
export interface Command extends Pick<RunOptions, "cwd" | "env"> {
  readonly program: string;
  readonly args: readonly string[];
}

/** What `command` wrote to standard output and error by its end. Rejects with ProgramFailed. */
export const runCommand = ({ program, args, ...options }: Command): Promise<string> =>
  runProgram(program, args, options);

/** What `program` wrote to standard output and error by its end. Rejects with ProgramFailed. */
export function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { cwd, env = {}, timeoutMs = 60_000 } = options;
  const settings = {
    cwd,
    env: { ...toolEnvironment(), ...env },
    timeout: timeoutMs,
    maxBuffer: 16 * 1024 ** 2,
  };
  return new Promise((resolve, reject) => {
    execFile(program, args, settings, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`;
      if (error === null) return resolve(said);
      const how =
        error.code === "ENOENT"
          ? "is not on PATH"
          : error.killed
            ? `took longer than ${timeoutMs / 1000} s`
            : `ended with ${error.code ?? error.signal}`;
      reject(new ProgramFailed(`${program} ${how}${said.trim() === "" ? "" : `:\n${lastLines(said)}`}`));
    });
  });
}

/**
 * Our environment without what `npm test` tells its scripts (an npm started here would take it for settings) and any
 * DATABASE_URL.
 */
export function toolEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("npm_") && !/^(DATABASE_URL$|PG|GOOSE_|DBMATE_|FLYWAY_)/.test(name),
  );
  return {
    HOME: homedir(),
    ...Object.fromEntries(kept),
    // Go's own installer puts it there and leaves PATH to the reader.
    PATH: [process.env["PATH"] ?? "", "/usr/local/go/bin"].join(delimiter),
  };
}

const lastLines = (text: string): string => text.trim().split("\n").slice(-15).join("\n");
