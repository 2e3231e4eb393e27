import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { settingsOfUrl } from "../../support/settings-of-url.ts";
import { keptTool } from "./kept-tool.ts";
import type { RealTool } from "./real-tool.ts";
import { ProgramFailed, runProgram } from "./run-program.ts";

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

/**
 * Flyway by its Java API: 2 MB of jars, where the archive of its command line has 240. Its lock is the session's: the
 * default one would wait for itself beside CREATE INDEX CONCURRENTLY. Source: flyway#3508.
 */
const PROGRAM = `import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

class MigrateWithFlyway {
  public static void main(String[] args) {
    var configuration = Flyway.configure()
        .dataSource(args[0], args[1], args[2])
        .locations("filesystem:" + args[3]);
    configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
    configuration.load().migrate();
  }
}
`;

/** Another program or other jars are kept as another tool. */
const KEY = `flyway-${VERSION}-${createHash("sha256").update(POM).update(PROGRAM).digest("hex").slice(0, 8)}`;

/** Flyway, run by the Java 17 or later of this machine. */
export const flyway: RealTool = {
  name: "Flyway",
  version: VERSION,
  install: async () => {
    await checkJava();
    const home = await keptTool(KEY, async (directory) => {
      await writeFile(join(directory, "pom.xml"), POM);
      await writeFile(join(directory, "MigrateWithFlyway.java"), PROGRAM);
      const args = ["--batch-mode", "--quiet", COPY, "-DoutputDirectory=jars"];
      await runProgram("mvn", args, { cwd: directory, timeoutMs: 180_000 });
      const compile = ["-cp", "jars/*", "-d", "classes", "MigrateWithFlyway.java"];
      await runProgram("javac", compile, { cwd: directory });
    });
    return async (url, directory) => {
      const { host, port, database, user, password } = settingsOfUrl(url);
      const jdbcUrl = `jdbc:postgresql://${host}:${port}/${database}`;
      const args = ["-cp", CLASSES, "MigrateWithFlyway", jdbcUrl, user, password ?? "", directory];
      await runProgram("java", args, { cwd: home });
    };
  },
};

/** Rejects with ProgramFailed when there is no Java, or one too old for Flyway. */
async function checkJava(): Promise<void> {
  const said = await runProgram("java", ["-version"], { cwd: "/" });
  const major = Number(/version "(\d+)/.exec(said)?.[1]);
  if (!(major >= 17)) throw new ProgramFailed(`Flyway ${VERSION} wants Java 17 or later; here is:\n${said}`);
}
