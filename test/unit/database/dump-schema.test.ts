import { expect, test } from "vitest";
import { dumpEnvironment, dumpParameters } from "../../../src/database/dump-schema.ts";
import type { ConnectionSettings } from "../../../src/inputs/inputs.ts";

const connection: ConnectionSettings = {
  host: "db.example.com",
  port: 6543,
  database: "a=b",
  user: "-u",
  password: "p@ss:w/rd?#%",
  sslMode: "verify-full",
  sslRootCert: "system",
  sslCert: null,
  sslKey: null,
  options: "-c search_path=a",
  channelBinding: "require",
};
const options = { lockWaitTimeoutMs: 700, startupOptions: "allowed" } as const;

test("everything about the connection goes by the environment, nothing by the arguments", () => {
  expect(dumpEnvironment(connection, "system", options)).toMatchObject({
    PGHOST: "db.example.com",
    PGPORT: "6543",
    PGDATABASE: "a=b",
    PGUSER: "-u",
    PGPASSWORD: "p@ss:w/rd?#%",
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: "system",
    PGCHANNELBINDING: "require",
  });
  const line = dumpParameters(options).join(" ");
  for (const value of ["db.example.com", "6543", "a=b", "-u ", "p@ss"]) expect(line).not.toContain(value);
  expect(line).toContain("--lock-wait-timeout=700");
});

test.each([
  ["allowed", "-c search_path=a", "-c search_path=a -c default_transaction_read_only=on"],
  ["allowed", null, "-c default_transaction_read_only=on"],
  ["refused", "-c search_path=a", "-c search_path=a"],
  ["refused", null, undefined],
] as const)("start-up options %s, of the connection: %s → %s", (startupOptions, given, expected) => {
  const environment = dumpEnvironment({ ...connection, options: given }, null, {
    ...options,
    startupOptions,
  });
  expect(environment["PGOPTIONS"]).toBe(expected);
});

test("what is not given is not set, and nothing of our environment is passed on", () => {
  process.env["PGSERVICE"] = "other";
  const environment = dumpEnvironment({ ...connection, password: null }, null, options);
  delete process.env["PGSERVICE"];
  for (const name of ["PGPASSWORD", "PGSSLROOTCERT", "PGSSLCERT", "PGSERVICE"])
    expect(environment).not.toHaveProperty(name);
});
