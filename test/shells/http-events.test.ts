import { connect as connectTo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { becomesTrue } from "../support/processes.ts";
import { ledgerOf } from "../support/runs.ts";
import { json, type Served, serve, TOKEN } from "../support/serve.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

interface ServerSentEvent {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of it is what it is about
  readonly data: any;
}

/** The events of a whole stream, as HTML's "Interpreting an event stream" reads them: each line one field. */
function parseEvents(text: string): readonly ServerSentEvent[] {
  const blocks = text.split("\n\n").filter((block) => block !== "" && !block.startsWith(":"));
  return blocks.map((block) => {
    const [first = "", second = "", ...more] = block.split("\n");
    expect([first.slice(0, 7), second.slice(0, 6), more]).toEqual(["event: ", "data: ", []]);
    return { event: first.slice(7), data: JSON.parse(second.slice(6)) };
  });
}

const asEvents = { headers: { ...json(), accept: "text/event-stream" } };

const eventsOf = async ({ post }: Served, body: object): Promise<readonly ServerSentEvent[]> => {
  const response = await post(body, asEvents);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  return parseEvents(await response.text());
};

describeOnNewest("a run told as events", (server) => {
  test("tells progress, then the plan, then what is applied, and last the report", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
    const events = await eventsOf(await serve(server, database, migrations), { dryRun: false });
    const names = events.map(({ event }) => event);
    const kinds = events.filter(({ event }) => event === "progress").map(({ data }) => data.kind);
    expect(kinds).toEqual(
      expect.arrayContaining(["connected", "rehearsal-started", "rehearsing", "apply-started", "applied"]),
    );
    const plan = names.indexOf("plan");
    const started = events.findIndex(({ data }) => data.kind === "apply-started");
    expect(events.findIndex(({ data }) => data.kind === "rehearsing")).toBeLessThan(plan);
    expect(plan).toBeLessThan(started);
    expect(events[plan]?.data.plan.steps).toHaveLength(1);
    expect(names.filter((name) => name === "report")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ event: "report", data: { result: "applied", exitCode: 0 } });
    expect(events[started]?.data.line).toBe("Applying 1");
  });

  test("keeps what a server says within its line, whatever line ends are in it", async () => {
    const database = await freshDatabase(server);
    const notice = String.raw`DO $$ BEGIN RAISE NOTICE E'one\n\nevent: report\ndata: {}\r\n\r\n::error::two'; END $$;`;
    const migrations = makeMigrations({ "1_a.sql": notice });
    const events = await eventsOf(await serve(server, database, migrations), { dryRun: false });
    expect(events.filter(({ event }) => event === "report")).toHaveLength(1);
    const lines = events.filter(({ data }) => data.kind === "server-notice").map(({ data }) => data.line);
    expect(lines.join()).toContain("one");
    expect(lines.join()).not.toContain("::error::");
  });

  test("tells a refusal as a report too, and what is wrong with the request as plain JSON", async () => {
    const database = await freshDatabase(server);
    const served = await serve(server, database, makeMigrations({ "1_a.sql": "SELECT 1;" }));
    const events = await eventsOf(served, { target: "no-such-version" });
    expect(events.at(-1)).toMatchObject({ event: "report", data: { result: "refused", exitCode: 4 } });
    const bad = await served.post({ dryRun: "yes" }, asEvents);
    expect([bad.status, bad.headers.get("content-type")]).toEqual([400, "application/json"]);
  });

  test("is held up by nobody who does not read: the run ends, and the server with it", async () => {
    const database = await freshDatabase(server);
    // Far more than what lies in the buffers of two sockets.
    const talk = "DO $$ BEGIN FOR i IN 1..4000 LOOP RAISE NOTICE '%', repeat('x', 4000); END LOOP; END $$;";
    const migrations = makeMigrations({ "1_a.sql": talk, "2_b.sql": "CREATE TABLE b (id int);" });
    const served = await serve(server, database, migrations);
    const socket = connectTo(served.port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    const body = JSON.stringify({ dryRun: false });
    socket.pause();
    socket.write(
      `POST /api/migrations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await becomesTrue(async () => {
      const { lastRun } = (await (await served.ask("/api/migrations")).json()) as { lastRun: unknown };
      return lastRun !== null;
    }, 60_000);
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1", "2"]);
    served.child.kill("SIGTERM");
    expect((await served.run).code).toBe(0);
  });

  test("goes on when its reader has gone, and not a word is said of that", async () => {
    const database = await freshDatabase(server);
    const talk = "DO $$ BEGIN FOR i IN 1..2000 LOOP RAISE NOTICE '%', repeat('x', 4000); END LOOP; END $$;";
    const served = await serve(server, database, makeMigrations({ "1_a.sql": talk }));
    const going = new AbortController();
    const response = await served.post({ dryRun: false }, { ...asEvents, signal: going.signal });
    await response.body?.getReader().read();
    going.abort();
    await becomesTrue(async () => {
      const { lastRun } = (await (await served.ask("/api/migrations")).json()) as { lastRun: unknown };
      return lastRun !== null;
    }, 60_000);
    expect((await ledgerOf(database)).map(({ status }) => status)).toEqual(["completed"]);
    served.child.kill("SIGTERM");
    const { code, stdout, stderr } = await served.run;
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr.split("\n").filter((line) => /abort|error|fault/i.test(line))).toEqual([]);
  });

  test("leaves out of what one reads late only what was on the way: plan and report come", async () => {
    const database = await freshDatabase(server);
    const talk = "DO $$ BEGIN FOR i IN 1..20000 LOOP RAISE NOTICE '%', repeat('x', 1000); END LOOP; END $$;";
    const served = await serve(server, database, makeMigrations({ "1_a.sql": talk }));
    const response = await served.post({ dryRun: false }, asEvents);
    await becomesTrue(async () => (await ledgerOf(database).catch(() => [])).length === 1, 60_000);
    const events = parseEvents(await response.text());
    expect(events.filter(({ event }) => event === "plan")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ event: "report", data: { result: "applied" } });
    const leftOut = events.filter(({ event }) => event === "left-out").map(({ data }) => data.count);
    expect(leftOut.length).toBeGreaterThan(0);
  });
});
