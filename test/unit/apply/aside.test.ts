import { expect, test } from "vitest";
import { openAside } from "../../../src/apply/aside.ts";
import type { Session } from "../../../src/database/session.ts";

/** Sessions that are opened when they are told to be, and tell which of them were left. */
function makeSessions() {
  const left: string[] = [];
  const waiting = new Map<string, () => void>();
  const open = (name: string) => () =>
    new Promise<Session>((resolve) => {
      const session = {
        lost: new AbortController().signal,
        query: async (statement: string) => [{ name, statement }],
        leave: () => void left.push(name),
      };
      waiting.set(name, () => resolve(session as unknown as Session));
    });
  const aside = openAside({ open: open("asked"), reconnect: open("reconnected") });
  return { aside, left, arrive: (name: string) => waiting.get(name)?.() };
}

test("one that is opened while another is being opened is left at once, and both are left in the end", async () => {
  const { aside, left, arrive } = makeSessions();
  const answer = aside.ask("SELECT 1");
  const reconnecting = aside.reconnect();
  arrive("asked");
  expect(await answer).toEqual([{ name: "asked", statement: "SELECT 1" }]);
  arrive("reconnected");
  await reconnecting;
  expect(left).toEqual(["reconnected"]);
  expect(await aside.ask("SELECT 2")).toEqual([{ name: "asked", statement: "SELECT 2" }]);
  aside.close();
  expect(left).toEqual(["reconnected", "asked"]);
});

test("one that comes when all is over is left", async () => {
  const { aside, left, arrive } = makeSessions();
  const reconnecting = aside.reconnect();
  aside.close();
  arrive("reconnected");
  await reconnecting;
  expect(left).toEqual(["reconnected"]);
});
