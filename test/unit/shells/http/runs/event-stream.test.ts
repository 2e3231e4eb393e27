import { describe, expect, test } from "vitest";
import { makeEventStream } from "../../../../../src/shells/http/runs/event-stream.ts";

const read = (body: ReadableStream<Uint8Array>): Promise<string> => new Response(body).text();

describe("a stream of events", () => {
  test("begins before the first of them, and has them in their order, each in two lines", async () => {
    const { body, send, end } = makeEventStream();
    send("progress", { line: "a\n\nevent: report\r\rdata: {}" }, "passing");
    send("report", { b: 1 }, "kept");
    end();
    expect(await read(body)).toBe(
      ': begun\n\nevent: progress\ndata: {"line":"a\\n\\nevent: report\\r\\rdata: {}"}\n\nevent: report\ndata: {"b":1}\n\n',
    );
  });

  test("gives what is sent to one who waits for it already", async () => {
    const { body, send, end } = makeEventStream();
    const all = read(body);
    await Promise.resolve();
    send("plan", 1, "kept");
    await new Promise((resolve) => setImmediate(resolve));
    send("report", 2, "kept");
    end();
    expect(await all).toContain("event: report\ndata: 2\n\n");
  });

  test("keeps five hundred of those that pass, the newest, and all that are to be kept, and says how many are gone", async () => {
    const { body, send, end } = makeEventStream();
    send("plan", "first", "kept");
    for (let turn = 1; turn <= 2_000; turn += 1) send("progress", turn, "passing");
    send("report", "last", "kept");
    end();
    const text = await read(body);
    expect(text.match(/event: progress/g)).toHaveLength(500);
    expect(text).toContain('event: left-out\ndata: {"count":1500}');
    expect(text).toContain("data: 1501\n");
    expect(text).not.toContain("data: 1500\n");
    expect(text.indexOf('"first"')).toBeLessThan(text.indexOf("data: 1501"));
    expect(text.endsWith('event: report\ndata: "last"\n\n')).toBe(true);
  });

  test("that nobody reads any more takes what is sent, and keeps nothing", async () => {
    const { body, send, end } = makeEventStream();
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
    for (let turn = 0; turn < 100; turn += 1) send("progress", turn, "passing");
    end();
    expect(await reader.closed).toBeUndefined();
  });
});
