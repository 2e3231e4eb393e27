import { expect, test } from "vitest";
import { builtProgram, fixture, plainEnvironment, ROOT } from "../support/built.ts";
import { freshRole } from "../support/roles.ts";
import { runAction } from "../support/run-action.ts";
import { runCli } from "../support/run-cli.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { spawnProgram } from "../support/spawned.ts";
import { makeMigrations } from "../support/temporary.ts";

const CANARY = "c@nary'/:%pässword 7";
const FORMS = [
  CANARY,
  encodeURIComponent(CANARY),
  Buffer.from(CANARY).toString("base64"),
  CANARY.replaceAll("'", "''"),
  JSON.stringify(CANARY).slice(1, -1),
  "nary'/",
];

describeOnNewest("no output has the password", (server) => {
  const isClean = (texts: Readonly<Record<string, unknown>>) => {
    for (const [where, value] of Object.entries(texts)) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      for (const form of FORMS) expect(text.includes(form), `${form} in ${where}: ${text}`).toBe(false);
    }
  };
  const LEAKING = {
    "1_leak.sql": `CREATE TABLE "${CANARY}" (id int);\nSELECT '${CANARY.replaceAll("'", "''")}'::int;`,
  };

  test.each<{ what: string; files: Record<string, string> | null; flags: string[]; code: number }>([
    { what: "of a good run", files: null, flags: [], code: 0 },
    { what: "of a failing migration that has it in its SQL", files: LEAKING, flags: [], code: 5 },
    { what: "where the shadow has it too and is the target", files: null, flags: ["shadow"], code: 5 },
    { what: "of a bad input", files: null, flags: ["--lock-timeout=soon"], code: 2 },
    { what: "of a wrong database", files: null, flags: ["--expected-database=other"], code: 5 },
  ])("$what", async ({ files, flags, code }) => {
    const user = await freshRole(server, "SUPERUSER", CANARY);
    const database = await freshDatabase(server);
    const migrations = files === null ? fixture("flat") : makeMigrations(files);
    const url = user.urlOf(database);
    const others = flags.map((flag) => (flag === "shadow" ? `--shadow-url=${url}` : flag));
    const shadow = flags.includes("shadow") ? [] : [`--shadow-url=${server.url}`];
    const run = await runCli(
      ["up", `--migrations-path=${migrations}`, "--json", "--verbose", ...shadow, ...others],
      { env: { DATABASE_URL: url } },
    );
    expect(run.code).toBe(code);
    isClean({ stdout: run.stdout, stderr: run.stderr });
    const inputs = {
      "migrations-path": migrations,
      "shadow-url": server.url,
      ...Object.fromEntries(others.map((flag) => flag.slice(2).split(/=(.*)/s))),
    };
    const { hostname, port, pathname } = new URL(url);
    const apart = { host: hostname, port, database: pathname.slice(1), user: user.name, password: CANARY };
    const action = await runAction({ ...inputs, ...apart });
    const told = action.stdout.split(/\r?\n/).filter((line) => !line.startsWith("::add-mask::"));
    isClean({
      log: told.join("\n"),
      stderr: action.stderr,
      summary: action.summary,
      outputs: action.outputs,
      state: action.state,
    });
    if (code !== 2) isClean({ report: action.report });
  });

  test("where it is wrong, or its URL cannot be read", async () => {
    const database = await freshDatabase(server);
    const wrong = Object.assign(new URL(database.url), { password: encodeURIComponent(CANARY) }).href;
    const refused = await runCli(["up", `--database-url=${wrong}`, "--migrations-path=migrations-example"]);
    expect(refused.code).toBe(3);
    isClean({ stderr: refused.stderr, report: refused.report });
    const unreadable = await runCli([
      "up",
      `--database-url=postgres://me:${CANARY}@[half/x`,
      "--migrations-path=migrations-example",
      "--json",
    ]);
    expect(unreadable.code).toBe(2);
    isClean({ stderr: unreadable.stderr, stdout: unreadable.stdout });
    const action = await runAction({
      "database-url": `postgres://me:${CANARY}@[half/x`,
      "migrations-path": "migrations-example",
    });
    isClean({ summary: action.summary, outputs: action.outputs });
  });

  test("and the action masks it, whole and apart, before it says anything else", async () => {
    const user = await freshRole(server, "SUPERUSER", CANARY);
    const database = await freshDatabase(server);
    const url = user.urlOf(database);
    const { stdout } = await runAction({
      "database-url": url,
      "shadow-url": server.url,
      "migrations-path": fixture("flat"),
    });
    const lines = stdout.split("\n").filter((line) => line !== "");
    const first = lines.findIndex((line) => !line.startsWith("::add-mask::"));
    const masks = lines.filter((line) => line.startsWith("::add-mask::"));
    expect(lines.slice(0, first)).toEqual(masks);
    // The runner reads %25 as %.
    const masked = masks.map((line) => line.slice("::add-mask::".length).replaceAll("%25", "%"));
    expect(masked).toEqual(expect.arrayContaining([url, CANARY, encodeURIComponent(CANARY)]));
  });

  test("of a throwaway server, but in the output that is for it", async () => {
    const run = await runAction({ ephemeral: "true", "migrations-path": fixture("flat") });
    const url = run.outputs["database-url"];
    const { password } = new URL(url);
    expect(run.code).toBe(0);
    expect(password.length).toBeGreaterThan(8);
    const told = run.stdout
      .split("\n")
      .filter((line) => !line.startsWith("::add-mask::"))
      .join("\n");
    for (const text of [told, run.summary, JSON.stringify(run.report), JSON.stringify(run.state)])
      expect(text).not.toContain(password);
    expect(run.stdout).toContain(`::add-mask::${url.replaceAll("%", "%25")}`);
    const state = Object.fromEntries(
      Object.entries(run.state).map(([name, value]) => [`STATE_${name}`, value]),
    );
    const post = await spawnProgram(builtProgram("action-post.js"), [], {
      env: { ...plainEnvironment(), ...state },
      cwd: ROOT,
    }).ended;
    expect(post.code).toBe(0);
    const after = await runCli([
      "status",
      `--database-url=${url}`,
      `--migrations-path=${fixture("flat")}`,
      "--wait-for-database=0s",
    ]);
    expect(after.code).toBe(3);
  });
});
