import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { checkJava, jdbcOf } from "./java.ts";
import { keptTool } from "./kept-tool.ts";
import type { MakeCommand, RealTool } from "./real-tool.ts";
import { runProgram } from "./run-program.ts";

const VERSION = "13.12.0";
const DRIVER = "42.7.14";
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";

const dependency = (group: string, artifact: string, version: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

/** Where Java finds the compiled program and the jars, from their directory. */
const CLASSES = ["classes", "jars/*"].join(delimiter);

/** Maven's description of a project that has Flyway and PostgreSQL's driver as its dependencies and nothing else. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tools</groupId><artifactId>flyway</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    ${dependency("org.flywaydb", "flyway-database-postgresql", VERSION)}
    ${dependency("org.postgresql", "postgresql", DRIVER)}
  </dependencies>
</project>
`;

/** Flyway by its Java API: 2 MB of jars, where the archive of its command line has 240. */
const PROGRAM = `import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

class MigrateWithFlyway {
  public static void main(String[] args) {
    var configuration = Flyway.configure()
        .dataSource(args[0], args[1], args[2])
        .locations("filesystem:" + args[3]);
    if (args[4].equals("session-lock"))
      configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
    configuration.load().migrate();
  }
}
`;

/** Another program or other jars are kept as another tool. */
const KEY = `flyway-${VERSION}-${createHash("sha256").update(POM).update(PROGRAM).digest("hex").slice(0, 8)}`;

/** Which lock keeps other runs out: Flyway's default, or the one of `postgresql.transactional.lock=false`. */
type Lock = "default-lock" | "session-lock";

/**
 * Flyway with its session's lock, run by the Java 17 or later of this machine: the default one would wait for itself
 * beside CREATE INDEX CONCURRENTLY. Source: flyway#3508.
 */
export const flyway = makeFlyway("Flyway", "session-lock");

/** Flyway as it is when nothing is set. */
export const flywayByDefault = makeFlyway("Flyway", "default-lock");

function makeFlyway(name: string, lock: Lock): RealTool {
  const install = async (): Promise<MakeCommand> => {
    await checkJava();
    const home = await keptTool(KEY, async (directory) => {
      await writeFile(join(directory, "pom.xml"), POM);
      await writeFile(join(directory, "MigrateWithFlyway.java"), PROGRAM);
      const args = ["--batch-mode", "--quiet", COPY, "-DoutputDirectory=jars"];
      await runProgram("mvn", args, { cwd: directory, timeoutMs: 180_000 });
      const compile = ["-cp", "jars/*", "-d", "classes", "MigrateWithFlyway.java"];
      await runProgram("javac", compile, { cwd: directory });
    });
    return (url, directory) => {
      const { jdbcUrl, user, password } = jdbcOf(url);
      const args = ["-cp", CLASSES, "MigrateWithFlyway", jdbcUrl, user, password, directory, lock];
      return { program: "java", args, cwd: home };
    };
  };
  return { name, version: VERSION, install };
}
