import { describe, expect, test } from "vitest";
import type { ServerFacts } from "../../../src/database/server-facts.ts";
import { checkConnection, isLocalHost } from "../../../src/environment/connection-checks.ts";
import type { ConnectionSettings } from "../../../src/inputs/inputs.ts";
import { parsed } from "../inputs/support.ts";

const FACTS: ServerFacts = { database: "shop", user: "app", version: "16.4", major: 16 };

const judge = (settings: Partial<ConnectionSettings>, isEncrypted: boolean, isProduction = true) =>
  checkConnection({
    settings: { ...parsed({}).connection, ...settings },
    facts: FACTS,
    isEncrypted,
    isProduction,
  })[0];

describe("a connection", () => {
  test.each([
    ["in the clear to another machine is told of in production", "db.example.com", false, true, "warning"],
    ["in the clear elsewhere holds, and says so", "db.example.com", false, false, "holds"],
    ["under TLS holds", "db.example.com", true, true, "holds"],
    ["to a loopback address holds", "127.0.0.1", false, true, "holds"],
    ["by a Unix socket holds", "/var/run/postgresql", false, true, "holds"],
  ])("%s", (_, host, isEncrypted, isProduction, state) => {
    expect(judge({ host }, isEncrypted, isProduction)?.state).toBe(state);
  });

  test("under TLS tells whether the server has proven who it is", () => {
    expect(judge({ sslMode: "require" }, true)?.message).toContain("was not proven (sslmode require)");
    expect(judge({ sslMode: "verify-full" }, true)?.message).not.toContain("proven");
  });

  test("tells neither the password nor the URL", () => {
    const check = judge({ password: "hidden-word" }, false);
    expect(JSON.stringify(check)).not.toMatch(/hidden-word|postgres:/);
  });

  test.each([
    ["localhost", true],
    ["127.1.2.3", true],
    ["::1", true],
    ["/tmp", true],
    ["127.example.com", false],
    ["localhost.example.com", false],
    ["10.0.0.1", false],
  ])("to %s stays on this machine: %s", (host, isLocal) => {
    expect(isLocalHost(host)).toBe(isLocal);
  });
});

test.each([
  [14, "holds"],
  [18, "holds"],
  [19, "warning"],
])("a server of version %d %s", (major, state) => {
  const facts = { ...FACTS, major };
  const question = { settings: parsed({}).connection, facts, isEncrypted: true, isProduction: false };
  expect(checkConnection(question)[1]?.state).toBe(state);
});
