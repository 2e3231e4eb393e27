import { Socket } from "node:net";
import pg from "pg";
import type { ConnectionSettings } from "../inputs/inputs.ts";
import type { MessageObserver, MessagePart } from "./message.ts";
import { makePreferTlsConnection } from "./prefer-tls.ts";
import { sendSlices } from "./send-slices.ts";
import type { Transport } from "./tls.ts";

/** A row as pg gives it: text, number, boolean, Date or null by the column's type. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The longest that a question of ours may go unanswered; `send`, which carries the users' SQL, has no such limit. Until
 * then a connection whose packets are dropped looks like one whose server thinks. Source: tcp(7), tcp_retries2: what was
 * sent and never arrived would be tried again for a quarter of an hour, and keepalive is silent meanwhile.
 */
const ANSWER_LIMIT_MS = 60_000;

/** One connection to one server. Only this folder knows that `pg` is behind it. */
export class Session {
  readonly #client: pg.Client;
  readonly #socket: Socket;
  readonly #lost = new AbortController();
  readonly #over = new AbortController();
  #closing = false;

  private constructor(client: pg.Client, socket: Socket) {
    this.#client = client;
    this.#socket = socket;
    client.on("error", (error) => this.#lost.abort(error));
    client.on("end", () => {
      this.#over.abort();
      if (!this.#closing) this.#lost.abort(new Error("The server closed the connection."));
    });
  }

  /** An open session, after one attempt with one transport. Rejects with pg's own error. */
  static async open(
    settings: ConnectionSettings,
    transport: Transport,
    options: SessionOptions,
  ): Promise<Session> {
    const socket = new Socket();
    const ssl = transport.kind === "clear" ? false : transport.options;
    const stream = { stream: socket, keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
    const client = new pg.Client({
      ...(transport.kind === "tls-or-clear"
        ? { connection: makePreferTlsConnection({ ...stream, ssl: transport.options }) }
        : { ...stream, stream: () => socket }),
      host: settings.host,
      port: settings.port,
      database: settings.database,
      user: settings.user,
      // A function: for an empty string pg would look into the environment and ~/.pgpass.
      password: () => settings.password ?? "",
      ssl,
      application_name: options.applicationName,
      client_encoding: "UTF8",
      connectionTimeoutMillis: options.connectTimeoutMs,
      enableChannelBinding: settings.channelBinding !== "disable",
      ...(settings.options === null ? {} : { options: settings.options }),
    });
    const session = new Session(client, socket);
    // Without this an attempt on a silent host would outlast a cancelled run by the whole connect-timeout.
    const giveUp = () => void socket.destroy(new Error("The run was cancelled."));
    options.signal?.addEventListener("abort", giveUp, { once: true });
    try {
      await client.connect();
    } catch (error) {
      session.#closing = true;
      socket.destroy();
      throw error;
    } finally {
      options.signal?.removeEventListener("abort", giveUp);
    }
    return session;
  }

  /** Aborted, with the reason, when the connection dies without our closing it. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Aborted when there is no connection any more, whoever ended it. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** The pid that the server announced; a pooler announces one of its own, which no backend has. */
  get announcedPid(): number | null {
    return (this.#client as unknown as { processID: number | null }).processID;
  }

  /** True when the connection is under TLS. */
  get isEncrypted(): boolean {
    return (this.#client as unknown as { connection: pg.Connection }).connection.stream !== this.#socket;
  }

  /** True when the last answer left a transaction open or aborted. */
  get inTransaction(): boolean {
    return this.#client.getTransactionStatus() === "T" || this.#client.getTransactionStatus() === "E";
  }

  /** Rows of one statement. With values it is an unnamed prepared statement, which poolers let through. */
  async query(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const result = await this.#answered(
      this.#client.query(text, values.length > 0 ? [...values] : undefined),
    );
    return result.rows as Row[];
  }

  /** Rows of each statement of one message, in order: one round trip. */
  async queries(text: string): Promise<readonly (readonly Row[])[]> {
    const results: unknown = await this.#answered(this.#client.query(text));
    return (Array.isArray(results) ? results : [results]).map(
      (result: pg.QueryResult) => result.rows as Row[],
    );
  }

  /**
   * The values of the one statement that `text` must be, row by row, as the server writes them: what is several statements
   * the server refuses, whatever their words are. Source: PostgreSQL manual, "Extended Query".
   */
  async queryAlone(text: string): Promise<readonly (readonly (string | null)[])[]> {
    const asWritten = { getTypeParser: () => (value: string) => value };
    const query = { text, queryMode: "extended", rowMode: "array", types: asWritten } as unknown as string;
    const { rows } = await this.#answered(this.#client.query(query));
    return rows as unknown as (string | null)[][];
  }

  /** Sends `parts` as one simple Query message, or as several where they are too long for one; see `sendSlices`. */
  send(parts: readonly MessagePart[], observer: MessageObserver): Promise<void> {
    return sendSlices(this.#client, parts, observer);
  }

  /** Ends the connection without a word to the server: whoever waits for an answer gets `reason`, as `lost` does. */
  abandon(reason: Error): void {
    this.#lost.abort(reason);
    (this.#client as unknown as { connection: pg.Connection }).connection.stream.destroy(reason);
    this.#socket.destroy(reason);
  }

  async #answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const giveUp = () =>
      this.abandon(new Error(`The server did not answer for ${ANSWER_LIMIT_MS / 1_000} s.`));
    const timer = setTimeout(giveUp, ANSWER_LIMIT_MS).unref();
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Says goodbye and does not wait for the answer: the process may end meanwhile. */
  leave(): void {
    this.#socket.unref();
    void this.close();
  }

  /** Ends the connection; never rejects, and waits at most a second for the server's goodbye. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const timer = setTimeout(() => this.#socket.destroy(), 1_000).unref();
    await this.#client.end().catch(() => {});
    clearTimeout(timer);
  }
}

export interface SessionOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  /** Ends the attempt when aborted. */
  readonly signal?: AbortSignal | undefined;
}
