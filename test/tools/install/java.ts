import { ProgramFailed, runProgram } from "./run-program.ts";

/** Rejects with ProgramFailed when there is no Java, or one older than 17. */
export async function checkJava(): Promise<void> {
  const said = await runProgram("java", ["-version"], { cwd: "/" });
  const major = Number(/version "(\d+)/.exec(said)?.[1]);
  if (!(major >= 17)) throw new ProgramFailed(`It wants Java 17 or later; here is:\n${said}`);
}

/** What a JDBC program is given: user and password stand beside the URL, as its manuals have it. */
export interface JdbcConnection {
  readonly jdbcUrl: string;
  readonly user: string;
  readonly password: string;
}

/**
 * The parts of `postgresql://user:password@host:port/database`, cut at the first colon and the last `@`: what is malformed
 * in a part stays so in that part.
 */
export function jdbcOf(url: string): JdbcConnection {
  const [, user = "", password = "", place = url] = /^\w+:\/\/([^:]*):(.*)@([^@]*)$/s.exec(url) ?? [];
  return { jdbcUrl: `jdbc:postgresql://${place}`, user: decoded(user), password: decoded(password) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
