import { readFileSync } from "node:fs";
import { type AddressInfo, connect as connectSocket, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { findServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { type LocalServer, startServer } from "../../src/database/local-server/start-server.ts";
import type { ConnectionSettings } from "../../src/inputs/inputs.ts";
import { forwardTo } from "../support/forward.ts";

const FIXTURES = new URL("../fixtures/tls/", import.meta.url);
const CA = readFileSync(new URL("ca.crt", FIXTURES), "utf8");
const binaries = (await findServerBinaries())[0];

let server: LocalServer;

/** One server with TLS (its certificate is for `localhost` only), made by reconfiguring a throwaway one. */
beforeAll(async () => {
  if (binaries === undefined) return;
  server = await startServer(binaries, { kind: "ephemeral", lifetime: "process" });
  const session = await makeConnector(server.settings, 5_000).open();
  const place = async (name: string) => {
    const bytes = readFileSync(new URL(name, FIXTURES)).toString("base64");
    const path = `${server.directory}/${name}`;
    await session.query(`COPY (SELECT '${bytes}') TO PROGRAM 'base64 -d > ${path} && chmod 600 ${path}'`);
    return path;
  };
  await session.query(`ALTER SYSTEM SET ssl_cert_file = '${await place("server.crt")}'`);
  await session.query(`ALTER SYSTEM SET ssl_key_file = '${await place("server.key")}'`);
  await session.query("ALTER SYSTEM SET ssl = on");
  await session.query("SELECT pg_reload_conf()");
  await session.close();
  await tlsIsOn();
});

afterAll(() => server?.stop());

/** The postmaster takes a reload in its own time: it is asked until it answers an SSLRequest with S. */
async function tlsIsOn(): Promise<void> {
  for (let left = 100; left > 0; left--) {
    if ((await answerToSslRequest()) === "S") return;
    await delay(50);
  }
  throw new Error("The server does not offer TLS.");
}

function answerToSslRequest(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(server.settings.port, "127.0.0.1", () =>
      socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])),
    );
    socket.once("data", (answer) => {
      socket.destroy();
      resolve(answer.toString("latin1"));
    });
    socket.once("error", reject);
  });
}

/** Whether the session that `changes` lead to is encrypted, or the code of the error. */
async function outcomeOf(changes: Partial<ConnectionSettings>): Promise<boolean | string> {
  try {
    const session = await makeConnector({ ...server.settings, ...changes }, 5_000).open();
    const [row] = await session.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    await session.close();
    return row?.["ssl"] === true;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const withServer = test.skipIf(binaries === undefined);

withServer("sslmode decides as libpq documents it, on a server that offers TLS", async () => {
  expect(await outcomeOf({ sslMode: "disable" })).toBe(false);
  expect(await outcomeOf({ sslMode: "allow" })).toBe(false);
  expect(await outcomeOf({ sslMode: "prefer" })).toBe(true);
  expect(await outcomeOf({ sslMode: "require" })).toBe(true);
});

withServer("verify-ca and verify-full want a root certificate, and the right one", async () => {
  for (const sslMode of ["verify-ca", "verify-full"] as const) {
    expect(await outcomeOf({ sslMode })).toBe("TLS_FAILED");
    expect(await outcomeOf({ sslMode, sslRootCert: "system", host: "localhost" })).toBe("TLS_FAILED");
    expect(await outcomeOf({ sslMode, sslRootCert: CA, host: "localhost" })).toBe(true);
  }
});

withServer("verify-full checks the host's name, verify-ca does not", async () => {
  expect(await outcomeOf({ sslMode: "verify-full", sslRootCert: CA })).toBe("TLS_FAILED");
  expect(await outcomeOf({ sslMode: "verify-ca", sslRootCert: CA })).toBe(true);
});

withServer("require checks the chain where a root certificate is given", async () => {
  expect(await outcomeOf({ sslMode: "require", sslRootCert: CA })).toBe(true);
  expect(await outcomeOf({ sslMode: "require", sslRootCert: "system" })).toBe("TLS_FAILED");
});

withServer("prefer goes on with the same connection where the server has no TLS", async () => {
  const plain = await startServer(binaries as NonNullable<typeof binaries>, {
    kind: "ephemeral",
    lifetime: "process",
  });
  try {
    const line = await forwardTo(0, "127.0.0.1", plain.settings.port);
    const settings = { ...plain.settings, host: "127.0.0.1", port: line.port, sslMode: "prefer" } as const;
    const connector = makeConnector(settings, 5_000);
    const first = await connector.open();
    expect(first.isEncrypted).toBe(false);
    expect(line.connections()).toBe(1);
    const second = await connector.open();
    expect(line.connections()).toBe(2);
    await Promise.all([first.close(), second.close()]);
  } finally {
    await plain.stop();
  }
});

withServer("prefer says nothing more in the clear to who answers anything but N", async () => {
  for (const answer of ["NN", "E\0\0\0\x0aMboo\0\0", "X"]) {
    const heard: Buffer[][] = [];
    const odd = createServer((socket) => {
      const chunks: Buffer[] = [];
      heard.push(chunks);
      socket.on("error", () => {}).on("data", (chunk) => chunks.push(chunk) && socket.write(answer));
    });
    await new Promise<void>((resolve) => odd.listen(0, "127.0.0.1", resolve));
    const { port } = odd.address() as AddressInfo;
    const settings = { ...server.settings, host: "127.0.0.1", port, sslMode: "prefer" } as const;
    await expect(makeConnector(settings, 300).open()).rejects.toMatchObject({ code: "CONNECTION_FAILED" });
    expect(heard[0]?.map((chunk) => chunk.toString("hex"))).toEqual(["0000000804d2162f"]);
    odd.close();
  }
});

withServer("a server without TLS is reached with prefer and refused with require", async () => {
  const plain = await startServer(binaries as NonNullable<typeof binaries>, {
    kind: "ephemeral",
    lifetime: "process",
  });
  try {
    const at = { ...plain.settings };
    expect(await outcomeOf({ ...at, sslMode: "prefer" })).toBe(false);
    expect(await outcomeOf({ ...at, sslMode: "require" })).toBe("TLS_FAILED");
  } finally {
    await plain.stop();
  }
});
