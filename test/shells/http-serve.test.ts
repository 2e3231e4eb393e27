import { connect as connectTo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { becomesTrue } from "../support/processes.ts";
import { runAction } from "../support/run-action.ts";
import { runCli, startCli } from "../support/run-cli.ts";
import { json, serve, TOKEN } from "../support/serve.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const FILES = { "1_a.sql": "CREATE TABLE a (id int);" };
const NOWHERE = "postgres://nobody@127.0.0.1:1/nothing";

const begin = (flags: readonly string[], env: Record<string, string> = {}) =>
  startCli(["serve", `--database-url=${NOWHERE}`, `--migrations-path=${makeMigrations(FILES)}`, ...flags], {
    env,
  });

describeOnNewest("serve", (server) => {
  test("where it may not listen ends with 2 and says why, before it has said that it listens", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void taken.close());
    const port = (taken.address() as { port: number }).port;
    const cases: readonly [listen: string, said: RegExp][] = [
      [`127.0.0.1:${port}`, new RegExp(`127\\.0\\.0\\.1:${port} is taken`)],
      ["192.0.2.1:0", /192\.0\.2\.1:0 is no address of this machine/],
      ["no-such-host.invalid:0", /no-such-host\.invalid:0 is a host that/],
      ["8080", /"8080" is not an address to listen on/],
      ["http://localhost:8080", /is not an address to listen on/],
    ];
    for (const [listen, said] of cases) {
      const { code, stderr, report } = await begin([`--listen=${listen}`]).run;
      expect([code, report.failure?.code]).toEqual([2, "INPUT_INVALID"]);
      expect(stderr).toMatch(said);
      expect(stderr).not.toContain("Listening");
    }
  });

  test("with --json what keeps it from beginning is a report on standard output", async () => {
    const { stdout, code } = await begin(["--listen=192.0.2.1:0", "--json"]).run;
    expect([code, JSON.parse(stdout).failure.code]).toEqual([2, "INPUT_INVALID"]);
  });

  test("tells that it is alive of the process alone, while no database is there", async () => {
    const { ask } = await serve(
      server,
      { ...(await freshDatabase(server)), url: NOWHERE },
      makeMigrations(FILES),
    );
    expect((await ask("/health/live", { headers: {} })).status).toBe(204);
    expect((await ask("/health/database")).status).toBe(503);
  });

  test("refuses what it cannot be: watched, for a server that is thrown away, a step of the action", async () => {
    expect((await begin(["--watch"]).run).stderr).toContain("watch: It is of status and history");
    const ephemeral = await runCli(["serve", "--ephemeral", `--migrations-path=${makeMigrations(FILES)}`]);
    expect(ephemeral.stderr).toContain("ephemeral: serve answers for a database");
    const step = await runAction({ command: "serve", "database-url": NOWHERE });
    expect([step.code, step.outputs["failure-reason"]]).toEqual([1, "INPUT_INVALID"]);
    expect(step.stdout).toContain("a step of it never ends");
  });

  test("says who comes in, and to whom the token is told, when it begins", async () => {
    const cases: readonly [listen: string, env: Record<string, string>, said: string][] = [
      ["127.0.0.1:0", {}, "there is no admin API."],
      ["0.0.0.0:0", {}, "EVERYBODY who reaches this address can read the status page"],
      ["0.0.0.0:0", { NODE_ENV: "production" }, "health and metrics only"],
      ["0.0.0.0:0", { INTERNAL_ADMIN_TOKEN: TOKEN }, "plain HTTP beyond this machine"],
      ["127.0.0.1:0", { INTERNAL_ADMIN_TOKEN: TOKEN, NODE_ENV: "production" }, "there is no admin API."],
      ["127.0.0.1:0", { INTERNAL_ADMIN_TOKEN: "short-1" }, "fewer than 16 characters"],
    ];
    for (const [listen, env, said] of cases) {
      const started = begin([`--listen=${listen}`], env);
      await started.says("Listening on http://");
      started.child.kill("SIGTERM");
      const { code, stderr } = await started.run;
      expect(code).toBe(0);
      expect(stderr).toContain(said);
      expect(stderr).not.toContain(env["INTERNAL_ADMIN_TOKEN"] ?? "no token");
    }
  });

  test("on ::1 says an address that can be asked, and --quiet says nothing at all", async () => {
    const started = begin(["--listen=[::1]:0"]);
    await started.says("Listening on http://[::1]:");
    started.child.kill("SIGINT");
    expect((await started.run).code).toBe(0);
    const quiet = begin(["--listen=127.0.0.1:0", "--quiet"]);
    // Nothing tells that it listens: that it still runs after another has begun and ended does.
    await begin(["--listen=192.0.2.1:0"]).run;
    quiet.child.kill("SIGTERM");
    expect(await quiet.run).toMatchObject({ code: 0, stderr: "", stdout: "" });
  });

  test("ends although connections are kept open, with and without a request on them", async () => {
    const database = await freshDatabase(server);
    const served = await serve(server, database, makeMigrations(FILES));
    const sockets = [
      "",
      "GET /health/database HTTP/1.1\r\nHost: x\r\n",
      "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n",
    ];
    for (const bytes of sockets) {
      const socket = connectTo(served.port, "127.0.0.1");
      onTestFinished(() => void socket.destroy());
      socket.on("error", () => undefined).write(bytes);
      socket.resume();
    }
    await served.ask("/nothing");
    served.child.kill("SIGTERM");
    expect((await served.run).code).toBe(0);
  });

  test("when it ends lets what is asked be answered, begins nothing, and takes nobody new", async () => {
    const database = await freshDatabase(server);
    const sleeps = makeMigrations({ "1_a.sql": "SELECT pg_sleep(60), 'while serve ends';" });
    const served = await serve(server, database, sleeps);
    const events = await served.post({}, { headers: { ...json(), accept: "text/event-stream" } });
    // In the rehearsal, so in another database than this.
    const sleepers = () =>
      database.query(
        "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE '%while serve ends%' AND pid <> pg_backend_pid()",
      );
    expect(await becomesTrue(async () => (await sleepers()).length > 0, 30_000)).toBe(true);
    served.child.kill("SIGTERM");
    const text = await events.text();
    expect(text.slice(text.lastIndexOf("event: "))).toContain('"result":"cancelled"');
    expect((await served.run).code).toBe(0);
    await expect(served.ask("/nothing")).rejects.toThrow("fetch failed");
  });

  test("answers while its database is not there, and goes on", async () => {
    const started = begin(["--listen=127.0.0.1:0", "--health-timeout=1s"], { INTERNAL_ADMIN_TOKEN: TOKEN });
    let heard = "";
    started.child.stderr?.on("data", (chunk) => {
      heard += chunk;
    });
    await started.says("Listening on http://");
    const url = /http:\/\/\S+/.exec(heard)?.[0];
    expect((await fetch(`${url}/health/database`)).status).toBe(503);
    const post = { method: "POST", headers: json(), body: "{}" };
    const flags = await fetch(`${url}/api/migrations`, { headers: json() });
    expect(flags.status).toBe(503);
    expect((await fetch(`${url}/api/migrations`, { ...post, body: '{"steps":0}' })).status).toBe(400);
    expect(started.child.exitCode).toBeNull();
  });
});
