import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import pg from "pg";

/** What pg's connection is made from. */
export interface PreferTlsConfig {
  readonly stream: Socket;
  readonly ssl: ConnectionOptions;
  readonly keepAlive: boolean;
  readonly keepAliveInitialDelayMillis: number;
}

/**
 * A pg connection that goes on in the clear, on the same socket, where the server says that it has no TLS: so does
 * libpq under `prefer`, while pg gives up and a second socket and a second server process would be needed. Only a bare
 * `N` counts; all else is pg's to judge. Source: PostgreSQL manual, "SSL Session Encryption"; pg/lib/connection.js.
 */
export function makePreferTlsConnection(config: PreferTlsConfig): pg.Connection {
  const { stream } = config;
  const connection = new pg.Connection(config as object) as Negotiating;
  const requestTls = connection.requestSsl.bind(connection);
  connection.requestSsl = () => {
    const judge = stream.listeners("data");
    stream.removeAllListeners("data");
    stream.once("data", (answer) => {
      if (answer.toString("latin1") !== "N") {
        for (const listener of judge) listener.call(stream, answer);
        return;
      }
      connection.attachListeners(stream);
      connection.emit("sslconnect");
    });
    requestTls();
  };
  return connection;
}

/** The part of pg's Connection that is used here. Source: pg/lib/connection.js. */
interface Negotiating extends pg.Connection {
  requestSsl: () => void;
  attachListeners(stream: Socket): void;
}
