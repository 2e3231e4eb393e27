import { Client } from "pg";
import type { ConnectionSettings } from "../../src/inputs/inputs.ts";

/** A connected client that does not bring the process down when its server or database goes away. */
export async function connect(to: string | ConnectionSettings): Promise<Client> {
  const client = new Client(typeof to === "string" ? { connectionString: to } : fieldsOf(to));
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

function fieldsOf({ host, port, database, user, password }: ConnectionSettings) {
  return { host, port, database, user, ...(password === null ? {} : { password }) };
}
