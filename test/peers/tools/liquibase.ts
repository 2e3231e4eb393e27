import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { checkJava, jdbcOf } from "../../tools/install/java.ts";
import { keptTool } from "../../tools/install/kept-tool.ts";
import type { MakeCommand } from "../../tools/install/real-tool.ts";
import { runProgram } from "../../tools/install/run-program.ts";
import { type Migration, sqlOf } from "../migration.ts";
import { JDBC_BEHIND_POOLER, type Peer } from "../peer.ts";

const VERSION = "5.0.4";
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";

const dependency = (group: string, artifact: string, version: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

/** Maven's description of a project that has Liquibase and PostgreSQL's driver as its dependencies and nothing else. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tools</groupId><artifactId>liquibase</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    ${dependency("org.liquibase", "liquibase-core", VERSION)}
    ${dependency("org.postgresql", "postgresql", "42.7.14")}
  </dependencies>
</project>
`;

/** The command `update` by Liquibase's Java API. */
const PROGRAM = `import java.nio.file.Path;
import java.util.Map;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.resource.DirectoryResourceAccessor;

class UpdateWithLiquibase {
  public static void main(String[] args) throws Exception {
    var files = new DirectoryResourceAccessor(Path.of(args[3]));
    Scope.child(Map.of(Scope.Attr.resourceAccessor.name(), files), () -> {
      new CommandScope("update")
          .addArgumentValue("changelogFile", "changelog.sql")
          .addArgumentValue("url", args[0])
          .addArgumentValue("username", args[1])
          .addArgumentValue("password", args[2])
          .execute();
    });
  }
}
`;

const KEY = `liquibase-${VERSION}-${createHash("sha256").update(POM).update(PROGRAM).digest("hex").slice(0, 8)}`;

export const liquibase: Peer = {
  tool: { name: "Liquibase", version: VERSION, install },
  files: (migrations) => ({
    "changelog.sql": `--liquibase formatted sql\n${migrations.map(changeSet).join("")}`,
  }),
  poolerParameter: JDBC_BEHIND_POOLER,
  remark: "Liquibase: its Java API, changesets in SQL; user and password beside the URL.",
};

function changeSet(migration: Migration): string {
  const option = migration.transaction === "none" ? " runInTransaction:false" : "";
  return `\n--changeset peers:${migration.number}-${migration.name}${option}\n${sqlOf(migration)}`;
}

async function install(): Promise<MakeCommand> {
  await checkJava();
  const home = await keptTool(KEY, async (directory) => {
    await writeFile(join(directory, "pom.xml"), POM);
    await writeFile(join(directory, "UpdateWithLiquibase.java"), PROGRAM);
    const args = ["--batch-mode", "--quiet", COPY, "-DoutputDirectory=jars", "-DincludeScope=runtime"];
    await runProgram("mvn", args, { cwd: directory, timeoutMs: 180_000 });
    await runProgram("javac", ["-cp", "jars/*", "-d", "classes", "UpdateWithLiquibase.java"], {
      cwd: directory,
    });
  });
  return (url, directory) => {
    const { jdbcUrl, user, password } = jdbcOf(url);
    const classes = ["classes", "jars/*"].join(delimiter);
    return {
      program: "java",
      args: ["-cp", classes, "UpdateWithLiquibase", jdbcUrl, user, password, directory],
      cwd: home,
    };
  };
}
