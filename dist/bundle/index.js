/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 64135:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   Wc: () => (/* binding */ countStanding),
/* harmony export */   YP: () => (/* binding */ standingOf)
/* harmony export */ });
/** `schema.table`, as people write it and as the input `adopt-from` takes it. */
const titleOf = ({ name }) => `${name.schema}.${name.table}`;
/** What the ledger says that stands: applied, or stuck on the way. */
const standingOf = ({ entries }) => entries.filter(({ state }) => state !== "undone" && state !== "bookkeeping");
/** How many entries that is; the only one of some tools is about all migrations up to it. */
const countStanding = (ledger) => standingOf(ledger).length;


/***/ }),

/***/ 47789:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   PP: () => (/* binding */ renderDuration),
/* harmony export */   SS: () => (/* binding */ renderCount),
/* harmony export */   UP: () => (/* binding */ renderBytes),
/* harmony export */   kT: () => (/* binding */ renderNumber)
/* harmony export */ });
/** `35 ms`, `1.3 s`, `2 min 5 s`, `1 h 5 min`: a duration as people say it. */
function renderDuration(durationMs) {
    if (durationMs < 999.5)
        return `${Math.round(durationMs)} ms`;
    if (durationMs < 59_950)
        return `${(durationMs / 1000).toFixed(1)} s`;
    const seconds = Math.round(durationMs / 1000);
    if (seconds < 3600)
        return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    const minutes = Math.round(seconds / 60);
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
/** `1,200`: a whole number with its thousands apart. Intl would do it too, and costs a short run 15 ms to load. */
function renderNumber(count) {
    return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
/** `1 migration`, `1,200 migrations`: for nouns with a regular plural. */
function renderCount(count, noun) {
    return `${renderNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}
/** `0 bytes`, `8 kB`, `1.3 GB`: a size in steps of 1,024, as the server's own functions write it. */
function renderBytes(sizeBytes) {
    if (sizeBytes < 1_024)
        return renderCount(Math.round(sizeBytes), "byte");
    let size = sizeBytes / 1_024;
    let unit = "kB";
    for (const next of ["MB", "GB", "TB"]) {
        // 999.5: what would be written with four digits.
        if (size < 999.5)
            break;
        size /= 1_024;
        unit = next;
    }
    return `${size < 9.95 ? Number(size.toFixed(1)) : renderNumber(Math.round(size))} ${unit}`;
}


/***/ }),

/***/ 23505:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Tu: () => (/* binding */ makeConnectionError),
/* harmony export */   mC: () => (/* binding */ FULL_HINT),
/* harmony export */   uq: () => (/* binding */ isFull)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(42357);
/* harmony import */ var _server_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(28598);


/** What `cause` means for a connection to `settings`. The password is never in it. */
function makeConnectionError(cause, settings) {
    if (cause instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq)
        return { mayPass: false, error: cause };
    const at = `${settings.host}:${settings.port}`;
    const server = (0,_server_error_js__WEBPACK_IMPORTED_MODULE_1__/* .serverErrorOf */ .j)(cause);
    const text = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
    const made = (code, message, hint, mayPass = false) => ({
        mayPass,
        error: new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq(code, message, { hint, sqlState: server?.sqlState }, { cause }),
    });
    if (server?.sqlState === "3D000")
        return made("DATABASE_MISSING", `The server at ${at} has no database "${settings.database}".`, "Check `database` (or the URL's path), or create the database first: this action never does.");
    if (server?.sqlState.startsWith("28") || /client password must be|SASL: SCRAM/.test(text))
        return made("AUTHENTICATION_FAILED", `The server at ${at} did not let in user "${settings.user}" to database "${settings.database}": ${text}.`, "Check user and password (separate inputs need no escaping), and pg_hba.conf or the provider's list of allowed addresses.");
    if (isTlsProblem(cause, text))
        return made("TLS_FAILED", `No TLS connection to ${at} with sslmode ${settings.sslMode}: ${text}.`, "verify-ca and verify-full need `ssl-root-cert`; a server without TLS needs sslmode prefer or disable.");
    if (isFull(server?.sqlState, text))
        return made("CONNECTION_FAILED", `The server at ${at} has no connection free for user "${settings.user}": ${text}.`, FULL_HINT, true);
    if (server !== null && server.sqlState !== "57P03" && !isPoolerWaiting(text))
        return made("CONNECTION_FAILED", `The server at ${at} refused the connection: ${text}.`, "See the server's own log for the reason.");
    return made("CONNECTION_FAILED", `No PostgreSQL server is to be had at ${at}: ${text}.`, hintFor(codeOf(cause), settings), true);
}
/** What to do where no connection is free. */
const FULL_HINT = "A run needs two connections at a time. End idle ones (`SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3`), or raise the limit that is reached: max_connections, CONNECTION LIMIT of the role or the database, a pooler's max_client_conn or pool_size. `wait-for-database` sets how long to wait for one.";
/**
 * too_many_connections, or a pooler's words for it, which come as protocol_violation. Source: PostgreSQL manual, appendix
 * A; PgBouncer's client.c and janitor.c.
 */
function isFull(sqlState, text) {
    if (sqlState === "53300")
        return true;
    return /^(no more connections allowed|query_wait_timeout|client_login_timeout)|max_client_conn|max clients reached|too many connections/i.test(text);
}
/** What PgBouncer says while it cannot reach the server behind it. Source: its sources, objects.c. */
const isPoolerWaiting = (text) => /server login (has been )?fail|server_login_retry|pgbouncer cannot connect to server|server conn(ection)? crashed/i.test(text);
function hintFor(code, settings) {
    if (code === "ENOTFOUND" || code === "EAI_AGAIN")
        return `The host name "${settings.host}" is not known here. Check it for a slip.`;
    if (code === "ENETUNREACH" || code === "EHOSTUNREACH")
        return "There is no route to it. GitHub's hosted runners have no IPv6: a host that resolves to IPv6 only (Supabase's direct hosts) needs its IPv4 or pooler address.";
    if (code === "ENOENT")
        return "There is no such Unix socket. Check the directory and the port.";
    return "Check host and port, that the server runs, and that this machine may reach it. `wait-for-database` sets how long to keep trying.";
}
function isTlsProblem(cause, text) {
    if (/SSL connection|does not support SSL/.test(text))
        return true;
    const code = codeOf(cause);
    return /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH)/.test(code);
}
function codeOf(cause) {
    return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}


/***/ }),

/***/ 56568:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  j: () => (/* binding */ APPLICATION_NAME),
  M: () => (/* binding */ makeConnector)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(58500);
// EXTERNAL MODULE: ./lib/database/connection-error.js
var connection_error = __nccwpck_require__(23505);
// EXTERNAL MODULE: ./lib/database/server-error.js
var server_error = __nccwpck_require__(28598);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(77030);
// EXTERNAL MODULE: ./node_modules/pg/esm/index.mjs
var esm = __nccwpck_require__(83849);
;// CONCATENATED MODULE: ./lib/database/prefer-tls.js

/**
 * A pg connection that goes on in the clear, on the same socket, where the server says that it has no TLS: so does
 * libpq under `prefer`, while pg gives up and a second socket and a second server process would be needed. Only a bare
 * `N` counts; all else is pg's to judge. Source: PostgreSQL manual, "SSL Session Encryption"; pg/lib/connection.js.
 */
function makePreferTlsConnection(config) {
    const { stream } = config;
    const connection = new esm/* default.Connection */.Ay.Connection(config);
    const requestTls = connection.requestSsl.bind(connection);
    connection.requestSsl = () => {
        const judge = stream.listeners("data");
        stream.removeAllListeners("data");
        stream.once("data", (answer) => {
            if (answer.toString("latin1") !== "N") {
                for (const listener of judge)
                    listener.call(stream, answer);
                return;
            }
            connection.attachListeners(stream);
            connection.emit("sslconnect");
        });
        requestTls();
    };
    return connection;
}

// EXTERNAL MODULE: ./lib/database/message.js + 1 modules
var database_message = __nccwpck_require__(95607);
;// CONCATENATED MODULE: ./lib/database/send-slices.js

/** The server parses a whole message before it runs the first statement of it, and keeps all trees: so a limit. */
const MOST_AT_ONCE = 4_500_000;
/** About how long a message is of what is too long for one. */
const SLICE = 500_000;
/**
 * Sends `parts`, in one message as `sendMessage` does where they are not too long for that, else in several: they must
 * then be one transaction, or none. While the server works on one message the next is made. Rejects as `sendMessage`
 * does, or with what made the `sql` of a part unreadable, when all that was sent is done.
 */
async function sendSlices(client, parts, observer) {
    const slices = makeSlices(parts);
    let start = 0;
    let next = (0,database_message/* makeMessage */.kO)(slices[0] ?? []);
    for (const [index, slice] of slices.entries()) {
        if (next === null)
            return;
        const sending = sendShifted(client, next, start, observer);
        const following = slices[index + 1];
        next = null;
        try {
            next = following === undefined ? null : (0,database_message/* makeMessage */.kO)(following);
        }
        finally {
            await sending;
        }
        start += slice.length;
    }
}
/** `parts` in their order, cut where a message would be too long. */
function makeSlices(parts) {
    const total = parts.reduce((sum, { size }) => sum + size, 0);
    if (total <= MOST_AT_ONCE)
        return [parts];
    const slices = [];
    let left = 0;
    for (const part of parts) {
        const open = slices.at(-1);
        if (open === undefined || part.size > left) {
            slices.push([part]);
            left = SLICE - part.size;
        }
        else {
            open.push(part);
            left -= part.size;
        }
    }
    return slices;
}
async function sendShifted(client, message, start, observer) {
    try {
        await (0,database_message/* sendMessage */._z)(client, message, {
            ...observer,
            onDone: (index) => observer.onDone?.(start + index),
        });
    }
    catch (error) {
        if (!(error instanceof database_message/* MessageError */.M) || start === 0)
            throw error;
        const { cause, done, partIndex, partPosition, doneInPart } = error;
        throw new database_message/* MessageError */.M(cause, start + done, start + partIndex, partPosition, doneInPart);
    }
}

;// CONCATENATED MODULE: ./lib/database/session.js




/**
 * The longest that a question of ours may go unanswered; `send`, which carries the users' SQL, has no such limit. Until
 * then a connection whose packets are dropped looks like one whose server thinks. Source: tcp(7), tcp_retries2: what was
 * sent and never arrived would be tried again for a quarter of an hour, and keepalive is silent meanwhile.
 */
const ANSWER_LIMIT_MS = 60_000;
/** One connection to one server. Only this folder knows that `pg` is behind it. */
class Session {
    #client;
    #socket;
    #lost = new AbortController();
    #over = new AbortController();
    #closing = false;
    constructor(client, socket) {
        this.#client = client;
        this.#socket = socket;
        client.on("error", (error) => this.#lost.abort(error));
        client.on("end", () => {
            this.#over.abort();
            if (!this.#closing)
                this.#lost.abort(new Error("The server closed the connection."));
        });
    }
    /** An open session, after one attempt with one transport. Rejects with pg's own error. */
    static async open(settings, transport, options) {
        const socket = new external_node_net_.Socket();
        const ssl = transport.kind === "clear" ? false : transport.options;
        const stream = { stream: socket, keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
        const client = new esm/* default.Client */.Ay.Client({
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
        }
        catch (error) {
            session.#closing = true;
            socket.destroy();
            throw error;
        }
        finally {
            options.signal?.removeEventListener("abort", giveUp);
        }
        return session;
    }
    /** Aborted, with the reason, when the connection dies without our closing it. */
    get lost() {
        return this.#lost.signal;
    }
    /** Aborted when there is no connection any more, whoever ended it. */
    get over() {
        return this.#over.signal;
    }
    /** The pid that the server announced; a pooler announces one of its own, which no backend has. */
    get announcedPid() {
        return this.#client.processID;
    }
    /** True when the connection is under TLS. */
    get isEncrypted() {
        return this.#client.connection.stream !== this.#socket;
    }
    /** True when the last answer left a transaction open or aborted. */
    get inTransaction() {
        return this.#client.getTransactionStatus() === "T" || this.#client.getTransactionStatus() === "E";
    }
    /** Rows of one statement. With values it is an unnamed prepared statement, which poolers let through. */
    async query(text, values = []) {
        const result = await this.#answered(this.#client.query(text, values.length > 0 ? [...values] : undefined));
        return result.rows;
    }
    /** Rows of each statement of one message, in order: one round trip. */
    async queries(text) {
        const results = await this.#answered(this.#client.query(text));
        return (Array.isArray(results) ? results : [results]).map((result) => result.rows);
    }
    /**
     * The values of the one statement that `text` must be, row by row, as the server writes them: what is several statements
     * the server refuses, whatever their words are. Source: PostgreSQL manual, "Extended Query".
     */
    async queryAlone(text) {
        const asWritten = { getTypeParser: () => (value) => value };
        const query = { text, queryMode: "extended", rowMode: "array", types: asWritten };
        const { rows } = await this.#answered(this.#client.query(query));
        return rows;
    }
    /** Sends `parts` as one simple Query message, or as several where they are too long for one; see `sendSlices`. */
    send(parts, observer) {
        return sendSlices(this.#client, parts, observer);
    }
    /** Ends the connection without a word to the server: whoever waits for an answer gets `reason`, as `lost` does. */
    abandon(reason) {
        this.#lost.abort(reason);
        this.#client.connection.stream.destroy(reason);
        this.#socket.destroy(reason);
    }
    async #answered(answer) {
        const giveUp = () => this.abandon(new Error(`The server did not answer for ${ANSWER_LIMIT_MS / 1_000} s.`));
        const timer = setTimeout(giveUp, ANSWER_LIMIT_MS).unref();
        try {
            return await answer;
        }
        finally {
            clearTimeout(timer);
        }
    }
    /** Says goodbye and does not wait for the answer: the process may end meanwhile. */
    leave() {
        this.#socket.unref();
        void this.close();
    }
    /** Ends the connection; never rejects, and waits at most a second for the server's goodbye. */
    async close() {
        if (this.#closing)
            return;
        this.#closing = true;
        const timer = setTimeout(() => this.#socket.destroy(), 1_000).unref();
        await this.#client.end().catch(() => { });
        clearTimeout(timer);
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
;// CONCATENATED MODULE: ./lib/database/tls.js




const CLEAR = { kind: "clear" };
/**
 * The ways to connect, in the order libpq tries them. `pg` is never left to interpret sslmode: it takes `require`
 * as verify-full. Throws TLS_FAILED where a root certificate is demanded and cannot be read.
 * Source: PostgreSQL manual, "SSL Support", "Client Verification of Server Certificates" and sslmode.
 */
function transports(settings) {
    if (settings.host.startsWith("/"))
        return [CLEAR];
    switch (settings.sslMode) {
        case "disable":
            return [CLEAR];
        case "allow":
            return [CLEAR, tls(unverified(settings))];
        case "prefer":
            return [{ kind: "tls-or-clear", options: unverified(settings) }, CLEAR];
        case "require": {
            const rootCert = readRootCert(settings);
            return [tls(rootCert === null ? unverified(settings) : authority(settings, rootCert))];
        }
        case "verify-ca":
            return [tls(authority(settings, demandRootCert(settings)))];
        case "verify-full":
            return [
                tls({ ...withClientCertificate(settings), ...demandRootCert(settings), rejectUnauthorized: true }),
            ];
    }
}
const tls = (options) => ({ kind: "tls", options });
function unverified(settings) {
    return { ...withClientCertificate(settings), rejectUnauthorized: false };
}
/** The chain is checked, the host name is not: verify-ca, and require where a root certificate is there. */
function authority(settings, rootCert) {
    const anyName = () => undefined;
    return {
        ...withClientCertificate(settings),
        ...rootCert,
        rejectUnauthorized: true,
        checkServerIdentity: anyName,
    };
}
function demandRootCert(settings) {
    const rootCert = readRootCert(settings);
    if (rootCert !== null)
        return rootCert;
    throw new errors/* MigrateError */.Oq("TLS_FAILED", `sslmode ${settings.sslMode} needs a root certificate, and ${defaultRootCert()} is not there.`, {
        hint: "Give `ssl-root-cert` as PEM text or a path, or `system` for the authorities this machine trusts.",
    });
}
function readRootCert(settings) {
    const given = settings.sslRootCert;
    if (given === "system")
        return {};
    if (given?.includes("-----BEGIN"))
        return { ca: given };
    if (given !== null)
        return { ca: readFile(given, "ssl-root-cert") };
    try {
        return { ca: (0,external_node_fs_.readFileSync)(defaultRootCert(), "utf8") };
    }
    catch {
        return null;
    }
}
function defaultRootCert() {
    return (0,external_node_path_.join)((0,external_node_os_.homedir)(), ".postgresql", "root.crt");
}
function withClientCertificate(settings) {
    if (settings.sslCert === null || settings.sslKey === null)
        return {};
    return { cert: readFile(settings.sslCert, "sslcert"), key: readFile(settings.sslKey, "sslkey") };
}
function readFile(path, what) {
    try {
        return (0,external_node_fs_.readFileSync)(path, "utf8");
    }
    catch (error) {
        const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
        // What is no path may be a key whose first line was left out.
        const shown = path.length <= 255 && !path.includes("\n") ? `: ${path}` : "";
        throw new errors/* MigrateError */.Oq("TLS_FAILED", `The file given as ${what} cannot be read (${reason})${shown}.`, {
            hint: "Check the path, or give the certificate itself as PEM text.",
        });
    }
}

;// CONCATENATED MODULE: ./lib/database/connector.js





/**
 * A connector for `settings`. Nothing is opened yet. When `giveUp` is aborted all of its sessions are abandoned, and none
 * is opened any more.
 */
function makeConnector(settings, connectTimeoutMs, giveUp = NEVER) {
    let known;
    let ahead = null;
    const openOnce = async (signal) => {
        giveUp.throwIfAborted();
        const failures = [];
        for (const transport of known === undefined ? transports(settings) : [known]) {
            try {
                const session = await Session.open(settings, transport, {
                    applicationName: APPLICATION_NAME,
                    connectTimeoutMs,
                    signal: signal === undefined ? giveUp : AbortSignal.any([signal, giveUp]),
                });
                known = session.isEncrypted ? transport : CLEAR;
                const abandon = () => session.abandon(new Error("The run has come to its end."));
                // Who connects again and again must not keep what listens for each connection that there was.
                giveUp.addEventListener("abort", abandon, { signal: session.over });
                return session;
            }
            catch (error) {
                failures.push(error);
                if (signal?.aborted || giveUp.aborted || !isWorthOtherTransport(error, transport))
                    break;
            }
        }
        // "No TLS here" is no reason where the server has been asked without it: what it answered then is.
        throw failures.findLast((failure) => (0,server_error/* serverErrorOf */.j)(failure) !== null) ?? failures.at(-1);
    };
    const openAhead = () => {
        if (ahead !== null)
            return;
        const stop = new AbortController();
        ahead = { session: openOnce(stop.signal).catch(() => null), stop };
    };
    const leaveAhead = () => {
        ahead?.stop.abort();
        void ahead?.session.then((session) => session?.leave());
        ahead = null;
    };
    const open = async () => {
        const begun = ahead;
        ahead = null;
        const ready = (await begun?.session) ?? null;
        if (ready !== null && !ready.lost.aborted)
            return ready;
        try {
            return await openOnce();
        }
        catch (error) {
            throw (0,connection_error/* makeConnectionError */.Tu)(error, settings).error;
        }
    };
    const openWaiting = async ({ waitMs, signal, onProgress }, use) => {
        const deadline = now() + waitMs;
        for (let pauseMs = 100;; pauseMs = Math.min(pauseMs * 1.5, 2_000)) {
            signal.throwIfAborted();
            let session = null;
            try {
                session = await openOnce(signal);
                return { session, value: await use(session) };
            }
            catch (error) {
                session?.leave();
                if (session !== null && !(0,server_error/* isConnectionLoss */.y)(error))
                    throw error;
                signal.throwIfAborted();
                const { mayPass, error: made } = (0,connection_error/* makeConnectionError */.Tu)(error, settings);
                const remainingMs = Math.max(0, deadline - now());
                if (!(mayPass || session !== null) || remainingMs === 0)
                    throw made;
                onProgress({ kind: "waiting-for-database", reason: made.message, remainingMs });
                await (0,promises_.setTimeout)(Math.min(pauseMs, remainingMs), undefined, { signal });
            }
        }
    };
    return { settings, open, openAhead, leaveAhead, openWaiting };
}
/** Nobody gives up. */
const NEVER = new AbortController().signal;
/** Milliseconds of a clock that nobody sets; `performance.now` would load a module that a start has no other use for. */
const now = () => process.uptime() * 1_000;
/** Name of our sessions in pg_stat_activity. */
const APPLICATION_NAME = "migrate-action";
/** libpq tries the other transport after a failed TLS negotiation and after a refusal by pg_hba.conf, not otherwise. */
function isWorthOtherTransport(error, transport) {
    const server = (0,server_error/* serverErrorOf */.j)(error);
    if (server !== null)
        return server.sqlState === "28000";
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const isNetwork = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/.test(code);
    return transport.kind !== "clear" && !isNetwork;
}


/***/ }),

/***/ 469:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ hintForState)
/* harmony export */ });
/** What to do about states of the server itself, by SQLSTATE; undefined where there is nothing to say in general. */
function hintForState({ sqlState }) {
    return HINTS[sqlState] ?? (sqlState.startsWith("54") ? HINTS["54000"] : undefined);
}
/** Source: PostgreSQL manual, appendix A, classes 25, 40, 53, 54, 57 and 58. */
const HINTS = {
    "25006": "The server has become read-only: a failover made it a standby, or it was switched (providers do so when the disk is full). Connect to the primary, or look at its free space and `default_transaction_read_only`.",
    "40001": "Another transaction was in the way; on a standby, what it had to replay (`max_standby_streaming_delay`). Run again.",
    "53000": "The server ran out of something. Its log says of what.",
    "53100": "The server's disk is full, or a quota or tablespace is. Make room before you run again: what was under way is rolled back, but an index that was being built CONCURRENTLY may be left invalid and take room.",
    "53200": "The server ran out of memory. Try again when it has less to do; a large change goes through in pieces, and `out of shared memory` means too many locks in one transaction: split the file, or raise max_locks_per_transaction.",
    "53300": "The server has no connection free. End idle ones, or raise max_connections or the role's CONNECTION LIMIT.",
    "53400": "A limit in the server's configuration is reached, often temp_file_limit: raise it for this role, or do the work in pieces.",
    "54000": "A limit of PostgreSQL itself is reached (size of a row, number of columns or of arguments, depth): the statement has to be written in another way.",
    "57014": "It ran longer than allowed, or somebody cancelled it. The run sets its own limits: look who or what cancels queries on this server.",
    "58030": "The server could not read or write a file: its disk is failing or full. Look into its log before you run again.",
    "58P01": "A file of the server's is not there. Look into its log before you run again.",
};


/***/ }),

/***/ 95607:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  M: () => (/* binding */ MessageError),
  kO: () => (/* binding */ makeMessage),
  EV: () => (/* binding */ makeMessageHead),
  _z: () => (/* binding */ sendMessage)
});

// EXTERNAL MODULE: ./lib/files/sql/place-at.js
var place_at = __nccwpck_require__(2088);
;// CONCATENATED MODULE: ./lib/database/write-copy-data.js
/**
 * Writes the data of a COPY and closes it, no faster than the other side takes it, so that no more than a piece is ever
 * held. Stops without a word when `over` is aborted or the connection is gone. Rejects when the data cannot be had: then
 * the server has been told to give the COPY up.
 */
async function writeCopyData(connection, data, over) {
    try {
        for (const chunk of data?.chunks() ?? []) {
            const isWritten = await writeChunk(connection.stream, chunk);
            if (!isWritten || over.aborted)
                return;
        }
    }
    catch (error) {
        if (!over.aborted)
            connection.sendCopyFail(error instanceof Error ? error.message : String(error));
        throw error;
    }
    connection.endCopyFrom();
}
const [COPY_DATA, LENGTH_BYTES] = [0x64, 4];
/** False when the stream is gone. Source: PostgreSQL manual, "Message Formats", CopyData. */
function writeChunk(stream, chunk) {
    const header = Buffer.allocUnsafe(1 + LENGTH_BYTES);
    header[0] = COPY_DATA;
    header.writeInt32BE(LENGTH_BYTES + chunk.length, 1);
    return new Promise((resolve) => {
        stream.cork();
        stream.write(header);
        stream.write(chunk, (error) => resolve(!error));
        stream.uncork();
    });
}

;// CONCATENATED MODULE: ./lib/database/message.js


/** A message that stopped with an error: which part it was, and what came after it was dropped by the server. */
class MessageError extends Error {
    name = "MessageError";
    /** How many parts were done before it, in order from the first. */
    done;
    /** 0-based. Greater than `done` only when the text as a whole did not parse: then nothing was run. */
    partIndex;
    /** Characters of the message before this part: subtract from the server's position. */
    partPosition;
    /** How many of the part's own statements were done; 0 where it is one. */
    doneInPart;
    constructor(cause, done, partIndex, partPosition, doneInPart = 0) {
        super(cause instanceof Error ? cause.message : String(cause), { cause });
        this.done = done;
        this.partIndex = partIndex;
        this.partPosition = partPosition;
        this.doneInPart = doneInPart;
    }
    /** `error` itself where it is one, else one that says of nothing that it was done. */
    static from(error) {
        return error instanceof MessageError ? error : new MessageError(error, 0, 0, 0);
    }
}
/** Between statements: a line end too, so that a closing `--` comment ends before the `;`. */
const SEPARATOR = "\n;\n";
/** The message of `parts`: each one's `sql` is read now, once. */
function makeMessage(parts) {
    const texts = parts.map(({ sql }) => sql);
    let length = 0;
    const starts = texts.map((text) => {
        const start = length;
        length += text.length + SEPARATOR.length;
        return start;
    });
    return { parts, text: texts.join(SEPARATOR), starts };
}
/** The first `characters` of the text that is sent for `parts`. Of a long part, which may be in a file, all is read. */
function makeMessageHead(parts, characters) {
    let text = "";
    for (const [index, { sql }] of parts.entries()) {
        text += `${index === 0 ? "" : SEPARATOR}${sql}`;
        if (text.length > 2 * characters)
            break;
    }
    return Array.from(text.slice(0, 2 * characters))
        .slice(0, characters)
        .join("");
}
/**
 * Sends all parts in one simple Query message; resolves when the last is done, rejects with MessageError at the first
 * that fails. The server keeps results back until 8 kB are full or a NOTICE is sent: a part with as long a row
 * makes `onDone` timely. Sources: PostgreSQL manual, "Multiple Statements in a Simple Query"; pqcomm.c, PQ_SEND_BUFFER_SIZE.
 */
function sendMessage(client, message, observer) {
    const { parts } = message;
    return new Promise((resolve, reject) => {
        let [done, doneInPart] = [0, 0];
        /** Stops the data of a COPY; made only for one, as an abort costs more than a short statement. */
        let copying = null;
        /** Why the data of a COPY could not be had: the server only repeats what we tell it of that. */
        let dataError = null;
        const onNotice = (notice) => observer.onNotice?.(notice.message ?? "");
        const finish = (settle) => {
            copying?.abort();
            client.off("notice", onNotice);
            settle();
        };
        client.on("notice", onNotice);
        const submittable = {
            submit: (connection) => connection.query(message.text),
            handleRowDescription: ({ fields }) => {
                const part = parts[done];
                const columns = fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID }));
                if (part !== undefined)
                    observer.onColumns?.(part, columns);
            },
            handleDataRow: ({ fields }) => {
                const part = parts[done];
                if (part !== undefined)
                    observer.onRow?.(part, fields);
            },
            handlePortalSuspended: () => { },
            handleCopyData: () => { },
            handleEmptyQuery: () => { },
            handleCommandComplete: () => {
                doneInPart++;
                if (doneInPart < (parts[done]?.count ?? 1))
                    return;
                doneInPart = 0;
                const index = done++;
                observer.onDone?.(index);
            },
            handleCopyInResponse: (connection) => {
                copying ??= new AbortController();
                writeCopyData(connection, parts[done]?.copyData ?? null, copying.signal).catch((error) => {
                    dataError = error;
                });
            },
            handleError: (error) => finish(() => reject(locate(dataError ?? error, message, done, doneInPart))),
            handleReadyForQuery: () => finish(resolve),
        };
        client.query(submittable);
    });
}
/** Where an error lies. When the whole text did not parse nothing was done, and the position tells the part. */
function locate(error, message, done, doneInPart) {
    const { parts, text, starts } = message;
    const position = Number(error.position ?? 0);
    if (position === 0) {
        const index = Math.min(done, Math.max(parts.length - 1, 0));
        return new MessageError(error, done, index, 0, doneInPart);
    }
    const offset = (0,place_at/* offsetOfPosition */.cb)(text, position);
    const index = Math.max(done, starts.findLastIndex((start) => start <= offset));
    const before = characters(text.slice(0, starts[index]));
    return new MessageError(error, done, index, before, index === done ? doneInPart : 0);
}
function characters(text) {
    let count = 0;
    for (const _ of text)
        count++;
    return count;
}


/***/ }),

/***/ 45432:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ab: () => (/* binding */ ledgerTable),
/* harmony export */   Cv: () => (/* binding */ identifier),
/* harmony export */   eu: () => (/* binding */ literal),
/* harmony export */   f1: () => (/* binding */ historyTable)
/* harmony export */ });
/* harmony import */ var pg__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(83849);

/** `name` as an SQL identifier, always in double quotes. */
const identifier = (name) => pg__WEBPACK_IMPORTED_MODULE_0__/* ["default"].escapeIdentifier */ .Ay.escapeIdentifier(name);
/** `value` as an SQL string constant; null as NULL. */
const literal = (value) => value === null ? "NULL" : pg__WEBPACK_IMPORTED_MODULE_0__/* ["default"].escapeLiteral */ .Ay.escapeLiteral(value).trim();
/** The ledger's table, schema-qualified and quoted. */
const ledgerTable = (name) => `${identifier(name.schema)}.${identifier(name.table)}`;
/** The history's table beside the ledger, schema-qualified and quoted. */
const historyTable = (name) => `${identifier(name.schema)}.${identifier("migration_history")}`;


/***/ }),

/***/ 86328:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ readCatalog)
/* harmony export */ });
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(45432);
/* harmony import */ var _reading_settings_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(30296);


/**
 * Rows of each of `queries`, in order: one round trip, in a read-only transaction whose search_path is pg_catalog
 * alone, so that nothing in the database can stand in for what they name. The message itself is the transaction: one that
 * fails is rolled back before the session's next message, whoever sent it. Source: PostgreSQL manual, "Multiple Statements
 * in a Simple Query".
 */
async function readCatalog(session, queries, limits = null) {
    const settings = [
        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY",
        "SET LOCAL search_path = pg_catalog",
        ..._reading_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .READING_SETTINGS */ .xk,
        ...limitSettings(limits),
    ];
    const results = await session.queries([...settings, ...queries].join("; "));
    return results.slice(settings.length);
}
function limitSettings(limits) {
    if (limits === null)
        return [];
    return [
        `SET LOCAL statement_timeout = ${(0,_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(`${Math.max(1, Math.round(limits.statementMs))}ms`)}`,
        `SET LOCAL lock_timeout = ${(0,_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(`${Math.max(1, Math.round(limits.lockWaitMs))}ms`)}`,
    ];
}


/***/ }),

/***/ 30296:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z3: () => (/* binding */ READING_MODE),
/* harmony export */   fs: () => (/* binding */ limitedReading),
/* harmony export */   xk: () => (/* binding */ READING_SETTINGS)
/* harmony export */ });
/* unused harmony export READING_LIMIT_MS */
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(45432);

/** The longest that one of our own readings may take where nothing shorter is said. */
const READING_LIMIT_MS = 300_000;
/**
 * How a transaction of ours begins that only reads, whatever ALTER ROLE or ALTER DATABASE has set for the session: a
 * statement_timeout of 50 ms is meant for the application's queries; a serializable transaction may wait for others and
 * does not exist on a standby; quote_all_identifiers changes what format_type prints.
 */
const READING_MODE = "ISOLATION LEVEL READ COMMITTED READ ONLY";
/**
 * How such a transaction begins that may take so long for each of its statements, and wait `mostLockWaitMs` for a lock at
 * the most; `role` null: as the user itself.
 */
function limitedReading(limitMs, mostLockWaitMs, role) {
    const ms = Math.max(1, Math.round(limitMs));
    return [
        `BEGIN ${READING_MODE}`,
        `SET LOCAL statement_timeout = ${ms}`,
        `SET LOCAL lock_timeout = ${Math.max(1, Math.min(mostLockWaitMs, Math.round(ms / 2)))}`,
        ...(role === null ? [] : [`SET LOCAL ROLE ${(0,_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(role)}`]),
    ];
}
/** What is set at its head. */
const READING_SETTINGS = [
    `SET LOCAL statement_timeout = ${READING_LIMIT_MS}`,
    "SET LOCAL lock_timeout = 0",
    "SET LOCAL quote_all_identifiers = off",
];


/***/ }),

/***/ 71273:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ sendTransaction)
/* harmony export */ });
/**
 * Rows of each of `statements`, which are a whole transaction from its BEGIN to its COMMIT, sent in one message. Rejects with what
 * the server says, or that the connection is lost; a session that is left is usable afterwards.
 */
async function sendTransaction(session, statements) {
    try {
        return await session.queries(statements.join(";\n"));
    }
    catch (error) {
        // Always: the status of the transaction comes after its error.
        await session.query("ROLLBACK").catch(() => { });
        throw error;
    }
}


/***/ }),

/***/ 28598:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ serverErrorOf),
/* harmony export */   y: () => (/* binding */ isConnectionLoss)
/* harmony export */ });
/* harmony import */ var pg__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(83849);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(42357);


/** The server's error inside `error`; null when it is not one (a lost connection, a fault of ours). */
function serverErrorOf(error) {
    if (!(error instanceof pg__WEBPACK_IMPORTED_MODULE_0__/* ["default"].DatabaseError */ .Ay.DatabaseError) || error.code === undefined)
        return null;
    return {
        sqlState: error.code,
        message: error.message,
        detail: error.detail ?? null,
        hint: error.hint ?? null,
        position: error.position === undefined ? null : Number(error.position),
        where: error.where ?? null,
        constraint: error.constraint ?? null,
        table: error.table ?? null,
    };
}
/**
 * True when the connection itself is gone, so that nothing is known of what was under way: SQLSTATE class 08, the
 * server's own shutdown and crash states, a terminated backend, time limits that end the connection, or no server
 * error at all. Source: PostgreSQL manual, appendix A.
 */
function isConnectionLoss(error) {
    // Ours: what was to be sent could not be had.
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .MigrateError */ .Oq)
        return false;
    const server = serverErrorOf(error);
    if (server === null)
        return true;
    return (server.sqlState.startsWith("08") ||
        ["57P01", "57P02", "57P03", "57P05", "25P03", "25P04"].includes(server.sqlState));
}


/***/ }),

/***/ 79255:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C9: () => (/* binding */ parseServerFacts),
/* harmony export */   TX: () => (/* binding */ readServerFacts),
/* harmony export */   nD: () => (/* binding */ NEWEST_MAJOR),
/* harmony export */   ql: () => (/* binding */ SERVER_FACTS)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(42357);
/* harmony import */ var _read_catalog_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(86328);


/** Oldest major that is tested, and still maintained in 2026. */
const OLDEST_MAJOR = 14;
/** Newest major that is tested. */
const NEWEST_MAJOR = 18;
/** Facts of the server behind `session`: one read-only round trip. Rejects with SERVER_UNSUPPORTED for old ones. */
async function readServerFacts(session) {
    const [rows] = await (0,_read_catalog_js__WEBPACK_IMPORTED_MODULE_1__/* .readCatalog */ .u)(session, [SERVER_FACTS]);
    return parseServerFacts(rows?.[0] ?? {});
}
/** The facts in the row that SERVER_FACTS gives; throws SERVER_UNSUPPORTED for old servers. */
function parseServerFacts(row) {
    const facts = {
        database: String(row["database"]),
        user: String(row["user"]),
        version: String(row["version"]),
        major: Math.floor(Number(row["version_num"]) / 10_000),
    };
    if (facts.major >= OLDEST_MAJOR)
        return facts;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq("SERVER_UNSUPPORTED", `PostgreSQL ${facts.version} is older than ${OLDEST_MAJOR}.`, {
        hint: `Upgrade the server: ${OLDEST_MAJOR} is the oldest major that this action works with.`,
    });
}
/** A query of one row, for a search_path of pg_catalog alone. */
const SERVER_FACTS = `SELECT current_database()::text AS database, session_user::text AS "user",
  current_setting('server_version') AS version, current_setting('server_version_num') AS version_num`;


/***/ }),

/***/ 42357:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bp: () => (/* binding */ errorsOf),
/* harmony export */   FO: () => (/* binding */ exitCodeOf),
/* harmony export */   Kx: () => (/* binding */ throwAll),
/* harmony export */   Oq: () => (/* binding */ MigrateError),
/* harmony export */   bd: () => (/* binding */ MigrateErrors)
/* harmony export */ });
/* unused harmony export EXIT_CODE_OF */
/**
 * The process exit code for each error code. Source: docs of the command line, "Exit codes":
 * 1 a migration failed · 2 inputs or files · 3 no connection · 4 the plan refuses · 5 the gate refuses ·
 * 6 locked by another run · 7 cancelled · 8 state unknown · 70 a fault of ours.
 */
const EXIT_CODE_OF = {
    MIGRATION_FAILED: 1,
    VERIFY_FAILED: 1,
    CONNECTION_LOST: 1,
    COMMIT_LOST: 1,
    COMMAND_UNKNOWN: 2,
    INPUT_UNKNOWN: 2,
    INPUT_INVALID: 2,
    INPUT_MISSING: 2,
    DATABASE_URL_INVALID: 2,
    DIRECTORY_MISSING: 2,
    DIRECTORY_EMPTY: 2,
    DIRECTORY_UNREADABLE: 2,
    LAYOUT_MIXED: 2,
    LAYOUT_INVALID: 2,
    FILE_NAME_INVALID: 2,
    FILE_NOT_UTF8: 2,
    FILE_HAS_NUL: 2,
    FILE_OUTSIDE_DIRECTORY: 2,
    FILE_UNREADABLE: 2,
    FILE_CHANGED: 2,
    FILE_UNWRITABLE: 2,
    CREATE_REFUSED: 2,
    DOWN_WITHOUT_UP: 2,
    VERIFY_WITHOUT_UP: 2,
    HEADER_INVALID: 2,
    FILE_UNSUPPORTED: 2,
    CHECK_BASE_MISSING: 2,
    CONNECTION_FAILED: 3,
    AUTHENTICATION_FAILED: 3,
    DATABASE_MISSING: 3,
    TLS_FAILED: 3,
    SERVER_UNSUPPORTED: 3,
    TARGET_READ_ONLY: 3,
    TARGET_REFUSED: 3,
    VERSION_DUPLICATE: 4,
    SQL_UNTERMINATED: 4,
    PSQL_COMMAND: 4,
    PLAN_EDITED: 4,
    PLAN_LATE: 4,
    PLAN_MISSING: 4,
    PLAN_DUPLICATE: 4,
    PLAN_AHEAD: 4,
    PLAN_UNFINISHED: 4,
    PLAN_TRANSACTION_MIX: 4,
    PLAN_TRANSACTION_CONTROL: 4,
    PLAN_VERSION_UNKNOWN: 4,
    PLAN_EARLIER_PENDING: 4,
    PLAN_LATER_APPLIED: 4,
    REPAIR_REFUSED: 4,
    DOWN_MISSING: 4,
    DOWN_NOT_APPLIED: 4,
    DOWN_DROPS_LEDGER: 4,
    VERIFY_NOT_APPLIED: 4,
    CHECK_EDITED: 4,
    CHECK_REMOVED: 4,
    CHECK_LATE: 4,
    CHECK_TAKEN: 4,
    CHECK_DOWN_DIFFERS: 4,
    LEDGER_FOREIGN: 4,
    LEDGER_CHANGED: 4,
    LEDGER_FORBIDDEN: 4,
    LEDGER_DAMAGED: 4,
    ADOPTION_NEEDED: 4,
    ADOPTION_SOURCE_MISSING: 4,
    ADOPTION_AMBIGUOUS: 4,
    ADOPTION_UNFINISHED: 4,
    ADOPTION_LEDGER_FILLED: 4,
    CONFIRMATION_MISSING: 5,
    CONFIRMATION_WRONG: 5,
    EXPECTED_PLAN_DIFFERS: 5,
    EXPECTED_DATABASE_DIFFERS: 5,
    HAZARDS: 5,
    DRIFT: 5,
    REHEARSAL_FAILED: 5,
    REHEARSAL_MISSING: 5,
    SHADOW_IS_TARGET: 5,
    SHADOW_UNUSABLE: 5,
    BASELINE_DIFFERS: 5,
    DOWN_DIFFERS: 5,
    BACKUP_TOO_OLD: 5,
    BACKUP_UNKNOWN: 5,
    REPLICATION_LAG: 5,
    DISK_TOO_SMALL: 5,
    RIGHTS_MISSING: 5,
    RUN_LOCKED: 6,
    CANCELLED: 7,
    STATE_UNKNOWN: 8,
    INTERNAL: 70,
};
/** The only error this project throws on purpose. The message says what happened, where, and what to do. */
class MigrateError extends Error {
    name = "MigrateError";
    code;
    details;
    constructor(code, message, details = {}, options) {
        super(message, options);
        this.code = code;
        this.details = details;
    }
}
/** Several problems found in one pass (inputs, files): the first one is the error, all are listed. */
class MigrateErrors extends MigrateError {
    all;
    constructor(all) {
        super(all[0].code, all[0].message, all[0].details);
        this.all = all;
    }
}
/** Throws MigrateErrors of `problems` where there are any. */
function throwAll(problems) {
    const [first, ...others] = problems;
    if (first !== undefined)
        throw new MigrateErrors([first, ...others]);
}
/** The errors inside `error`, at least one; what is not ours becomes INTERNAL with the original as cause. */
function errorsOf(error) {
    if (error instanceof MigrateErrors)
        return error.all;
    if (error instanceof MigrateError)
        return [error];
    const message = error instanceof Error ? error.message : String(error);
    return [
        new MigrateError("INTERNAL", `A fault of migrate-action itself: ${message}`, { hint: "Please report it with the log of this run." }, { cause: error }),
    ];
}
/** Exit code for `errors`: that of the first, but 2 (inputs or files) wins over 4 (the plan). */
function exitCodeOf(errors) {
    const codes = errors.map((error) => EXIT_CODE_OF[error.code]);
    return codes.includes(2) ? 2 : EXIT_CODE_OF[errors[0].code];
}


/***/ }),

/***/ 17089:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ makeChecksum)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

/**
 * `sha256:` and 64 hex digits of `text` (decoded, without byte order mark) in UTF-8 with every CRLF as LF. Names do
 * not count. Frozen: ledgers hold it. Source: docs/format.md.
 */
function makeChecksum(text) {
    const normal = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
    return `sha256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)("sha256", normal, "hex")}`;
}


/***/ }),

/***/ 2754:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E_: () => (/* binding */ withoutMark),
/* harmony export */   T3: () => (/* binding */ notUtf8),
/* harmony export */   Y0: () => (/* binding */ hasNul),
/* harmony export */   bR: () => (/* binding */ utf16),
/* harmony export */   g7: () => (/* binding */ decodeText)
/* harmony export */ });
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4573);
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_buffer__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _sql_place_at_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2088);


const UTF16_HINT = "Save it as UTF-8: in PowerShell, `Set-Content -Encoding utf8` in place of `>`.";
/** `bytes` read as UTF-8, without byte order mark. FILE_NOT_UTF8 and FILE_HAS_NUL name the first place. */
function decodeText(bytes) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (isUtf16)
        return utf16();
    const decoded = bytes.toString("utf8");
    if (!(0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(bytes)) {
        const { byte, unit } = firstWrong(bytes, decoded);
        return notUtf8(bytes[byte] ?? 0, byte, (0,_sql_place_at_js__WEBPACK_IMPORTED_MODULE_1__/* .placeAt */ .BW)(decoded, unit));
    }
    const text = withoutMark(decoded);
    const nul = text.indexOf("\0");
    return nul < 0 ? { kind: "text", text } : hasNul((0,_sql_place_at_js__WEBPACK_IMPORTED_MODULE_1__/* .placeAt */ .BW)(text, nul));
}
/** `text` without its byte order mark. */
function withoutMark(text) {
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
/** FILE_NOT_UTF8 for a file of another encoding that its first two bytes name. */
function utf16() {
    const message = "The file is UTF-16, as some editors and shells on Windows write it.";
    return {
        kind: "problem",
        code: "FILE_NOT_UTF8",
        message,
        hint: UTF16_HINT,
        place: { line: 1, column: 1 },
    };
}
/** FILE_NOT_UTF8 for the first wrong `byte`, at `offset` (0-based, in bytes). */
function notUtf8(byte, offset, place) {
    const hex = byte.toString(16).toUpperCase().padStart(2, "0");
    return {
        kind: "problem",
        code: "FILE_NOT_UTF8",
        message: `The file is not UTF-8: byte 0x${hex} at offset ${offset} begins no character.`,
        hint: "Save it as UTF-8. Latin-1 and Windows-1252 files look the same until the first accented letter.",
        place,
    };
}
/** The first replacement character that does not stand in the bytes themselves: offsets in bytes and UTF-16 units. */
function firstWrong(bytes, decoded) {
    let byte = 0;
    let unit = 0;
    for (const character of decoded) {
        if (character === "\ufffd" && bytes.readUIntBE(byte, Math.min(3, bytes.length - byte)) !== 0xefbfbd)
            break;
        byte += Buffer.byteLength(character);
        unit += character.length;
    }
    return { byte, unit };
}
/** FILE_HAS_NUL for the first NUL. */
function hasNul(place) {
    return {
        kind: "problem",
        code: "FILE_HAS_NUL",
        message: "The file has a NUL byte, which PostgreSQL accepts in no text.",
        hint: `Take it out. Is the file binary, or UTF-16? ${UTF16_HINT}`,
        place,
    };
}


/***/ }),

/***/ 32553:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ BytePlaces)
/* harmony export */ });
/* harmony import */ var _sql_characters_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(18087);
/* harmony import */ var _scratch_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(52086);


/** What is read at once, in bytes. */
const STEP_BYTES = 256 * 1024;
/** Places of ascending offsets in UTF-8 bytes, each byte looked at once: those that PlaceTracker gives for the text. */
class BytePlaces {
    #source;
    #scratch = new _scratch_js__WEBPACK_IMPORTED_MODULE_1__/* .Scratch */ .f();
    #offset;
    #line = 1;
    #column = 1;
    constructor(source) {
        this.#source = source;
        this.#offset = source.start;
    }
    /** The place of `offset` (bytes). One before the last asked for costs a new beginning. */
    advance(offset) {
        if (offset < this.#offset)
            [this.#offset, this.#line, this.#column] = [this.#source.start, 1, 1];
        while (this.#offset < offset) {
            const to = Math.min(offset, this.#offset + STEP_BYTES);
            // One more: whether a CR ends a line shows behind it.
            this.#pass(this.#source.read(this.#offset, Math.min(to + 1, this.#source.end), this.#scratch), to - this.#offset);
            this.#offset = to;
        }
        return { line: this.#line, column: this.#column };
    }
    #pass(bytes, length) {
        const passed = bytes.subarray(0, length);
        if (passed.includes(_sql_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .RETURN */ .zg)) {
            for (let at = 0; at < length; at++)
                this.#passOne(bytes[at] ?? 0, bytes[at + 1]);
            return;
        }
        const lineEnd = passed.lastIndexOf(_sql_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .NEWLINE */ .Xy);
        if (lineEnd >= 0) {
            this.#line += countNewlines(passed.subarray(0, lineEnd + 1));
            this.#column = 1;
        }
        for (let at = lineEnd + 1; at < length; at++)
            this.#passOne(passed[at] ?? 0, undefined);
    }
    #passOne(byte, next) {
        if (byte === _sql_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .NEWLINE */ .Xy || (byte === _sql_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .RETURN */ .zg && next !== _sql_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .NEWLINE */ .Xy)) {
            this.#line++;
            this.#column = 1;
        }
        else if ((byte & 0xc0) !== 0x80)
            this.#column++;
    }
}
const FOUR_NEWLINES = 0x0a0a0a0a;
/** Four bytes at a time: data of hundreds of megabytes is passed over to know the line behind it. */
function countNewlines(bytes) {
    // A Scratch begins where its memory does, as words of four bytes must.
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    let count = 0;
    for (let at = 0; at < words.length; at++) {
        const x = (words[at] ?? 0) ^ FOUR_NEWLINES;
        // The highest bit of each byte that is zero in x, and of no other.
        const zeros = ~(((x & 0x7f7f7f7f) + 0x7f7f7f7f) | x | 0x7f7f7f7f);
        if (zeros !== 0)
            count += Math.imul((zeros >>> 7) & 0x01010101, 0x01010101) >>> 24;
    }
    for (let at = words.length * 4; at < bytes.length; at++)
        if (bytes[at] === _sql_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .NEWLINE */ .Xy)
            count++;
    return count;
}


/***/ }),

/***/ 52086:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ Scratch)
/* harmony export */ });
/**
 * Room for bytes that are needed until the next ones are: buffers of a file's whole length in sum would wait for the
 * garbage collector, which counts the heap and not them.
 */
class Scratch {
    #buffer = Buffer.alloc(0);
    /** The first `length` bytes of it, with whatever they hold. The one that was taken before is no longer to be used. */
    take(length) {
        if (this.#buffer.length < length)
            this.#buffer = Buffer.allocUnsafeSlow(length);
        return this.#buffer.subarray(0, length);
    }
}


/***/ }),

/***/ 29109:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  f: () => (/* binding */ makeMigration)
});

// EXTERNAL MODULE: ./lib/files/checksum.js
var checksum = __nccwpck_require__(17089);
;// CONCATENATED MODULE: ./lib/files/large/large-file.js
const [SPACE, NEWLINE, RETURN, SEMICOLON] = [32, 10, 13, 59];
/**
 * The part of `file` in `ranges` (ascending); null: all of it. Everything else reads as blanks and line ends, so that
 * places stay places, as in `keepRanges`.
 */
function makeLargeBody(file, ranges) {
    const ends = { file, start: file.start, end: file.sizeBytes };
    if (ranges === null)
        return { ...ends, read: file.read };
    const read = (from, to, scratch) => {
        const bytes = file.read(from, to, scratch);
        let at = file.start;
        for (const range of ranges) {
            blank(bytes, from, { from: at, to: range.from });
            at = range.to;
            // Where it is none of these bytes this writes nothing.
            if (range.ends === "statement")
                bytes[at++ - from] = SEMICOLON;
        }
        blank(bytes, from, { from: at, to: file.sizeBytes });
        return bytes;
    };
    return { ...ends, read };
}
/** Blanks what of `bytes`, which begin at `base`, lies in `span`. */
function blank(bytes, base, span) {
    const to = Math.min(bytes.length, span.to - base);
    for (let at = Math.max(0, span.from - base); at < to; at++) {
        const byte = bytes[at];
        if (byte !== NEWLINE && byte !== RETURN)
            bytes[at] = SPACE;
    }
}

// EXTERNAL MODULE: ./lib/files/layouts/sections.js
var sections = __nccwpck_require__(28574);
;// CONCATENATED MODULE: ./lib/files/layouts/make-migration.js



/** The migration that was found. The checksum is over the whole file of the way there. */
function makeMigration({ version, name, stem, up, down, verify = [] }) {
    return {
        kind: version.kind ?? "versioned",
        version,
        name,
        stem,
        ...makeWay(up),
        checksum: up.source.large?.checksum ?? (0,checksum/* makeChecksum */.c)(up.source.text),
        down: down === null ? null : makeWay(down),
        ...(verify.length === 0 ? {} : { verify }),
    };
}
function makeWay({ source, ranges, transactions }) {
    const { file, large } = source;
    if (large === undefined) {
        const text = ranges === null ? source.text : (0,sections/* keepRanges */.a1)(source.text, ranges);
        return { file, text, transactions };
    }
    const inBytes = ranges?.map((range) => ({
        ...range,
        from: large.toBytes(range.from),
        to: large.toBytes(range.to),
    }));
    return { file, text: "", large: makeLargeBody(large, inBytes ?? null), transactions };
}


/***/ }),

/***/ 12548:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ parseNumberVersion),
/* harmony export */   y: () => (/* binding */ numberVersion)
/* harmony export */ });
/** A version of digits: `001`, `1` and `01` are the same one. */
function numberVersion(digits) {
    const order = BigInt(digits);
    return { text: digits, key: order.toString(), order: [order] };
}
/**
 * The version meant by a ledger's or a person's `001`, `1`, `001_create_users`, `001-create-users` or
 * `001_create_users.sql`; null when `text` begins otherwise.
 */
function parseNumberVersion(text) {
    const digits = /^(\d+)(?:[_-].*)?$/s.exec(text)?.[1];
    return digits === undefined ? null : numberVersion(digits);
}


/***/ }),

/***/ 42459:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  H: () => (/* binding */ makeNumbered),
  R: () => (/* binding */ wholeFiles)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
// EXTERNAL MODULE: ./lib/files/order.js
var order = __nccwpck_require__(54272);
// EXTERNAL MODULE: ./lib/files/layouts/make-migration.js + 1 modules
var make_migration = __nccwpck_require__(29109);
;// CONCATENATED MODULE: ./lib/files/layouts/numbered-problems.js

/** VERSION_DUPLICATE for each direction of each group that more than one file speaks for, naming all of them. */
function duplicates(groups) {
    return groups.flatMap((group) => isMixed(group) ? [] : [...duplicate(group.up), ...duplicate(group.down)]);
}
/** At most one LAYOUT_MIXED: versions that stand both in the directory itself and in `up/`. */
function mixedFolders(groups) {
    const mixed = groups.filter(isMixed);
    const files = (mixed[0]?.up ?? []).map(({ source }) => source.file);
    if (files[0] === undefined)
        return [];
    const more = mixed.length > 1 ? `, and ${mixed.length - 1} more versions likewise` : "";
    return [
        new errors/* MigrateError */.Oq("LAYOUT_MIXED", `One version stands both in the directory and in up/: ${files.join(", ")}${more}.`, {
            at: { file: files[0], line: 1, column: 1 },
            hint: "Keep one of the two, or set `migrations-path` to the one that counts.",
        }),
    ];
}
function isMixed({ up }) {
    const inFolder = up.filter(({ source }) => source.name.startsWith("up/")).length;
    return inFolder > 0 && inFolder < up.length;
}
function duplicate(files) {
    const [first] = files;
    if (first === undefined || files.length === 1)
        return [];
    const names = files.map(({ source }) => source.file).join(", ");
    const message = `Version ${first.version.key} is that of ${files.length} files: ${names}.`;
    return [
        new errors/* MigrateError */.Oq("VERSION_DUPLICATE", message, {
            at: { file: first.source.file, line: 1, column: 1 },
            hint: "Give each its own number: `1` and `01` are the same one.",
            version: first.version.text,
        }),
    ];
}

// EXTERNAL MODULE: ./lib/files/layouts/verify-files.js
var verify_files = __nccwpck_require__(15309);
;// CONCATENATED MODULE: ./lib/files/layouts/numbered.js





/**
 * Migrations of files that carry their version in their name: alone, in pairs of up and down, or with both ways in one
 * file. FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP, VERIFY_WITHOUT_UP, LAYOUT_MIXED, and what `readContents`
 * finds.
 */
function makeNumbered(sources, numbering) {
    const problems = [];
    const groups = new Map();
    for (const source of sources) {
        const name = numbering.parseName(source.name);
        if (name === null)
            problems.push(invalidName(source, numbering));
        else {
            const { key } = name.version;
            const group = groups.get(key) ?? { up: [], down: [], verify: [] };
            group[name.role].push({ ...name, source });
            groups.set(key, group);
        }
    }
    const files = [];
    for (const group of groups.values()) {
        const [up] = group.up;
        if (up === undefined)
            problems.push(...group.down.map(downWithoutUp), ...group.verify.map(({ source }) => (0,verify_files/* verifyWithoutUp */.nN)(source)));
        else
            files.push(makeFile(up, group, numbering, problems));
    }
    const crowded = [...groups.values()].filter(({ up, down }) => up.length > 1 || down.length > 1);
    return {
        files: files.sort((a, b) => (0,order/* compareOrder */.w)(a.version, b.version)),
        problems: [...problems, ...mixedFolders(crowded), ...duplicates(crowded)],
    };
}
/** Contents of files that say nothing but SQL, under the rule `transactions`. */
function wholeFiles(transactions) {
    const contents = { sections: null, transactions, problems: [] };
    return () => contents;
}
function makeFile(up, { down: [down], verify: questions }, { readContents }, problems) {
    const { source, version, name, stem } = up;
    problems.push(...questions.flatMap(({ source }) => (0,verify_files/* questionProblems */.jL)(source, version.text)));
    const verify = (0,verify_files/* makeVerifyFiles */.zr)(questions.map(({ source }) => source));
    const contents = readContents(source);
    problems.push(...contents.problems);
    const wayThere = { source, ranges: contents.sections?.up ?? null, transactions: contents.transactions };
    if (down === undefined)
        return (0,make_migration/* makeMigration */.f)({ version, name, stem, up: wayThere, down: inSameFile(source, contents), verify });
    const own = readContents(down.source);
    problems.push(...own.problems);
    const wayBack = { source: down.source, ranges: own.sections?.up ?? null, transactions: own.transactions };
    return (0,make_migration/* makeMigration */.f)({ version, name, stem, up: wayThere, down: wayBack, verify });
}
/** The way back that stands in the file of the way there; null: none does. */
function inSameFile(source, { sections, transactions, downTransactions }) {
    const ranges = sections?.down ?? null;
    return ranges === null ? null : { source, ranges, transactions: downTransactions ?? transactions };
}
function invalidName({ file }, { nameHint }) {
    return new errors/* MigrateError */.Oq("FILE_NAME_INVALID", `${file}: the name has no version that can be read.`, {
        at: { file, line: 1, column: 1 },
        hint: `${nameHint}, or move it out of the directory: no .sql file is skipped in silence.`,
    });
}
function downWithoutUp({ source: { file }, version }) {
    return new errors/* MigrateError */.Oq("DOWN_WITHOUT_UP", `${file} takes back version ${version.text}, and no file makes it.`, {
        at: { file, line: 1, column: 1 },
        hint: "Add its up file, or remove this one.",
        version: version.text,
    });
}


/***/ }),

/***/ 35694:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ parsePlainName)
/* harmony export */ });
/* harmony import */ var _numbered_name_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(12548);

const NAME = /^((\d+)(?:[_-](.+?))?)(?:\.(up|down|verify))?\.sql$/is;
/** As people name pairs beside other tools: `V0001.Initial_Schema.up.sql`. */
const DOTTED_PAIR = /^(V?(\d+)\.(\D.*?))\.(up|down|verify)\.sql$/is;
/**
 * The parts of `V_name.sql`, `V-name.sql`, `V_name.up.sql`, `V_name.down.sql`, `V.name.up.sql`, `V.verify.sql`,
 * `V_name.verify.sql`, or of one of these in `up/` or `down/`; null when it is none of them. Source: formats.md, "Files".
 */
function parsePlainName(path) {
    const end = path.indexOf("/");
    const folder = path.slice(0, Math.max(end, 0));
    const own = path.slice(end + 1);
    const parts = NAME.exec(own) ?? DOTTED_PAIR.exec(own);
    if (parts === null)
        return null;
    const [, stem = "", digits = "", name = "", suffix = ""] = parts;
    const role = suffix.toLowerCase() || folder || "up";
    if (role !== "up" && role !== "down" && role !== "verify")
        return null;
    const isElsewhere = folder !== "" && role !== folder && role !== "verify";
    if (isElsewhere || (name === "" && role !== "verify"))
        return null;
    return { role, version: (0,_numbered_name_js__WEBPACK_IMPORTED_MODULE_0__/* .numberVersion */ .y)(digits), name, stem };
}


/***/ }),

/***/ 28540:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ plain)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(42357);
/* harmony import */ var _numbered_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(42459);
/* harmony import */ var _numbered_name_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(12548);
/* harmony import */ var _plain_name_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35694);




/**
 * Numbered files, flat or in up and down pairs, in the directory itself or in `up/` and `down/`, in any mixture that
 * says for each version once what it does. FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP, LAYOUT_MIXED;
 * FILE_UNSUPPORTED for a migration in another language, which some tool would run between the others.
 */
const plain = {
    layout: {
        name: "plain",
        wayBack: "`NAME.down.sql` beside it, or the same name in `down/`",
        parseVersion: _numbered_name_js__WEBPACK_IMPORTED_MODULE_2__/* .parseNumberVersion */ .P,
    },
    names: ["plain", "up-down"],
    mark: null,
    entersFolder: (name) => name === "up" || name === "down",
    reads: (name) => /^(?:(?:up|down)\/)?[^./][^/]*\.sql$/i.test(name) || isScript(name),
    makeMigrations: (sources) => {
        const scripts = sources.filter(({ name }) => isScript(name));
        const { files, problems } = (0,_numbered_js__WEBPACK_IMPORTED_MODULE_1__/* .makeNumbered */ .H)(scripts.length === 0 ? sources : sources.filter(({ name }) => !isScript(name)), {
            parseName: _plain_name_js__WEBPACK_IMPORTED_MODULE_3__/* .parsePlainName */ .j,
            nameHint: "Name it `001_what_it_does.sql` (digits, `_` or `-`, a name)",
            readContents: (0,_numbered_js__WEBPACK_IMPORTED_MODULE_1__/* .wholeFiles */ .R)("runner"),
        });
        if (scripts.length === 0)
            return { files, problems };
        const versions = new Set(files.map(({ version }) => version.key));
        const alone = scripts.filter(({ name }) => !versions.has((0,_numbered_name_js__WEBPACK_IMPORTED_MODULE_2__/* .parseNumberVersion */ .P)(name)?.key));
        return { files, problems: [...problems, ...alone.map(refuseScript)] };
    },
};
/** A migration of node-pg-migrate, knex, goose, Rails, Phinx, yoyo …; their tests and type declarations are none. */
function isScript(name) {
    return (!name.endsWith(".sql") && /^\d+[_-][^/]*(?<!\.(?:d|test|spec))\.(?:[cm]?[jt]s|go|rb|py|php)$/i.test(name));
}
function refuseScript({ file, name }) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq("FILE_UNSUPPORTED", `${file} has a version and is no SQL: only its own tool can run it.`, {
        at: { file, line: 1, column: 1 },
        hint: "Put what it does into a file of this version that ends in `.sql`, or move it out of the directory: no migration is skipped in silence.",
        version: name.replace(/\.[^.]+$/, ""),
    });
}


/***/ }),

/***/ 28574:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   J_: () => (/* binding */ cutAtMarkers),
/* harmony export */   Xh: () => (/* binding */ findMarkers),
/* harmony export */   _m: () => (/* binding */ firstOfEachWay),
/* harmony export */   a1: () => (/* binding */ keepRanges)
/* harmony export */ });
/* harmony import */ var _sql_characters_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(18087);

/**
 * The lines of `text` that match `pattern` (with `g` and `m`, matching a line whole), as markers. `begins` says what each
 * means. Tools look at lines, not at SQL: one inside a string counts too.
 */
function findMarkers(text, pattern, begins) {
    const markers = [];
    // Not `matchAll`, which copies the pattern for every text.
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
        markers.push({ from: match.index, to: match.index + match[0].length, begins: begins(match) });
    return markers;
}
/** `markers` for a tool that looks for the first of each way only: later ones are comments, and belong to no part. */
function firstOfEachWay(markers) {
    return markers.map((marker) => {
        const first = markers.find(({ begins }) => begins === marker.begins);
        return first === marker ? marker : { ...marker, begins: null };
    });
}
/**
 * `text` cut at `markers`, which belong to neither part. `before`: whose it is what stands before the first that begins
 * one; both: headers there are about the whole file.
 */
function cutAtMarkers(text, markers, before) {
    const up = [];
    const down = [];
    const rangesOf = { up: [up], down: [down], both: [up, down], neither: [] };
    let part = before;
    let from = 0;
    const close = (end) => {
        if (end.to > from)
            for (const ranges of rangesOf[part])
                ranges.push({ from, ...end });
    };
    for (const { from: to, to: next, begins, ends } of markers) {
        close(ends === undefined ? { to } : { to, ends });
        part = begins ?? part;
        from = next;
    }
    close({ to: text.length });
    return { up, down: markers.some(({ begins }) => begins === "down") ? down : null };
}
/**
 * `text` up to the end of the last of `ranges` (ascending), with everything outside of them blank: its line ends stay, so
 * places stay places. Behind a range that ends a statement the first character of what is left out is a `;`.
 */
function keepRanges(text, ranges) {
    let kept = "";
    let at = 0;
    let mark = "";
    for (const { from, to, ends } of ranges) {
        const gap = mark + blank(text.slice(at + mark.length, from));
        kept += gap + text.slice(from, to);
        at = to;
        mark = ends === "statement" ? ";" : "";
    }
    return kept;
}
/** Blanks in place of all but line ends. By lines and not by a pattern: directories have thousands of files. */
function blank(text) {
    if (text.includes("\r") && /\r(?!\n)/.test(text))
        return text.replace(/[^\r\n]/g, " ");
    let blanked = "";
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
        blanked +=
            text.charCodeAt(end - 1) === _sql_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .RETURN */ .zg ? `${spaces(end - from - 1)}\r\n` : `${spaces(end - from)}\n`;
        from = end + 1;
    }
    return blanked + spaces(text.length - from);
}
const SPACES = " ".repeat(256);
const spaces = (count) => (count > 256 ? " ".repeat(count) : SPACES.slice(0, count));


/***/ }),

/***/ 15309:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   dV: () => (/* binding */ isVerifyName),
/* harmony export */   jL: () => (/* binding */ questionProblems),
/* harmony export */   nN: () => (/* binding */ verifyWithoutUp),
/* harmony export */   s: () => (/* binding */ withQuestions),
/* harmony export */   zr: () => (/* binding */ makeVerifyFiles)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(42357);

/** True for a file of questions by its name, in the directory itself or in one of its folders. */
const isVerifyName = (name) => /(^|\/)[^./][^/]*\.verify\.sql$/i.test(name);
/** The files of questions of one migration, by their paths. */
function makeVerifyFiles(sources) {
    return sources.map(({ file, text }) => ({ file, text })).sort((a, b) => (a.file < b.file ? -1 : 1));
}
/** FILE_UNSUPPORTED where it is too large to be held. */
function questionProblems({ file, large }, version) {
    if (large === undefined)
        return [];
    const message = `${file}: a file of questions has at most 8 MB.`;
    const hint = "Keep the queries that show that the migration did what it should.";
    return [new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq("FILE_UNSUPPORTED", message, { at: { file, line: 1, column: 1 }, hint, version })];
}
/** VERIFY_WITHOUT_UP. */
function verifyWithoutUp({ file }) {
    const message = `${file} asks about a migration, and no file here is that migration.`;
    const hint = "Give it the version of the migration that it is about, or remove it: no question is skipped in silence.";
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq("VERIFY_WITHOUT_UP", message, { at: { file, line: 1, column: 1 }, hint });
}
/**
 * `read` with the questions in `sources`, which its layout knows nothing of: our own files lie beside any tool's, with the
 * version of the migration before `.verify.sql`, as the tool writes it.
 */
function withQuestions(read, sources, layout) {
    if (sources.length === 0)
        return read;
    const byKey = new Map();
    const alone = [];
    const known = new Set(read.files.map(({ version }) => version.key));
    for (const source of sources) {
        const key = layout.parseVersion(stemOf(source))?.key;
        if (key === undefined || !known.has(key))
            alone.push(source);
        else
            byKey.set(key, [...(byKey.get(key) ?? []), source]);
    }
    const files = read.files.map((file) => {
        const own = byKey.get(file.version.key);
        return own === undefined ? file : { ...file, verify: makeVerifyFiles(own) };
    });
    const tooLarge = sources.flatMap((source) => questionProblems(source, stemOf(source)));
    return {
        files,
        problems: [...read.problems, ...tooLarge, ...alone.map(verifyWithoutUp)],
    };
}
const stemOf = ({ name }) => name.replace(/\.verify\.sql$/i, "");


/***/ }),

/***/ 59825:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ NODE_PG_MIGRATE_DOWN),
/* harmony export */   m: () => (/* binding */ WAY_MARKERS)
/* harmony export */ });
/**
 * By what a file of each tool whose files hold both ways is known, tried on a whole text or on one comment: looser than
 * the tools read their markers, so that one written wrong is refused and not run. node-pg-migrate's words are people's
 * too: its own is only the one above the way there, alone on its line. Source: each layout's own file.
 */
const WAY_MARKERS = {
    dbmate: /^[ \t]*--[ \t]*migrate:(?:up|down)(?![\w-])/m,
    goose: /^[ \t]*--[ \t-]*\+goose\b/im,
    "node-pg-migrate": /^[ \t]*--[ \t-]*up[ \t]+migration[ \t]*$/im,
    "sql-migrate": /^[ \t]*--[ \t]*\+migrate\b/im,
    tern: /^[ \t]*----[ \t]*create above[ \t]*\/[ \t]*drop below[ \t]*----/im,
};
/** Above node-pg-migrate's way back: what no file without its layout may be run with. Tried on one comment, from its dashes on. */
const NODE_PG_MIGRATE_DOWN = /^--[ \t-]*down[ \t]+migration[ \t]*$/i;


/***/ }),

/***/ 56390:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ makeDirectories),
/* harmony export */   O: () => (/* binding */ makeDirectory)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _read_directory_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(10012);



/**
 * Makes the directory at `path`, and those above it that are not there; `onMade` hears of each. Throws what the system says.
 * One by one: Node's own `recursive` goes round for ever where a directory that is there takes none (below /proc, for
 * instance).
 */
function makeDirectories(path, onMade = () => { }) {
    const missing = [];
    for (let at = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(path); (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(at, { throwIfNoEntry: false }) === undefined; at = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(at))
        missing.unshift(at);
    for (const directory of missing) {
        // What somebody else has made meanwhile is theirs, and what is no directory fails below.
        if (makeDirectory(directory) === "new")
            onMade(directory);
    }
}
/** there: it is a directory, or whatever else, already. Throws what the system says. */
function makeDirectory(path) {
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(path);
        return "new";
    }
    catch (error) {
        if ((0,_read_directory_js__WEBPACK_IMPORTED_MODULE_2__/* .codeOf */ .$N)(error) === "EEXIST")
            return "there";
        throw error;
    }
}


/***/ }),

/***/ 99987:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  q: () => (/* binding */ makeScript)
});

// EXTERNAL MODULE: ./lib/inputs/duration.js
var duration = __nccwpck_require__(7426);
;// CONCATENATED MODULE: ./lib/files/atlas-comments.js
/**
 * What a comment `-- atlas:NAME …` changes about how the file is run; null when that is nothing: another comment,
 * `atlas:nolint`, `atlas:sum`, `txmode file`. Only `txmode` is looked at below the first statement, where Atlas does not
 * see it either. squawk's comments are about its own rules only.
 * Source: ariga.io/atlas, sql/migrate/dir.go (directives), sql/migrate/lex.go (delimiter); its manual, "Transaction Configuration".
 */
function atlasComment({ text, isAtHead }) {
    const [, name, rest = ""] = /^--[ \t]*atlas:(\w+)[ \t]*(.*)$/.exec(text) ?? [];
    const value = rest.trim();
    if (name === "txmode")
        return readTxMode(value, isAtHead);
    if (!isAtHead || name === undefined)
        return null;
    if (name === "delimiter" && value !== ";")
        return problem(DELIMITER);
    if (name === "checkpoint")
        return problem(CHECKPOINT);
    return name === "txtar" ? problem(ARCHIVE) : null;
}
function readTxMode(value, isAtHead) {
    if (value === "file")
        return null;
    if (value !== "none") {
        const message = "`atlas:txmode` says `none` or `file` in a file.";
        return problem({ message, hint: "Write `-- atlas:txmode none`, or take it out." });
    }
    if (isAtHead)
        return { kind: "no-transaction" };
    const message = "`atlas:txmode` stands after the first statement, where it has no effect.";
    return problem({ message, hint: "It is about the whole file: put it on the first line." });
}
const DELIMITER = {
    message: "With this delimiter Atlas cuts the file into other statements than PostgreSQL does, which ends them with `;`.",
    hint: "End each statement with `;`, and take this line out: text in quotes and dollar quotes is not cut.",
};
const CHECKPOINT = {
    message: "This is a checkpoint of Atlas: it stands for the files before it, and does not run after them.",
    hint: "Move it out of the directory.",
};
const ARCHIVE = {
    message: "This is an archive of Atlas: checks and a migration in one file.",
    hint: "Keep the part below `-- migration.sql --`, and take the rest out.",
};
const problem = (found) => ({
    kind: "problem",
    problem: found,
});

// EXTERNAL MODULE: ./lib/files/sql/characters.js
var characters = __nccwpck_require__(18087);
// EXTERNAL MODULE: ./lib/files/sql/quoting.js
var quoting = __nccwpck_require__(36320);
;// CONCATENATED MODULE: ./lib/files/comment-lines.js


/** The comment lines of `text` between its `statements` (those of splitStatements), in order. */
function makeCommentLines(text, statements) {
    const lines = [];
    let from = 0;
    const take = (to) => {
        const isAtHead = from === 0;
        const isAtEnd = to === text.length;
        for (const line of collectCommentLines(text, { from, to, isLineStart: isAtHead }).lines)
            lines.push({ ...line, isAtHead, isAtEnd });
    };
    for (const statement of statements) {
        take(statement.offset);
        from = statement.copyData?.end ?? statement.offset + statement.size;
    }
    take(text.length);
    return lines;
}
/** The comment lines in a gap, and whether only blanks stand on its last line. */
function collectCommentLines(text, gap) {
    const lines = [];
    let { isLineStart } = gap;
    let at = gap.from;
    while (at < gap.to) {
        const code = text.charCodeAt(at);
        if (text.startsWith("--", at)) {
            const end = (0,characters/* endOfLine */.vT)(text, at);
            if (isLineStart)
                lines.push({ text: text.slice(at, end), offset: at });
            at = end;
        }
        else if (text.startsWith("/*", at)) {
            const end = (0,quoting/* endOfBlockComment */.pU)(text, at);
            if (end < 0)
                break;
            at = end;
        }
        else if (text[at] === "\\") {
            // A command of psql: what looks like a comment behind it is none.
            at = (0,characters/* endOfLine */.vT)(text, at);
            isLineStart = false;
        }
        else {
            isLineStart = (0,characters/* isLineEnd */.S4)(code) || (isLineStart && (0,characters/* isSpace */.xC)(code));
            at++;
        }
    }
    return { lines, isLineStart };
}

// EXTERNAL MODULE: ./lib/files/layouts/way-markers.js
var way_markers = __nccwpck_require__(59825);
;// CONCATENATED MODULE: ./lib/files/foreign-markers.js

const MARKERS = Object.entries({ ...way_markers/* WAY_MARKERS */.m, "node-pg-migrate": way_markers/* NODE_PG_MIGRATE_DOWN */.K });
/**
 * What is wrong when a comment is the marker with which another tool divides a file into the way there and the way
 * back; null when it is none. A layout leaves its own markers blank: one that is seen here is of a layout that was not
 * named, or of one tool's file among another's. Source: formats.md, "Files".
 */
function foreignMarker({ text, isAtEnd, }) {
    const tool = MARKERS.find(([, marker]) => marker.test(text))?.[0];
    // People also write these words as plain comments above a way back that is itself commented out.
    if (tool === undefined || (tool === "node-pg-migrate" && isAtEnd))
        return null;
    return {
        message: `This is a file of ${tool}: its way there and its way back stand in one file, and both would be run.`,
        hint: `Where all files are ${tool}'s, set \`layout: ${tool}\`. Else put the way back into a file of its own (\`V_name.up.sql\` and \`V_name.down.sql\`) and take the marker out.`,
    };
}

// EXTERNAL MODULE: ./lib/files/sql/place-at.js
var place_at = __nccwpck_require__(2088);
;// CONCATENATED MODULE: ./lib/files/headers.js





/** True for comments that can have a meaning for `makeHeaders`: the others of a large file are not kept. */
function mayBeHeader(comment) {
    return /^-+[ \t]*(?:[\w-]+:\S|migrate[ \t]*:|\+|down|create above)/i.test(comment);
}
/**
 * Headers of a file: `no-transaction` and `timeout` stand before the first statement, `allow` there or between
 * statements, each on a line of its own. Case counts. Another tool's marker that gives parts of a file a meaning is a
 * problem too: run as a plain file, its way back would be run as well. `-- atlas:txmode none` counts as no-transaction.
 */
function makeHeaders(text, statements) {
    return readHeaders(makeCommentLines(text, statements), new place_at/* PlaceTracker */.EJ(text));
}
/** The same from the comment lines between its statements, in their order, and what gives their places. */
function readHeaders(comments, places) {
    const read = { isNoTransaction: false, statementTimeoutMs: null, allowances: [], problems: [] };
    for (const comment of comments) {
        const tool = foreignMarker(comment);
        const atlas = atlasComment(comment);
        if (atlas?.kind === "no-transaction")
            read.isNoTransaction = true;
        const header = HEADER.exec(comment.text);
        const misspelt = header === null && MEANT_AS_HEADER.test(comment.text) ? MISSPELT : null;
        const known = tool ?? (atlas?.kind === "problem" ? atlas.problem : misspelt);
        if (known === null && header === null)
            continue;
        const place = places.advance(comment.offset);
        const wrong = known ?? readHeader(read, { ...nameAndValue(header), comment, line: place.line });
        if (wrong !== null)
            read.problems.push({ code: "HEADER_INVALID", ...wrong, ...place });
        // One is enough to say whose file it is.
        if (tool !== null)
            break;
    }
    return read;
}
const HEADER = /^--[ \t]*migrate:([^\s:]+)[ \t]*([^\r\n]*)$/;
/** A header but for its spaces, hyphens or case. Prose behind `migrate:` is not: "-- migrate: users". */
const MEANT_AS_HEADER = /^-+[ \t]*migrate[ \t]*:[ \t]*(?:no[-_ ]?transaction|timeout[ \t]+\d\w*|allow[ \t]+[\w-]+[ \t]+reason:.*)[ \t\r\n]*$/i;
function nameAndValue(found) {
    const [, name = "", value = ""] = found ?? [];
    return { name, value: value.trim() };
}
const KNOWN = "This version knows `-- migrate:no-transaction`, `-- migrate:timeout 10min` and `-- migrate:allow RULE reason: …`.";
const MISSPELT = {
    message: "This is nearly a header, and would be passed over as a comment.",
    hint: `A header begins with \`-- migrate:\` and its name, in lower case and without a space between. ${KNOWN}`,
};
function readHeader(read, header) {
    const reader = READERS.get(header.name);
    if (reader === undefined)
        return { message: `There is no header \`migrate:${header.name}\`.`, hint: KNOWN };
    if (header.name !== "allow" && !header.comment.isAtHead) {
        return {
            message: `\`migrate:${header.name}\` stands after the first statement, where it has no effect.`,
            hint: "It is about the whole file: put it on the first line.",
        };
    }
    return reader(read, header);
}
const READERS = new Map([
    ["no-transaction", readNoTransaction],
    ["timeout", readTimeout],
    ["allow", readAllow],
]);
function readNoTransaction(read, { value }) {
    if (value !== "")
        return { message: "`migrate:no-transaction` takes no value.", hint: "Leave out what follows it." };
    read.isNoTransaction = true;
    return null;
}
function readTimeout(read, { value }) {
    read.statementTimeoutMs = (0,duration/* parseDurationMs */.y)(value);
    if (read.statementTimeoutMs !== null)
        return null;
    return {
        message: "`migrate:timeout` needs one duration.",
        hint: `Write ${duration/* DURATION_FORMS */.n}, or 0 for no limit: \`-- migrate:timeout 10min\`.`,
    };
}
function readAllow(read, { value, line }) {
    const [, rule, reason] = /^([\w-]+)\s+reason:\s*(\S.*)$/.exec(value) ?? [];
    if (rule === undefined || reason === undefined) {
        return {
            message: "`migrate:allow` needs a rule and a reason.",
            hint: "Write `-- migrate:allow RULE reason: why it is safe here`.",
        };
    }
    read.allowances.push({ rule, reason, line });
    return null;
}

// EXTERNAL MODULE: ./lib/files/large/byte-places.js
var byte_places = __nccwpck_require__(32553);
// EXTERNAL MODULE: ./lib/files/sql/do-body.js
var do_body = __nccwpck_require__(46531);
// EXTERNAL MODULE: ./lib/files/sql/make-tokens.js
var make_tokens = __nccwpck_require__(71684);
// EXTERNAL MODULE: ./lib/files/sql/match-words.js
var match_words = __nccwpck_require__(76394);
;// CONCATENATED MODULE: ./lib/files/ledger-statements.js



/** Long enough for CREATE UNLOGGED TABLE IF NOT EXISTS and a name of three parts. */
const HEAD_TOKENS = 11;
/**
 * True when `statement` inserts into the ledger: INSERT INTO at its beginning, anywhere after a WITH, or in the text
 * of a DO. An unqualified name counts whatever the search_path is. For which version it inserts is not looked at.
 */
function insertsIntoLedger(statement, ledger) {
    // Runs are made of statements that do not.
    if (statement.count > 1)
        return false;
    const head = (0,make_tokens/* makeTokens */.n)(statement.head, HEAD_TOKENS);
    if (insertsAt(head, 0, ledger))
        return true;
    if ((0,match_words/* afterWords */.WN)(head, "with|do") < 0 || !mentions(statement.sql, ledger))
        return false;
    const body = (0,do_body/* doBody */.o)(statement.tokens);
    return insertsSomewhere(statement.tokens, ledger) || (body !== null && insertsInText(body, ledger));
}
/** True when `statement` deletes from the ledger, at its beginning: people write so into the way back of a file. */
function deletesFromLedger(statement, ledger) {
    const head = (0,make_tokens/* makeTokens */.n)(statement.head, HEAD_TOKENS);
    const from = (0,match_words/* afterWords */.WN)(head, "delete from only?");
    return from >= 0 && isLedger(head, from, ledger);
}
/** True when `statement` is the CREATE TABLE of the ledger, IF NOT EXISTS or not; a temporary one is not. */
function createsLedgerTable(statement, ledger) {
    const head = (0,make_tokens/* makeTokens */.n)(statement.head, HEAD_TOKENS);
    const create = (0,match_words/* afterWords */.WN)(head, "create unlogged? table");
    if (create < 0)
        return false;
    const guarded = (0,match_words/* afterWords */.WN)(head, "if not exists", create);
    return isLedger(head, guarded < 0 ? create : guarded, ledger);
}
/**
 * True when `statement` is DROP TABLE IF EXISTS of the ledger alone: as a history says goodbye to another tool's table of
 * that name (crates.io, 2017).
 */
function dropsLedgerTable(statement, ledger) {
    const head = (0,make_tokens/* makeTokens */.n)(statement.head, HEAD_TOKENS);
    const at = (0,match_words/* afterWords */.WN)(head, "drop table if exists");
    const name = at < 0 ? null : (0,match_words/* nameAt */.Dc)(head, at);
    if (name === null || !isLedger(head, at, ledger))
        return false;
    return head[(0,match_words/* afterWords */.WN)(head, "cascade|restrict?", name.end)] === undefined;
}
/** The text of a DO, and the strings in it that EXECUTE and format() run: one level, as people write it. */
function insertsInText(text, ledger) {
    const tokens = (0,make_tokens/* makeTokens */.n)(text);
    const strings = tokens.filter(({ kind, text: body }) => kind === "string" && mentions(body, ledger));
    return (insertsSomewhere(tokens, ledger) ||
        strings.some(({ text: body }) => insertsSomewhere((0,make_tokens/* makeTokens */.n)(body), ledger)));
}
function insertsSomewhere(tokens, ledger) {
    return tokens.some((_, index) => insertsAt(tokens, index, ledger));
}
function insertsAt(tokens, index, ledger) {
    const into = (0,match_words/* afterWords */.WN)(tokens, "insert into", index);
    return into >= 0 && isLedger(tokens, into, ledger);
}
function isLedger(tokens, at, ledger) {
    const [table, schema = ledger.schema] = [...((0,match_words/* nameAt */.Dc)(tokens, at)?.parts ?? [])].reverse();
    return table === ledger.table && schema === ledger.schema;
}
/** A cheap first look, so that the tokens of what has nothing to do with the ledger are never made. */
function mentions(sql, ledger) {
    return sql.toLowerCase().includes(ledger.table.toLowerCase().replaceAll('"', '""'));
}

// EXTERNAL MODULE: ./lib/files/sql/sliced-statement.js
var sliced_statement = __nccwpck_require__(73621);
;// CONCATENATED MODULE: ./lib/files/large/may-join.js


const PLAIN = /(?:insert|update|delete|merge|select|values|with)\b/iy;
/**
 * Whether a statement may go into a run: a query or a change of rows that adds no row to `ledger` and takes none off it. What that is
 * can be told from its first word, but for the ledger, which few statements name.
 */
function mayJoin(ledger) {
    const own = { schema: asLatin1(ledger.schema), table: asLatin1(ledger.table) };
    const name = own.table.toLowerCase().replaceAll('"', '""');
    let last = null;
    return (window, { from, to }) => {
        PLAIN.lastIndex = from - window.from;
        if (!PLAIN.test(window.text))
            return false;
        if (last?.window !== window)
            last = { window, namesLedger: window.text.toLowerCase().includes(name) };
        if (!last.namesLedger)
            return true;
        const sql = window.text.slice(from - window.from, to - window.from);
        const statement = new sliced_statement/* SlicedStatement */.o(sql, from, { line: 1, column: 1 }, null);
        return !insertsIntoLedger(statement, own) && !deletesFromLedger(statement, own);
    };
}
/** As a window has it: each byte of UTF-8 one character. */
const asLatin1 = (text) => Buffer.from(text).toString("latin1");

// EXTERNAL MODULE: ./lib/files/sql/split-problems.js
var split_problems = __nccwpck_require__(25360);
// EXTERNAL MODULE: ./lib/files/large/scratch.js
var large_scratch = __nccwpck_require__(52086);
;// CONCATENATED MODULE: ./lib/files/large/large-statement.js


/** What is kept of a run for classifiers, which look at its first words, and for people, in bytes. */
const RUN_HEAD_BYTES = 4_096;
/** The same of a statement of its own: a function's body has a beginning too. */
const HEAD_BYTES = 64_000;
/** For bytes that are made into a string at once. */
const SCRATCH = new large_scratch/* Scratch */.f();
/** A statement, or a run of them, that stays in its file until it is asked for. */
class LargeStatement {
    count;
    offset;
    size;
    line;
    column;
    copyData;
    #source;
    #head;
    constructor(source, span, place, more) {
        this.#source = source;
        this.offset = span.from;
        this.size = span.to - span.from;
        this.line = place.line;
        this.column = place.column;
        this.count = more.count;
        this.copyData = more.copyData;
        this.#head = more.heads.take(this.#headBytes) ? this.#readHead() : null;
    }
    get sql() {
        return this.#source.read(this.offset, this.offset + this.size, SCRATCH).toString("utf8");
    }
    get head() {
        return this.#head ?? this.#readHead();
    }
    // Not kept: those of a run of a megabyte take fifty times its size.
    get tokens() {
        return (0,make_tokens/* makeTokens */.n)(this.sql);
    }
    get #headBytes() {
        return Math.min(this.size, this.count > 1 ? RUN_HEAD_BYTES : HEAD_BYTES);
    }
    #readHead() {
        const head = this.#source.read(this.offset, this.offset + this.#headBytes, SCRATCH).toString("utf8");
        // The cut may go through a character.
        return this.#headBytes < this.size ? head.replace(/\ufffd$/, "") : head;
    }
}
/** How much of the heads of one file is kept: of millions of statements those of the later ones are read again. */
class HeadBudget {
    #leftBytes = 16 * 1024 * 1024;
    /** True when this much more may be kept. */
    take(bytes) {
        this.#leftBytes -= bytes;
        return this.#leftBytes >= 0;
    }
}
/** The data of a COPY that stays in its file. */
class LargeCopyData {
    size;
    end;
    line;
    #source;
    #from;
    constructor(source, { from, to, end }, line) {
        this.#source = source;
        this.#from = from;
        this.size = to - from;
        this.end = end;
        this.line = line;
    }
    *chunks() {
        const scratch = new large_scratch/* Scratch */.f();
        const to = this.#from + this.size;
        for (let at = this.#from; at < to; at += CHUNK_BYTES)
            yield this.#source.read(at, Math.min(at + CHUNK_BYTES, to), scratch);
    }
}
const CHUNK_BYTES = 256 * 1024;

// EXTERNAL MODULE: ./lib/files/sql/walk-statements.js + 1 modules
var walk_statements = __nccwpck_require__(43183);
;// CONCATENATED MODULE: ./lib/files/large/find-copy-end.js


/** What is looked through at once, in bytes. */
const STEP_BYTES = 256 * 1024;
/**
 * The data of a COPY that begins at `from`, and `end`, the offset behind the `\.` that closes it: as `copyDataAt`, in
 * bytes, with no more in memory than one step. `onPassed` hears how far the search has come.
 */
function findCopyEnd(source, from, onPassed) {
    const scratch = new large_scratch/* Scratch */.f();
    for (let at = from; at < source.end; at += STEP_BYTES) {
        // One byte before, and three behind the step's last: they decide what a `\.` at its edges is.
        const base = Math.max(from, at - 1);
        const bytes = source.read(base, Math.min(at + STEP_BYTES + 3, source.end), scratch);
        for (let found = bytes.indexOf("\\."); found >= 0; found = bytes.indexOf("\\.", found + 1)) {
            const startsLine = base + found === from || (0,characters/* isLineEnd */.S4)(bytes[found - 1] ?? 0);
            const endsLine = base + found + 2 === source.end || (0,characters/* isLineEnd */.S4)(bytes[found + 2] ?? 0);
            if (startsLine && endsLine)
                return { from, to: base + found, end: base + found + 2 };
        }
        onPassed(Math.min(at + STEP_BYTES, source.end));
    }
    return { from, to: source.end, end: source.end };
}
/** Offset after the line end at `at`, CRLF counting as one. */
function afterLineEnd(source, at) {
    const bytes = source.read(at, Math.min(at + 2, source.end), new large_scratch/* Scratch */.f());
    return Math.min(at + (bytes[0] === characters/* RETURN */.zg && bytes[1] === characters/* NEWLINE */.Xy ? 2 : 1), source.end);
}

;// CONCATENATED MODULE: ./lib/files/large/walk-windows.js




/**
 * Walks the statements of `source` as `walkStatements` walks those of a text, with little more than `windowBytes` in
 * memory, or than twice the longest statement, up to `statementBytes` of it. PostgreSQL's lexer looks at bytes too: beyond ASCII all are parts of words.
 */
function walkWindows(source, { windowBytes, statementBytes }, listener) {
    new WindowWalk(source, listener).run(windowBytes, statementBytes);
}
class WindowWalk {
    #source;
    #listener;
    #scratch = new large_scratch/* Scratch */.f();
    /** From the end of the line of a COPY to behind its data: the rest of the line is walked before what follows. */
    #hop = null;
    /** How far gaps have been told. */
    #gapFrom;
    constructor(source, listener) {
        this.#source = source;
        this.#listener = listener;
        this.#gapFrom = source.start;
    }
    run(windowBytes, statementBytes) {
        let [from, size] = [this.#source.start, windowBytes];
        while (from !== null) {
            const border = this.#hop?.from ?? this.#source.end;
            const to = Math.min(from + size, border);
            const text = this.#source.read(from, to, this.#scratch).toString("latin1");
            const next = this.#walk({ text, from, isLast: to === border });
            if (next === from && size >= statementBytes) {
                this.#listener.onLeftOpen("long", from);
                return;
            }
            // Nothing has ended in it: twice as much, so that the whole stays linear.
            size = next === from ? Math.min(size * 2, statementBytes) : windowBytes;
            from = next;
        }
    }
    /** Walks one window. Where the next begins; null when all is over. */
    #walk(window) {
        let unseenFrom = null;
        let isStopped = false;
        const end = (0,walk_statements/* walkStatements */.c)(window.text, {
            onStatement: (statement, at, isCopy) => {
                if (!isCopy)
                    return this.#tell(window, statement, at, null);
                isStopped = true;
                if (isSeen(window, (0,characters/* endOfLine */.vT)(window.text, at)))
                    this.#tell(window, statement, at, this.#copyBehind(window, statement.from, at));
                else
                    unseenFrom = statement.from;
                return "stop";
            },
            onCommand: (command, openFrom) => {
                if (!isSeen(window, command.to))
                    return false;
                this.#tellGap(window, openFrom ?? command.from);
                const line = window.text.slice(command.from, command.to);
                this.#listener.onCommand(window.from + command.from, line, openFrom !== null);
                return true;
            },
        });
        if (!isStopped && window.isLast)
            return this.#end(window, end);
        const next = unseenFrom ?? safeEnd(end);
        this.#tellGap(window, next);
        return window.from + next;
    }
    /** At the end of a window that nothing follows. */
    #end(window, { open, unterminated }) {
        const { length } = window.text;
        if (this.#hop !== null)
            return this.#endLine(window, this.#hop, open?.from ?? unterminated?.offset);
        if (unterminated !== null)
            this.#listener.onLeftOpen(unterminated.what, window.from + unterminated.offset);
        else if (open !== null)
            this.#tell(window, open, length, open.isCopy ? this.#copyBehind(window, open.from, length) : null);
        this.#tellGap(window, length);
        return null;
    }
    /** At the end of the line of a COPY. `openFrom`: where something begins that goes on below the data. */
    #endLine(window, hop, openFrom) {
        this.#tellGap(window, window.text.length);
        if (openFrom !== undefined) {
            this.#listener.onLeftOpen("wide", window.from + openFrom);
            return null;
        }
        this.#hop = null;
        this.#gapFrom = hop.to;
        return hop.to;
    }
    #tell(window, { from, to }, at, copy) {
        this.#tellGap(window, from);
        this.#listener.onStatement({ from: window.from + from, to: window.from + to }, window, copy);
        // A comment may stand between a statement and its `;`, but for a COPY: what comes before its data is its own.
        this.#gapFrom = window.from + (copy === null ? to : at);
        return null;
    }
    #tellGap(window, to) {
        this.#listener.onGap({ from: this.#gapFrom, to: window.from + to }, window);
        this.#gapFrom = window.from + to;
    }
    // Like psql: the data begins on the next line, and what stands behind the `;` goes on after the data.
    #copyBehind(window, statementFrom, at) {
        const lineEnd = this.#hop?.from ?? window.from + (0,characters/* endOfLine */.vT)(window.text, at);
        const from = afterLineEnd(this.#source, this.#hop?.to ?? lineEnd);
        this.#listener.onCopy(window.from + statementFrom, from);
        const data = findCopyEnd(this.#source, from, this.#listener.onPassed);
        this.#hop = { from: lineEnd, to: data.end };
        return data;
    }
}
/** True when the line that ends at `lineEnd` is seen to end there. */
function isSeen({ text, isLast }, lineEnd) {
    return isLast || lineEnd < text.length;
}
/** Where the next window begins when this one stops in the middle: all before it is told, or blank. */
function safeEnd({ open, unterminated, told, blankTo }) {
    if (open !== null)
        return open.from;
    // Not so for a string: what stands before its quote, as E does, says how it is read.
    return unterminated?.what === "comment" ? unterminated.offset : Math.max(told, blankTo);
}

;// CONCATENATED MODULE: ./lib/files/large/split-large.js






/** The statements of `source` and what cannot be cut, as of `splitStatements`; neighbours that `mayJoin` are runs. */
function splitLarge(source, cut) {
    const splitter = new LargeSplitter(source, cut);
    walkWindows(source, cut, splitter);
    return splitter.end();
}
class LargeSplitter {
    #source;
    #cut;
    #places;
    #problemPlaces;
    #heads = new HeadBudget();
    #statements = [];
    #problems = [];
    #comments = [];
    /** Those of them behind the last statement. */
    #tail = [];
    #run = null;
    #isAtHead = true;
    #isLineStart = true;
    /** Of the COPY whose data is looked for, known before its data is passed over. */
    #copyPlace = { line: 1, column: 1 };
    #dataLine = 1;
    constructor(source, cut) {
        this.#source = source;
        this.#cut = cut;
        this.#places = new byte_places/* BytePlaces */.V(source);
        this.#problemPlaces = new byte_places/* BytePlaces */.V(source);
    }
    end() {
        this.#closeRun();
        return { statements: this.#statements, problems: this.#problems, comments: this.#comments };
    }
    onStatement = (statement, window, copy) => {
        this.#isAtHead = false;
        this.#isLineStart = false;
        for (const comment of this.#tail.splice(0))
            comment.isAtEnd = false;
        if (copy === null && this.#cut.mayJoin?.(window, statement))
            this.#join(statement);
        else
            this.#add(statement, copy);
    };
    onCommand = (offset, line, isInside) => {
        // What is left out must not lie within what is sent.
        this.#closeRun();
        if (!isInside && (0,split_problems/* isDumpMark */.Wz)(line))
            return;
        const text = Buffer.from(line, "latin1").toString("utf8");
        this.#problems.push((0,split_problems/* psqlCommand */.K9)(text, this.#problemPlaces.advance(offset)));
    };
    onGap = ({ from, to }, window) => {
        const gap = { from: from - window.from, to: to - window.from, isLineStart: this.#isLineStart };
        const { lines, isLineStart } = collectCommentLines(window.text, gap);
        this.#isLineStart = isLineStart;
        for (const { text, offset } of lines) {
            if (!mayBeHeader(text))
                continue;
            const decoded = Buffer.from(text, "latin1").toString("utf8");
            const place = { isAtHead: this.#isAtHead, isAtEnd: true };
            const comment = { text: decoded, offset: window.from + offset, ...place };
            this.#comments.push(comment);
            this.#tail.push(comment);
        }
    };
    onCopy = (statementFrom, dataFrom) => {
        this.#copyPlace = this.#places.advance(statementFrom);
        this.#dataLine = this.#places.advance(dataFrom).line;
    };
    onPassed = (to) => void this.#places.advance(to);
    onLeftOpen = (what, offset) => {
        const place = this.#problemPlaces.advance(offset);
        this.#problems.push(this.#leftOpen(what, offset, place));
    };
    #leftOpen(what, offset, place) {
        if (what === "wide")
            return (0,split_problems/* wideStatement */.Jj)(place);
        return what === "long"
            ? (0,split_problems/* longStatement */.YX)(this.#cut.statementBytes, place)
            : (0,split_problems/* unterminated */.pB)({ what, offset }, place);
    }
    #join({ from, to }) {
        const run = this.#run;
        if (run !== null && to - run.from <= this.#cut.runBytes) {
            this.#run = { ...run, to, count: run.count + 1 };
            return;
        }
        this.#closeRun();
        this.#run = { from, to, place: this.#places.advance(from), count: 1 };
    }
    #closeRun() {
        if (this.#run === null)
            return;
        const { place, count } = this.#run;
        const parts = { count, copyData: null, heads: this.#heads };
        this.#statements.push(new LargeStatement(this.#source, this.#run, place, parts));
        this.#run = null;
    }
    #add(statement, copy) {
        this.#closeRun();
        const place = copy === null ? this.#places.advance(statement.from) : this.#copyPlace;
        const copyData = copy === null ? null : new LargeCopyData(this.#source, copy, this.#dataLine);
        const parts = { count: 1, copyData, heads: this.#heads };
        this.#statements.push(new LargeStatement(this.#source, statement, place, parts));
    }
}

// EXTERNAL MODULE: ./lib/files/sql/transaction-control.js
var transaction_control = __nccwpck_require__(80427);
;// CONCATENATED MODULE: ./lib/files/own-transaction.js

/**
 * What `statements` do about transactions; `ownLedgerRows` may stand outside the file's own pair. Under the rule
 * `wrapped` the last of them may be a COMMIT without a BEGIN.
 */
function makeOwnTransaction(statements, ownLedgerRows, rule) {
    const controls = statements.flatMap((statement, index) => {
        const kind = (0,transaction_control/* transactionControl */.m)(statement);
        return kind === null ? [] : [{ kind, index }];
    });
    const [first, second, third] = controls;
    if (first === undefined)
        return { kind: "none" };
    const isLast = first.kind === "commit" && first.index === statements.length - 1;
    if (rule === "wrapped" && isLast)
        return { kind: "last-commit", commit: first.index };
    if (first.kind !== "begin")
        return refused(statements, first, WHY_NOT_FIRST[first.kind]);
    if (second === undefined)
        return refused(statements, first, "This transaction is begun and never committed.");
    if (second.kind !== "commit")
        return refused(statements, second, WHY_NOT_SECOND[second.kind]);
    if (third !== undefined)
        return refused(statements, third, "The file has more than one transaction.");
    const outside = statements.findIndex((_, index) => (index < first.index || index > second.index) && !ownLedgerRows.has(index));
    if (outside < 0)
        return { kind: "pair", begin: first.index, commit: second.index };
    const message = "This statement stands outside the file's own BEGIN … COMMIT.";
    return refused(statements, { index: outside }, message);
}
const MODES = "This transaction asks for its own isolation level or access mode, which the runner's cannot have.";
const ROLLBACK = "This takes back what the runner's transaction has done, its ledger row included.";
const CHAIN = "This ends a transaction and begins another.";
const PREPARE = "This leaves a prepared transaction behind, and the runner's own is gone.";
const WHY_NOT_FIRST = {
    "begin-with-modes": MODES,
    commit: "This COMMIT ends a transaction that the file did not begin: the runner's own.",
    rollback: ROLLBACK,
    chain: CHAIN,
    prepare: PREPARE,
    modes: MODES,
};
const WHY_NOT_SECOND = {
    begin: "This begins a transaction inside a transaction.",
    "begin-with-modes": "This begins a transaction inside a transaction.",
    rollback: ROLLBACK,
    chain: CHAIN,
    prepare: PREPARE,
    modes: MODES,
};
function refused(statements, { index }, message) {
    const problem = {
        code: "PLAN_TRANSACTION_CONTROL",
        message,
        hint: "Take the file's own BEGIN and COMMIT out (the runner puts one transaction around the file), or put " +
            "`-- migrate:no-transaction` on the first line: then each statement runs as written, by itself.",
        line: statements[index]?.line ?? 1,
        column: statements[index]?.column ?? 1,
    };
    return { kind: "refused", problem };
}

// EXTERNAL MODULE: ./lib/files/sql/split-statements.js + 1 modules
var split_statements = __nccwpck_require__(45217);
// EXTERNAL MODULE: ./lib/files/sql/transaction-need.js
var transaction_need = __nccwpck_require__(71812);
;// CONCATENATED MODULE: ./lib/files/make-script.js








/**
 * What the file with this `text` does, ready to be run. Its own BEGIN … COMMIT is taken out when it is the only one
 * and nothing but own ledger rows stands outside it; the other statements keep their places. What the plan must refuse
 * is in `problems`: SQL_UNTERMINATED, PSQL_COMMAND, HEADER_INVALID, PLAN_TRANSACTION_CONTROL, PLAN_TRANSACTION_MIX.
 * A BEGIN with an isolation level, READ ONLY or DEFERRABLE is refused and not imitated: the ledger row, written first,
 * would come before it. Where a tool sends files `as-written`, one that does more about transactions than a pair runs
 * so too: in the mode `no-transaction`. What would drop the ledger alone, if it exists, is left out. Of a large file,
 * statements that go together in a transaction are runs.
 */
function makeScript(source, ledger) {
    const { text, large, transactions } = source;
    if (large)
        return makeLargeScript(large, transactions, ledger);
    const split = (0,split_statements/* splitStatements */.X)(text);
    return scriptOf(split, makeHeaders(text, split.statements), transactions, ledger);
}
/** What is looked at at once: V8 gives longer strings room that is only seldom swept. */
const WINDOW_BYTES = 120_000;
/** PostgreSQL takes at most 1 GB, and V8 no string above half of that; a quote that is never closed ends here too. */
const STATEMENT_BYTES = 256 * 1024 * 1024;
/** What is sent as one statement: often enough for a remote server, rarely enough not to fill the memory. */
const RUN_BYTES = 256 * 1024;
// A plan is made several times in a run, and a large file is not to be read more often than it must.
const SCRIPTS = new WeakMap();
function makeLargeScript(body, rule, ledger) {
    const scripts = SCRIPTS.get(body) ?? new Map();
    SCRIPTS.set(body, scripts);
    const key = JSON.stringify([rule, ledger.schema, ledger.table]);
    const known = scripts.get(key);
    if (known !== undefined)
        return known;
    const cut = (joins) => {
        const split = splitLarge(body, {
            windowBytes: WINDOW_BYTES,
            statementBytes: STATEMENT_BYTES,
            runBytes: RUN_BYTES,
            mayJoin: joins,
        });
        return scriptOf(split, readHeaders(split.comments, new byte_places/* BytePlaces */.V(body)), rule, ledger);
    };
    const joined = cut(mayJoin(ledger));
    const isAlone = joined.mode === "transaction" || joined.statements.every(({ count }) => count === 1);
    // Outside a transaction each is sent, and counted, by itself.
    const script = isAlone ? joined : cut(null);
    scripts.set(key, script);
    return script;
}
function scriptOf(split, headers, transactions, ledger) {
    const found = [...split.problems, ...headers.problems].sort((a, b) => a.line - b.line);
    const isWhole = split.problems.length === 0;
    const isDeclared = headers.isNoTransaction || transactions === "none";
    const run = isDeclared || !isWhole
        ? {
            mode: isDeclared ? "no-transaction" : "transaction",
            statements: split.statements,
            problem: null,
        }
        : makeRun(split.statements, transactions, ledger);
    const leftOut = run.statements.filter((statement) => dropsLedgerTable(statement, ledger));
    const statements = run.statements.filter((statement) => !leftOut.includes(statement));
    const creates = statements.findIndex((statement) => createsLedgerTable(statement, ledger));
    return {
        mode: run.mode,
        statements,
        leftOut,
        problems: run.problem === null ? found : [...found, run.problem],
        ownLedgerRows: ownLedgerRows(statements, ledger),
        createsLedger: creates < 0 ? null : creates,
        statementTimeoutMs: headers.statementTimeoutMs,
        allowances: headers.allowances,
    };
}
function makeRun(statements, rule, ledger) {
    const deleted = statements.flatMap((statement, index) => deletesFromLedger(statement, ledger) ? [index] : []);
    const rows = new Set([...ownLedgerRows(statements, ledger), ...deleted]);
    const own = makeOwnTransaction(statements, rows, rule);
    if (own.kind === "refused") {
        return rule === "as-written"
            ? { mode: "no-transaction", statements, problem: null }
            : { mode: "transaction", statements, problem: own.problem };
    }
    const outside = statements.findIndex((statement) => (0,transaction_need/* transactionNeed */.Hw)(statement) === "outside");
    const rest = withoutPair(statements, own);
    if (outside < 0)
        return { mode: "transaction", statements: rest, problem: null };
    const isOnlySuch = statements.every((statement, index) => rows.has(index) || (0,transaction_need/* transactionNeed */.Hw)(statement) === "outside");
    if (isOnlySuch)
        return { mode: "no-transaction", statements, problem: null };
    return { mode: "transaction", statements: rest, problem: mix(statements[outside], own) };
}
function withoutPair(statements, own) {
    if (own.kind !== "pair" && own.kind !== "last-commit")
        return statements;
    const begin = own.kind === "pair" ? own.begin : -1;
    return statements.filter((_, index) => index !== begin && index !== own.commit);
}
function ownLedgerRows(statements, ledger) {
    return statements.flatMap((statement, index) => (insertsIntoLedger(statement, ledger) ? [index] : []));
}
function mix(statement, own) {
    const isInPair = own.kind === "pair";
    return {
        code: "PLAN_TRANSACTION_MIX",
        message: isInPair
            ? "This statement cannot run in a transaction, and stands inside the file's own BEGIN … COMMIT."
            : "This statement cannot run in a transaction, and others in the file would run in one.",
        hint: isInPair
            ? "Put it into a file of its own, without BEGIN and COMMIT."
            : "Split the file, or put `-- migrate:no-transaction` on the first line: then nothing in it is taken back when a statement fails.",
        line: statement?.line ?? 1,
        column: statement?.column ?? 1,
    };
}


/***/ }),

/***/ 54272:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ compareOrder)
/* harmony export */ });
/** Negative, zero or positive: `a` before, beside or after `b`, part by part; a part that is missing comes first. */
function compareOrder(a, b) {
    const length = Math.max(a.order.length, b.order.length);
    for (let part = 0; part < length; part++) {
        const compared = comparePart(a.order[part], b.order[part]);
        if (compared !== 0)
            return compared;
    }
    return 0;
}
/** Nothing before numbers, numbers before texts. */
function comparePart(a, b) {
    if (a === b)
        return 0;
    if (typeof a === "bigint" && typeof b === "bigint")
        return a < b ? -1 : 1;
    if (typeof a === "string" && typeof b === "string")
        return a < b ? -1 : 1;
    return RANK.indexOf(typeof a) - RANK.indexOf(typeof b);
}
const RANK = ["undefined", "bigint", "string"];


/***/ }),

/***/ 10012:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   IJ: () => (/* binding */ readTop),
/* harmony export */   Sg: () => (/* binding */ readPlainText),
/* harmony export */   XM: () => (/* binding */ pathOf),
/* harmony export */   io: () => (/* binding */ readBytes),
/* harmony export */   mZ: () => (/* binding */ shownPrefix),
/* harmony export */   pS: () => (/* binding */ shownPath),
/* harmony export */   r6: () => (/* binding */ readNames)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(42357);



/**
 * The names in the directory at `path` by name, and behind them those in each of its folders that are wanted, at any
 * depth. `choose` is given the names in the directory itself, and gives back which folders are wanted, by their path in
 * it. Throws DIRECTORY_MISSING, DIRECTORY_UNREADABLE (also for a file) and FILE_OUTSIDE_DIRECTORY (a folder that is a
 * link out of it). Files are not looked at one by one: ten thousand names cost one call. `top`: the names in the directory
 * itself where they are known already.
 */
function readNames(path, choose, top = readTop(path)) {
    const entries = [...top];
    const isWanted = choose(entries.map(({ name }) => name));
    const linked = new Set();
    // What is found in a folder is looked at in its turn.
    for (const entry of entries) {
        if (entry.kind === "file" || !isWanted(entry.name) || !isFolder(path, entry))
            continue;
        if (entry.kind === "link" && !isNew(linked, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, entry.name)))
            continue;
        for (const found of readEntries((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, entry.name), `${entry.name}/`))
            entries.push(found);
    }
    return entries;
}
/** The names in the directory itself; throws as `readNames`. */
function readTop(path) {
    return readEntries(path, "");
}
/** False for a link to where another link has led: a circle of them would have no end. */
function isNew(linked, link) {
    const target = attempt(() => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(link), link);
    if (linked.has(target))
        return false;
    linked.add(target);
    return true;
}
/**
 * The text of `entry`, byte order mark included, where it is a small regular file of sound UTF-8 without NUL; null where
 * it may not be: then others have the last word. As few calls as go for the common case, in directories of thousands.
 */
function readPlainText(path, entry) {
    if (entry.kind !== "file")
        return null;
    try {
        const length = readSmall(`${path}${node_path__WEBPACK_IMPORTED_MODULE_1__.sep}${entry.name}`);
        const text = length === null ? "\0" : SMALL.toString("utf8", 0, length);
        return text.includes("\ufffd") || text.includes("\0") ? null : text;
    }
    catch {
        return null;
    }
}
/** Where all small files are read to, one after the other: cheaper than a buffer and a look at the size for each. */
const SMALL = Buffer.allocUnsafeSlow(64 * 1024);
/** How much of SMALL the file at `path` fills; null where it is no small one. */
function readSmall(path) {
    const handle = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, "r");
    try {
        let length = 0;
        while (length < SMALL.length) {
            const got = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(handle, SMALL, length, SMALL.length - length, null);
            if (got === 0)
                return length;
            length += got;
        }
        return null;
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(handle);
    }
}
/**
 * The bytes of `entry`, a file or a link to one. Throws FILE_OUTSIDE_DIRECTORY for a link that leads out of the
 * directory, FILE_UNREADABLE for all else that has no bytes to give. `file` is its path for people.
 */
function readBytes(path, entry, file) {
    const from = pathOf(path, entry, file);
    if (entry.kind !== "file" && !attempt(() => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(from), file).isFile()) {
        throw unreadable(file, "it is not a regular file");
    }
    return attempt(() => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(from), file);
}
/** The path of `entry`, of a link the one that it leads to. Throws FILE_OUTSIDE_DIRECTORY, FILE_UNREADABLE. */
function pathOf(path, entry, file) {
    const own = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, entry.name);
    return entry.kind === "link" ? realpathInside(path, own, file) : own;
}
/** `path` as people are shown it: with forward slashes. */
function shownPath(path) {
    return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}
/** What stands before a file's own name in its path for people, where the directory is at `path`. */
const shownPrefix = (path) => node_path__WEBPACK_IMPORTED_MODULE_1__.posix.join(shownPath(path), "/");
function readEntries(path, folder) {
    const entries = readFolder(path).map((entry) => toEntry(entry, folder));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
function readFolder(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(path, { withFileTypes: true });
    }
    catch (error) {
        throw directoryError(path, error);
    }
}
function directoryError(path, cause) {
    const code = codeOf(cause);
    if (code === "ENOENT") {
        const hint = "Set `migrations-path`; it is relative to the working directory. In a workflow, is the checkout done?";
        return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .MigrateError */ .Oq("DIRECTORY_MISSING", `There is no directory ${path}.`, { hint }, { cause });
    }
    if (code === "ENOTDIR") {
        const hint = "Set `migrations-path` to the directory that holds the migrations.";
        return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .MigrateError */ .Oq("DIRECTORY_UNREADABLE", `${path} is a file, not a directory.`, { hint }, { cause });
    }
    const hint = "Check its permissions and the user that runs this.";
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .MigrateError */ .Oq("DIRECTORY_UNREADABLE", `${path} cannot be read (${code}).`, { hint }, { cause });
}
function toEntry(entry, folder) {
    const name = folder + entry.name;
    if (entry.isFile())
        return { name, kind: "file" };
    if (entry.isSymbolicLink())
        return { name, kind: "link" };
    return { name, kind: entry.isDirectory() ? "folder" : "other" };
}
/** A link to a file, or to nothing, is none: what is wrong with it is said where it is read. */
function isFolder(path, { name, kind }) {
    if (kind !== "link")
        return kind === "folder";
    const own = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name);
    // A circle of links is an error of the system's, and no fault of ours.
    const found = attempt(() => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(own, { throwIfNoEntry: false }) ?? null, own);
    if (found?.isDirectory() !== true)
        return false;
    realpathInside(path, own, own);
    return true;
}
function realpathInside(path, own, file) {
    const target = attempt(() => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(own), file);
    const root = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(path);
    if (target === root || target.startsWith(root.endsWith(node_path__WEBPACK_IMPORTED_MODULE_1__.sep) ? root : root + node_path__WEBPACK_IMPORTED_MODULE_1__.sep))
        return target;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .MigrateError */ .Oq("FILE_OUTSIDE_DIRECTORY", `${file} is a link that leads out of the directory.`, {
        at: { file, line: 1, column: 1 },
        hint: "Put the file itself there: a link out of it would run what the review of this directory does not show.",
    });
}
function attempt(read, file) {
    try {
        return read();
    }
    catch (error) {
        throw unreadable(file, `it cannot be read: ${codeOf(error)}`, error);
    }
}
function unreadable(file, why, cause) {
    const details = {
        at: { file, line: 1, column: 1 },
        hint: "Check what it is, its permissions, and the user that runs this.",
    };
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .MigrateError */ .Oq("FILE_UNREADABLE", `${file}: ${why}.`, details, { cause });
}
/** The system's name of what went wrong: `ENOSPC`. */
function codeOf(error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
}


/***/ }),

/***/ 59222:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Y: () => (/* binding */ readMigrations)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
// EXTERNAL MODULE: ./lib/files/layouts/plain.js
var plain = __nccwpck_require__(28540);
// EXTERNAL MODULE: ./lib/files/read-directory.js
var read_directory = __nccwpck_require__(10012);
// EXTERNAL MODULE: ./lib/files/decode-text.js
var decode_text = __nccwpck_require__(2754);
;// CONCATENATED MODULE: ./lib/files/read-surely-plain.js


/**
 * The migrations of the directory at `path`, with the names `top` in it, where nothing in it can be the mark of a layout but the plain one: numbered
 * .sql files alone, sound and small, without a comment that is a tool's. Null for all others, which every layout has to
 * look at. Most directories are such a one, and need no other layout to be loaded.
 */
async function readSurelyPlain(path, top) {
    const prefix = (0,read_directory/* shownPrefix */.mZ)(path);
    const sources = [];
    let turn = 0;
    for (const entry of top) {
        if (++turn % SLICE === 0)
            await new Promise(setImmediate);
        const { name, kind } = entry;
        const isNumbered = NUMBERED.test(name);
        if (!isNumbered && kind === "file" && OF_PEOPLE.test(name))
            continue;
        const text = isNumbered ? (0,read_directory/* readPlainText */.Sg)(path, entry) : null;
        if (text === null || (text.includes("--") && MARK.test(text)))
            return null;
        sources.push({ name, file: prefix + name, text: (0,decode_text/* withoutMark */.E_)(text) });
    }
    return sources.length === 0 ? null : sources;
}
/** So many files are read in one turn: between two of them the connection goes on that is opened meanwhile. */
const SLICE = 50;
const OF_PEOPLE = /^(?:\.git(?:keep|ignore|attributes)|README(?:\.md)?)$/i;
const NUMBERED = /^\d+(?:[_-][^/]*|\.verify)\.sql$/i;
/** Looser than any layout's own mark: what it does not find none of them does. */
const MARK = /--[!\s-]*(?:migrate:(?:up|down)|\+goose|\+migrate|up\s+migration|create above|previous:|hash:|no-transaction|postgres-migrations)/i;

;// CONCATENATED MODULE: ./lib/files/read-migrations.js




/**
 * The migrations in the directory at `path`, in the layout named (`auto`: recognised). Rejects with MigrateErrors of
 * all problems at once: no migrations (DIRECTORY_EMPTY), names and forms (FILE_NAME_INVALID, VERSION_DUPLICATE,
 * DOWN_WITHOUT_UP, LAYOUT_…), bytes (FILE_…). What leaves nothing to look at comes alone: a directory that cannot be
 * read (DIRECTORY_…, FILE_OUTSIDE_DIRECTORY), a layout that this version does not read (INPUT_INVALID), a directory
 * with no migration beside or above one that has some.
 */
async function readMigrations(path, layoutName) {
    const top = layoutName === "auto" ? (0,read_directory/* readTop */.IJ)(path) : undefined;
    const sources = top === undefined ? null : await readSurelyPlain(path, top);
    const { files, problems } = sources === null ? NOTHING : plain/* plain */.p.makeMigrations(sources);
    (0,errors/* throwAll */.Kx)(problems);
    if (files.length > 0)
        return { layout: plain/* plain */.p.layout, files };
    const [{ readAs }, { layoutsNamed }] = await Promise.all([
        __nccwpck_require__.e(/* import() */ 9532).then(__nccwpck_require__.bind(__nccwpck_require__, 19532)),
        __nccwpck_require__.e(/* import() */ 8719).then(__nccwpck_require__.bind(__nccwpck_require__, 98719)),
    ]);
    return readAs(path, layoutsNamed(layoutName), top);
}
const NOTHING = { files: [], problems: [] };


/***/ }),

/***/ 18087:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ez: () => (/* binding */ isWordPart),
/* harmony export */   S4: () => (/* binding */ isLineEnd),
/* harmony export */   Vw: () => (/* binding */ STAR),
/* harmony export */   Xy: () => (/* binding */ NEWLINE),
/* harmony export */   dd: () => (/* binding */ isWordStart),
/* harmony export */   fi: () => (/* binding */ DOUBLE_QUOTE),
/* harmony export */   hr: () => (/* binding */ DOLLAR),
/* harmony export */   jA: () => (/* binding */ QUOTE),
/* harmony export */   jr: () => (/* binding */ DASH),
/* harmony export */   o: () => (/* binding */ SLASH),
/* harmony export */   r_: () => (/* binding */ BACKSLASH),
/* harmony export */   vT: () => (/* binding */ endOfLine),
/* harmony export */   w_: () => (/* binding */ isTagPart),
/* harmony export */   xC: () => (/* binding */ isSpace),
/* harmony export */   y0: () => (/* binding */ DOT),
/* harmony export */   yp: () => (/* binding */ isDigit),
/* harmony export */   zg: () => (/* binding */ RETURN)
/* harmony export */ });
const SPACE = 1;
const WORD_START = 2;
const DIGIT = 4;
const CLASS_OF = new Uint8Array(128);
for (const code of [9, 10, 11, 12, 13, 32])
    CLASS_OF[code] = SPACE;
for (let code = 48; code <= 57; code++)
    CLASS_OF[code] = DIGIT;
for (let code = 65; code <= 90; code++) {
    CLASS_OF[code] = WORD_START;
    CLASS_OF[code + 32] = WORD_START;
}
CLASS_OF[95] = WORD_START;
const NEWLINE = 10;
const RETURN = 13;
const DOUBLE_QUOTE = 34;
const DOLLAR = 36;
const QUOTE = 39;
const STAR = 42;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const BACKSLASH = 92;
/** Blank, tab, newline, return, form feed, vertical tab. Source: PostgreSQL scan.l, `space`. */
function isSpace(code) {
    return code < 128 && CLASS_OF[code] === SPACE;
}
/** 0 to 9. */
function isDigit(code) {
    return code < 128 && CLASS_OF[code] === DIGIT;
}
/** Can begin a word or a dollar tag: letter, underscore, anything beyond ASCII. Source: scan.l, `ident_start`. */
function isWordStart(code) {
    return code >= 128 || CLASS_OF[code] === WORD_START;
}
/** Can go on in a dollar tag: as in a word, without `$`. Source: scan.l, `dolq_cont`. */
function isTagPart(code) {
    return code >= 128 || (CLASS_OF[code] ?? 0) >= WORD_START;
}
/** Can go on in a word; `a$b$` is one word. Source: scan.l, `ident_cont`. */
function isWordPart(code) {
    return isTagPart(code) || code === DOLLAR;
}
/** Ends a line, and a `--` comment. */
function isLineEnd(code) {
    return code === NEWLINE || code === RETURN;
}
/** Offset of the line end at or after `from`; the text's length when there is none. */
function endOfLine(text, from) {
    let at = from;
    while (at < text.length && !isLineEnd(text.charCodeAt(at)))
        at++;
    return at;
}


/***/ }),

/***/ 46531:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ commitsInBody),
/* harmony export */   o: () => (/* binding */ doBody)
/* harmony export */ });
/* harmony import */ var _make_tokens_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(71684);
/* harmony import */ var _match_words_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76394);


/** The code of a DO statement, a text of its own language; null for any other statement. */
function doBody(tokens) {
    if ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "do") < 0)
        return null;
    return (tokens.find(({ kind }, index) => kind === "string" && (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "language", index - 1) < 0)
        ?.text ?? null);
}
/**
 * True for a DO in PL/pgSQL with COMMIT or ROLLBACK among its statements: "invalid transaction termination" (2D000)
 * inside a transaction block. Source: PostgreSQL manual, "Transaction Management" (PL/pgSQL).
 */
function commitsInBody(tokens) {
    const language = tokens[(0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .findWords */ .ZB)(tokens, "language") + 1];
    if ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .findWords */ .ZB)(tokens, "language") >= 0 && language?.text.toLowerCase() !== "plpgsql")
        return false;
    const body = doBody(tokens);
    if (body === null || !/commit|rollback/i.test(body))
        return false;
    const code = (0,_make_tokens_js__WEBPACK_IMPORTED_MODULE_0__/* .makeTokens */ .n)(body);
    return code.some((_, index) => beginsStatement(code, index) && endsTransaction(code, index));
}
function beginsStatement(code, index) {
    const before = code[index - 1];
    if (before === undefined || (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .isSymbol */ .Bm)(before, ";") || (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .isSymbol */ .Bm)(before, ">"))
        return true;
    return before.kind === "word" && ["begin", "then", "else", "loop"].includes(before.text);
}
function endsTransaction(code, index) {
    const end = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(code, "commit|rollback", index);
    return end >= 0 && ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .isSymbol */ .Bm)(code[end], ";") || (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(code, "and no? chain", end) >= 0);
}


/***/ }),

/***/ 71684:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ makeTokens)
/* harmony export */ });
/* harmony import */ var _scanner_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(52205);

/**
 * The first `limit` tokens of `sql`, in order; fewer when it has fewer, and none from where a quote or comment
 * is left open. Classifiers ask for the few they need: an INSERT of megabytes has millions.
 */
function makeTokens(sql, limit = Number.POSITIVE_INFINITY) {
    const scanner = new _scanner_js__WEBPACK_IMPORTED_MODULE_0__/* .Scanner */ .L(sql);
    const tokens = [];
    while (tokens.length < limit && scanner.next()) {
        tokens.push({ kind: scanner.kind, text: scanner.tokenText(), offset: scanner.start });
    }
    return tokens;
}


/***/ }),

/***/ 76394:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bm: () => (/* binding */ isSymbol),
/* harmony export */   Dc: () => (/* binding */ nameAt),
/* harmony export */   NZ: () => (/* binding */ afterParentheses),
/* harmony export */   WN: () => (/* binding */ afterWords),
/* harmony export */   ZB: () => (/* binding */ findWords)
/* harmony export */ });
/**
 * Index after the words of `pattern` where `tokens` has them from `from` on; -1 where it has not. A part `a|b` is
 * either, a part `a?` may be missing. Quoted identifiers and strings are never key words.
 */
function afterWords(tokens, pattern, from = 0) {
    let at = from;
    for (const { words, isOptional } of partsOf(pattern)) {
        const token = tokens[at];
        if (token?.kind === "word" && words.includes(token.text))
            at++;
        else if (!isOptional)
            return -1;
    }
    return at;
}
// Patterns are constants of the classifiers, matched against every statement of every file.
const PARTS_OF = new Map();
function partsOf(pattern) {
    const known = PARTS_OF.get(pattern);
    if (known !== undefined)
        return known;
    const parts = pattern.split(" ").map((part) => ({
        words: part.replace(/\?$/, "").split("|"),
        isOptional: part.endsWith("?"),
    }));
    PARTS_OF.set(pattern, parts);
    return parts;
}
/** Index of the first place from `from` on where `pattern` stands; -1 where it does not. */
function findWords(tokens, pattern, from = 0) {
    return tokens.findIndex((_, index) => index >= from && afterWords(tokens, pattern, index) >= 0);
}
/** Index after the parenthesis that opens at `from`; `from` itself where none opens there. */
function afterParentheses(tokens, from) {
    let depth = 0;
    for (let at = from; at < tokens.length; at++) {
        if (isSymbol(tokens[at], "("))
            depth++;
        else if (isSymbol(tokens[at], ")"))
            depth--;
        if (depth === 0)
            return at === from ? from : at + 1;
    }
    return tokens.length;
}
/** A name at `from`, and the index after it: `"a".b.c` has the parts a, b, c; null where none stands there. */
function nameAt(tokens, from) {
    const parts = [];
    for (let at = from;; at += 2) {
        const token = tokens[at];
        if (token?.kind !== "word" && token?.kind !== "quoted")
            return null;
        parts.push(token.text);
        if (!isSymbol(tokens[at + 1], "."))
            return { parts, end: at + 1 };
    }
}
function isSymbol(token, text) {
    return token?.kind === "symbol" && token.text === text;
}


/***/ }),

/***/ 2088:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BW: () => (/* binding */ placeAt),
/* harmony export */   EJ: () => (/* binding */ PlaceTracker),
/* harmony export */   cb: () => (/* binding */ offsetOfPosition)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(18087);

/** Places of ascending offsets in one text, each character looked at once. */
class PlaceTracker {
    #text;
    #offset = 0;
    #line = 1;
    #column = 1;
    constructor(text) {
        this.#text = text;
    }
    /** The place of `offset` (UTF-16 units), which must not be before the last one asked for. */
    advance(offset) {
        const text = this.#text;
        const end = Math.min(offset, text.length);
        for (let at = this.#offset; at < end; at++) {
            const code = text.charCodeAt(at);
            if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .NEWLINE */ .Xy || (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .RETURN */ .zg && text.charCodeAt(at + 1) !== _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .NEWLINE */ .Xy)) {
                this.#line++;
                this.#column = 1;
            }
            else if (code < 0xdc00 || code > 0xdfff || !isHighSurrogate(text.charCodeAt(at - 1)))
                this.#column++;
        }
        this.#offset = Math.max(this.#offset, end);
        return { line: this.#line, column: this.#column };
    }
}
/** The place of `offset` (UTF-16 units) in `text`. A line ends with LF, CRLF or a lone CR. */
function placeAt(text, offset) {
    return new PlaceTracker(text).advance(offset);
}
/**
 * The UTF-16 offset in `text` of a server error's `position`: 1-based, counted in characters; the text's length
 * when it lies beyond. Source: PostgreSQL manual, "Error and Notice Message Fields", P.
 */
function offsetOfPosition(text, position) {
    let offset = 0;
    for (let left = position - 1; left > 0 && offset < text.length; left--) {
        const isPair = isHighSurrogate(text.charCodeAt(offset)) && (text.charCodeAt(offset + 1) & 0xfc00) === 0xdc00;
        offset += isPair ? 2 : 1;
    }
    return offset;
}
function isHighSurrogate(code) {
    return (code & 0xfc00) === 0xd800;
}


/***/ }),

/***/ 36320:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Lc: () => (/* binding */ endOfQuoted),
/* harmony export */   PH: () => (/* binding */ dollarTag),
/* harmony export */   pU: () => (/* binding */ endOfBlockComment),
/* harmony export */   uU: () => (/* binding */ endOfEscaped),
/* harmony export */   vP: () => (/* binding */ OPEN),
/* harmony export */   vv: () => (/* binding */ continuingQuote)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(18087);

/** What every function here answers when the thing is still open at the end of the text. */
const OPEN = -1;
/** Offset after the closing `quote` of what was opened before `from`; a doubled one does not close. */
function endOfQuoted(text, from, quote) {
    let at = text.indexOf(quote, from);
    while (at >= 0 && text[at + 1] === quote)
        at = text.indexOf(quote, at + 2);
    return at < 0 ? OPEN : at + 1;
}
/** Offset after the closing quote of an E'…' string whose body begins at `from`. */
function endOfEscaped(text, from) {
    let at = from;
    while (at < text.length) {
        const code = text.charCodeAt(at);
        if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .BACKSLASH */ .r_)
            at += 2;
        else if (code !== _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA)
            at++;
        else if (text.charCodeAt(at + 1) === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA)
            at += 2;
        else
            return at + 1;
    }
    return OPEN;
}
/**
 * Offset of the quote that carries on a string closed just before `from`; OPEN when none does. Between them
 * stand blanks and `--` comments with at least one line end. Source: scan.l, `quotecontinue`.
 */
function continuingQuote(text, from) {
    let at = from;
    let sawLineEnd = false;
    while (at < text.length) {
        const code = text.charCodeAt(at);
        if ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isSpace */ .xC)(code)) {
            sawLineEnd ||= (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isLineEnd */ .S4)(code);
            at++;
        }
        else if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DASH */ .jr && text.charCodeAt(at + 1) === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DASH */ .jr)
            at = (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .endOfLine */ .vT)(text, at);
        else
            return code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA && sawLineEnd ? at : OPEN;
    }
    return OPEN;
}
/** `$tag$` or `$$` at `from`, where a `$` stands; null when it opens no quoting. */
function dollarTag(text, from) {
    let at = from + 1;
    if (at < text.length && (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isWordStart */ .dd)(text.charCodeAt(at))) {
        while (at < text.length && (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isTagPart */ .w_)(text.charCodeAt(at)))
            at++;
    }
    return text.charCodeAt(at) === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DOLLAR */ .hr ? text.slice(from, at + 1) : null;
}
/** Offset after the closing `*` and `/` of the block comment that opens at `from`; they nest. */
function endOfBlockComment(text, from) {
    let depth = 1;
    let at = from + 2;
    while (at < text.length) {
        const code = text.charCodeAt(at);
        const next = text.charCodeAt(at + 1);
        if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .STAR */ .Vw && next === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .SLASH */ .o) {
            at += 2;
            depth--;
            if (depth === 0)
                return at;
        }
        else if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .SLASH */ .o && next === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .STAR */ .Vw) {
            at += 2;
            depth++;
        }
        else
            at++;
    }
    return OPEN;
}


/***/ }),

/***/ 52205:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ Scanner)
/* harmony export */ });
/* unused harmony export foldCase */
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(18087);
/* harmony import */ var _quoting_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(36320);


/**
 * Walks the tokens of an SQL text as PostgreSQL's own lexer cuts them, standard_conforming_strings on.
 * Linear in the text; allocates nothing a token, so that a dump of many megabytes can be walked.
 * Source: PostgreSQL manual, "Lexical Structure"; src/backend/parser/scan.l.
 */
class Scanner {
    kind = "symbol";
    /** The token is `text.slice(start, end)`. */
    start = 0;
    end = 0;
    /** Why `next` stopped before the end of the text; null when it did not. */
    unterminated = null;
    /** Where the blanks at the end of the text end: before a `--` comment that reaches it, else there. Set by the last `next`. */
    blankTo = 0;
    text;
    #bodyStart = 0;
    #bodyEnd = 0;
    #hopFrom = -1;
    #hopTo = -1;
    constructor(text) {
        this.text = text;
    }
    /** Moves to the next token; false at the end of the text, or where something is left open. */
    next() {
        const start = this.#afterBlanks();
        if (start === _quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .OPEN */ .vP || start >= this.text.length)
            return false;
        this.start = start;
        const code = this.text.charCodeAt(start);
        if ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isWordStart */ .dd)(code))
            return this.#wordOrPrefixed(code);
        if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA)
            return this.#string(start, false);
        if ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(code))
            return this.#number();
        if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTE */ .fi)
            return this.#quoted(start);
        if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DOLLAR */ .hr)
            return this.#dollar();
        if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DOT */ .y0 && (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(this.text.charCodeAt(start + 1)))
            return this.#number();
        return this.#token("symbol", start + 1);
    }
    /** Goes on at `offset`. */
    moveTo(offset) {
        this.end = offset;
    }
    /** When blanks reach `from`, goes on at `to`: over the data of a COPY. */
    hopOver(from, to) {
        this.#hopFrom = from;
        this.#hopTo = to;
    }
    /** `Token.text` of the current token. */
    tokenText() {
        if (this.kind === "word")
            return foldCase(this.text.slice(this.start, this.end));
        if (this.kind !== "string" && this.kind !== "quoted")
            return this.text.slice(this.start, this.end);
        const body = this.text.slice(this.#bodyStart, this.#bodyEnd);
        return this.kind === "quoted" ? body.replaceAll('""', '"') : body;
    }
    #token(kind, end) {
        this.kind = kind;
        this.end = end;
        return true;
    }
    #body(kind, from, to, end) {
        this.#bodyStart = from;
        this.#bodyEnd = to;
        return this.#token(kind, end);
    }
    #leftOpen(what, offset) {
        this.unterminated = { what, offset };
        return false;
    }
    #afterBlanks() {
        const { text } = this;
        let at = this.end;
        while (at < text.length) {
            const code = text.charCodeAt(at);
            if (at === this.#hopFrom)
                at = this.#hopTo;
            else if ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isSpace */ .xC)(code))
                at++;
            else if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DASH */ .jr && text.charCodeAt(at + 1) === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DASH */ .jr) {
                this.blankTo = at;
                at = (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .endOfLine */ .vT)(text, at);
                if (at === text.length)
                    return at;
            }
            else if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .SLASH */ .o && text.charCodeAt(at + 1) === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .STAR */ .Vw) {
                const end = (0,_quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .endOfBlockComment */ .pU)(text, at);
                if (end === _quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .OPEN */ .vP)
                    this.#leftOpen("comment", at);
                if (end === _quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .OPEN */ .vP)
                    return _quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .OPEN */ .vP;
                at = end;
            }
            else
                return at;
        }
        this.blankTo = at;
        return at;
    }
    #wordOrPrefixed(code) {
        const next = this.text.charCodeAt(this.start + 1);
        const letter = code | 32;
        if (next === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA && code < 128) {
            if (letter === 101)
                return this.#string(this.start + 1, true);
            if (letter === 98 || letter === 110 || letter === 120)
                return this.#string(this.start + 1, false);
        }
        if (next === 38 && letter === 117 && code < 128) {
            const quote = this.text.charCodeAt(this.start + 2);
            if (quote === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA)
                return this.#string(this.start + 2, false);
            if (quote === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTE */ .fi)
                return this.#quoted(this.start + 2);
        }
        return this.#token("word", this.#endOfWord(this.start + 1));
    }
    #endOfWord(from) {
        let at = from;
        while (at < this.text.length && (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isWordPart */ .Ez)(this.text.charCodeAt(at)))
            at++;
        return at;
    }
    #string(quoteAt, escapes) {
        let opened = quoteAt;
        for (;;) {
            const end = escapes ? (0,_quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .endOfEscaped */ .uU)(this.text, opened + 1) : (0,_quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .endOfQuoted */ .Lc)(this.text, opened + 1, "'");
            if (end === _quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .OPEN */ .vP)
                return this.#leftOpen("string", opened);
            const more = (0,_quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .continuingQuote */ .vv)(this.text, end);
            if (more === _quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .OPEN */ .vP)
                return this.#body("string", quoteAt + 1, end - 1, end);
            opened = more;
        }
    }
    #quoted(quoteAt) {
        const end = (0,_quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .endOfQuoted */ .Lc)(this.text, quoteAt + 1, '"');
        if (end === _quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .OPEN */ .vP)
            return this.#leftOpen("quoted identifier", quoteAt);
        return this.#body("quoted", quoteAt + 1, end - 1, end);
    }
    #dollar() {
        let at = this.start + 1;
        while ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(this.text.charCodeAt(at)))
            at++;
        if (at > this.start + 1)
            return this.#token("parameter", at);
        const tag = (0,_quoting_js__WEBPACK_IMPORTED_MODULE_1__/* .dollarTag */ .PH)(this.text, this.start);
        if (tag === null)
            return this.#token("symbol", at);
        const from = this.start + tag.length;
        const close = this.text.indexOf(tag, from);
        if (close < 0)
            return this.#leftOpen("dollar-quoted string", this.start);
        return this.#body("string", from, close, close + tag.length);
    }
    #number() {
        const { text } = this;
        let at = this.start;
        while ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(text.charCodeAt(at)) || text.charCodeAt(at) === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DOT */ .y0)
            at++;
        const exponent = (text.charCodeAt(at) | 32) === 101;
        const sign = text.charCodeAt(at + 1);
        if (exponent && (sign === 43 || sign === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DASH */ .jr) && (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(text.charCodeAt(at + 2))) {
            at += 2;
            while ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(text.charCodeAt(at)))
                at++;
        }
        // A `$` straight after digits opens a quoting; after letters it belongs to them (0x1F, 1_000, 1e5).
        if ((0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .isWordStart */ .dd)(text.charCodeAt(at)))
            at = this.#endOfWord(at);
        return this.#token("number", at);
    }
}
/** `word` as the server stores it unquoted: A to Z in lower case, letters beyond ASCII as they are. */
function foldCase(word) {
    return /[^\0-\x7f]/.test(word) ? word.replace(/[A-Z]+/g, (part) => part.toLowerCase()) : word.toLowerCase();
}


/***/ }),

/***/ 73621:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ SlicedStatement)
/* harmony export */ });
/* harmony import */ var _make_tokens_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(71684);

/** A statement whose tokens are made when first asked for: those of a large dump take many times its size. */
class SlicedStatement {
    sql;
    count = 1;
    offset;
    line;
    column;
    copyData;
    #tokens = null;
    constructor(sql, offset, place, copyData) {
        this.sql = sql;
        this.offset = offset;
        this.line = place.line;
        this.column = place.column;
        this.copyData = copyData;
    }
    get head() {
        return this.sql;
    }
    get size() {
        return this.sql.length;
    }
    get tokens() {
        this.#tokens ??= (0,_make_tokens_js__WEBPACK_IMPORTED_MODULE_0__/* .makeTokens */ .n)(this.sql);
        return this.#tokens;
    }
}


/***/ }),

/***/ 25360:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ wideStatement),
/* harmony export */   K9: () => (/* binding */ psqlCommand),
/* harmony export */   Wz: () => (/* binding */ isDumpMark),
/* harmony export */   YX: () => (/* binding */ longStatement),
/* harmony export */   pB: () => (/* binding */ unterminated)
/* harmony export */ });
const CLOSED_BY = {
    string: "a single quote",
    "quoted identifier": "a double quote",
    comment: "*/ (comments nest: each /* needs its own)",
    "dollar-quoted string": "the same dollar tag that opens it",
};
const INSTEAD_OF = new Map([
    ["\\copy", "Write COPY … FROM STDIN with the rows below it and a line \\. after them."],
    ["\\connect", "A migration runs in the one database it was started for: take the line out."],
    ["\\c", "A migration runs in the one database it was started for: take the line out."],
    ["\\i", "Put the included file's statements into this file, or make them a migration of their own."],
    ["\\ir", "Put the included file's statements into this file, or make them a migration of their own."],
    ["\\set", "Write the value where the variable is used: psql's variables are not SQL."],
]);
/** SQL_UNTERMINATED, placed where the thing was opened. */
function unterminated(open, place) {
    return {
        code: "SQL_UNTERMINATED",
        message: `The ${open.what} that begins here is not closed before the end of the file.`,
        hint: `Close it with ${CLOSED_BY[open.what]}. If it looks closed, a quote left open further up shifts all that follow.`,
        ...place,
    };
}
/** PSQL_COMMAND for the line that begins with a backslash, placed at the backslash. */
function psqlCommand(line, place) {
    const command = /^\\\S{0,20}/.exec(line)?.[0] ?? "\\";
    return {
        code: "PSQL_COMMAND",
        message: `${command} is a command of psql, not SQL: the server does not know it.`,
        hint: INSTEAD_OF.get(command) ??
            "Take it out, or write what it does in SQL. Inside a string a backslash is fine: is a quote missing?",
        ...place,
    };
}
/** SQL_UNTERMINATED for a statement on the line of a COPY that goes on below the data, in a file too large to be held. */
function wideStatement(place) {
    return {
        code: "SQL_UNTERMINATED",
        message: "This statement begins on the line of a COPY and is not closed before its data.",
        hint: "Put it below the line that ends the data: `\\.`.",
        ...place,
    };
}
/** SQL_UNTERMINATED for a statement that has not ended after `bytes`: more is neither held here nor sent. */
function longStatement(bytes, place) {
    return {
        code: "SQL_UNTERMINATED",
        message: `This statement has not ended after ${Math.floor(bytes / 1024 ** 2)} MiB.`,
        hint: "Look for a quote, a comment or a `;` that is missing. If it really is as long, split it, or load its rows by `COPY … FROM STDIN`.",
        ...place,
    };
}
/** True for the line of a command that dumps have and that means nothing here: `\restrict`, `\unrestrict`. */
function isDumpMark(line) {
    return /^\\(un)?restrict(\s|$)/.test(line.slice(0, 12));
}


/***/ }),

/***/ 45217:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  X: () => (/* binding */ splitStatements)
});

// EXTERNAL MODULE: ./lib/files/sql/characters.js
var characters = __nccwpck_require__(18087);
;// CONCATENATED MODULE: ./lib/files/sql/copy-data.js

const CHUNK_UNITS = 64 * 1024;
/** Inline data that is held as a string. */
class TextCopyData {
    text;
    end;
    line;
    constructor(text, end, line) {
        this.text = text;
        this.end = end;
        this.line = line;
    }
    get size() {
        return this.text.length;
    }
    *chunks() {
        let from = 0;
        while (from < this.text.length) {
            const to = from + CHUNK_UNITS;
            // Half a surrogate pair would be encoded as a replacement character.
            const isPair = (this.text.charCodeAt(to - 1) & 0xfc00) === 0xd800;
            const end = isPair ? to + 1 : to;
            yield Buffer.from(this.text.slice(from, end), "utf8");
            from = end;
        }
    }
}
/** Offsets of the data that begins at `from`, up to a line of only `\.`. Source: psql manual, `\copy`. */
function copyDataAt(text, from) {
    let at = text.indexOf("\\.", from);
    while (at >= 0) {
        const startsLine = at === from || (0,characters/* isLineEnd */.S4)(text.charCodeAt(at - 1));
        const endsLine = at + 2 >= text.length || (0,characters/* isLineEnd */.S4)(text.charCodeAt(at + 2));
        if (startsLine && endsLine)
            return { to: at, end: at + 2 };
        at = text.indexOf("\\.", at + 1);
    }
    return { to: text.length, end: text.length };
}
/** Offset after the line end at `at`, CRLF counting as one. */
function afterLineEnd(text, at) {
    const isPair = text.charCodeAt(at) === characters/* RETURN */.zg && text.charCodeAt(at + 1) === characters/* NEWLINE */.Xy;
    return Math.min(at + (isPair ? 2 : 1), text.length);
}

// EXTERNAL MODULE: ./lib/files/sql/place-at.js
var place_at = __nccwpck_require__(2088);
// EXTERNAL MODULE: ./lib/files/sql/sliced-statement.js
var sliced_statement = __nccwpck_require__(73621);
// EXTERNAL MODULE: ./lib/files/sql/split-problems.js
var split_problems = __nccwpck_require__(25360);
// EXTERNAL MODULE: ./lib/files/sql/walk-statements.js + 1 modules
var walk_statements = __nccwpck_require__(43183);
;// CONCATENATED MODULE: ./lib/files/sql/split-statements.js






/**
 * The statements of `text` in order, empty ones left out, the last with or without its `;`, and what cannot be
 * cut: SQL_UNTERMINATED (then nothing after it) and every psql command but `\restrict` and `\unrestrict`
 * (PSQL_COMMAND). Never throws. Time is linear in the text. Places are 1-based, in characters.
 * Source: PostgreSQL manual, "Lexical Structure"; psql's rules for `;` (src/fe_utils/psqlscan.l).
 */
function splitStatements(text) {
    return new Splitter(text).split();
}
class Splitter {
    #text;
    // One for each kind of place: a tracker goes forward only, and they come interleaved.
    #places;
    #dataPlaces;
    #problemPlaces;
    #statements = [];
    #problems = [];
    /** Data of COPYs that began on the line ending at `lineEnd` reaches to `to`. */
    #copied = { lineEnd: -1, to: 0 };
    constructor(text) {
        this.#text = text;
        this.#places = new place_at/* PlaceTracker */.EJ(text);
        this.#dataPlaces = new place_at/* PlaceTracker */.EJ(text);
        this.#problemPlaces = new place_at/* PlaceTracker */.EJ(text);
    }
    split() {
        const { open, unterminated: left } = (0,walk_statements/* walkStatements */.c)(this.#text, this);
        if (left !== null)
            this.#problems.push((0,split_problems/* unterminated */.pB)(left, this.#problemPlaces.advance(left.offset)));
        else if (open !== null)
            this.onStatement(open, this.#text.length, open.isCopy);
        return { statements: this.#statements, problems: this.#problems };
    }
    onStatement = ({ from, to }, at, isCopy) => {
        const data = isCopy ? this.#readCopyData(at) : null;
        const place = this.#places.advance(from);
        this.#statements.push(new sliced_statement/* SlicedStatement */.o(this.#text.slice(from, to), from, place, data));
        return isCopy ? { from: this.#copied.lineEnd, to: this.#copied.to } : null;
    };
    onCommand = ({ from, to }, openFrom) => {
        const line = this.#text.slice(from, to);
        if (openFrom !== null || !(0,split_problems/* isDumpMark */.Wz)(line))
            this.#problems.push((0,split_problems/* psqlCommand */.K9)(line, this.#problemPlaces.advance(from)));
        return true;
    };
    // Like psql: the data begins on the next line, and what stands behind the `;` goes on after the data.
    #readCopyData(at) {
        const sameLine = this.#copied.lineEnd >= at;
        const lineEnd = sameLine ? this.#copied.lineEnd : (0,characters/* endOfLine */.vT)(this.#text, at);
        const from = afterLineEnd(this.#text, sameLine ? this.#copied.to : lineEnd);
        const { to, end } = copyDataAt(this.#text, from);
        this.#copied = { lineEnd, to: end };
        return new TextCopyData(this.#text.slice(from, to), end, this.#dataPlaces.advance(from).line);
    }
}


/***/ }),

/***/ 80427:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ isSavepointControl),
/* harmony export */   m: () => (/* binding */ transactionControl)
/* harmony export */ });
/* harmony import */ var _make_tokens_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(71684);
/* harmony import */ var _match_words_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76394);


/**
 * How `statement` begins or ends a transaction; null when it does neither. SAVEPOINT, RELEASE and ROLLBACK TO
 * stay inside one; COMMIT PREPARED and ROLLBACK PREPARED end one of another session: all null.
 */
function transactionControl(statement) {
    const tokens = (0,_make_tokens_js__WEBPACK_IMPORTED_MODULE_0__/* .makeTokens */ .n)(statement.head, 16);
    const begun = afterBegin(tokens);
    if (begun >= 0)
        return hasOnlyDefaults(tokens, begun) ? "begin" : "begin-with-modes";
    if ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "set local? transaction") >= 0)
        return "modes";
    if ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "prepare transaction") === 2 && tokens[2]?.kind === "string")
        return "prepare";
    const end = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "commit|end|rollback|abort work|transaction?");
    if (end < 0 || (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "to|prepared", end) >= 0)
        return null;
    if ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "and chain", end) >= 0)
        return "chain";
    return (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "commit|end") >= 0 ? "commit" : "rollback";
}
/** True when `statement` makes, releases or goes back to a savepoint. */
function isSavepointControl(statement) {
    const tokens = (0,_make_tokens_js__WEBPACK_IMPORTED_MODULE_0__/* .makeTokens */ .n)(statement.sql, 16);
    return ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "savepoint|release") >= 0 ||
        (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "rollback|abort work|transaction? to") >= 0);
}
function afterBegin(tokens) {
    const start = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "start transaction");
    return start >= 0 ? start : (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, "begin work|transaction?");
}
const DEFAULT_MODES = ["isolation level read committed|uncommitted", "read write", "not deferrable"];
function hasOnlyDefaults(tokens, from) {
    let at = from;
    while (at < tokens.length) {
        const next = DEFAULT_MODES.map((mode) => (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .afterWords */ .WN)(tokens, mode, at)).find((end) => end >= 0);
        if (next === undefined)
            return false;
        at = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_1__/* .isSymbol */ .Bm)(tokens[next], ",") ? next + 1 : next;
    }
    return true;
}


/***/ }),

/***/ 71812:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Hw: () => (/* binding */ transactionNeed),
/* harmony export */   Mp: () => (/* binding */ isOn),
/* harmony export */   j4: () => (/* binding */ isPlainChange)
/* harmony export */ });
/* harmony import */ var _do_body_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(46531);
/* harmony import */ var _make_tokens_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(71684);
/* harmony import */ var _match_words_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(76394);



/**
 * Whether `statement` may run in a transaction block, as far as its words tell. REINDEX and CLUSTER of a partitioned
 * table, and a CALL of a procedure that commits, cannot be told from them: `any`.
 * Source: PostgreSQL's sources, calls of PreventInTransactionBlock; postgres-facts 12.
 */
function transactionNeed(statement) {
    const head = (0,_make_tokens_js__WEBPACK_IMPORTED_MODULE_1__/* .makeTokens */ .n)(statement.head, 4);
    if (ALWAYS_OUTSIDE.some((pattern) => (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(head, pattern) >= 0))
        return "outside";
    const rule = DEPENDING.find(([pattern]) => (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(head, pattern) >= 0)?.[1];
    return rule?.(statement) ? "outside" : "any";
}
/**
 * True for a statement that does the same in a transaction block of its own as alone, for certain: it defines or changes
 * something, or sets a limit for what follows. Of what may run any code, or depends on the session (DO, CALL, SELECT,
 * other SETs, COPY …), that is not known.
 */
function isPlainChange(statement) {
    if (statement.copyData !== null)
        return false;
    const head = (0,_make_tokens_js__WEBPACK_IMPORTED_MODULE_1__/* .makeTokens */ .n)(statement.head, 4);
    if (LIMITS.some((pattern) => (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(head, pattern) >= 0))
        return true;
    return ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(head, "create|alter|drop|comment|grant|revoke|insert|update|delete|truncate") >= 0 &&
        (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(head, "create|alter|drop subscription|database|system|tablespace|extension") < 0 &&
        transactionNeed(statement) === "any");
}
/** What files set before they build an index. */
const LIMITS = [
    "set session? lock_timeout|statement_timeout|maintenance_work_mem|max_parallel_maintenance_workers",
    "reset lock_timeout|statement_timeout|maintenance_work_mem|max_parallel_maintenance_workers",
];
const ALWAYS_OUTSIDE = [
    "create unique? index concurrently",
    "drop index concurrently",
    "reindex schema|database|system",
    "reindex index|table concurrently",
    "vacuum",
    "alter system",
    "create|drop database|tablespace",
    "drop subscription",
    "commit|rollback prepared",
    "discard all",
];
/** Long enough for DETACH PARTITION with two names of three parts each. */
const ALTER_TABLE_TOKENS = 24;
const DEPENDING = [
    ["alter table", ({ head }) => detachesConcurrently((0,_make_tokens_js__WEBPACK_IMPORTED_MODULE_1__/* .makeTokens */ .n)(head, ALTER_TABLE_TOKENS))],
    ["alter database", ({ head }) => (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .findWords */ .ZB)((0,_make_tokens_js__WEBPACK_IMPORTED_MODULE_1__/* .makeTokens */ .n)(head, 8), "set tablespace") >= 3],
    ["reindex", ({ tokens }) => reindexesConcurrently(tokens)],
    ["cluster", ({ tokens }) => clustersEverything(tokens)],
    ["create subscription", ({ tokens }) => makesSlot(tokens)],
    ["alter subscription", ({ tokens }) => refreshes(tokens)],
    ["do", ({ tokens }) => (0,_do_body_js__WEBPACK_IMPORTED_MODULE_0__/* .commitsInBody */ .A)(tokens)],
];
function detachesConcurrently(tokens) {
    const detach = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .findWords */ .ZB)(tokens, "detach partition", 2);
    const partition = detach < 0 ? null : (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .nameAt */ .Dc)(tokens, detach + 2);
    return partition !== null && (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(tokens, "concurrently", partition.end) >= 0;
}
function reindexesConcurrently(tokens) {
    const end = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterParentheses */ .NZ)(tokens, 1);
    const isWide = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(tokens, "schema|database|system", end) >= 0;
    const asWord = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(tokens, "index|table concurrently", end) >= 0;
    return isWide || asWord || isOn(tokens.slice(1, end), "concurrently", false);
}
function clustersEverything(tokens) {
    const end = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterParentheses */ .NZ)(tokens, (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .afterWords */ .WN)(tokens, "cluster verbose?"));
    return end >= tokens.length;
}
function makesSlot(tokens) {
    const options = tokens.slice(Math.max(0, (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .findWords */ .ZB)(tokens, "with")));
    return isOn(options, "create_slot", isOn(options, "connect", true));
}
function refreshes(tokens) {
    if ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .findWords */ .ZB)(tokens, "refresh publication|sequences", 3) >= 0)
        return true;
    if ((0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .findWords */ .ZB)(tokens, "set|add|drop publication", 3) >= 0)
        return isOn(tokens, "refresh", true);
    return (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .findWords */ .ZB)(tokens, "set", 3) >= 0 && (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .findWords */ .ZB)(tokens, "failover|two_phase", 4) >= 0;
}
/** The value of the Boolean option `name`, written `name`, `name value` or `name = value`. */
function isOn(tokens, name, otherwise) {
    const at = tokens.findIndex(({ kind, text }) => (kind === "word" || kind === "quoted") && text === name);
    if (at < 0)
        return otherwise;
    const value = (0,_match_words_js__WEBPACK_IMPORTED_MODULE_2__/* .isSymbol */ .Bm)(tokens[at + 1], "=") ? tokens[at + 2] : tokens[at + 1];
    return !["false", "off", "0"].includes(value?.text.toLowerCase() ?? "");
}


/***/ }),

/***/ 43183:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  c: () => (/* binding */ walkStatements)
});

// EXTERNAL MODULE: ./lib/files/sql/characters.js
var characters = __nccwpck_require__(18087);
// EXTERNAL MODULE: ./lib/files/sql/scanner.js
var scanner = __nccwpck_require__(52205);
;// CONCATENATED MODULE: ./lib/files/sql/statement-shape.js
/**
 * Follows the tokens of one statement as far as is needed to know where it ends: parentheses (CREATE RULE … DO
 * (a; b)), the `BEGIN ATOMIC … END` body of CREATE FUNCTION and PROCEDURE, and COPY … FROM STDIN.
 */
class StatementShape {
    /** True when it is a COPY whose data follows in the text. */
    readsInlineData = false;
    #is = "beginning";
    #depth = 0;
    #bodies = 0;
    #before = "";
    /** False when the word at hand cannot matter: then it need not be cut out of the text. */
    get wantsWords() {
        return this.#is !== "other";
    }
    reset() {
        this.readsInlineData = false;
        this.#is = "beginning";
        this.#depth = 0;
        this.#bodies = 0;
        this.#before = "";
    }
    /** Sees a word, in lower case. */
    seeWord(word) {
        if (this.#is === "beginning")
            this.#is = afterBeginning(this.#before, word);
        else if (this.#is === "routine" && this.#depth === 0)
            this.#seeBody(word);
        else if (this.#is === "copy" && this.#depth === 0)
            this.#seeCopy(word);
        this.#before = word;
    }
    /** Sees a symbol; true when it is the `;` that ends the statement. */
    seeSymbol(symbol) {
        if (this.#is === "beginning")
            this.#is = "other";
        this.#before = symbol;
        if (symbol === "(")
            this.#depth++;
        else if (symbol === ")")
            this.#depth = Math.max(0, this.#depth - 1);
        return symbol === ";" && this.#depth === 0 && this.#bodies === 0;
    }
    /** Sees a token of any other kind. */
    seeOther() {
        if (this.#is === "beginning")
            this.#is = "other";
        this.#before = "";
    }
    // END closes a body only as the first word after `;` or ATOMIC. Anywhere else it belongs to a CASE or is a label.
    #seeBody(word) {
        if (word === "atomic" && this.#before === "begin")
            this.#bodies++;
        else if (word === "end" && this.#bodies > 0 && (this.#before === ";" || this.#before === "atomic")) {
            this.#bodies--;
        }
    }
    #seeCopy(word) {
        if (this.#before !== "from")
            return;
        this.#is = "other";
        this.readsInlineData = word === "stdin";
    }
}
function afterBeginning(before, word) {
    if (before === "") {
        if (word === "create")
            return "beginning";
        return word === "copy" ? "copy" : "other";
    }
    if (before === "create" && word === "or")
        return "beginning";
    if (before === "or" && word === "replace")
        return "beginning";
    return word === "function" || word === "procedure" ? "routine" : "other";
}

;// CONCATENATED MODULE: ./lib/files/sql/walk-statements.js



/**
 * Walks the statements of `text`; empty ones are not told. Linear in the text.
 * Source: PostgreSQL manual, "Lexical Structure"; psql's rules for `;` (src/fe_utils/psqlscan.l).
 */
function walkStatements(text, listener) {
    return new Walk(text, listener).run();
}
class Walk {
    #text;
    #listener;
    #scanner;
    #shape = new StatementShape();
    #from = -1;
    #to = 0;
    #told = 0;
    #isStopped = false;
    constructor(text, listener) {
        this.#text = text;
        this.#listener = listener;
        this.#scanner = new scanner/* Scanner */.L(text);
    }
    run() {
        const scanner = this.#scanner;
        while (!this.#isStopped && scanner.next())
            this.#see(scanner.kind);
        const open = this.#from < 0 ? null : { from: this.#from, to: this.#to, isCopy: this.#shape.readsInlineData };
        return { open, unterminated: scanner.unterminated, told: this.#told, blankTo: scanner.blankTo };
    }
    #see(kind) {
        const { start } = this.#scanner;
        if (kind === "symbol") {
            this.#seeSymbol(this.#text[start] ?? "");
            return;
        }
        this.#extend();
        if (kind !== "word")
            this.#shape.seeOther();
        else if (this.#shape.wantsWords)
            this.#shape.seeWord(this.#scanner.tokenText());
    }
    #seeSymbol(symbol) {
        if (symbol === "\\")
            this.#seeCommand();
        else if (!this.#shape.seeSymbol(symbol))
            this.#extend();
        else
            this.#finish();
    }
    #extend() {
        if (this.#from < 0)
            this.#from = this.#scanner.start;
        this.#to = this.#scanner.end;
    }
    #finish() {
        this.#told = this.#scanner.end;
        if (this.#from >= 0) {
            const statement = { from: this.#from, to: this.#to };
            const answer = this.#listener.onStatement(statement, this.#told, this.#shape.readsInlineData);
            if (answer === "stop")
                this.#isStopped = true;
            else if (answer !== null)
                this.#scanner.hopOver(answer.from, answer.to);
        }
        this.#from = -1;
        this.#shape.reset();
    }
    #seeCommand() {
        const { start } = this.#scanner;
        const lineEnd = (0,characters/* endOfLine */.vT)(this.#text, start);
        const openFrom = this.#from < 0 ? null : this.#from;
        if (!this.#listener.onCommand({ from: start, to: lineEnd }, openFrom)) {
            this.#isStopped = true;
            return;
        }
        this.#scanner.moveTo(start);
        this.#finish();
        this.#scanner.moveTo(lineEnd);
        this.#told = lineEnd;
    }
}


/***/ }),

/***/ 81034:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ databaseNeed)
/* harmony export */ });
/** The lack of the right database, which also stands where nothing is pending; null when it is the right one. */
function databaseNeed({ inputs, connection, facts }) {
    const expected = inputs.gate.expectedDatabase;
    const cut = expected?.lastIndexOf("/") ?? -1;
    const isRight = expected === null ||
        (expected.slice(cut + 1) === facts.database && (cut < 0 || expected.slice(0, cut) === connection.host));
    if (isRight)
        return null;
    return {
        code: "EXPECTED_DATABASE_DIFFERS",
        message: `The database is "${facts.database}" at ${connection.host}, but \`expected-database\` says "${expected}".`,
        hint: "Check the connection: it probably belongs to another environment.",
    };
}


/***/ }),

/***/ 8204:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Lo: () => (/* binding */ COMMANDS),
/* harmony export */   RM: () => (/* binding */ parseCommand),
/* harmony export */   nZ: () => (/* binding */ COMMAND_NAMES),
/* harmony export */   y9: () => (/* binding */ isCommand)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(42357);
/* harmony import */ var _did_you_mean_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(88313);
/* harmony import */ var _quoted_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(41974);



/** The names of all commands, in the order people read them. */
const COMMAND_NAMES = [
    "up",
    "plan",
    "check",
    "status",
    "down",
    "verify",
    "baseline",
    "adopt",
    "repair",
    "create",
    "history",
    "serve",
];
/** Every command, in that order. */
const COMMANDS = [
    command("up", "Rehearse what is pending, pass the gate, apply it, and report."),
    command("plan", "The dry run only: everything `up` does before it changes the target."),
    command("check", "For pull requests: the base branch's files and then the pull request's, from zero, with their ways back; no secrets needed."),
    command("status", "What is applied, pending, edited or missing."),
    command("down", "Take migrations back, the newest one unless told otherwise."),
    command("verify", "Ask the target the questions of the verify files of what is applied; nothing is written."),
    command("baseline", "Record migrations as applied without running them, where the target has the schema that they make."),
    command("adopt", "Take over another tool's ledger."),
    command("repair", "Show what an earlier run left half-way, and go on with it, mark it as done, or clear it from the record; accept a file that was edited on purpose."),
    command("create", "Write the files of a new migration, named as this directory names them: `create add users email`."),
    command("history", "What was run here, when and by whom."),
    command("serve", "Answer over HTTP until it is stopped: health, metrics, a page for people, and the admin API. On the command line only."),
];
function command(name, meaning) {
    return { name, meaning };
}
/** True when `name` is a command's. */
function isCommand(name) {
    return COMMAND_NAMES.some((available) => available === name);
}
/** The command that `text` names, exactly as written. Rejects with COMMAND_UNKNOWN. */
function parseCommand(text) {
    if (isCommand(text))
        return text;
    const there = `There are: ${COMMAND_NAMES.join(", ")}.`;
    const near = (0,_did_you_mean_js__WEBPACK_IMPORTED_MODULE_1__/* .closest */ .k)(text, COMMAND_NAMES);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq("COMMAND_UNKNOWN", `command: ${(0,_quoted_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .T)(text)} is not a command.`, {
        hint: near === null ? there : `Did you mean ${near}? ${there}`,
    });
}


/***/ }),

/***/ 84819:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   Yq: () => (/* binding */ choice),
/* harmony export */   d_: () => (/* binding */ scalar)
/* harmony export */ });
/* harmony import */ var _commands_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8204);

/** An input of free text. */
function text(name, defaultValue, meaning, more = {}) {
    return { ...rest(more), name, kind: "string", meaning, allowed: null, default: defaultValue };
}
/** An input that takes one of `allowed`. */
function choice(name, allowed, defaultValue, meaning, more = {}) {
    return { ...rest(more), name, kind: "enum", meaning, allowed, default: defaultValue };
}
/** An input that is true or false, a duration, or an integer. */
function scalar(name, kind, defaultValue, meaning, more = {}) {
    return { ...rest(more), name, kind, meaning, allowed: null, default: defaultValue };
}
function rest(more) {
    return {
        defaultText: more.defaultText ?? null,
        min: more.min ?? 0,
        secret: more.secret ?? false,
        commands: more.commands ?? _commands_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMAND_NAMES */ .nZ,
    };
}


/***/ }),

/***/ 79326:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  m: () => (/* binding */ INPUTS),
  o: () => (/* binding */ inputNamed)
});

// EXTERNAL MODULE: ./lib/inputs/definition.js
var definition = __nccwpck_require__(84819);
;// CONCATENATED MODULE: ./lib/inputs/command-definitions.js

/** The inputs that are of one command or two and of no other, in the order people read them. */
const COMMAND_INPUTS = [
    (0,definition/* scalar */.d_)("apply", "boolean", "false", "Do what was shown: without it `adopt` and `repair` change nothing.", {
        commands: ["adopt", "repair"],
    }),
    (0,definition/* choice */.Yq)("resolve", ["resume", "skip", "done", "clear"], null, "With `repair`: go on with the migration `version` where it stopped (`resume`), behind the statement of which it is not known whether it was done (`skip`), or record that it is `done` or, with `clear`, not begun. Shown first; done with `apply`.", { commands: ["repair"] }),
    (0,definition/* text */.Qq)("accept-checksum", null, "With `repair`: the version of an applied migration whose file was edited on purpose. The two checksums are shown; with `apply` and `reason` the file's goes on record.", { commands: ["repair"] }),
    (0,definition/* text */.Qq)("reason", null, "Why `accept-checksum` or `accept-drift` is right; it goes into the history, with who accepted it.", {
        commands: ["repair"],
    }),
    (0,definition/* text */.Qq)("name", null, "With `create`: what the migration does, in a few words; its files are called by them. On the command line they stand behind the command: `create add users email`.", { commands: ["create"] }),
    (0,definition/* scalar */.d_)("verify", "boolean", "false", "With `create`: write a file of questions too, `.verify.sql`.", {
        commands: ["create"],
    }),
    (0,definition/* text */.Qq)("listen", "127.0.0.1:8080", "Where `serve` listens: `host:port`, of an IPv6 address `[::1]:8080`; port 0 is any that is free.", { commands: ["serve"] }),
    (0,definition/* scalar */.d_)("health-timeout", "duration", "2s", "The longest that an answer about health may take: what is not known by then is not healthy.", { commands: ["serve"], min: 1 }),
];

// EXTERNAL MODULE: ./lib/inputs/commands.js
var commands = __nccwpck_require__(8204);
// EXTERNAL MODULE: ./lib/inputs/place-definitions.js
var place_definitions = __nccwpck_require__(40680);
;// CONCATENATED MODULE: ./lib/inputs/definitions.js




const CHANGING = { commands: ["up", "down", "repair"] };
const PLANNING = { commands: ["up", "plan", "down", "repair"] };
const CHECKED = { commands: ["up", "plan", "check", "down"] };
const RANGED = { commands: ["up", "plan", "down", "verify", "baseline"] };
const LIMITED = { commands: ["up", "plan", "check", "down", "verify", "baseline", "repair"] };
const REHEARSED = { commands: ["up", "plan", "check", "down", "baseline", "repair"] };
const DEPLOYED = { commands: ["up", "plan", "down"] };
const COMMENTED = { commands: ["up", "plan", "check"] };
const RECORDING = { commands: ["up", "down", "baseline"] };
const WRITING = { commands: ["up", "down", "baseline", "adopt", "repair"] };
/**
 * Every input there is, in the order people read them. From this one table come action.yml's inputs, the flags and
 * help of the command line, README's table, and what `parseInputs` accepts.
 */
const INPUTS = [
    (0,definition/* choice */.Yq)("command", commands/* COMMAND_NAMES */.nZ, "up", "What to do; see Commands."),
    ...place_definitions/* PLACE_INPUTS */.i,
    (0,definition/* text */.Qq)("target", null, "The version that is the newest afterwards: `up` applies it too, `baseline` records it too, `down` leaves it applied and takes back all newer ones. `down` with `none`: all. `verify` asks about it and all before it.", RANGED),
    (0,definition/* text */.Qq)("version", null, "This one migration only; refused while earlier ones are pending, unless out of order is allowed. Of `repair` and `verify`: the one that it is about.", { commands: ["up", "plan", "verify", "repair"] }),
    (0,definition/* scalar */.d_)("steps", "integer", null, "At most so many migrations; of `history` so many rows.", {
        commands: ["up", "plan", "down", "history"],
        defaultText: "all; `down` 1, `history` 50",
        min: 1,
    }),
    (0,definition/* text */.Qq)("batch", null, "With `down`: take back what the run with this number in the ledger applied; `last` is the newest such run.", { commands: ["down"] }),
    (0,definition/* scalar */.d_)("dry-run", "boolean", "false", "Everything before the first change, and no further: `up` is `plan` then, `down` and `baseline` show and rehearse what they would do, `adopt`, `repair` and `create` show it.", { commands: ["up", "plan", "down", "baseline", "adopt", "repair", "create"] }),
    (0,definition/* choice */.Yq)("out-of-order", ["refuse", "allow"], "refuse", "What to do with a file older than the newest applied one (of `check`: than the base branch's newest), and with a `batch` that later ones were applied over.", CHECKED),
    (0,definition/* choice */.Yq)("on-failure", ["stop", "rollback-batch"], "stop", "What becomes of what a run has applied when a later migration of it fails: `stop` leaves it applied, `rollback-batch` takes it back by its ways back, which every migration but the last must have then, and which are rehearsed too.", { commands: ["up", "plan"] }),
    (0,definition/* choice */.Yq)("rehearsal", ["auto", "shadow", "server"], "auto", "Where the migrations are run first: `auto` is the shadow where `shadow-url` is given, else a local server where its binaries are found, else nowhere, said loudly.", REHEARSED),
    (0,definition/* text */.Qq)("shadow-url", null, "Server to rehearse on (service container, branch, snapshot); never the target, which is proven, not assumed.", { ...REHEARSED, secret: true }),
    (0,definition/* text */.Qq)("rehearse-as", null, "The role of the target as which migrations are rehearsed: that of who will apply them, where this run's user may only read.", { commands: ["up", "plan", "down"], defaultText: "the user connected as" }),
    (0,definition/* scalar */.d_)("require-rehearsal", "boolean", null, "Fail where nothing could be rehearsed.", {
        commands: ["up", "plan", "check", "down", "repair"],
        defaultText: "false; true in production and for `check`",
    }),
    (0,definition/* scalar */.d_)("rehearsal-budget", "duration", "5s", "The longest that a dry run reads the target's catalog and rows, all questions together; what is not answered by then is told as such.", { ...PLANNING, min: 1 }),
    (0,definition/* choice */.Yq)("fail-on", ["error", "high", "medium", "never"], "error", "The lowest level of hazard that stops the run before anything is applied; see docs/hazards.md. What `down` takes away stops nothing: it is told.", { commands: ["up", "plan", "check", "repair"] }),
    (0,definition/* scalar */.d_)("accept-drift", "boolean", "false", "Record with `baseline` although the target is not what the files make, or go `down` although the schema is not then what it was before; the differences are listed all the same. With `repair`: what the migrations made and is gone from the schema is shown; with `apply` and `reason` it is expected no longer.", { commands: ["baseline", "down", "repair"] }),
    (0,definition/* text */.Qq)("backup-marker", null, "A query of the target, run read-only, that gives the time of the newest backup (with its time zone) and, if it likes, its name: a run goes on only when that is younger than `backup-max-age`. Recorded with what the run applies.", DEPLOYED),
    (0,definition/* text */.Qq)("backup-command", null, "The same from a command of the shell on the machine that runs this, connection in `PGHOST`, `PGDATABASE` …: the last line that it prints begins with the time in ISO 8601, a blank and a name may follow. It is run in a dry run too; its own text is never printed.", DEPLOYED),
    (0,definition/* scalar */.d_)("backup-max-age", "duration", "24h", "How old the newest backup may be.", {
        ...DEPLOYED,
        min: 1,
    }),
    (0,definition/* scalar */.d_)("max-replication-lag", "duration", null, "A standby that is further behind than this, or of which it cannot be told, stops the run.", { ...DEPLOYED, min: 1 }),
    (0,definition/* text */.Qq)("environment", null, "Free text, recorded; `production` or `prod` arms the confirmation."),
    (0,definition/* text */.Qq)("confirm", null, "What was typed to confirm; must equal `confirmation-phrase` in production.", WRITING),
    (0,definition/* text */.Qq)("confirmation-phrase", "MIGRATE-PRODUCTION", "What must be typed in production, compared whole.", WRITING),
    (0,definition/* text */.Qq)("expected-plan", null, "A `plan-digest`: apply only that plan.", RECORDING),
    (0,definition/* text */.Qq)("expected-database", null, "Name of the database that must be the one connected to, or `host/name`."),
    (0,definition/* scalar */.d_)("review-window", "duration", "0s", "A cancellable pause between the printed plan and the first change.", WRITING),
    (0,definition/* scalar */.d_)("lock-timeout", "duration", "2s", "The longest that one try waits for a lock.", {
        ...LIMITED,
        min: 1,
    }),
    (0,definition/* scalar */.d_)("lock-retries", "integer", "10", "How often a migration that waited too long is tried again.", CHANGING),
    (0,definition/* scalar */.d_)("statement-timeout", "duration", "0", "The longest that one statement may run; 0: no limit.", LIMITED),
    (0,definition/* scalar */.d_)("run-lock-wait", "duration", "5min", "How long to wait for another run to end.", WRITING),
    (0,definition/* text */.Qq)("ledger-schema", "public", "Schema of the ledger; made when absent."),
    (0,definition/* text */.Qq)("ledger-table", "schema_migrations", "Table of the ledger; the history is `migration_history` beside it."),
    (0,definition/* text */.Qq)("adopt-from", null, "Which other tool's ledger these files belong to, where there is more than one: the tool's name or `schema.table`; `none`: no ledger there is about them."),
    ...COMMAND_INPUTS,
    (0,definition/* text */.Qq)("base", null, "What the pull request is compared with: a branch, tag or commit that is in the checkout.", {
        commands: ["check"],
        defaultText: "the base branch of the pull request; else the remote's default branch",
    }),
    (0,definition/* text */.Qq)("github-token", null, "Token for the comment on the pull request, such as `github.token` of a job with `pull-requests: write`. Masked.", { ...COMMENTED, secret: true }),
    (0,definition/* choice */.Yq)("comment", ["auto", "always", "never"], "auto", "One comment on the pull request, kept up to date; `auto`: where a token is given, the event is a pull request's, and there is something to say.", COMMENTED),
    (0,definition/* text */.Qq)("report-path", null, "Where the JSON report is written.", { defaultText: "a file under RUNNER_TEMP" }),
];
const BY_NAME = new Map(INPUTS.map((input) => [input.name, input]));
/** The definition of `name`; undefined when there is no such input. */
function inputNamed(name) {
    return BY_NAME.get(name);
}


/***/ }),

/***/ 88313:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ closest)
/* harmony export */ });
/**
 * The candidate that a person most likely meant by `text`: at most a third of its characters differ (two at least),
 * case and `_` for `-` aside; null when none is that near.
 */
function closest(text, candidates) {
    const wanted = text.toLowerCase().replaceAll("_", "-");
    let best = null;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const candidate of candidates) {
        const limit = Math.max(2, Math.floor(candidate.length / 3));
        if (Math.abs(candidate.length - wanted.length) > limit)
            continue;
        const distance = editDistance(wanted, candidate);
        if (distance <= limit && distance < Math.min(candidate.length, bestDistance)) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}
/** How many insertions, deletions and substitutions of UTF-16 units make `b` of `a`. */
function editDistance(a, b) {
    let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const current = [i];
        for (let j = 1; j <= b.length; j++) {
            const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            current.push(Math.min(substituted, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[b.length] ?? 0;
}


/***/ }),

/***/ 7426:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ DURATION_FORMS),
/* harmony export */   y: () => (/* binding */ parseDurationMs)
/* harmony export */ });
const UNIT_MS = new Map([
    ["ms", 1],
    ["s", 1000],
    ["min", 60_000],
    ["h", 3_600_000],
]);
/** Timers and PostgreSQL's time-outs are both 32-bit integers of milliseconds: 24 days and 20 hours. */
const LONGEST_MS = 2_147_483_647;
/** How durations are written, for messages. */
const DURATION_FORMS = "500ms, 30s, 10min or 1h, at most 596h";
/**
 * Milliseconds of `500ms`, `30s`, `10min`, `1h`, or of a lone `0`; null when `text` is anything else, or longer
 * than 2,147,483,647 ms. Whole numbers, no blanks, units as written here.
 */
function parseDurationMs(text) {
    if (text === "0")
        return 0;
    const [, digits = "", unit = ""] = /^(\d{1,10})(ms|s|min|h)$/.exec(text) ?? [];
    const unitMs = UNIT_MS.get(unit);
    if (unitMs === undefined)
        return null;
    const durationMs = Number(digits) * unitMs;
    return durationMs <= LONGEST_MS ? durationMs : null;
}


/***/ }),

/***/ 78496:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  gU: () => (/* binding */ isUrl),
  TL: () => (/* binding */ parseInputs),
  L7: () => (/* binding */ reportPathOf)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
// EXTERNAL MODULE: ./lib/inputs/commands.js
var commands = __nccwpck_require__(8204);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(77030);
// EXTERNAL MODULE: ./lib/inputs/place-definitions.js
var place_definitions = __nccwpck_require__(40680);
// EXTERNAL MODULE: ./lib/inputs/quoted.js
var quoted = __nccwpck_require__(41974);
;// CONCATENATED MODULE: ./lib/inputs/connection-settings.js




const CHANNEL_BINDINGS = ["disable", "prefer", "require"];
/**
 * Settings of `pieces`, with libpq's defaults for what is missing, but `localhost` for the host; `osUser` is the
 * last resort for the user. Rejects with MigrateErrors, all at once: INPUT_INVALID, DATABASE_URL_INVALID for a piece
 * of a URL (its text is not repeated), INPUT_MISSING when there is no user.
 */
function parseConnectionSettings(pieces, osUser) {
    const check = new PieceChecker(pieces);
    const host = check.value("host", parseHost, "localhost", "is not a host: one name, address or socket directory");
    const port = check.value("port", (text) => integer(text, 1, 65_535), 5432, "must be a whole number, 1 to 65535");
    const user = check.text("user") ?? osUser;
    if (user === null)
        check.report("INPUT_MISSING", "user: Nothing says which user to connect as.");
    const sslRootCert = check.text("sslrootcert");
    const sslDefault = sslRootCert === "system" ? "verify-full" : "prefer";
    const sslMode = check.oneOf("sslmode", place_definitions/* SSL_MODES */.y, sslDefault);
    const sslCert = check.text("sslcert");
    const sslKey = check.text("sslkey");
    const channelBinding = check.oneOf("channel_binding", CHANNEL_BINDINGS, "prefer");
    const timeout = (text) => integer(text, 0, 86_400);
    const connectTimeoutS = check.value("connect_timeout", timeout, 0, "must be a whole number of seconds");
    const settings = {
        ...{ host, port, database: check.text("dbname") ?? user ?? "", user: user ?? "" },
        ...{ password: check.text("password"), sslMode, sslRootCert, sslCert, sslKey },
        ...{ options: check.text("options"), channelBinding },
    };
    checkTls(settings, check);
    check.reject();
    const connectTimeoutMs = connectTimeoutS === 0 ? null : connectTimeoutS * 1000;
    return { settings, connectTimeoutMs, notices: noticesOf(settings, pieces) };
}
/** Source: PostgreSQL manual, sslrootcert: with `system`, weaker modes than verify-full are an error. */
function checkTls({ sslMode, sslRootCert, sslCert, sslKey }, check) {
    if (sslRootCert === "system" && sslMode !== "verify-full") {
        check.report("INPUT_INVALID", "sslmode: Only verify-full may be used with the root certificate `system`.");
    }
    if ((sslCert === null) !== (sslKey === null)) {
        check.report("INPUT_INVALID", "sslcert: A client certificate and its key (sslkey) go together.");
    }
}
class PieceChecker {
    #pieces;
    #problems = [];
    constructor(pieces) {
        this.#pieces = pieces;
    }
    value(name, parse, otherwise, must) {
        const piece = this.#pieces[name];
        if (piece === undefined)
            return otherwise;
        const value = parse(piece.value);
        if (value !== null)
            return value;
        const code = piece.isFromUrl ? "DATABASE_URL_INVALID" : "INPUT_INVALID";
        this.report(code, `${piece.label}: ${piece.isFromUrl ? "It" : (0,quoted/* quoted */.T)(piece.value)} ${must}.`);
        return otherwise;
    }
    text(name) {
        const parse = (text) => (text.includes("\0") ? null : text);
        return this.value(name, parse, null, "has a NUL character");
    }
    oneOf(name, allowed, otherwise) {
        const parse = (text) => allowed.find((value) => value === text) ?? null;
        return this.value(name, parse, otherwise, `must be one of ${allowed.join(", ")}`);
    }
    report(code, message) {
        this.#problems.push(new errors/* MigrateError */.Oq(code, message));
    }
    reject() {
        (0,errors/* throwAll */.Kx)(this.#problems);
    }
}
/** A host without the brackets of IPv6; null for anything that is not one host. */
function parseHost(text) {
    if (text.startsWith("/"))
        return /[\p{Cc},]/u.test(text) ? null : text;
    const address = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
    // Only then asked, because the first call of isIPv6 takes 4 ms.
    if (address.includes(":"))
        return (0,external_node_net_.isIPv6)(address) ? address : null;
    // Letters of any script, digits, `.`, `-` and `_`: what is left of ASCII has a meaning in URLs or to a shell.
    return text.length <= 253 && /^[^\s\x00-,/:-@[-^`{-\x9f]+$/.test(text) ? text : null;
}
function integer(text, least, most) {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : null;
}
function noticesOf(settings, pieces) {
    const { password, sslMode, sslRootCert } = settings;
    const notices = [];
    if (password !== null && password !== password.trim()) {
        notices.push(`${pieces.password?.label}: begins or ends with a blank or a line break, and is used so.`);
    }
    if (sslRootCert !== null && ["disable", "allow", "prefer"].includes(sslMode)) {
        notices.push(`A root certificate is given, but sslmode ${sslMode} does not check the server's certificate.`);
    }
    return notices;
}

;// CONCATENATED MODULE: ./lib/inputs/connection-pieces.js
/** libpq's own names of the parameters that a connection is made of here. */
const PIECE_NAMES = [
    "host",
    "port",
    "dbname",
    "user",
    "password",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "options",
    "channel_binding",
    "connect_timeout",
];

;// CONCATENATED MODULE: ./lib/inputs/url-fault.js
const ENCODE_HINT = "Percent-encode special characters (@ is %40, : %3A, / %2F, ? %3F, # %23, % %25), " +
    "or use the separate fields host, port, database, user and password, which need no escaping.";
/** Why a URL is refused. Neither message nor hint holds any part of it. */
class UrlFault extends Error {
    hint;
    constructor(message, hint = ENCODE_HINT) {
        super(message);
        this.hint = hint;
    }
}
/** `encoded` with its percent-encoding undone. Refuses what is faulty, not UTF-8, or hides a NUL, as libpq does. */
function decodePercent(encoded) {
    const decoded = attemptDecoding(encoded);
    if (decoded !== null && !decoded.includes("\0"))
        return decoded;
    throw new UrlFault("It has a % that does not begin a percent-encoded character.");
}
function attemptDecoding(encoded) {
    try {
        return decodeURIComponent(encoded);
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/inputs/url-parameters.js


/** Parameters that would be wrong to leave out: they lead to another server, or ask for a stricter connection. */
const REFUSED = [
    "hostaddr",
    "service",
    "servicefile",
    "requirepeer",
    "requiressl",
    "require_auth",
    "sslaccept",
    "sslcrl",
    "sslcrldir",
    "sslpassword",
];
/**
 * Sets what `query` (without its `?`) says in `values`, over what is there, as libpq does; returns the names of the
 * parameters that mean nothing here (Prisma's `schema` and `pgbouncer`, libpq's `application_name`), in their order.
 */
function readParameters(query, values) {
    const unused = [];
    let sslMode = "";
    for (const parameter of query === "" ? [] : query.split("&")) {
        const equals = parameter.indexOf("=");
        if (equals < 1)
            throw new UrlFault("Its parameters are not all written name=value.");
        const name = decodePercent(parameter.slice(0, equals));
        const value = decodePercent(parameter.slice(equals + 1));
        const piece = PIECE_NAMES.find((known) => known === name);
        if (piece !== undefined)
            values.set(piece, value);
        else if (REFUSED.includes(name))
            throw new UrlFault(`Its parameter ${name} is not supported.`, "Take it out.");
        else if (name === "ssl")
            sslMode = sslModeOf(value);
        else if (name === "target_session_attrs")
            checkSessionAttributes(value);
        else
            unused.push(name);
    }
    if (sslMode !== "" && (values.get("sslmode") ?? "") === "")
        values.set("sslmode", sslMode);
    return unused;
}
/**
 * With one host it only says what that must be. That it takes changes is looked at before anything is written, in any
 * case; `any` and `prefer-standby` ask nothing of a single host. Source: PostgreSQL manual, target_session_attrs.
 */
function checkSessionAttributes(value) {
    if (["any", "read-write", "primary", "prefer-standby"].includes(value))
        return;
    throw new UrlFault("Its parameter target_session_attrs asks for a server that takes no changes.", "Name the primary and take the parameter out. `status`, `plan` and `history` work on a standby without it.");
}
/** The sslmode that JDBC's and node's `ssl` means; sslmode itself wins over it. */
function sslModeOf(ssl) {
    if (ssl === "true")
        return "require";
    if (ssl === "false")
        return "disable";
    throw new UrlFault("Its parameter ssl must be true or false.", "Use sslmode to say how TLS is checked.");
}

;// CONCATENATED MODULE: ./lib/inputs/connection-url.js



const SCHEME_HINT = "No quotes around it, no name= before it, no jdbc:, and no driver such as +asyncpg.";
/**
 * What the libpq URI `text` says; `name` is where it stands, for messages. Rejects with DATABASE_URL_INVALID, with
 * no part of `text` in the message, when it is no such URI or can be read in two ways.
 *
 * Own parsing, because this is where a password could be sent to the wrong host. libpq ends the credentials at the
 * first `@`, WHATWG's URL (and pg-connection-string with it) at the last one before `/`, `?` or `#`; so an unescaped
 * `@`, `/`, `?` or `#` in a password makes them read different hosts. Here the last `@` ends the credentials, and a
 * URL in which `/` or `?` stands before an `@`, or `#` after the credentials, is refused.
 * Source: PostgreSQL manual, "Connection URIs"; conninfo_uri_parse_options in fe-connect.c.
 */
function parseConnectionUrl(text, name) {
    try {
        return readUrl(text, name);
    }
    catch (error) {
        if (!(error instanceof UrlFault))
            throw error;
        throw new errors/* MigrateError */.Oq("DATABASE_URL_INVALID", `${name}: ${error.message}`, { hint: error.hint });
    }
}
function readUrl(text, name) {
    const [, rest] = /^postgres(?:ql)?:\/\/(.*)$/isu.exec(text) ?? [];
    if (rest === undefined)
        throw new UrlFault("It does not begin with postgres:// or postgresql://.", SCHEME_HINT);
    if (/[\p{Cc}\u2028\u2029]/u.test(rest)) {
        throw new UrlFault("It has a line break or another control character in it.");
    }
    const at = rest.lastIndexOf("@");
    const credentials = rest.slice(0, Math.max(at, 0));
    const place = rest.slice(at + 1);
    if (/[/?]/.test(credentials))
        throw new UrlFault("It has / or ? before an @, and can be read in two ways.");
    if (place.includes("#"))
        throw new UrlFault("It has a # that is not percent-encoded.");
    const [, user = "", password = ""] = /^([^:]*)(?::(.*))?$/su.exec(credentials) ?? [];
    const [, authority = "", path = "", query = ""] = /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/su.exec(place) ?? [];
    const { host, port } = splitAuthority(authority);
    const values = new Map([
        ["user", decodePercent(user)],
        ["password", decodePercent(password)],
        ["host", decodePercent(host)],
        ["port", decodePercent(port)],
        ["dbname", decodePercent(path)],
    ]);
    const unused = readParameters(query, values);
    return { pieces: labelled(values, name), notices: connection_url_noticesOf(unused, query, name) };
}
/** Host and port as written, empty where missing. IPv6 addresses stand in brackets. */
function splitAuthority(authority) {
    if (authority.includes(","))
        throw new UrlFault("Several hosts in one URL are not supported.", "Name the primary: most providers have an address that always leads to it. A run must know which database it is at.");
    const [, bracketed, plain, port = ""] = /^(?:\[([^[\]]*)\]|([^:[\]]*))(?::([^:]*))?$/u.exec(authority) ?? [];
    const host = bracketed ?? plain;
    if (host === undefined)
        throw new UrlFault("The part with host and port cannot be read.");
    return { host, port };
}
function labelled(values, name) {
    const given = [...values].filter(([, value]) => value !== "");
    return Object.fromEntries(given.map(([piece, value]) => [piece, { value, label: `${piece} in ${name}`, isFromUrl: true }]));
}
function connection_url_noticesOf(unused, query, name) {
    if (unused.length === 0)
        return [];
    // After password= an unescaped & cuts the password: what looks like a name may be a piece of it.
    const areNames = !/pass/i.test(query) && unused.every((parameter) => /^[a-z][\w.-]{0,40}$/i.test(parameter));
    const which = areNames ? unused.join(", ") : `${unused.length} of its parameters`;
    return [`${name}: ignored, because they mean nothing here: ${which}.`];
}

// EXTERNAL MODULE: ./lib/inputs/raw-inputs.js
var raw_inputs = __nccwpck_require__(88606);
;// CONCATENATED MODULE: ./lib/inputs/connection-sources.js




const INPUT_FIELDS = {
    host: "host",
    port: "port",
    dbname: "database",
    user: "user",
    password: "password",
    sslmode: "sslmode",
    sslrootcert: "ssl-root-cert",
};
const DB_VARIABLES = {
    host: "DB_HOST",
    port: "DB_PORT",
    dbname: "DB_NAME",
    user: "DB_USER",
    password: "DB_PASSWORD",
};
/** Source: PostgreSQL manual, "Environment Variables" of libpq. */
const PG_VARIABLES = {
    host: "PGHOST",
    port: "PGPORT",
    dbname: "PGDATABASE",
    user: "PGUSER",
    password: "PGPASSWORD",
    sslmode: "PGSSLMODE",
    sslrootcert: "PGSSLROOTCERT",
    sslcert: "PGSSLCERT",
    sslkey: "PGSSLKEY",
    options: "PGOPTIONS",
    channel_binding: "PGCHANNELBINDING",
    connect_timeout: "PGCONNECT_TIMEOUT",
};
/**
 * The target's pieces, value by value from the first source that has one: inputs, DATABASE_URL, DB_*, PG*. Two URLs
 * are never mixed, and a URL without a host gets one from PGHOST only, as in libpq. Rejects with INPUT_MISSING when
 * no source has a URL, a host or a database (a user alone says nothing: Windows runners set PGUSER), with
 * INPUT_INVALID when inputs contradict each other, with DATABASE_URL_INVALID.
 */
function choosePieces(raw, reader) {
    const db = fromEnvironment(raw, DB_VARIABLES);
    const pg = fromEnvironment(raw, PG_VARIABLES);
    const inputUrl = reader.given("database-url");
    if (inputUrl !== null) {
        const url = parseConnectionUrl(inputUrl, "database-url");
        const pieces = { ...url.pieces, ...inputsBesideUrl(reader, url.pieces) };
        return {
            pieces: mergeSources(pieces.host === undefined ? [pieces, pg] : [pieces, db, pg]),
            notices: url.notices,
        };
    }
    const fields = fromInputs(reader);
    const environmentUrl = (0,raw_inputs/* environmentText */.H)(raw, "DATABASE_URL");
    if (environmentUrl !== null && fields.host === undefined) {
        const url = parseConnectionUrl(environmentUrl, "DATABASE_URL");
        const lower = url.pieces.host === undefined ? [pg] : [db, pg];
        return { pieces: mergeSources([fields, url.pieces, ...lower]), notices: url.notices };
    }
    const sources = [fields, db, pg];
    if (!sources.some((source) => source.host !== undefined || source.dbname !== undefined)) {
        throw new errors/* MigrateError */.Oq("INPUT_MISSING", "database-url: Nothing says which database to connect to.", {
            hint: "Set the input database-url (or host, database, user and password), or the environment variable DATABASE_URL. " +
                "If it is set to a secret of the workflow: a secret that does not exist, or is not for this environment, is empty.",
        });
    }
    return { pieces: mergeSources(sources), notices: [] };
}
/**
 * Each piece from the first source that has it. Once a source names a host, the ones after it that name another
 * server give nothing; and a password is taken only from a source that names no other user: no secret is sent to a
 * server, or as a user, that its own source does not mean.
 */
function mergeSources(sources) {
    const server = sources.find((source) => source.host !== undefined) ?? {};
    const usable = sources.filter((source) => !isAnotherServer(source, server));
    const first = (name, among = usable) => among.find((source) => source[name] !== undefined)?.[name];
    const user = first("user");
    const sameUser = usable.filter((source) => source.user === undefined || user === undefined || source.user.value === user.value);
    const chosen = PIECE_NAMES.map((name) => [name, first(name, name === "password" ? sameUser : usable)]);
    return Object.fromEntries(chosen.filter(([, piece]) => piece !== undefined));
}
function isAnotherServer(source, server) {
    if (source.host === undefined || server.host === undefined)
        return false;
    if (source.host.value.toLowerCase() !== server.host.value.toLowerCase())
        return true;
    return source.port !== undefined && server.port !== undefined && source.port.value !== server.port.value;
}
function fromEnvironment(raw, variables) {
    const found = Object.entries(variables).flatMap(([piece, label]) => {
        // A password may end in a blank that is part of it.
        const value = piece === "password" ? (raw.environment[label] ?? "") : ((0,raw_inputs/* environmentText */.H)(raw, label) ?? "");
        return value === "" ? [] : [[piece, { value, label, isFromUrl: false }]];
    });
    return Object.fromEntries(found);
}
function fromInputs(reader) {
    const found = Object.entries(INPUT_FIELDS).flatMap(([piece, label]) => {
        const value = reader.given(label);
        return value === null ? [] : [[piece, { value, label, isFromUrl: false }]];
    });
    return Object.fromEntries(found);
}
/** The inputs that may complete database-url: how to connect, where the URL does not say it; never where to. */
function inputsBesideUrl(reader, url) {
    const fields = fromInputs(reader);
    for (const name of PIECE_NAMES) {
        const field = fields[name];
        const isWhere = name === "host" || name === "port" || name === "dbname" || name === "user";
        if (field === undefined || (!isWhere && [undefined, field.value].includes(url[name]?.value)))
            continue;
        reader.report("INPUT_INVALID", `${field.label}: It cannot be given together with database-url${isWhere ? "" : ", which says it too"}.`, "Give either database-url or the separate fields.");
    }
    return fields;
}

;// CONCATENATED MODULE: ./lib/inputs/connections.js





/** Stands where no connection is used or could be read; nothing connects with it. */
const NO_CONNECTION = {
    ...{ host: "localhost", port: 5432, database: "", user: "", password: null },
    ...{ sslMode: "prefer", sslRootCert: null, sslCert: null, sslKey: null },
    ...{ options: null, channelBinding: "prefer" },
};
const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;
const WHERE_INPUTS = [
    ...["database-url", "host", "port", "database", "user", "password"],
    ...["sslmode", "ssl-root-cert"],
];
const EITHER = "Leave it out for a throwaway server, or leave out ephemeral for the database that it names.";
const NO_TARGET = {
    settings: NO_CONNECTION,
    connectTimeoutMs: DEFAULT_CONNECT_TIMEOUT_MS,
    target: { kind: "none" },
    notices: [],
};
/**
 * The target's connection; problems go to `reader`. For an ephemeral target nothing that names another may be given;
 * `check` needs no target, and may have none that it would lose; `create` has none, and nothing said about one is looked at.
 */
function parseConnection(raw, reader, command) {
    if (command === "create")
        return NO_TARGET;
    const givenTimeoutMs = reader.durationMs("connect-timeout");
    const target = { kind: "connection" };
    const nothing = {
        settings: NO_CONNECTION,
        connectTimeoutMs: givenTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
        target,
        notices: [],
    };
    if (reader.boolean("ephemeral")) {
        if (command === "check")
            reader.report("INPUT_INVALID", ...EPHEMERAL_CHECK);
        if (command === "serve")
            reader.report("INPUT_INVALID", ...EPHEMERAL_SERVE);
        for (const name of WHERE_INPUTS.filter((input) => reader.given(input) !== null)) {
            reader.report("INPUT_INVALID", `${name}: It cannot be given together with ephemeral: true.`, EITHER);
        }
        return { ...nothing, target: { kind: "ephemeral" }, notices: ephemeralNotices(raw) };
    }
    try {
        const chosen = command === "check" ? chooseOptional(raw, reader) : choosePieces(raw, reader);
        if (chosen === null)
            return { ...nothing, target: { kind: "none" } };
        const { pieces, notices } = chosen;
        const connection = parseConnectionSettings(pieces, osUser(raw));
        return {
            target,
            settings: connection.settings,
            connectTimeoutMs: givenTimeoutMs ?? connection.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
            notices: [...notices, ...connection.notices],
        };
    }
    catch (error) {
        reader.problems.push(...(0,errors/* errorsOf */.Bp)(error));
        return nothing;
    }
}
const EPHEMERAL_CHECK = [
    "ephemeral: check has no target of its own to start: it runs everything on a server that is gone afterwards.",
    "Leave it out; `shadow-url` names a server for it where this machine has none.",
];
const EPHEMERAL_SERVE = [
    "ephemeral: serve answers for a database that is there without it.",
    "Leave it out, and say which database is meant: database-url.",
];
/** The same, null where nothing says which database to connect to. */
function chooseOptional(raw, reader) {
    try {
        return choosePieces(raw, reader);
    }
    catch (error) {
        if ((0,errors/* errorsOf */.Bp)(error).every(({ code }) => code === "INPUT_MISSING"))
            return null;
        throw error;
    }
}
/**
 * The shadow's connection, null when `shadow-url` is not given or is bad; problems go to `reader`. Only the URL
 * counts: a password or TLS setting of the environment is the target's.
 */
function parseShadow(reader) {
    const text = reader.given("shadow-url");
    if (text === null)
        return null;
    try {
        const { pieces, notices } = parseConnectionUrl(text, "shadow-url");
        const shadow = parseConnectionSettings(pieces, null);
        return { settings: shadow.settings, notices: [...notices, ...shadow.notices] };
    }
    catch (error) {
        reader.problems.push(...(0,errors/* errorsOf */.Bp)(error));
        return null;
    }
}
function ephemeralNotices(raw) {
    if ((0,raw_inputs/* environmentText */.H)(raw, "DATABASE_URL") === null)
        return [];
    return ["ephemeral is true: the environment's DATABASE_URL is not used."];
}
/** Source: libpq takes the operating system's user name; here a shell says it, or the login variables do. */
function osUser(raw) {
    return (raw.defaults?.user ??
        (0,raw_inputs/* environmentText */.H)(raw, "USER") ??
        (0,raw_inputs/* environmentText */.H)(raw, "LOGNAME") ??
        (0,raw_inputs/* environmentText */.H)(raw, "USERNAME"));
}

;// CONCATENATED MODULE: ./lib/inputs/migration-name.js
/** Bytes of UTF-8: with a version, an ending and another tool's column for it a name stays far below every limit. */
const MOST_BYTES = 100;
/**
 * `add_users_email` of `Add users' email`, `addUsersEmail` or `../add-users.email`: no character of it means anything to
 * a file system, a shell or SQL. Null where no letter and no digit is left. Letters stay what they are (`größe`), in one
 * form (NFKC); what cannot be seen is left out.
 */
function makeMigrationName(typed) {
    const words = typed
        // Before the accents among them become marks of their own.
        .replace(/['’´`]/gu, "")
        .normalize("NFKC")
        .replace(/[\p{Cf}\p{DI}]/gu, "")
        .replace(INSIDE_WORDS, "_")
        .toLowerCase()
        .normalize("NFKC")
        .replace(/[^\p{L}\p{N}\p{Mn}\p{Mc}]+/gu, "_")
        .replace(/(^|_)\p{M}+/gu, "$1")
        .replace(/_{2,}/g, "_")
        .replace(/^_|_$/g, "");
    const name = cutToBytes(words);
    return name === "" ? null : { name, isCut: name !== words };
}
/** Where camelCase has its humps: `addHTTPServer2` is add, HTTP, Server2; `userIDs` is user, IDs; `E2E` is one word. */
const INSIDE_WORDS = /(?<=\p{Ll})(?=\p{Lu})|(?<=[\p{Lu}\p{N}])(?=\p{Lu}\p{Ll})(?!\p{Lu}s(?!\p{L}))/gu;
/** As much of `words` as goes into the bytes, without half a word where one is whole. */
function cutToBytes(words) {
    if (Buffer.byteLength(words) <= MOST_BYTES)
        return words;
    let bytes = 0;
    let kept = "";
    // A letter with its marks is one.
    for (const [cluster] of words.matchAll(/\P{M}\p{M}*/gu)) {
        bytes += Buffer.byteLength(cluster);
        if (bytes > MOST_BYTES)
            break;
        kept += cluster;
    }
    const end = words[kept.length] === "_" ? kept.length : kept.lastIndexOf("_");
    return (end > kept.length / 2 ? kept.slice(0, end) : kept).replace(/_$/, "");
}

;// CONCATENATED MODULE: ./lib/inputs/creation-inputs.js

/** What `create` is to make, and what people should know about the name; `creation` null for every other command. */
function parseCreation(reader, command) {
    const verify = reader.boolean("verify");
    const typed = reader.text("name");
    if (command !== "create")
        return { creation: null, notices: [] };
    const made = typed === null ? null : makeMigrationName(typed);
    if (made !== null) {
        const cut = `The name is long: the files have its beginning, ${made.name}.`;
        return { creation: { name: made.name, verify }, notices: made.isCut ? [cut] : [] };
    }
    // A NUL has been reported already.
    if (typed === null && reader.given("name") === null)
        reader.report("INPUT_MISSING", ...NO_NAME);
    if (typed !== null)
        reader.report("INPUT_INVALID", ...NO_LETTER);
    return { creation: null, notices: [] };
}
const EXAMPLE = "`migrate-action create add users email` makes files called `…_add_users_email`";
const NO_NAME = [
    "name: `create` needs to be told what the migration does.",
    `Type it behind the command: ${EXAMPLE}. In a workflow it is the input \`name\`.`,
];
const NO_LETTER = [
    "name: There is no letter and no digit in it, so no file can be called by it.",
    `Say in a few words what the migration does: ${EXAMPLE}.`,
];

// EXTERNAL MODULE: ./lib/inputs/definitions.js + 1 modules
var definitions = __nccwpck_require__(79326);
;// CONCATENATED MODULE: ./lib/inputs/deploy-inputs.js
/** What must hold around the target before a deploy; for commands that change nothing there, or only a record, nothing. */
function parseDeploy(reader, command) {
    const [query, shell] = [reader.text("backup-marker"), reader.text("backup-command")];
    if (query !== null && shell !== null) {
        reader.report("INPUT_INVALID", "backup-marker and backup-command are both given; one of them tells of the newest backup.", "Leave out the one that is not to be asked.");
    }
    const backup = query !== null
        ? { kind: "query", text: query }
        : shell !== null
            ? { kind: "command", text: shell }
            : null;
    const isDeploy = command === "up" || command === "plan" || command === "down";
    return {
        backup: isDeploy ? backup : null,
        backupMaxAgeMs: reader.durationMs("backup-max-age"),
        maxReplicationLagMs: isDeploy ? reader.durationMs("max-replication-lag") : null,
    };
}

// EXTERNAL MODULE: ./lib/inputs/did-you-mean.js
var did_you_mean = __nccwpck_require__(88313);
// EXTERNAL MODULE: ./lib/inputs/production.js
var production = __nccwpck_require__(45441);
;// CONCATENATED MODULE: ./lib/inputs/gate-inputs.js



/**
 * What the gate is told. NODE_ENV=production stands in for a missing `environment`, and
 * CONFIRM_PRODUCTION_MIGRATION=true for a missing `confirm`; what is given explicitly wins, even over these.
 */
function parseGate(raw, reader) {
    const isNodeProduction = (0,raw_inputs/* environmentText */.H)(raw, "NODE_ENV") === "production";
    const environment = reader.text("environment") ?? (isNodeProduction ? "production" : null);
    const confirmationPhrase = reader.text("confirmation-phrase");
    const isConfirmed = (0,raw_inputs/* environmentText */.H)(raw, "CONFIRM_PRODUCTION_MIGRATION") === "true";
    return {
        environment,
        isProduction: environment !== null && (0,production/* isProductionName */.Z)(environment),
        confirm: reader.text("confirm") ?? (isConfirmed ? confirmationPhrase : null),
        confirmationPhrase,
        expectedPlan: parseExpectedPlan(reader),
        expectedDatabase: reader.text("expected-database"),
        reviewWindowMs: reader.durationMs("review-window"),
    };
}
/** The digest as given; null where none is, and where it is none, which is reported. */
function parseExpectedPlan(reader) {
    const text = reader.text("expected-plan");
    if (text === null || /^sha256:[0-9a-f]{64}$/.test(text))
        return text;
    reader.report("INPUT_INVALID", `expected-plan: ${(0,quoted/* quoted */.T)(text)} does not do; it must be a plan's digest: sha256: and 64 hex digits.`, "It is the output `plan-digest` of the run whose plan was reviewed, and stands in its summary.");
    return null;
}

;// CONCATENATED MODULE: ./lib/inputs/range-inputs.js

/**
 * Which migrations a run is about. Reports what cannot be meant together, and what `command` would pass over though it
 * would then change something else than was asked for.
 */
function parseRange(reader, command) {
    const range = {
        target: reader.text("target"),
        version: reader.text("version"),
        steps: reader.integer("steps"),
    };
    for (const other of ["target", "steps"]) {
        if (range.version === null || range[other] === null)
            continue;
        reader.reportBoth("version", "It names one migration", other);
    }
    if (command === "down" && range.version !== null) {
        const hint = "Give target (the version that stays), steps or batch.";
        reader.report("INPUT_INVALID", "version: down takes nothing back from under what is newer.", hint);
    }
    if (command === "baseline")
        reportHoles(range, reader);
    if (command === "verify" && range.steps !== null) {
        const hint = "Give target (it and all before it), version (that one alone), or nothing: then it is all.";
        reader.report("INPUT_INVALID", "steps: verify asks about what is applied, and counts nothing.", hint);
    }
    return { range, batch: parseBatch(reader, command) };
}
/** A baseline has no holes: the schema is compared with all files up to one. */
function reportHoles(range, reader) {
    for (const name of ["version", "steps"]) {
        if (range[name] === null)
            continue;
        const hint = "Give target (the newest one that the target has), or nothing: then it is all of them.";
        reader.report("INPUT_INVALID", `${name}: A baseline takes all migrations up to \`target\`, not some.`, hint);
    }
}
function parseBatch(reader, command) {
    const text = reader.text("batch");
    if (text === null)
        return null;
    if (command === "up" || command === "plan" || command === "baseline" || command === "verify") {
        const hint = "Leave it out, or give the command down, which takes that run back.";
        reader.report("INPUT_INVALID", `batch: It is of the command down, and cannot be given with ${command}.`, hint);
    }
    for (const other of ["target", "steps"]) {
        if (reader.given(other) === null)
            continue;
        reader.reportBoth("batch", "It names what is taken back", other);
    }
    if (text === "last")
        return text;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (number > 0)
        return number;
    reader.report("INPUT_INVALID", `batch: ${(0,quoted/* quoted */.T)(text)} does not do; it must be last, or the number of a run.`);
    return null;
}

;// CONCATENATED MODULE: ./lib/inputs/repair-inputs.js
/**
 * What `repair` is to do: about what was left half-way (`resolve`), a file that was edited (`acceptChecksum`), or what is gone
 * from the schema (`acceptGone`); all null: only show. Reports what says too little, a choice without its migration, `apply`
 * without a choice, what is accepted for no reason; and what cannot be meant together.
 */
function parseRepair(reader, command) {
    const resolve = reader.choice("resolve");
    const version = reader.text("accept-checksum");
    const reason = reader.text("reason");
    const acceptChecksum = version === null ? null : { version, reason };
    if (command !== "repair")
        return { resolve, acceptChecksum, acceptGone: null };
    const acceptGone = reader.boolean("accept-drift") ? { reason } : null;
    if (acceptGone !== null)
        reportAcceptedGone(reader, reason);
    else if (acceptChecksum === null)
        reportChoice(reader, resolve, reason);
    else
        reportAcceptance(reader, acceptChecksum);
    return { resolve, acceptChecksum, acceptGone };
}
function reportChoice(reader, resolve, reason) {
    if (resolve !== null && reader.given("version") === null) {
        const hint = "`repair` without `resolve` lists what was left half-way.";
        reader.report("INPUT_MISSING", `version: resolve is ${resolve}, but no version says of which migration.`, hint);
    }
    if (resolve === null && reader.boolean("apply")) {
        const hint = "Give resume, skip, done or clear, accept-checksum or accept-drift; `repair` without `apply` shows what each would do.";
        reader.report("INPUT_MISSING", "resolve: apply is given, but nothing says what is to be done.", hint);
    }
    if (reason !== null)
        reader.report("INPUT_INVALID", "reason: It says why something is accepted, and neither accept-checksum nor accept-drift is given.", "Give accept-checksum, the version of the migration whose file was edited, or accept-drift for what is gone from the schema, or leave out reason.");
}
function reportAcceptedGone(reader, reason) {
    for (const other of ["accept-checksum", "version", "resolve"]) {
        if (reader.given(other) === null)
            continue;
        reader.reportBoth("accept-drift", "It is about the schema, whatever migration made it", other);
    }
    if (reason === null)
        reportWithoutReason(reader, "what is gone from the schema");
}
/** Where something would be accepted; what is only shown needs none. */
function reportWithoutReason(reader, what) {
    if (!reader.boolean("apply") || reader.boolean("dry-run"))
        return;
    const hint = `It goes into the history with who accepted it: reason: "a comment was corrected". Without \`apply\` it is only shown what would be accepted.`;
    reader.report("INPUT_MISSING", `reason: Nothing says why ${what} is accepted.`, hint);
}
function reportAcceptance(reader, { version, reason }) {
    for (const other of ["version", "resolve"]) {
        if (reader.given(other) === null)
            continue;
        reader.reportBoth("accept-checksum", "It names its migration and what to do", other);
    }
    if (reason === null)
        reportWithoutReason(reader, `the checksum of ${version}`);
}

;// CONCATENATED MODULE: ./lib/inputs/serving-inputs.js

/** How it is to answer over HTTP; an address that is none goes to `reader`. */
function parseServing(reader) {
    return { listen: parseListen(reader), healthTimeoutMs: reader.durationMs("health-timeout") };
}
const DEFAULT = { host: "127.0.0.1", port: 8080 };
function parseListen(reader) {
    const text = reader.text("listen");
    // What a host may be made of; whether there is such a one is found out when it is listened on.
    const form = /^(?:\[([\da-f:.]*:[\da-f:.]*(?:%[\w.-]+)?)\]|([\w.-]+)):(\d{1,5})$/i;
    const [, bracketed, plain, digits = ""] = form.exec(text) ?? [];
    const host = bracketed ?? plain;
    if (host !== undefined && Number(digits) < 65_536)
        return { host, port: Number(digits) };
    const hint = "Write host:port, such as 0.0.0.0:8080 for every address of this machine.";
    reader.report("INPUT_INVALID", `listen: ${(0,quoted/* quoted */.T)(text)} is not an address to listen on.`, hint);
    return DEFAULT;
}

// EXTERNAL MODULE: ./lib/inputs/duration.js
var duration = __nccwpck_require__(7426);
;// CONCATENATED MODULE: ./lib/inputs/value-reader.js




/**
 * Reads single inputs by their definitions. A bad value is put into `problems` and the default is given in its
 * place, so that the reading goes on and all problems are found in one pass; whoever reads must look at `problems`.
 */
class ValueReader {
    problems = [];
    #values;
    constructor(raw) {
        this.#values = raw.values;
    }
    /** The text as given, trimmed (a password is not); null when it is not given. Defaults do not count. */
    given(name) {
        const value = this.#values.get(name) ?? "";
        const text = name === "password" ? value : value.trim();
        return text === "" ? null : text;
    }
    /** The text as given, or the default. */
    text(name) {
        return this.#parse(name, (text) => (text.includes("\0") ? null : text), "may not contain a NUL character");
    }
    /** One of the allowed values, written exactly so. */
    choice(name) {
        const allowed = (0,definitions/* inputNamed */.o)(name)?.allowed ?? [];
        const isAllowed = (text) => allowed.includes(text);
        return this.#parse(name, (text) => (isAllowed(text) ? text : null), `must be one of ${allowed.join(", ")}`);
    }
    /** Source: YAML 1.2 core schema, tag bool, which is what actions/core's getBooleanInput takes too. */
    boolean(name) {
        const parse = (text) => /^(true|True|TRUE)$/.test(text) ? true : /^(false|False|FALSE)$/.test(text) ? false : null;
        return this.#parse(name, parse, "must be true or false");
    }
    durationMs(name) {
        const least = (0,definitions/* inputNamed */.o)(name)?.min ?? 0;
        const parse = (text) => atLeast(least, (0,duration/* parseDurationMs */.y)(text));
        const must = `must be a duration${least > 0 ? " longer than 0" : ""}: ${duration/* DURATION_FORMS */.n}`;
        return this.#parse(name, parse, must);
    }
    integer(name) {
        const least = (0,definitions/* inputNamed */.o)(name)?.min ?? 0;
        const parse = (text) => atLeast(least, /^\d{1,9}$/.test(text) ? Number(text) : null);
        return this.#parse(name, parse, `must be a whole number, ${least} or more`);
    }
    /** Adds a problem that no single value shows. */
    report(code, message, hint) {
        this.problems.push(new errors/* MigrateError */.Oq(code, message, { hint }));
    }
    /** INPUT_INVALID: `other` is given beside `name`, of which `why` says what it does. */
    reportBoth(name, why, other) {
        this.report("INPUT_INVALID", `${name}: ${why}, and cannot be given with ${other}.`, `Leave out ${name} or ${other}.`);
    }
    /** The value that `parse` makes of the text, else the default; `must` ends the sentence said of a bad one. */
    #parse(name, parse, must) {
        const fallback = (0,definitions/* inputNamed */.o)(name)?.default ?? null;
        const text = this.given(name);
        const value = text === null ? null : parse(text);
        if (text !== null && value === null) {
            this.report("INPUT_INVALID", `${name}: ${(0,quoted/* quoted */.T)(text)} does not do; it ${must}.`);
        }
        // A default always parses (a test holds that), so this is null only where Parsed says that it may be.
        return (value ?? (fallback === null ? null : parse(fallback)));
    }
}
function atLeast(least, value) {
    return value !== null && value >= least ? value : null;
}

;// CONCATENATED MODULE: ./lib/inputs/parse-inputs.js














/**
 * Checked inputs of `raw`. Rejects with MigrateErrors that hold every problem, in the order of INPUTS after the
 * unknown ones: INPUT_UNKNOWN, COMMAND_UNKNOWN, INPUT_INVALID, INPUT_MISSING, DATABASE_URL_INVALID. No message holds
 * a secret or a part of a URL.
 */
function parseInputs(raw) {
    const reader = new ValueReader(raw);
    reportUnknown(raw, reader);
    const dryRun = reader.boolean("dry-run");
    const asked = parseCommandInput(reader);
    const command = asked === "up" && dryRun ? "plan" : asked;
    const { settings: connection, target, connectTimeoutMs, notices } = parseConnection(raw, reader, command);
    const gate = parseGate(raw, reader);
    const isRequired = gate.isProduction || command === "check";
    const { rehearsal, notices: rehearsalNotices } = parseRehearsal(reader, command, isRequired);
    const { creation, notices: nameNotices } = parseCreation(reader, command);
    reportUrls(reader);
    const inputs = {
        ...{ command, connection, target, role: reader.text("role") },
        waitForDatabaseMs: reader.durationMs("wait-for-database"),
        connectTimeoutMs,
        migrationsPath: reader.text("migrations-path"),
        layout: reader.text("layout"),
        ...parseRange(reader, command),
        dryRun: dryRun || command === "plan" || command === "check",
        outOfOrder: reader.choice("out-of-order"),
        onFailure: reader.choice("on-failure"),
        rehearsal,
        failOn: reader.choice("fail-on"),
        acceptDrift: reader.boolean("accept-drift"),
        gate,
        deploy: parseDeploy(reader, command),
        lock: {
            lockTimeoutMs: reader.durationMs("lock-timeout"),
            lockRetries: reader.integer("lock-retries"),
            statementTimeoutMs: reader.durationMs("statement-timeout"),
            runLockWaitMs: reader.durationMs("run-lock-wait"),
        },
        ledger: parseLedger(reader),
        adoptFrom: reader.text("adopt-from"),
        recording: reader.boolean("apply") && !dryRun ? "write" : "show",
        ...parseRepair(reader, command),
        creation,
        base: reader.text("base"),
        serving: parseServing(reader),
        github: parseGithub(raw, reader),
        reportPath: reportPathOf(raw),
        actor: (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_ACTOR"),
        runUrl: runUrl(raw),
        notices: [...notices, ...rehearsalNotices, ...nameNotices],
    };
    (0,errors/* throwAll */.Kx)(reader.problems);
    return inputs;
}
function reportUnknown(raw, reader) {
    const names = definitions/* INPUTS */.m.map(({ name }) => name);
    for (const name of raw.values.keys()) {
        if ((0,definitions/* inputNamed */.o)(name) !== undefined)
            continue;
        const near = (0,did_you_mean/* closest */.k)(name, names);
        const hint = near === null ? `There are: ${names.join(", ")}.` : `Did you mean ${near}?`;
        reader.report("INPUT_UNKNOWN", `There is no input ${(0,quoted/* quoted */.T)(name)}.`, hint);
    }
}
const URL_HINT = "Give the path on this machine; a database's URL goes into database-url.";
const PATHS = ["migrations-path", "report-path"];
/** A URL that was put where a path belongs: nothing is read or made there, as its name would be a password. */
function reportUrls(reader) {
    for (const name of PATHS) {
        const text = reader.given(name);
        if (text !== null && isUrl(text))
            reader.report("INPUT_INVALID", `${name}: It is a URL, and must be a path.`, URL_HINT);
    }
}
function parseCommandInput(reader) {
    try {
        return (0,commands/* parseCommand */.RM)(reader.given("command") ?? "up");
    }
    catch (error) {
        reader.problems.push(...(0,errors/* errorsOf */.Bp)(error));
        return "up";
    }
}
/** `create` rehearses nothing: what is said about a shadow is not looked at. */
function parseRehearsal(reader, command, isRequired) {
    const isTarget = reader.given("rehearsal") === "target";
    if (isTarget) {
        reader.report("INPUT_INVALID", "rehearsal: target is not available in this version.", "Use server (a throwaway local server), shadow with shadow-url, or auto.");
    }
    const site = isTarget ? "auto" : reader.choice("rehearsal");
    const isUsed = command !== "create";
    const shadow = isUsed ? parseShadow(reader) : null;
    if (isUsed && site === "shadow" && reader.given("shadow-url") === null) {
        const hint = "Give shadow-url, or leave out rehearsal: then it is a local server where there is one.";
        reader.report("INPUT_MISSING", "shadow-url: rehearsal is shadow, but no shadow-url says where.", hint);
    }
    const rehearsal = {
        site,
        shadow: shadow?.settings ?? null,
        as: reader.text("rehearse-as"),
        required: reader.boolean("require-rehearsal") ?? isRequired,
        budgetMs: reader.durationMs("rehearsal-budget"),
    };
    return { rehearsal, notices: shadow?.notices ?? [] };
}
function parseGithub(raw, reader) {
    return {
        token: reader.text("github-token"),
        comment: reader.choice("comment"),
        apiUrl: (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_API_URL"),
        repository: (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_REPOSITORY"),
        eventPath: (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_EVENT_PATH"),
        ref: (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_REF"),
        baseRef: (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_BASE_REF"),
    };
}
/** Tables that stand beside every ledger, under names of their own. */
const BESIDE_LEDGER = new Map([
    ["migration_history", "the history"],
    ["migration_expectation", "what is expected of the schema"],
]);
function parseLedger(reader) {
    const ledger = { schema: reader.text("ledger-schema"), table: reader.text("ledger-table") };
    const beside = BESIDE_LEDGER.get(ledger.table);
    if (beside !== undefined) {
        const hint = "Give the ledger another name, or leave it out: then it is schema_migrations.";
        reader.report("INPUT_INVALID", `ledger-table: ${ledger.table} is the name of ${beside} beside it.`, hint);
    }
    if (ledger.table.includes(".")) {
        reader.report("INPUT_INVALID", "ledger-table: It is the name of a table, without its schema.", "Give the schema as ledger-schema.");
    }
    return ledger;
}
/** True for what begins as a URL does: on a disk `postgres://a:b@c` is three directories. */
const isUrl = (text) => /^[\s"']*[a-z][a-z0-9+.-]*:\/\//i.test(text);
/** Where the report goes, known too when other inputs are refused; null: nowhere. */
function reportPathOf(raw) {
    const given = raw.values.get("report-path")?.trim() ?? "";
    return (isUrl(given) ? "" : given) || raw.defaults?.reportPath || runnerReportPath(raw);
}
/** One file for each step of a job: GITHUB_ACTION tells them apart. Null outside a runner. */
function runnerReportPath(raw) {
    const directory = (0,raw_inputs/* environmentText */.H)(raw, "RUNNER_TEMP");
    if (directory === null)
        return null;
    const step = ((0,raw_inputs/* environmentText */.H)(raw, "GITHUB_ACTION") ?? "run").replaceAll(/[^\w-]/g, "_");
    return `${directory.replace(/[\\/]+$/, "")}/migrate-action-report-${step}.json`;
}
/** Source: GitHub docs, "Default environment variables". */
function runUrl(raw) {
    const server = (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_SERVER_URL");
    const repository = (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_REPOSITORY");
    const run = (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_RUN_ID");
    const attempt = (0,raw_inputs/* environmentText */.H)(raw, "GITHUB_RUN_ATTEMPT");
    if (server === null || repository === null || run === null)
        return null;
    return `${server}/${repository}/actions/runs/${run}${attempt === null ? "" : `/attempts/${attempt}`}`;
}


/***/ }),

/***/ 40680:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ PLACE_INPUTS),
/* harmony export */   y: () => (/* binding */ SSL_MODES)
/* harmony export */ });
/* harmony import */ var _definition_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(84819);

/** libpq's modes, weakest first. Source: PostgreSQL manual, "SSL Support", table of sslmode. */
const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
/** The inputs that say which database is meant, how it is reached, and where the files are, in the order people read them. */
const PLACE_INPUTS = [
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("database-url", null, "Where the target is: `postgres://` or `postgresql://` with libpq's parameters. Masked whole, and its password apart.", { secret: true }),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("host", null, "Host name, address, or directory of a Unix socket.", { defaultText: "localhost" }),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .scalar */ .d_)("port", "integer", null, "Port of the server.", { defaultText: "5432", min: 1 }),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("database", null, "Name of the database; without it the user's name, as libpq does."),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("user", null, "User to connect as."),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("password", null, "Password as it is: a separate field needs no escaping.", { secret: true }),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .choice */ .Yq)("sslmode", SSL_MODES, null, "TLS, as libpq documents it.", { defaultText: "prefer" }),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("ssl-root-cert", null, "The certificate authority to trust: PEM text, a path, or `system`."),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .scalar */ .d_)("ephemeral", "boolean", "false", "A throwaway server on this machine as the target. It stays until the job's end; its URL is output `database-url`."),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("role", null, "`SET ROLE` for the migrations and the ledger."),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .scalar */ .d_)("wait-for-database", "duration", "30s", "Keep trying to connect while the server is not there or starting; wrong credentials fail at once."),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .scalar */ .d_)("connect-timeout", "duration", null, "The longest that one attempt to connect may take.", {
        defaultText: "10s",
        min: 1,
    }),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("migrations-path", "migrations", "Directory of the migration files."),
    (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)("layout", "auto", "How the files are named and arranged; `auto` looks at the directory."),
];


/***/ }),

/***/ 45441:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ isProductionName),
/* harmony export */   l: () => (/* binding */ looksLikeProduction)
/* harmony export */ });
/** True for `production` and `prod`, in any case, blanks around them aside: the names that arm the confirmation. */
function isProductionName(environment) {
    return /^prod(uction)?$/i.test(environment.trim());
}
/**
 * True when the host or the database has `prod`, `prd` or `production` as a word of its name, digits at its end
 * allowed: `db.prod-2.example.com`, `app_prod2`; not `product`, `myprod`. Words end at whatever is no letter or digit.
 */
function looksLikeProduction(host, database) {
    const words = `${host}/${database}`.split(/[^\p{L}\p{N}]+/u);
    return words.some((word) => /^(prod|prd|production)\d*$/i.test(word));
}


/***/ }),

/***/ 41974:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ quoted)
/* harmony export */ });
/**
 * `text` in quotes for a message, or the words "what was given" where it is long or has characters that no value
 * of an input needs but a URL or a password may have: a value put in the wrong place must not be printed.
 */
function quoted(text) {
    return /^[\p{L}\p{N} _.+-]{1,40}$/u.test(text) ? `"${text}"` : "what was given";
}


/***/ }),

/***/ 88606:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ environmentText)
/* harmony export */ });
/** Text of the environment variable `name`, trimmed; null when it is unset or blank. */
function environmentText(raw, name) {
    const text = raw.environment[name]?.trim();
    return text === undefined || text === "" ? null : text;
}


/***/ }),

/***/ 12458:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ makeRedactor),
/* harmony export */   Y: () => (/* binding */ SHORTEST_FORM)
/* harmony export */ });
/** Forms shorter than this are not masked: they occur in ordinary text, and would take it along. */
const SHORTEST_FORM = 4;
/** What is left of a form at the end of a text that was cut: less of it occurs in ordinary text. */
const SHORTEST_PIECE = 8;
/** Names are shorter, and are never cut here; the limits at which texts are cut are all higher. */
const SHORTEST_CUT_TEXT = 64;
/**
 * A function that returns its text with `***` for every stretch that a form covers. Forms that overlap are taken out
 * together, so no end of one is left; the result holds none of the forms. Forms of fewer than SHORTEST_FORM UTF-16
 * units are left alone. A text of 64 units and more may have been cut, by a server or by us: what it begins or ends with
 * (an `…` aside) goes too where it is 8 units or more of a form. Give it single strings (the leaves of a JSON value),
 * not JSON text, whose shape it does not know.
 */
function makeRedactor(forms) {
    const sought = [...new Set(forms)].filter((form) => form.length >= SHORTEST_FORM);
    if (sought.length === 0)
        return (text) => text;
    // Of a URL the first units are no secret, and the password in it is a form of its own.
    const cuttable = sought.filter((form) => form.length > SHORTEST_PIECE && !form.includes("://"));
    return (text) => {
        let redacted = text;
        // Again, because *** and its neighbours may make a form that has asterisks; each turn shortens the text.
        for (let next = redactOnce(redacted, sought); next !== redacted; next = redactOnce(redacted, sought)) {
            redacted = next;
        }
        return redacted.length < SHORTEST_CUT_TEXT ? redacted : withoutPieces(redacted, cuttable);
    };
}
function redactOnce(text, forms) {
    if (!forms.some((form) => text.includes(form)))
        return text;
    const stretches = forms.flatMap((form) => occurrences(text, form)).sort((a, b) => a.start - b.start);
    let redacted = "";
    let position = 0;
    for (const { start, end } of stretches) {
        if (start >= position)
            redacted += `${text.slice(position, start)}***`;
        position = Math.max(position, end);
    }
    return redacted + text.slice(position);
}
function occurrences(text, form) {
    const found = [];
    for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
        found.push({ start, end: start + form.length });
    }
    return found;
}
function withoutPieces(text, forms) {
    const sign = ["…", "..."].find((end) => text.endsWith(end)) ?? "";
    const whole = text.slice(0, text.length - sign.length);
    let begin = 0;
    let end = whole.length;
    for (const form of forms) {
        begin = Math.max(begin, lengthOfTail(whole, form));
        end = Math.min(end, whole.length - lengthOfHead(whole, form));
    }
    const head = begin === 0 ? "" : "***";
    return `${head}${whole.slice(begin, Math.max(begin, end))}${end === whole.length ? "" : "***"}${sign}`;
}
/** How much of the beginning of `form` `text` ends with; 0 below SHORTEST_PIECE. */
function lengthOfHead(text, form) {
    const last = text.slice(-form.length + 1);
    const head = form.slice(0, SHORTEST_PIECE);
    for (let at = last.indexOf(head); at >= 0; at = last.indexOf(head, at + 1)) {
        if (form.startsWith(last.slice(at)))
            return last.length - at;
    }
    return 0;
}
/** How much of the end of `form` `text` begins with; 0 below SHORTEST_PIECE. */
function lengthOfTail(text, form) {
    const first = text.slice(0, form.length - 1);
    const tail = form.slice(-SHORTEST_PIECE);
    for (let at = first.lastIndexOf(tail); at >= 0; at = at === 0 ? -1 : first.lastIndexOf(tail, at - 1)) {
        const length = at + SHORTEST_PIECE;
        if (form.endsWith(first.slice(0, length)))
            return length;
    }
    return 0;
}


/***/ }),

/***/ 75996:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ secretForms),
/* harmony export */   p: () => (/* binding */ certificateForms)
/* harmony export */ });
/* harmony import */ var _redactor_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(12458);
/* harmony import */ var _secrets_in_url_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(64645);


/**
 * `secret` as it is and as programs write it: percent-encoded (strictly, loosely, in small letters, as a form), in
 * base64 (alone, inside of something longer, and as `user:secret` for each of `users`) and hexadecimal, in literals and
 * identifiers of SQL, in JSON, XML, shells and libpq's strings, cut as a name; each of its lines. Nothing shorter than
 * SHORTEST_FORM.
 */
function secretForms(secret, users = []) {
    const texts = [secret, (0,_secrets_in_url_js__WEBPACK_IMPORTED_MODULE_0__/* .looseDecode */ .Rv)(secret)];
    const lines = texts.flatMap(linesOf);
    const pairs = texts.flatMap((text) => users.map((user) => `${user}:${text}`));
    const forms = [...[...texts, ...lines].flatMap(written), ...pairs.map((pair) => base64(bytesOf(pair)))];
    return [...new Set(forms)].filter((form) => form.length >= _redactor_js__WEBPACK_IMPORTED_MODULE_1__/* .SHORTEST_FORM */ .Y);
}
/**
 * Each line of PEM text in `text`, and the whole of it, as JSON and URLs write them too: a private key may be among the
 * certificates. Not the lines that only say what begins and ends there. Empty where there is none.
 */
function certificateForms(text) {
    if (!text.includes("-----BEGIN"))
        return [];
    const lines = linesOf(text).filter((line) => !line.startsWith("-----"));
    const forms = [text, text.trim(), ...lines].flatMap((form) => [
        form,
        inJson(form),
        encodeURIComponent(form),
    ]);
    return [...new Set(forms)].filter((form) => form.length >= _redactor_js__WEBPACK_IMPORTED_MODULE_1__/* .SHORTEST_FORM */ .Y);
}
const linesOf = (text) => text.split(/\r\n|[\r\n]/).map((line) => line.trim());
function written(text) {
    const encoded = encodeURIComponent(text.toWellFormed());
    const strict = encoded.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
    const bytes = bytesOf(text);
    return [
        ...[text, encoded, strict].flatMap((form) => [form, inSmallLetters(form)]),
        strict.replaceAll("%20", "+"),
        encodeURI(text.toWellFormed()),
        ...[base64(bytes), bytes.toString("base64url"), ...insideBase64(bytes), bytes.toString("hex")],
        bytes.toString("hex").toUpperCase(),
        ...[inJson(text), inAsciiJson(text), ...inXml(text)],
        ...[text.replaceAll("'", "''"), text.replaceAll("\\", "\\\\").replaceAll("'", "''")],
        ...[text.replaceAll('"', '""'), cutAsName(text)],
        ...[text.replace(/['\\]/g, "\\$&"), text.replace(/'/g, "\\'"), text.replaceAll("'", "'\\''")],
    ];
}
const inSmallLetters = (text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
function inXml(text) {
    const xml = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const quoted = xml.replaceAll('"', "&quot;");
    return [xml, quoted.replaceAll("'", "&apos;"), quoted.replaceAll("'", "&#39;")];
}
const inJson = (text) => JSON.stringify(text).slice(1, -1);
/** As programs write it that keep JSON to ASCII. */
const inAsciiJson = (text) => inJson(text).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
/** What PostgreSQL makes of a name that is too long. Source: PostgreSQL manual, "Identifiers", NAMEDATALEN. */
function cutAsName(text) {
    const kept = bytesOf(text).subarray(0, 63).toString("utf8");
    return kept.replace(/\ufffd$/, "");
}
const bytesOf = (text) => Buffer.from(text, "utf8");
const base64 = (bytes) => bytes.toString("base64");
/** Shorter pieces of base64 occur in any base64. */
const SHORTEST_INSIDE = 8;
/** What base64 of a longer text has of `bytes`, wherever they begin in it. */
function insideBase64(bytes) {
    return [0, 1, 2]
        .map((shift) => bytes.subarray(shift, bytes.length - ((bytes.length - shift) % 3)))
        .map(base64)
        .filter((form) => form.length >= SHORTEST_INSIDE);
}


/***/ }),

/***/ 64645:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Rv: () => (/* binding */ looseDecode),
/* harmony export */   _k: () => (/* binding */ usersIn),
/* harmony export */   gW: () => (/* binding */ passwordsIn),
/* harmony export */   yN: () => (/* binding */ placesIn)
/* harmony export */ });
/**
 * Every text in `url` that may be its password, longest first, well-formed or not: from the first `:` after the
 * scheme to each `@`, and the values of password parameters, libpq's `password=` among them. Each as written and, where
 * it differs, decoded. In a text that has lost its `://` from every `:`, as any may be the one.
 */
function passwordsIn(url) {
    const rest = afterScheme(url);
    const found = rest === null ? credentialsIn(withoutDrive(url), "every") : credentialsIn(rest, "first");
    return withDecoded([...found, ...parametersIn(rest ?? url)]).toSorted((a, b) => b.length - a.length);
}
/** Colons that are looked at: a text of nothing else would have as many passwords as the square of its length. */
const MOST_COLONS = 8;
function credentialsIn(rest, from) {
    const colons = Array.from(rest.matchAll(/:/g), ({ index }) => index);
    const ends = Array.from(rest.matchAll(/@/g), ({ index }) => index);
    return colons
        .slice(0, from === "first" ? 1 : MOST_COLONS)
        .flatMap((colon) => ends.filter((end) => end > colon).map((end) => rest.slice(colon + 1, end)));
}
// `password=s`, `password = 'it\\'s'`. Source: PostgreSQL manual, "Keyword/Value Connection Strings".
const PARAMETER = /(?:^|[\s?&;,"'])(?:ssl)?password\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)|([^&;\s]*))/gi;
function parametersIn(rest) {
    const values = Array.from(rest.matchAll(PARAMETER), ([, quoted, plain = ""]) => quoted ?? plain);
    return values.flatMap((value) => [value, value.replace(/\\([\s\S])/g, "$1")]);
}
/** A path of Windows has a colon too. */
const withoutDrive = (text) => text.replace(/^\s*[a-z]:(?=[\\/])/i, "");
/** The users that `url` may name, as written and decoded; empty when it is no URL. */
function usersIn(url) {
    const rest = afterScheme(url) ?? "";
    const [, user = ""] = /^([^:@/?#]*)(?::|@)/.exec(rest) ?? [];
    return withDecoded([user, ...[...rest.matchAll(/[?&]user=([^&\s]*)/gi)].map(([, value = ""]) => value)]);
}
/** Host and database that `url` may name, as written and decoded; empty when it is no URL. */
function placesIn(url) {
    const rest = afterScheme(url) ?? "";
    const place = rest.slice(rest.lastIndexOf("@") + 1);
    const [, host = "", database = ""] = /^([^:/?#]*)(?::[^/?#]*)?(?:\/([^?#]*))?/.exec(place) ?? [];
    return withDecoded([host, database]);
}
function withDecoded(texts) {
    return [...new Set(texts.flatMap((text) => [text, looseDecode(text)]).filter((text) => text !== ""))];
}
/** `text` with each valid run of percent-encoding undone and everything else as it is. */
function looseDecode(text) {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
        try {
            return decodeURIComponent(run);
        }
        catch {
            return run;
        }
    });
}
function afterScheme(url) {
    const scheme = url.indexOf("://");
    return scheme < 0 ? null : url.slice(scheme + 3);
}


/***/ }),

/***/ 90757:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ secretsIn)
/* harmony export */ });
/* harmony import */ var _definitions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(79326);
/* harmony import */ var _redactor_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(12458);
/* harmony import */ var _secret_forms_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(75996);
/* harmony import */ var _secrets_in_url_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(64645);




/** Inputs and variables that are a secret as a whole, and no URL. */
const PASSWORD_VARIABLES = ["DB_PASSWORD", "PGPASSWORD", "INTERNAL_ADMIN_TOKEN"];
/** Variables that are no secret, unless a URL was put there. */
const PLAIN_VARIABLES = ["HOST", "PORT", "NAME", "USER"].map((name) => `DB_${name}`);
const PLAIN_LIBPQ_VARIABLES = ["HOST", "PORT", "DATABASE", "USER", "SSLROOTCERT"].map((name) => `PG${name}`);
const SECRET_INPUTS = _definitions_js__WEBPACK_IMPORTED_MODULE_0__/* .INPUTS */ .m.filter((input) => input.secret).map((input) => input.name);
/**
 * Every form of every secret in `raw`, checked or not: to be called, and its forms masked, before `parseInputs` and
 * before anything prints. Whatever looks like a URL with credentials counts, in whichever value it stands.
 */
function secretsIn(raw) {
    const named = namedTexts(raw);
    const users = usersOf(raw, named);
    const ordinary = new Set([...users, ...placesOf(raw, named)]);
    const forms = new Set();
    const warnings = new Set();
    for (const { name, text, isSecret } of named) {
        const isUrl = text.includes("://");
        const passwords = passwordsOf({ name, text, isSecret });
        for (const password of passwords) {
            if (!ordinary.has(password))
                for (const form of (0,_secret_forms_js__WEBPACK_IMPORTED_MODULE_1__/* .secretForms */ .e)(password, users))
                    forms.add(form);
        }
        if (isUrl && (isSecret || passwords.length > 0)) {
            for (const form of [...(0,_secret_forms_js__WEBPACK_IMPORTED_MODULE_1__/* .secretForms */ .e)(text), ...(0,_secret_forms_js__WEBPACK_IMPORTED_MODULE_1__/* .secretForms */ .e)(text.trim())])
                forms.add(form);
        }
        for (const form of (0,_secret_forms_js__WEBPACK_IMPORTED_MODULE_1__/* .certificateForms */ .p)(text))
            forms.add(form);
        const warning = warningAbout(passwords[0] ?? "", ordinary);
        if (warning !== null)
            warnings.add(`${name}: ${warning}`);
    }
    return { forms: [...forms].sort((a, b) => b.length - a.length), warnings: [...warnings] };
}
/** A text that is a secret without being a URL is one as a whole, and may be what is left of one. */
function passwordsOf({ text, isSecret }) {
    const found = (0,_secrets_in_url_js__WEBPACK_IMPORTED_MODULE_2__/* .passwordsIn */ .gW)(text);
    return isSecret && !text.includes("://") ? [text, ...found] : found;
}
function namedTexts(raw) {
    const values = [...raw.values].map(([name, text]) => ({
        name,
        text,
        isSecret: SECRET_INPUTS.includes(name),
    }));
    const passwords = PASSWORD_VARIABLES.map((name) => ({
        name,
        text: raw.environment[name] ?? "",
        isSecret: true,
    }));
    const others = [...PLAIN_VARIABLES, ...PLAIN_LIBPQ_VARIABLES].map((name) => ({
        name,
        text: raw.environment[name] ?? "",
        isSecret: false,
    }));
    const url = { name: "DATABASE_URL", text: raw.environment["DATABASE_URL"] ?? "", isSecret: true };
    return [...values, url, ...passwords, ...others].filter(({ text }) => text.trim() !== "");
}
function usersOf(raw, named) {
    const fields = [raw.values.get("user"), raw.environment["DB_USER"], raw.environment["PGUSER"]];
    return [...new Set([...given(fields), ...named.flatMap(({ text }) => (0,_secrets_in_url_js__WEBPACK_IMPORTED_MODULE_2__/* .usersIn */ ._k)(text))])];
}
/** Hosts and databases: with the users, names that the log must be able to say. */
function placesOf(raw, named) {
    const inputs = [raw.values.get("host"), raw.values.get("database")];
    const variables = ["DB_HOST", "DB_NAME", "PGHOST", "PGDATABASE"].map((name) => raw.environment[name]);
    return [...given([...inputs, ...variables]), ...named.flatMap(({ text }) => (0,_secrets_in_url_js__WEBPACK_IMPORTED_MODULE_2__/* .placesIn */ .yN)(text))];
}
function given(texts) {
    return texts.map((text) => text?.trim() ?? "").filter((text) => text !== "");
}
function warningAbout(secret, ordinary) {
    if (secret === "")
        return null;
    if (ordinary.has(secret)) {
        return "The password is the name of the user, database or host; it is not masked, as the log must say that name.";
    }
    if (secret.length >= _redactor_js__WEBPACK_IMPORTED_MODULE_3__/* .SHORTEST_FORM */ .Y)
        return null;
    return `A secret of fewer than ${_redactor_js__WEBPACK_IMPORTED_MODULE_3__/* .SHORTEST_FORM */ .Y} characters cannot be masked.`;
}


/***/ }),

/***/ 58867:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dt: () => (/* binding */ EXPECTATION_COLUMNS),
/* harmony export */   b4: () => (/* binding */ HISTORY_COLUMNS),
/* harmony export */   im: () => (/* binding */ LEDGER_COLUMNS),
/* harmony export */   li: () => (/* binding */ historyColumnsFor),
/* harmony export */   mt: () => (/* binding */ BACKUP_COLUMN),
/* harmony export */   pm: () => (/* binding */ isStemShape)
/* harmony export */ });
/**
 * Columns of the ledger, with what follows the name in their definition. Frozen: docs/format.md. Every one of them
 * can be added to a table that has rows, and lets a file insert its own row with the version alone.
 */
const LEDGER_COLUMNS = {
    version: "text PRIMARY KEY",
    name: "text NOT NULL DEFAULT ''",
    applied_at: "timestamptz DEFAULT now()",
    checksum: "text",
    execution_time_ms: "integer",
    status: "text NOT NULL DEFAULT 'completed'",
    error_message: "text",
    applied_by: "text",
    batch: "integer",
    statements_done: "integer",
    origin: "text",
};
/** Columns of the history, likewise frozen. */
const HISTORY_COLUMNS = {
    id: "uuid PRIMARY KEY DEFAULT gen_random_uuid()",
    version: "text",
    action: "text",
    executed_at: "timestamptz DEFAULT now()",
    execution_time_ms: "integer",
    status: "text",
    error_message: "text",
    executed_by: "text",
    environment: "text",
    batch: "integer",
    checksum: "text",
    run_url: "text",
    plan_digest: "text",
    tool_version: "text",
};
/** Of the history too, frozen as well: there only where a run has had a backup to record. */
const BACKUP_COLUMN = { backup: "text" };
/** Columns of the table that says what is expected of the schema, frozen too: one row for each ledger beside it. */
const EXPECTATION_COLUMNS = {
    ledger: "text PRIMARY KEY",
    expected: "jsonb NOT NULL",
    before: "jsonb",
    kept_at: "timestamptz NOT NULL DEFAULT now()",
};
/** The columns that the history must have for a run that records `backup`; null: none is. */
const historyColumnsFor = (backup) => backup === null ? HISTORY_COLUMNS : { ...HISTORY_COLUMNS, ...BACKUP_COLUMN };
/** True for columns of shape C (version is the whole stem, `description` instead of `name`). */
function isStemShape(columns) {
    return columns.has("description") && !columns.has("checksum") && !columns.has("status");
}


/***/ }),

/***/ 96142:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A6: () => (/* binding */ EXPECTATION_TABLE),
/* harmony export */   Rn: () => (/* binding */ expectationStand),
/* harmony export */   _O: () => (/* binding */ parseMissing),
/* harmony export */   dM: () => (/* binding */ missingQuery),
/* harmony export */   rI: () => (/* binding */ expectationTable)
/* harmony export */ });
/* harmony import */ var _database_quote_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(45432);

/** Name of the table beside the ledger that says what the applied migrations have made. Source: docs/format.md. */
const EXPECTATION_TABLE = "migration_expectation";
/** That table, schema-qualified and quoted. */
const expectationTable = ({ schema }) => `${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(schema)}.${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(EXPECTATION_TABLE)}`;
/**
 * One statement that gives one row, for `parseMissing`: what is expected beside the ledger `name` and is gone; NULL where
 * nothing is kept, may not be read, or a run is under way or was cut off. It reads only, needs no more rights than the ledger,
 * and is no error where the table is absent.
 */
function missingQuery(name) {
    return `SELECT (${whereKept(name, differing(name), "differing")})::json AS differing`;
}
/** What `row`, the row of `missingQuery`, says is gone, in the order of the expectation; of a gone table its parts are not named. */
function parseMissing(row) {
    const differing = row["differing"];
    return Array.isArray(differing) ? differing.flatMap(goneOf) : [];
}
function goneOf([key, isThere, columns, indexes]) {
    const [kind, schema, relation, expectedColumns, expectedIndexes] = key;
    if (!isThere)
        return [{ kind, schema, relation, column: null }];
    const [hasColumn, hasIndex] = [new Set(columns), new Set(indexes)];
    return [
        ...expectedColumns
            .filter((column) => !hasColumn.has(column))
            .map((column) => ({ kind: "column", schema, relation, column })),
        ...expectedIndexes
            .filter((index) => !hasIndex.has(index))
            .map((index) => ({ kind: "index", schema, relation: index, column: null })),
    ];
}
/** An expression of type text: `Ledger["expectation"]`; NULL stands for none. */
function expectationStand(name) {
    const stand = `SELECT CASE WHEN kept.before IS NULL THEN 'kept' ELSE 'begun' END AS stand FROM ${expectationTable(name)} kept WHERE kept.ledger = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(name.table)}`;
    return `coalesce(${whereKept(name, stand, "stand")}, CASE WHEN ${regclass(name)} IS NULL THEN 'absent' END)`;
}
/**
 * An expression of type text: the only value of `query`'s first row, whose column is named `column`; NULL where it gives none,
 * and where the table of `name` is absent or may not be read. A statement that names an absent table does not parse: this
 * one has it in a text, which the server parses when it comes to it.
 * Source: PostgreSQL manual, query_to_xml, which escapes `&`, `<` and `>` in a text.
 */
function whereKept(name, query, column) {
    const xml = `pg_catalog.query_to_xml(${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(query)}, false, false, '')::text`;
    const value = `substring(${xml} from ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(`<${column}>(.*)</${column}>`)})`;
    const unescaped = [
        ["&lt;", "<"],
        ["&gt;", ">"],
        ["&amp;", "&"],
    ].reduce((text, [from = "", to = ""]) => `pg_catalog.replace(${text}, ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(from)}, ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(to)})`, value);
    return `CASE WHEN pg_catalog.has_table_privilege(${regclass(name)}, 'SELECT') THEN ${unescaped} END`;
}
/**
 * Each relation is looked up by its name, and what it has is compared with what is expected of it as a whole; what differs is
 * given as it is expected, with what there is: `parseMissing` compares it one by one. Subqueries, no joins: the planner does
 * not know how many things a jsonb has, and would compare all with all. See docs/decisions/0023-expectation.md.
 */
function differing(name) {
    const kinds = `CASE e.key ->> 0 WHEN 'view' THEN '{v,m}'::"char"[] ELSE '{r,p,f}' END`;
    const relation = `(SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relname = (e.key ->> 2)::name AND c.relkind = ANY (${kinds})
    AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = (e.key ->> 1)::name))`;
    return `SELECT (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(r.key, r.oid IS NOT NULL, r.columns, r.indexes)), '[]')
  FROM (SELECT f.key, f.oid, coalesce((SELECT pg_catalog.jsonb_agg(a.attname) FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = f.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns,
    coalesce((SELECT pg_catalog.jsonb_agg(i.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      WHERE x.indrelid = f.oid), '[]') AS indexes
    FROM (SELECT e.key, ${relation} AS oid FROM pg_catalog.jsonb_array_elements(kept.expected) e (key) OFFSET 0) f OFFSET 0) r
  WHERE r.oid IS NULL OR NOT r.columns @> (r.key -> 3) OR NOT r.indexes @> (r.key -> 4)) AS differing
FROM ${expectationTable(name)} kept WHERE kept.ledger = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(name.table)} AND kept.before IS NULL`;
}
const regclass = (name) => `pg_catalog.to_regclass(${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(expectationTable(name))})`;


/***/ }),

/***/ 88451:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  SC: () => (/* binding */ readLedger),
  Um: () => (/* binding */ readServerAndLedger),
  I3: () => (/* binding */ readServerThenLedger)
});

// EXTERNAL MODULE: ./lib/database/quote.js
var quote = __nccwpck_require__(45432);
// EXTERNAL MODULE: ./lib/database/server-error.js
var server_error = __nccwpck_require__(28598);
// EXTERNAL MODULE: ./lib/database/server-facts.js
var server_facts = __nccwpck_require__(79255);
// EXTERNAL MODULE: ./lib/ledger/columns.js
var ledger_columns = __nccwpck_require__(58867);
// EXTERNAL MODULE: ./lib/ledger/expectation.js
var expectation = __nccwpck_require__(96142);
;// CONCATENATED MODULE: ./lib/ledger/ledger-rows.js


const STORED = [
    "version",
    "name",
    "description",
    "checksum",
    "status",
    "applied_at",
    "applied_by",
    "error_message",
    "execution_time_ms",
    "statements_done",
    "batch",
    "origin",
];
/** One row about the rows of a ledger that has those columns, as `parseRows` takes it. */
function rowsQuery(name, columns, historyColumns) {
    const selected = STORED.map((column) => {
        if (!columns.has(column))
            return "NULL";
        // Shape C has a timestamp without time zone: it means the session's, as now() was written into it.
        return column === "applied_at" ? "t.applied_at::timestamptz" : `t.${(0,quote/* identifier */.Cv)(column)}`;
    });
    const batches = [
        columns.has("batch") ? "max(t.batch)" : "0",
        historyColumns.has("batch") ? `(SELECT max(h.batch) FROM ${(0,quote/* historyTable */.f1)(name)} h)` : "0",
    ];
    const hasDescription = `EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${(0,quote/* literal */.eu)((0,quote/* ledgerTable */.Ab)(name))}::pg_catalog.regclass AND a.attname = 'description' AND NOT a.attisdropped)`;
    const isTable = `(SELECT c.relkind = 'r' FROM pg_catalog.pg_class c WHERE c.oid = ${(0,quote/* literal */.eu)((0,quote/* ledgerTable */.Ab)(name))}::pg_catalog.regclass)`;
    return `SELECT pg_catalog.json_agg(pg_catalog.json_build_array(${selected.join(", ")})) AS rows, GREATEST(${batches.join(", ")}) AS last_batch, ${hasDescription} AS has_description, ${isTable} AS is_table, ${(0,expectation/* expectationStand */.Rn)(name)} AS expectation FROM ${(0,quote/* ledgerTable */.Ab)(name)} t`;
}
/** What `rowsQuery` has found; undefined: nothing. */
function parseRows(found) {
    return {
        rows: (found?.["rows"] ?? []).map(parseRow),
        lastBatch: Number(found?.["last_batch"] ?? 0),
        expectation: STANDS.get(String(found?.["expectation"])) ?? "none",
        hasDescription: found?.["has_description"] === true,
        isTable: found?.["is_table"] === true,
    };
}
const STANDS = new Map(["absent", "kept", "begun"].map((stand) => [stand, stand]));
/** By index, not by destructuring: that is a third of the time where there are thousands. */
function parseRow(row) {
    const applied = new Date(row[5] ?? Number.NaN);
    return {
        version: bounded(row[0]) ?? "",
        name: bounded(row[1]) || bounded(row[2]),
        checksum: ledger_rows_text(row[3]),
        status: parseStatus(ledger_rows_text(row[4])),
        appliedAt: Number.isNaN(applied.getTime()) ? null : applied,
        appliedBy: ledger_rows_text(row[6]),
        errorMessage: ledger_rows_text(row[7]),
        executionTimeMs: number(row[8]),
        statementsDone: number(row[9]),
        batch: number(row[10]),
        origin: ledger_rows_text(row[11]),
    };
}
const ledger_rows_text = (value) => (value == null ? null : String(value));
const number = (value) => (value == null ? null : Number(value));
/** Longer than any file's name can be: what is cut here belongs to no file. */
const LONGEST_NAME = 300;
function bounded(value) {
    const whole = ledger_rows_text(value);
    return whole !== null && whole.length > LONGEST_NAME ? `${whole.slice(0, LONGEST_NAME)}…` : whole;
}
/** Words that older ledgers of shape B use for an applied migration count as such; no column means applied. */
function parseStatus(text) {
    const word = text?.toLowerCase() ?? "completed";
    if (word === "pending" || word === "running" || word === "failed")
        return word;
    return "completed";
}

// EXTERNAL MODULE: ./lib/ledger/reading.js
var reading = __nccwpck_require__(39960);
;// CONCATENATED MODULE: ./lib/ledger/read-ledger.js






/** The ledger as it stands: two read-only round trips, one when there is none. */
async function readLedger(session, name, role) {
    const [shape = {}] = await (0,reading/* readFirst */.vv)(session, shapeQuery(name), name, role);
    const kind = KINDS.get(String(shape["kind"])) ?? null;
    const columns = columnsOf(shape["columns"]);
    const historyColumns = columnsOf(shape["history_columns"]);
    const ledger = {
        state: "absent",
        schemaExists: shape["schema_exists"] === true,
        kind,
        columns,
        historyColumns,
        hasStatusFunction: shape["has_function"] === true,
        hasStatusView: shape["has_view"] === true,
        versionIsStem: columns.size > 0 && (0,ledger_columns/* isStemShape */.pm)(new Set(columns.keys())),
        rows: [],
        expectation: "absent",
        lastBatch: 0,
    };
    if (kind === null)
        return ledger;
    if (kind !== "table" || isForeign(columns))
        return { ...ledger, state: "foreign" };
    const [standing] = await (0,reading/* readFirst */.vv)(session, rowsQuery(name, columns, historyColumns), name, role);
    const { rows, lastBatch, expectation } = parseRows(standing);
    const versionIsStem = ledger.versionIsStem || isStemLedger(columns, rows);
    return {
        ...ledger,
        versionIsStem,
        state: isWhole(ledger) ? "ours" : "partial",
        rows,
        expectation,
        lastBatch,
    };
}
/**
 * Both in three round trips, two when there is no ledger; then the server has no error to log, as it has by
 * `readServerAndLedger`: for whoever asks again and again.
 */
const readServerThenLedger = async (session, name, role) => ({
    facts: await (0,server_facts/* readServerFacts */.TX)(session),
    ledger: await readLedger(session, name, role),
});
/**
 * Both in one round trip where the ledger is whole, as it is after the first run; else as `readServerThenLedger`. What
 * stands beside the table (history, function, view) is not looked at here: `readLedger` does so before anything is written.
 */
async function readServerAndLedger(session, name, role) {
    const message = `${reading/* BEGIN_READING */.Zq}; SET LOCAL search_path = pg_catalog; ${server_facts/* SERVER_FACTS */.ql}; ${(0,reading/* setRole */.L4)(role)} ${rowsQuery(name, WHOLE, WHOLE_HISTORY)}; COMMIT`;
    const results = await session.queries(message).catch(orNothing);
    const [server, standing] = results.filter((rows) => rows.length > 0);
    const { rows, lastBatch, expectation, hasDescription, isTable } = parseRows(standing?.[0]);
    // A completed shape C: `readLedger` tells how its rows write versions.
    const isStem = hasDescription && !rows.every(({ version }) => /^\d+$/.test(version));
    if (server === undefined || standing === undefined || isStem || !isTable) {
        await session.query("ROLLBACK");
        return readServerThenLedger(session, name, role);
    }
    const ledger = {
        state: "ours",
        schemaExists: true,
        kind: "table",
        columns: WHOLE,
        historyColumns: WHOLE_HISTORY,
        hasStatusFunction: true,
        hasStatusView: true,
        versionIsStem: false,
        rows,
        expectation,
        lastBatch,
    };
    return { facts: (0,server_facts/* parseServerFacts */.C9)(server[0] ?? {}), ledger };
}
const WHOLE = new Map(Object.entries(ledger_columns/* LEDGER_COLUMNS */.im));
const WHOLE_HISTORY = new Map(Object.entries(ledger_columns/* HISTORY_COLUMNS */.b4));
/** A ledger that is not there or not whole is an error of the server's; a lost connection is not an answer. */
function orNothing(error) {
    if ((0,server_error/* isConnectionLoss */.y)(error))
        throw error;
    return [];
}
/** A completed shape C keeps its `description` column: there its rows tell how versions are written. */
function isStemLedger(columns, rows) {
    return columns.has("description") && rows.length > 0 && rows.every((row) => /^\d+[_-]/.test(row.version));
}
/** Shapes A, B and C have a text version and a time; golang-migrate, dbmate and others lack one of them. */
function isForeign(columns) {
    const isText = /^(text|character varying.*|citext|character\(.*)$/.test(columns.get("version") ?? "");
    const isNamed = columns.has("name") || columns.has("description") || columns.has("checksum");
    return !isText || !columns.has("applied_at") || !isNamed || columns.has("dirty");
}
function isWhole(ledger) {
    return (Object.keys(ledger_columns/* LEDGER_COLUMNS */.im).every((column) => ledger.columns.has(column)) &&
        Object.keys(ledger_columns/* HISTORY_COLUMNS */.b4).every((column) => ledger.historyColumns.has(column)) &&
        ledger.hasStatusFunction &&
        ledger.hasStatusView);
}
function shapeQuery(name) {
    const columnsOfTable = (table) => `(SELECT pg_catalog.json_object_agg(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod))
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = n.oid AND c.relname = ${(0,quote/* literal */.eu)(table)} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND a.attnum > 0 AND NOT a.attisdropped)`;
    return `SELECT n.oid IS NOT NULL AS schema_exists,
  (SELECT c.relkind FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relname = ${(0,quote/* literal */.eu)(name.table)}) AS kind,
  ${columnsOfTable(name.table)} AS columns,
  ${columnsOfTable("migration_history")} AS history_columns,
  EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid AND p.proname = 'get_migration_status' AND p.pronargs = 0) AS has_function,
  EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relname = 'migration_status_view') AS has_view
FROM (VALUES (1)) one(n) LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = ${(0,quote/* literal */.eu)(name.schema)}`;
}
/** Source: PostgreSQL manual, pg_class, relkind. */
const KINDS = new Map([
    ["r", "table"],
    ["p", "partitioned table"],
    ["v", "view"],
    ["m", "materialized view"],
    ["f", "foreign table"],
    ["S", "sequence"],
    ["i", "index"],
    ["I", "index"],
    ["c", "type"],
]);
function columnsOf(value) {
    return new Map(value === null || value === undefined ? [] : Object.entries(value));
}


/***/ }),

/***/ 39960:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L4: () => (/* binding */ setRole),
/* harmony export */   Zq: () => (/* binding */ BEGIN_READING),
/* harmony export */   vv: () => (/* binding */ readFirst)
/* harmony export */ });
/* harmony import */ var _database_quote_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(45432);
/* harmony import */ var _database_reading_settings_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(30296);
/* harmony import */ var _database_send_transaction_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(71273);
/* harmony import */ var _database_server_error_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(28598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(42357);





/**
 * The head of a message that reads the ledger. Rows that a policy would hide are an error, never a ledger with less in it:
 * what it does not have would be run again. Source: PostgreSQL manual, row_security.
 */
const BEGIN_READING = [
    `BEGIN ${_database_reading_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .READING_MODE */ .Z3}`,
    ..._database_reading_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .READING_SETTINGS */ .xk,
    "SET LOCAL row_security = off",
].join("; ");
/** Sets `role` for the message; null: the session's own. */
const setRole = (role) => role === null ? "" : `SET LOCAL ROLE ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(role)};`;
/**
 * The first rows that `query` gives, read as `role`; [] when it gives none. Rejects with LEDGER_FORBIDDEN where the role
 * may not read what it names; the session is usable afterwards.
 */
async function readFirst(session, query, name, role) {
    try {
        const message = [BEGIN_READING, `${setRole(role)} ${query}`, "COMMIT"];
        const results = await (0,_database_send_transaction_js__WEBPACK_IMPORTED_MODULE_4__/* .sendTransaction */ .v)(session, message);
        return results.find((rows) => rows.length > 0) ?? [];
    }
    catch (error) {
        if ((0,_database_server_error_js__WEBPACK_IMPORTED_MODULE_2__/* .serverErrorOf */ .j)(error)?.sqlState !== "42501")
            throw error;
        throw await forbidden(session, name, role, error);
    }
}
async function forbidden(session, { schema, table }, role, cause) {
    const [row] = await session.query("SELECT current_user::text AS who").catch(() => []);
    const who = (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(role ?? String(row?.["who"] ?? "the user"));
    const tables = [table, "migration_history"].map((one) => `${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(schema)}.${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(one)}`);
    const server = (0,_database_server_error_js__WEBPACK_IMPORTED_MODULE_2__/* .serverErrorOf */ .j)(cause);
    const isHidden = server?.message.includes("row-level security") === true;
    const grants = `GRANT USAGE ON SCHEMA ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(schema)} TO ${who}; GRANT SELECT, INSERT, UPDATE ON ${tables.join(", ")} TO ${who};`;
    const hint = isHidden
        ? `A ledger of which rows are hidden would be taken for a shorter one. As the owner: ALTER TABLE … DISABLE ROW LEVEL SECURITY; or ALTER ROLE ${who} BYPASSRLS;`
        : `As the owner: ${grants} Or name a role that may with \`role\`.`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .MigrateError */ .Oq("LEDGER_FORBIDDEN", `The ledger ${tables[0]} could not be read: ${server?.message}.`, { hint, sqlState: server?.sqlState }, { cause });
}


/***/ }),

/***/ 70132:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KP: () => (/* binding */ isTakingBack),
/* harmony export */   Rc: () => (/* binding */ backChecksum),
/* harmony export */   qV: () => (/* binding */ takingBack)
/* harmony export */ });
/** How the message of a row begins whose migration was being taken back. */
const TAKING_BACK = "while it was taken back";
/** The message of a row whose way back, of this checksum, is under way. */
const takingBack = (checksum) => `${TAKING_BACK} (${checksum})`;
/** True for a row whose migration was being taken back. */
const isTakingBack = ({ errorMessage }) => errorMessage?.startsWith(TAKING_BACK) === true;
/** The checksum of the way back that was under way; null where the row does not say. */
function backChecksum({ errorMessage }) {
    return /^while it was taken back \((sha256:[0-9a-f]{64})\)/.exec(errorMessage ?? "")?.[1] ?? null;
}


/***/ }),

/***/ 12402:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ readUptimeMs),
/* harmony export */   T: () => (/* binding */ readMoment)
/* harmony export */ });
/** Now. */
const readMoment = () => ({ at: new Date(), uptimeMs: readUptimeMs() });
/** Now, for a difference. `performance.now` would load a module that a start has no other use for. */
const readUptimeMs = () => process.uptime() * 1_000;


/***/ }),

/***/ 99908:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Op: () => (/* binding */ look),
  TU: () => (/* binding */ lookDeeply),
  VH: () => (/* binding */ preview),
  eF: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(77598);
// EXTERNAL MODULE: ./lib/database/connector.js + 4 modules
var database_connector = __nccwpck_require__(56568);
// EXTERNAL MODULE: ./lib/moment.js
var moment = __nccwpck_require__(12402);
// EXTERNAL MODULE: ./lib/pipeline/check-database.js
var check_database = __nccwpck_require__(39957);
// EXTERNAL MODULE: ./lib/pipeline/flow.js
var pipeline_flow = __nccwpck_require__(38167);
// EXTERNAL MODULE: ./lib/pipeline/gather.js
var gather = __nccwpck_require__(62268);
;// CONCATENATED MODULE: ./lib/pipeline/give-up.js
/** How long after its cancellation a run still waits for a server: the runner kills 7.5 s after SIGINT. */
const GIVE_UP_AFTER_MS = 5_000;
/** Aborted when `signal` has been for so long that the run must end, whatever it waits for. */
function makeGiveUp(signal) {
    const controller = new AbortController();
    const giveUp = () => controller.abort(new Error("The run was cancelled, and the server did not answer in time."));
    signal.addEventListener("abort", () => void setTimeout(giveUp, GIVE_UP_AFTER_MS).unref(), { once: true });
    return controller.signal;
}

// EXTERNAL MODULE: ./lib/pipeline/plan-target.js
var plan_target = __nccwpck_require__(98384);
// EXTERNAL MODULE: ./lib/pipeline/production-notice.js
var production_notice = __nccwpck_require__(2309);
// EXTERNAL MODULE: ./lib/pipeline/reasons.js + 1 modules
var reasons = __nccwpck_require__(69793);
// EXTERNAL MODULE: ./lib/pipeline/with-adoption.js
var with_adoption = __nccwpck_require__(98356);
// EXTERNAL MODULE: ./lib/pipeline/with-recovery.js
var with_recovery = __nccwpck_require__(31211);
// EXTERNAL MODULE: ./lib/report/draft.js
var report_draft = __nccwpck_require__(78608);
;// CONCATENATED MODULE: ./lib/pipeline.js













/**
 * The one flow: files → ledger (→ adoption) → plan → rehearsal → gate → apply → verify. Never rejects: what stopped it is in the
 * draft, with all that is known by then.
 */
async function run(inputs, world) {
    const giveUp = makeGiveUp(world.signal);
    const connector = (0,database_connector/* makeConnector */.M)(world.connection, inputs.connectTimeoutMs, giveUp);
    const flow = newFlow(inputs, world, connector, giveUp);
    await orTell(flow, go);
    for (const session of flow.sessions)
        session.leave();
    connector.leaveAhead();
    return flow.draft;
}
/** The same of a command that only reads, on sessions of `connector`, which stay its: for one who looks again and again. */
async function look(inputs, world, connector) {
    const flow = newFlow(inputs, world, connector, world.signal);
    await orTell(flow, go);
    return flow.draft;
}
/** What a dry run finds without a rehearsal: the plan, its refusals, and the hazards of its steps. Else as `look`. */
async function preview(inputs, world, connector) {
    const { previewPlan } = await Promise.all(/* import() */[__nccwpck_require__.e(6350), __nccwpck_require__.e(1273)]).then(__nccwpck_require__.bind(__nccwpck_require__, 47731));
    const flow = newFlow({ ...inputs, command: "plan", dryRun: true }, world, connector, world.signal);
    await orTell(flow, previewPlan);
    return flow.draft;
}
/**
 * Whether the target's schema is what its applied files make, and what their verify files say of it; else as `look`. Something
 * may be pending: that has no part in it.
 */
async function lookDeeply(inputs, world, connector) {
    const { compareApplied } = await Promise.all(/* import() */[__nccwpck_require__.e(59), __nccwpck_require__.e(1564)]).then(__nccwpck_require__.bind(__nccwpck_require__, 11564));
    const flow = newFlow({ ...inputs, command: "verify", dryRun: true }, world, connector, world.signal);
    await orTell(flow, compareApplied);
    return flow.draft;
}
function newFlow(inputs, world, connector, giveUp) {
    const draft = {
        ...(0,report_draft/* newDraft */.c)(inputs.command, (0,moment/* readMoment */.T)()),
        inputs,
        connection: world.connection,
        notices: inputs.notices,
    };
    const runMark = (0,external_node_crypto_.randomBytes)(6).toString("hex");
    return { inputs, world, connector, sessions: [], giveUp, runMark, draft };
}
async function orTell(flow, work) {
    try {
        await work(flow);
    }
    catch (error) {
        (0,pipeline_flow/* keep */.a)(flow, { errors: [...flow.draft.errors, ...(0,reasons/* reasons */.Ot)(error, flow)] });
    }
}
async function go(flow) {
    const { inputs, world } = flow;
    if (inputs.command === "check")
        return (await __nccwpck_require__.e(/* import() */ 5528).then(__nccwpck_require__.bind(__nccwpck_require__, 65528))).check(flow);
    if (inputs.command === "create")
        return (await Promise.all(/* import() */[__nccwpck_require__.e(8719), __nccwpck_require__.e(9532), __nccwpck_require__.e(456)]).then(__nccwpck_require__.bind(__nccwpck_require__, 30456))).create(flow);
    if (inputs.command === "history")
        return (await __nccwpck_require__.e(/* import() */ 5306).then(__nccwpck_require__.bind(__nccwpck_require__, 85306))).showHistory(flow);
    const { set, session, facts, ledger } = await (0,gather/* gather */.k)(flow);
    (0,pipeline_flow/* keep */.a)(flow, { facts });
    const { host, port } = world.connection;
    world.onProgress({
        kind: "connected",
        target: `${host}:${port}, database ${facts.database}, user ${facts.user}, PostgreSQL ${facts.version}`,
    });
    const adopted = await (0,with_adoption/* withAdoption */.T)(flow, session, await (0,plan_target/* planFrom */.M)(flow, set, facts, ledger));
    const planned = await recovered(flow, session, adopted);
    const { plan } = planned;
    (0,pipeline_flow/* keep */.a)(flow, { notices: [...flow.draft.notices, ...plan.notices, ...(0,production_notice/* productionNotice */.q)(flow, facts)] });
    if (inputs.acceptChecksum !== null && inputs.command === "repair")
        return (await Promise.all(/* import() */[__nccwpck_require__.e(2237), __nccwpck_require__.e(5883), __nccwpck_require__.e(7179), __nccwpck_require__.e(8833)]).then(__nccwpck_require__.bind(__nccwpck_require__, 98833))).acceptChecksum(flow, session, planned);
    if (inputs.acceptGone !== null)
        return (await Promise.all(/* import() */[__nccwpck_require__.e(2237), __nccwpck_require__.e(5883), __nccwpck_require__.e(7179), __nccwpck_require__.e(9091)]).then(__nccwpck_require__.bind(__nccwpck_require__, 19091))).acceptGone(flow, session, planned);
    if (inputs.command === "repair")
        return (await Promise.all(/* import() */[__nccwpck_require__.e(2237), __nccwpck_require__.e(5883), __nccwpck_require__.e(7179), __nccwpck_require__.e(1008)]).then(__nccwpck_require__.bind(__nccwpck_require__, 51008))).repair(flow, session, planned);
    if (inputs.command === "verify")
        return (await Promise.all(/* import() */[__nccwpck_require__.e(59), __nccwpck_require__.e(7590)]).then(__nccwpck_require__.bind(__nccwpck_require__, 27590))).verify(flow, session, planned);
    if (inputs.command === "adopt")
        return (await Promise.all(/* import() */[__nccwpck_require__.e(2237), __nccwpck_require__.e(5883), __nccwpck_require__.e(7179), __nccwpck_require__.e(159), __nccwpck_require__.e(1854), __nccwpck_require__.e(6755)]).then(__nccwpck_require__.bind(__nccwpck_require__, 66755))).adopt(flow, session, planned);
    (0,pipeline_flow/* keep */.a)(flow, { plan });
    if (inputs.command === "status")
        return;
    if (plan.refusals.length > 0)
        throw (0,reasons/* refused */.J5)(plan.refusals);
    (0,check_database/* checkDatabase */.M)(flow, facts);
    if (plan.steps.length === 0) {
        if (inputs.gate.expectedPlan !== null)
            (await Promise.all(/* import() */[__nccwpck_require__.e(5883), __nccwpck_require__.e(5802)]).then(__nccwpck_require__.bind(__nccwpck_require__, 35802))).nothingLeft(flow, planned);
        if (inputs.command === "plan")
            await (await __nccwpck_require__.e(/* import() */ 7988).then(__nccwpck_require__.bind(__nccwpck_require__, 7988))).lookForDrift(flow, session, planned);
        if (isToCatchUp(flow, planned))
            await (await Promise.all(/* import() */[__nccwpck_require__.e(2237), __nccwpck_require__.e(7179), __nccwpck_require__.e(6427)]).then(__nccwpck_require__.bind(__nccwpck_require__, 96427))).catchUpExpectation(flow, session, planned);
        return;
    }
    if (inputs.command === "down")
        await (await __nccwpck_require__.e(/* import() */ 52).then(__nccwpck_require__.bind(__nccwpck_require__, 20052))).tellLosses(flow, session, plan);
    if (inputs.command === "baseline")
        return (await Promise.all(/* import() */[__nccwpck_require__.e(2237), __nccwpck_require__.e(5883), __nccwpck_require__.e(7179), __nccwpck_require__.e(1854), __nccwpck_require__.e(9044)]).then(__nccwpck_require__.bind(__nccwpck_require__, 19044))).baseline(flow, session, planned);
    const { rehearseAndApply } = await Promise.all(/* import() */[__nccwpck_require__.e(2237), __nccwpck_require__.e(5883), __nccwpck_require__.e(7179), __nccwpck_require__.e(6350), __nccwpck_require__.e(1854), __nccwpck_require__.e(857), __nccwpck_require__.e(5368), __nccwpck_require__.e(4034)]).then(__nccwpck_require__.bind(__nccwpck_require__, 5368));
    await rehearseAndApply(flow, session, planned);
}
/** Nothing is pending, and what is expected of the schema is not kept or was left unconcluded. */
function isToCatchUp({ inputs }, { ledger }) {
    return inputs.command === "up" && !inputs.dryRun && ledger.rows.length > 0 && ledger.expectation !== "kept";
}
/** What only shows the record, or takes another tool's, has no part in what is to be done about it. */
function recovered(flow, session, planned) {
    const { command } = flow.inputs;
    const isPlanning = command === "up" || command === "plan" || command === "down";
    return isPlanning ? (0,with_recovery/* withRecovery */.o)(flow, session, planned, "not-ours-yet") : Promise.resolve(planned);
}


/***/ }),

/***/ 39957:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ checkDatabase)
/* harmony export */ });
/* harmony import */ var _gate_database_need_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(81034);
/* harmony import */ var _reasons_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(69793);


/** Throws what `expected-database` lacks where the run is connected to another one. */
function checkDatabase({ inputs, world }, facts) {
    const need = (0,_gate_database_need_js__WEBPACK_IMPORTED_MODULE_1__/* .databaseNeed */ .E)({ inputs, connection: world.connection, facts });
    if (need !== null)
        throw (0,_reasons_js__WEBPACK_IMPORTED_MODULE_0__/* .lacking */ .gP)([need]);
}


/***/ }),

/***/ 38167:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ keep)
/* harmony export */ });
/** Adds `values` to what is known of the run. */
function keep(flow, values) {
    flow.draft = { ...flow.draft, ...values };
}


/***/ }),

/***/ 62268:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ gather)
/* harmony export */ });
/* harmony import */ var _sessions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(94630);

/**
 * Reads the files, and the ledger meanwhile: each waits for others most of its time. What is wrong with the files is
 * told first, and then nobody waits for the server.
 */
async function gather(flow) {
    const { inputs, world } = flow;
    const files = new AbortController();
    const onTarget = readTarget(flow, AbortSignal.any([world.signal, files.signal]));
    // Heard below, or of no interest any more.
    onTarget.catch(() => { });
    try {
        const set = await world.readFiles(inputs.migrationsPath, inputs.layout);
        return { set, ...(await onTarget) };
    }
    catch (error) {
        files.abort();
        throw error;
    }
}
async function readTarget(flow, signal) {
    const { ledger, role } = flow.inputs;
    const read = (session) => flow.world.readTarget(session, ledger, role);
    const { session, value } = await (0,_sessions_js__WEBPACK_IMPORTED_MODULE_0__/* .connect */ .Ng)(flow, read, signal);
    return { session, ...value };
}


/***/ }),

/***/ 98384:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ planAgain),
/* harmony export */   M: () => (/* binding */ planFrom)
/* harmony export */ });
/* harmony import */ var _ledger_read_ledger_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(88451);
/* harmony import */ var _plan_choose_up_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(94396);
/* harmony import */ var _plan_complete_plan_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(89551);
/* harmony import */ var _flow_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(38167);




/** Reads the ledger again, all of it, and plans from it. */
async function planAgain(flow, session, { set, facts }) {
    const ledger = await (0,_ledger_read_ledger_js__WEBPACK_IMPORTED_MODULE_0__/* .readLedger */ .SC)(session, flow.inputs.ledger, flow.inputs.role);
    return planFrom(flow, set, facts, ledger);
}
/** The plan for `ledger`; the draft's standing is what was read last. */
async function planFrom(flow, set, facts, ledger) {
    const { inputs, world } = flow;
    const target = { host: world.connection.host, port: world.connection.port, database: facts.database };
    const plan = await makePlanOf(inputs, set, ledger, target);
    (0,_flow_js__WEBPACK_IMPORTED_MODULE_3__/* .keep */ .a)(flow, { standing: plan });
    return { set, ledger, plan, facts };
}
/** The plan that the command means. */
async function makePlanOf(inputs, set, ledger, target) {
    const { range, batch, outOfOrder } = inputs;
    const rules = { range, outOfOrder, halfWay: "resume", ledger: inputs.ledger, target };
    switch (inputs.command) {
        case "down": {
            const { makeDownPlan } = await __nccwpck_require__.e(/* import() */ 1597).then(__nccwpck_require__.bind(__nccwpck_require__, 51597));
            return makeDownPlan(set, ledger, { ...rules, range: { ...range, batch } });
        }
        case "repair": {
            const { makeRepairPlan, makeStandingPlan } = await __nccwpck_require__.e(/* import() */ 2508).then(__nccwpck_require__.bind(__nccwpck_require__, 62508));
            if (inputs.acceptChecksum !== null || inputs.acceptGone !== null)
                return makeStandingPlan(set, ledger, { ledger: inputs.ledger, target });
            return makeRepairPlan(set, ledger, { version: range.version, ledger: inputs.ledger, target });
        }
        case "baseline":
            // Nothing is run, so nothing is out of order, and what is said of running it does not matter.
            return {
                ...(await makeUpPlan(set, ledger, { ...rules, outOfOrder: "allow", halfWay: "refuse" })),
                notices: [],
            };
        case "verify":
            // Its own range is that of what is applied.
            return await makeUpPlan(set, ledger, { ...rules, range: { target: null, version: null, steps: null } });
        default:
            return await withBacks(inputs, set, await makeUpPlan(set, ledger, rules), target);
    }
}
/** `plan` with its ways back where all or nothing is asked for. */
async function withBacks({ command, onFailure, ledger }, { layout }, plan, target) {
    const isAsked = onFailure === "rollback-batch" && (command === "up" || command === "plan");
    if (!isAsked || plan.steps.length === 0)
        return plan;
    const { withWaysBack } = await __nccwpck_require__.e(/* import() */ 9406).then(__nccwpck_require__.bind(__nccwpck_require__, 29406));
    return withWaysBack(plan, { target, ledger, layout });
}
/** `makePlan`, and what reads SQL is loaded only when something is pending. */
async function makeUpPlan(set, ledger, rules) {
    const chosen = (0,_plan_choose_up_js__WEBPACK_IMPORTED_MODULE_1__/* .chooseUp */ .v)(set, ledger, rules);
    if (chosen.files.length === 0)
        return (0,_plan_complete_plan_js__WEBPACK_IMPORTED_MODULE_2__/* .completePlan */ .P)(chosen, [], rules.target);
    const { planOf } = await __nccwpck_require__.e(/* import() */ 5044).then(__nccwpck_require__.bind(__nccwpck_require__, 75044));
    return planOf(chosen, rules);
}


/***/ }),

/***/ 2309:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ isUnmarkedProduction),
/* harmony export */   q: () => (/* binding */ productionNotice)
/* harmony export */ });
/* harmony import */ var _inputs_production_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(45441);

/** True when the target's name says production and nobody has said which environment it is. */
function isUnmarkedProduction({ inputs, world }, facts) {
    return inputs.gate.environment === null && (0,_inputs_production_js__WEBPACK_IMPORTED_MODULE_0__/* .looksLikeProduction */ .l)(world.connection.host, facts.database);
}
/** What to say of such a target; empty for others. */
function productionNotice(flow, facts) {
    if (!isUnmarkedProduction(flow, facts))
        return [];
    return [
        `"${facts.database}" at ${flow.world.connection.host} looks like production, but \`environment\` is not set: with \`environment: production\` it is changed only after a typed confirmation.`,
    ];
}


/***/ }),

/***/ 69793:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  gP: () => (/* binding */ lacking),
  Ot: () => (/* binding */ reasons),
  J5: () => (/* binding */ refused)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
// EXTERNAL MODULE: ./lib/database/connection-error.js
var connection_error = __nccwpck_require__(23505);
// EXTERNAL MODULE: ./lib/database/hint-for-state.js
var hint_for_state = __nccwpck_require__(469);
// EXTERNAL MODULE: ./lib/database/server-error.js
var server_error = __nccwpck_require__(28598);
;// CONCATENATED MODULE: ./lib/database/refusal-error.js




/**
 * What a server's error means that came out of one of our own queries: TARGET_READ_ONLY, CONNECTION_FAILED
 * where there was no connection for it, else TARGET_REFUSED, with the server's words. Null: it is none of a server's, or
 * the connection is gone.
 */
function makeRefusalError(cause) {
    const server = (0,server_error/* serverErrorOf */.j)(cause);
    if (server === null)
        return null;
    if ((0,connection_error/* isFull */.uq)(server.sqlState, server.message))
        // A pooler lets a client in before it has a connection for it.
        return new errors/* MigrateError */.Oq("CONNECTION_FAILED", `The server, or a pooler before it, had no connection free for a query: ${server.message}.`, { sqlState: server.sqlState, hint: connection_error/* FULL_HINT */.mC }, { cause });
    if ((0,server_error/* isConnectionLoss */.y)(cause))
        return null;
    const { sqlState, message } = server;
    const details = { sqlState, hint: (0,hint_for_state/* hintForState */.q)(server) ?? "The server's own log says more." };
    if (sqlState === "25006")
        return new errors/* MigrateError */.Oq("TARGET_READ_ONLY", `The server takes no changes: ${message}.`, details, {
            cause,
        });
    return new errors/* MigrateError */.Oq("TARGET_REFUSED", `The server refused one of our own queries: ${message}. [${sqlState}]`, details, { cause });
}

;// CONCATENATED MODULE: ./lib/pipeline/reasons.js



/** The plan's refusals as errors. */
function refused(refusals) {
    return allOf(refusals.map(({ code, message, hint, version, at }) => new errors/* MigrateError */.Oq(code, message, { hint, version: version ?? undefined, at: at ?? undefined })));
}
/** The gate's needs as errors; a failed rehearsal keeps its place, statement and SQLSTATE. */
function lacking(needs, failure = null) {
    return allOf(needs.map(({ code, message, hint }) => code === failure?.code ? failure : new errors/* MigrateError */.Oq(code, message, { hint })));
}
function allOf([first, ...rest]) {
    return first === undefined ? new Error("Nothing to refuse.") : new errors/* MigrateErrors */.bd([first, ...rest]);
}
/**
 * An abort is a cancellation, whatever it made of the stage that was under way. What the server said to one of our own
 * queries is its word, not a fault of ours; nor is a lost connection.
 */
function reasons(error, { world, sessions }) {
    if (world.signal.aborted) {
        const hint = "Run again when you are ready: what is applied is on record, the rest is pending.";
        return [new errors/* MigrateError */.Oq("CANCELLED", "The run was cancelled.", { hint }, { cause: error })];
    }
    const refusal = makeRefusalError(error);
    if (refusal !== null)
        return [refusal];
    // What is no answer of the server's may as well be a fault of ours: then no session is lost.
    const isLoss = (0,server_error/* serverErrorOf */.j)(error) !== null || sessions.some(({ lost }) => lost.aborted);
    if (!isLoss || !(0,server_error/* isConnectionLoss */.y)(error))
        return (0,errors/* errorsOf */.Bp)(error);
    const { host, port } = world.connection;
    const message = error instanceof Error ? error.message : String(error);
    return [
        new errors/* MigrateError */.Oq("CONNECTION_FAILED", `The connection to ${host}:${port} was lost: ${message}${/[.!?]$/.test(message) ? "" : "."}`, {
            sqlState: (0,server_error/* serverErrorOf */.j)(error)?.sqlState,
            hint: "Run again: nothing was under way that could have changed the database. Where it happens again, look for what ends idle or long connections: idle_session_timeout or transaction_timeout set on the role (`ALTER ROLE … RESET …`), a proxy's idle limit, the server's log.",
        }, { cause: error }),
    ];
}


/***/ }),

/***/ 94630:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ng: () => (/* binding */ connect),
/* harmony export */   PS: () => (/* binding */ openAgain),
/* harmony export */   TE: () => (/* binding */ usableSession),
/* harmony export */   s7: () => (/* binding */ onUsable)
/* harmony export */ });
/* harmony import */ var _database_server_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(28598);

/** A new session on the target, however the run has come to need one; waits for a server that is starting again. */
async function openAgain(flow) {
    // Not the run's own signal: who is cancelled has all the more to ask what became of it.
    const { session } = await connect(flow, (opened) => opened.query("SELECT 1"), flow.giveUp);
    return session;
}
/**
 * A session that the run works on, with what `ask` gave there first; waits for a server that is not there yet, or goes
 * away again meanwhile, until `signal` is aborted.
 */
async function connect(flow, ask, signal = flow.world.signal) {
    const { onProgress } = flow.world;
    const use = async (session) => {
        flow.sessions.push(session);
        // The run may have left all others by now.
        if (signal.aborted)
            session.leave();
        return await ask(session);
    };
    return await flow.connector.openWaiting({ waitMs: flow.inputs.waitForDatabaseMs, signal, onProgress }, use);
}
/** How often something is asked of a server that answers and goes away again. */
const MOST_TRIES = 3;
/** What `ask` gives on `session`; on a new one where that is lost, or goes away meanwhile. */
async function onUsable(flow, session, ask) {
    let usable = session;
    for (let tries = 1;; tries++) {
        usable = await usableSession(flow, usable);
        try {
            return { session: usable, value: await ask(usable) };
        }
        catch (error) {
            if (!(0,_database_server_error_js__WEBPACK_IMPORTED_MODULE_0__/* .isConnectionLoss */ .y)(error) || tries === MOST_TRIES)
                throw error;
            usable.leave();
            usable = await openAgain(flow);
        }
    }
}
/** `session`, or a new one where that was lost. */
async function usableSession(flow, session) {
    return session.lost.aborted ? await openAgain(flow) : session;
}


/***/ }),

/***/ 98356:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ withAdoption)
/* harmony export */ });
/* harmony import */ var _plan_ledger_refusals_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(56635);

/**
 * `planned` with what other tools' ledgers mean for it: refused for `up` and `plan`, said by the others. Costs nothing
 * where our ledger has rows; else one round trip, and a second one where something was found.
 */
async function withAdoption(flow, session, planned) {
    const { command, role, adoptFrom } = flow.inputs;
    const { ledger, plan } = planned;
    if (ledger.state === "foreign")
        return await withOwner(planned, flow.inputs.ledger);
    if (ledger.rows.length > 0 || adoptFrom === "none" || command === "adopt")
        return planned;
    const [{ makeAdoptionNeed }, { findForeignTables }, { readForeignLedgers }] = await Promise.all([
        __nccwpck_require__.e(/* import() */ 6946).then(__nccwpck_require__.bind(__nccwpck_require__, 36946)),
        Promise.all(/* import() */[__nccwpck_require__.e(159), __nccwpck_require__.e(5525)]).then(__nccwpck_require__.bind(__nccwpck_require__, 15525)),
        __nccwpck_require__.e(/* import() */ 5363).then(__nccwpck_require__.bind(__nccwpck_require__, 35363)),
    ]);
    const tables = await findForeignTables(session, role);
    if (tables.length === 0)
        return planned;
    const need = makeAdoptionNeed(await readForeignLedgers(session, tables, role));
    const isApplying = command === "up" || command === "plan";
    const inWords = need.refusals.map(({ message, hint }) => `${message} ${hint}`);
    const said = isApplying ? [] : command === "baseline" ? need.besideBaseline : inWords;
    return {
        ...planned,
        plan: {
            ...plan,
            refusals: isApplying ? [...need.refusals, ...plan.refusals] : plan.refusals,
            notices: [...need.notices, ...said, ...plan.notices],
        },
    };
}
/** The table that stands where ours would be, with the name of the tool whose it is. */
async function withOwner(planned, name) {
    const { ledger, plan } = planned;
    const { whoseTable } = await __nccwpck_require__.e(/* import() */ 159).then(__nccwpck_require__.bind(__nccwpck_require__, 10159));
    const named = (0,_plan_ledger_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .foreignTable */ .FG)(ledger, name, whoseTable(ledger.columns, name));
    const refusals = plan.refusals.map((refusal) => (refusal.code === named.code ? named : refusal));
    return { ...planned, plan: { ...plan, refusals } };
}


/***/ }),

/***/ 31211:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ concludeAll),
/* harmony export */   o: () => (/* binding */ withRecovery)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58500);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_timers_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(57975);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_util__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(42357);
/* harmony import */ var _plan_target_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(98384);




/** How long a dry run, which waits for nobody, gives a backend whose client has just gone to end. */
const DRY_WAIT_MS = 5_000;
/**
 * `planned` with what is concluded of migrations that an earlier run left half-way: from the catalog, when nobody is at
 * them any more. Nothing is asked where there are none. Rejects with RUN_LOCKED where somebody stays at one.
 */
async function withRecovery(flow, session, planned, stand) {
    if (!planned.plan.steps.some(isResuming))
        return planned;
    const { now, concluded } = await concludeAll(flow, session, planned, stand);
    if (flow.inputs.command === "repair") {
        const { repairedPlan } = await __nccwpck_require__.e(/* import() */ 6715).then(__nccwpck_require__.bind(__nccwpck_require__, 76715));
        return { ...now, plan: repairedPlan(flow, now, concluded) };
    }
    const { resumePlan } = await __nccwpck_require__.e(/* import() */ 8195).then(__nccwpck_require__.bind(__nccwpck_require__, 98195));
    return { ...now, plan: resumePlan(now.plan, concluded) };
}
/** Everything that is left half-way in `planned`, with what is concluded of it, when nobody is at it any more. */
async function concludeAll(flow, session, planned, stand) {
    const now = await whenNobodyIsAtIt(flow, session, planned, stand);
    const { makeHalfDone, conclude } = await __nccwpck_require__.e(/* import() */ 6622).then(__nccwpck_require__.bind(__nccwpck_require__, 56622));
    const concluded = [];
    for (const step of now.plan.steps) {
        if (step.resumes === null)
            continue;
        const half = makeHalfDone(step, step.resumes);
        concluded.push({ half, conclusion: await conclude(session, half, flow.inputs.role) });
    }
    return { now, concluded };
}
const isResuming = ({ resumes }) => resumes !== null;
/** Planned again each time that somebody was found at one of the migrations that go on. */
async function whenNobodyIsAtIt(flow, session, planned, stand) {
    const { inputs, world } = flow;
    const isDry = inputs.dryRun || (inputs.command === "repair" && inputs.recording === "show");
    const waitMs = isDry ? DRY_WAIT_MS : inputs.lock.runLockWaitMs;
    const deadline = performance.now() + waitMs;
    let now = planned;
    for (;;) {
        const holder = await readWhoIsAtIt(flow, session, now, stand);
        if (holder === null) {
            // Whoever has ended since the ledger was read may have done more of it by then.
            const after = await (0,_plan_target_js__WEBPACK_IMPORTED_MODULE_3__/* .planAgain */ .G)(flow, session, now);
            if ((0,node_util__WEBPACK_IMPORTED_MODULE_1__.isDeepStrictEqual)(resumesOf(after), resumesOf(now)))
                return after;
            now = after;
            continue;
        }
        const remainingMs = Math.max(0, deadline - performance.now());
        if (remainingMs === 0)
            throw stillAtIt(holder, waitMs);
        world.onProgress({ kind: "waiting-for-lock", holder, remainingMs });
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(Math.min(200 + Math.random() * 300, remainingMs), undefined, { signal: world.signal });
        now = await (0,_plan_target_js__WEBPACK_IMPORTED_MODULE_3__/* .planAgain */ .G)(flow, session, now);
    }
}
const resumesOf = ({ plan }) => plan.steps.filter(isResuming).map(({ resumes }) => resumes?.row);
async function readWhoIsAtIt(flow, session, { plan }, stand) {
    const { inputs } = flow;
    const resuming = plan.steps.filter(isResuming);
    if (resuming.length === 0)
        return null;
    if (stand === "not-ours-yet") {
        const { readLockHolder } = await __nccwpck_require__.e(/* import() */ 8426).then(__nccwpck_require__.bind(__nccwpck_require__, 68426));
        const holder = await readLockHolder(session, inputs.ledger);
        if (holder !== null)
            return holder;
    }
    const [{ readAtWork }, { makeHalfDone, relationsOf }] = await Promise.all([
        __nccwpck_require__.e(/* import() */ 5778).then(__nccwpck_require__.bind(__nccwpck_require__, 55778)),
        __nccwpck_require__.e(/* import() */ 6622).then(__nccwpck_require__.bind(__nccwpck_require__, 56622)),
    ]);
    for (const step of resuming) {
        const half = step.resumes && makeHalfDone(step, step.resumes);
        if (!half?.statement)
            continue;
        const question = {
            statement: half.statement.head,
            relations: relationsOf(half),
            role: inputs.role,
            sets: half.sets,
        };
        const holder = await readAtWork(session, question);
        if (holder !== null)
            return holder;
    }
    return null;
}
function stillAtIt(holder, waitMs) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .MigrateError */ .Oq("RUN_LOCKED", `A migration that an earlier run left half-way is still being worked on after ${Math.round(waitMs / 1000)} s of waiting: ${holder}.`, {
        hint: "Wait for it to end, and run again: from PostgreSQL 14 on a statement ends soon after its client is gone. `SELECT pg_terminate_backend(pid)` ends it at once; what it leaves is cleared away.",
    });
}


/***/ }),

/***/ 94396:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  v: () => (/* binding */ chooseUp),
  V: () => (/* binding */ unknownVersion)
});

// EXTERNAL MODULE: ./lib/files/order.js
var order = __nccwpck_require__(54272);
// EXTERNAL MODULE: ./lib/plan/find-file.js
var find_file = __nccwpck_require__(34882);
// EXTERNAL MODULE: ./lib/plan/ledger-refusals.js
var ledger_refusals = __nccwpck_require__(56635);
;// CONCATENATED MODULE: ./lib/plan/match-ledger.js

/** Each file with its ledger row, and what is left over on the ledger's side. */
function matchLedger(set, ledger) {
    const known = new Map(set.files.map(({ version }) => [version.text, version]));
    const rows = new Map();
    const duplicates = [];
    const strangers = [];
    for (const row of ledger.rows) {
        const own = known.get(row.version);
        const version = own ?? versionOf(row, set.layout);
        if (rows.has(version.key))
            duplicates.push(row);
        else {
            rows.set(version.key, row);
            if (own === undefined)
                strangers.push({ row, version });
        }
    }
    return {
        files: set.files.map((file) => ({ file, row: rows.get(file.version.key) ?? null })),
        ...withoutFile(strangers, set),
        duplicates,
    };
}
/** Those of `strangers` (rows whose text is no file's) that mean no file's version either. */
function withoutFile(strangers, { files }) {
    if (strangers.length === 0)
        return { orphans: [], gone: [] };
    const keys = new Set(files.map(({ version }) => version.key));
    const newest = files.findLast(({ kind }) => kind === "versioned")?.version;
    const all = strangers
        .filter(({ version }) => !keys.has(version.key))
        .sort((a, b) => (0,order/* compareOrder */.w)(a.version, b.version));
    const isRepeatable = ({ version }) => version.kind === "repeatable";
    return {
        orphans: all
            .filter((orphan) => !isRepeatable(orphan))
            .map(({ row, version }) => ({
            row,
            version,
            isAhead: newest === undefined || (0,order/* compareOrder */.w)(version, newest) > 0,
        })),
        gone: all.filter(isRepeatable),
    };
}
/** A text that is no version of this layout keeps its own identity, before all numbers. */
function versionOf(row, layout) {
    return layout.parseVersion(row.version) ?? { text: row.version, key: `text:${row.version}`, order: [] };
}

// EXTERNAL MODULE: ./lib/plan/repeatables.js
var repeatables = __nccwpck_require__(88430);
// EXTERNAL MODULE: ./lib/plan/unfinished.js
var unfinished = __nccwpck_require__(30757);
;// CONCATENATED MODULE: ./lib/plan/choose-up.js






/** What of `set` goes onto `ledger`: pure and total; see `makePlan`. */
function chooseUp(set, ledger, rules) {
    const match = matchLedger(set, ledger);
    const applied = [];
    const pending = [];
    for (const matched of match.files) {
        if ((0,repeatables/* isDone */.$L)(matched.file, matched.row))
            applied.push(matched.file);
        else
            pending.push(matched);
    }
    const runnable = pending.filter(({ file, row }) => row === null || (0,repeatables/* runsAgain */.jh)(file, row) || isResumed(file, row, rules));
    const late_ = (0,ledger_refusals/* lateFiles */._y)(match);
    const inRange = filesInRange(runnable, set, rules);
    const ahead = match.orphans.filter(({ isAhead }) => isAhead).map(({ row }) => row.version);
    const newest = applied.findLast(({ kind }) => kind === "versioned");
    const allowed = rules.outOfOrder === "allow" ? late_ : [];
    return {
        files: inRange.files.map((matched) => chosenOf(matched, rules)),
        refusals: [
            ...(0,ledger_refusals/* ledgerRefusals */.R8)(match, ledger, rules),
            ...(rules.outOfOrder === "refuse" ? late_.map(ledger_refusals/* late */.fn) : []),
            ...inRange.refusals,
        ],
        notices: {
            ofOrder: allowed.map(({ file }) => `${file} runs out of order: newer migrations are applied.`),
            ofGone: match.gone.map(({ row }) => (0,repeatables/* goneNotice */.M_)(row)),
        },
        applied: applied.map((file) => file.version.text),
        pending: pending.map(({ file }) => file.version.text),
        ahead,
        match,
        currentVersion: ahead.at(-1) ?? newest?.version.text ?? null,
    };
}
function chosenOf({ file, row }, rules) {
    const resumes = row !== null && isResumed(file, row, rules);
    return { file, replaces: resumes ? null : row, resumes: resumes ? row : null };
}
const isResumed = (file, row, { halfWay }) => halfWay === "resume" && (0,unfinished/* isUnfinished */.ui)(row) && (0,unfinished/* goesOn */.Eo)(file, row);
function filesInRange(runnable, set, rules) {
    const { target, version, steps } = rules.range;
    const asked = target ?? version;
    if (asked === null)
        return { files: runnable.slice(0, steps ?? undefined), refusals: [] };
    const limit = (0,find_file/* findFile */.q)(asked, set);
    if (limit === null)
        return { files: [], refusals: [unknownVersion(asked, set)] };
    const upTo = runnable.filter(({ file }) => (0,order/* compareOrder */.w)(file.version, limit.version) <= 0 ||
        (file.kind === "repeatable" && limit.kind === "versioned"));
    if (version === null)
        return { files: upTo.slice(0, steps ?? undefined), refusals: [] };
    const earlier = upTo.map(({ file }) => file).filter((file) => file !== limit && file.kind === "versioned");
    const alone = upTo.filter(({ file }) => file === limit);
    const isBlocked = earlier.length > 0 && alone.length > 0 && rules.outOfOrder === "refuse";
    return { files: alone, refusals: isBlocked ? [earlierPending(limit, earlier)] : [] };
}
/** PLAN_VERSION_UNKNOWN: no file of `set` is meant by `asked`. */
function unknownVersion(asked, set) {
    const range = `${set.files[0]?.version.text} to ${set.files.at(-1)?.version.text}`;
    return refuse("PLAN_VERSION_UNKNOWN", asked, `There is no migration with the version ${asked}.`, `The directory has the versions ${range}.`);
}
function earlierPending(file, earlier) {
    const versions = earlier.map(({ version }) => version.text).join(", ");
    return refuse("PLAN_EARLIER_PENDING", file.version.text, `${file.file} cannot go alone: earlier migrations are pending (${versions}).`, "Leave out `version` to apply them all, or set `out-of-order: allow`.");
}
function refuse(code, version, message, hint) {
    return { code, version, message, hint, at: null };
}


/***/ }),

/***/ 89551:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ completePlan)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22360);
/* harmony import */ var _make_step_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(58177);
/* harmony import */ var _script_refusals_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(75029);



/** The plan of `chosen`, whose files have become `steps`. */
function completePlan(chosen, steps, target) {
    const { files: _, notices, refusals, ...standing } = chosen;
    return {
        ...standing,
        digest: (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .makeDigest */ .Lm)({
            target,
            head: { version: standing.currentVersion, applied: standing.applied.length },
            steps,
        }),
        steps,
        waysBack: [],
        refusals: [...refusals, ...steps.flatMap(_script_refusals_js__WEBPACK_IMPORTED_MODULE_2__/* .scriptRefusals */ .t)],
        notices: [...notices.ofOrder, ...steps.flatMap(sayings), ...notices.ofGone],
    };
}
/** What is worth saying of a step, and no reason against it. */
function sayings(step) {
    const { file } = step.file;
    const leftOut = step.script.leftOut.map(({ line }) => `${file}:${line} drops a table of the ledger's own name, and is left out: the ledger is this tool's now.`);
    // As `create` has written it, say. Others mean it: a number that must be there, whose change was taken out.
    const empty = (0,_make_step_js__WEBPACK_IMPORTED_MODULE_1__/* .isEmptyStep */ .yA)(step) ? [`${file} has no statement: it only goes on record.`] : [];
    return [...leftOut, ...empty];
}


/***/ }),

/***/ 22360:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CD: () => (/* binding */ stepNumber),
/* harmony export */   Cl: () => (/* binding */ SUM_MODULUS),
/* harmony export */   IU: () => (/* binding */ headPrint),
/* harmony export */   Lm: () => (/* binding */ makeDigest),
/* harmony export */   NH: () => (/* binding */ targetPrint),
/* harmony export */   Tr: () => (/* binding */ parseFingerprints),
/* harmony export */   c3: () => (/* binding */ sumPrints),
/* harmony export */   nU: () => (/* binding */ versionsPrint)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _unfinished_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(30757);


/** `sha256:` and 64 hex digits: equal exactly when the same files would go the same way onto the same ledger. */
function makeDigest(parts) {
    const { target, head, steps, waysBack = [] } = parts;
    const value = [
        "migrate-action.plan/2",
        identityOf(target),
        standOf(head),
        steps.map((step) => [
            ...contentOf(step),
            ...(step.replaces === null ? [] : [step.replaces.checksum]),
            ...(step.direction === "down" ? back(step) : []),
            ...(step.resumes === null ? [] : ["resumes", step.resumes.row.statementsDone]),
        ]),
        ...(waysBack.length === 0 ? [] : [["rollback-batch", ...waysBack.map(wayBackOf)]]),
    ];
    const prints = [
        targetPrint(target),
        headPrint(head),
        versionsPrint(steps.map(({ file }) => file.version.key), steps[0]?.direction),
        ...sumPrints(steps.map(stepNumber)),
    ];
    return `sha256:${prints.join("")}${sha256(value).slice(0, 44)}`;
}
/** The fingerprints inside `digest`; null when it is none. */
function parseFingerprints(digest) {
    const prints = /^sha256:([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})[0-9a-f]{44}$/.exec(digest);
    if (prints === null)
        return null;
    const [, target = "", head = "", versions = "", sum = "", placedSum = ""] = prints;
    return { target, head, versions, sum, placedSum };
}
/** As `Fingerprints.target`. */
const targetPrint = (target) => sha256(identityOf(target)).slice(0, 4);
/** As `Fingerprints.head`. */
const headPrint = (head) => sha256(standOf(head)).slice(0, 4);
/** As `Fingerprints.versions`; `direction` is that of all steps, and does not matter where there are none. */
function versionsPrint(keys, direction = "up") {
    return sha256(direction === "down" && keys.length > 0 ? ["down", ...keys] : keys).slice(0, 4);
}
/** `sum` and `placedSum` of the steps that have these numbers, in their order. */
function sumPrints(numbers) {
    let sum = 0;
    let placedSum = 0;
    for (const [index, number] of numbers.entries()) {
        sum = (sum + number) % SUM_MODULUS;
        placedSum = (placedSum + ((index + 1) % SUM_MODULUS) * number) % SUM_MODULUS;
    }
    return [inHex(sum), inHex(placedSum)];
}
/** The largest prime of four hex digits: a field, so that one changed step is found by division. */
const SUM_MODULUS = 65_521;
/** What a step adds to the sums: from 0 to SUM_MODULUS − 1. */
function stepNumber(step) {
    const value = [...contentOf(step), ...(step.direction === "down" ? back(step) : [])];
    return Number.parseInt(sha256(value).slice(0, 12), 16) % SUM_MODULUS;
}
const identityOf = ({ host, port, database }) => [host, port, database];
const standOf = ({ version, applied }) => [version, applied];
const contentOf = ({ file, script }) => [
    file.version.key,
    file.name,
    file.checksum,
    script.mode,
];
/** The checksum of a file is that of its way there; of a large one that of all that it holds. */
const back = ({ source }) => ["down", (0,_unfinished_js__WEBPACK_IMPORTED_MODULE_1__/* .checksumOf */ .lf)(source)];
const wayBackOf = ({ file, source }) => [file.version.key, (0,_unfinished_js__WEBPACK_IMPORTED_MODULE_1__/* .checksumOf */ .lf)(source)];
const sha256 = (value) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(JSON.stringify(value)).digest("hex");
const inHex = (number) => number.toString(16).padStart(4, "0");


/***/ }),

/***/ 34882:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ findFile)
/* harmony export */ });
/**
 * The file of `set` that a person means by `asked`: its version in any form that the layout reads, or the number alone
 * that its version begins with, where no other file's does; null when there is none.
 */
function findFile(asked, set) {
    const key = set.layout.parseVersion(asked)?.key;
    const exact = set.files.find(({ version }) => version.key === key);
    if (exact !== undefined)
        return exact;
    if (!/^\d+$/.test(asked))
        return null;
    const [only = null, ...others] = set.files.filter(({ version }) => isNumber(version.text, asked));
    return others.length === 0 ? only : null;
}
function isNumber(version, asked) {
    const [digits] = /^\d+/.exec(version) ?? [];
    return digits !== undefined && BigInt(digits) === BigInt(asked);
}


/***/ }),

/***/ 56635:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FG: () => (/* binding */ foreignTable),
/* harmony export */   KN: () => (/* binding */ isApplied),
/* harmony export */   R8: () => (/* binding */ ledgerRefusals),
/* harmony export */   _y: () => (/* binding */ lateFiles),
/* harmony export */   fn: () => (/* binding */ late),
/* harmony export */   s5: () => (/* binding */ isEdited)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(47789);
/* harmony import */ var _files_order_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(54272);
/* harmony import */ var _unfinished_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(30757);



/** Refusals that come from the ledger as it stands, whatever part of the pending files is asked for. */
function ledgerRefusals(match, ledger, { ledger: name, halfWay }) {
    if (ledger.state === "foreign")
        return [foreignTable(ledger, name, "")];
    return [
        ...damages(ledger, name),
        ...match.duplicates.filter(hasVersion).map((row) => duplicate(row, name)),
        ...match.orphans
            .filter(({ row }) => hasVersion(row))
            .map(({ row, isAhead }) => (isAhead ? ahead(row) : missing(row))),
        ...match.files
            .map(({ file, row }) => recordRefusal(file, row, halfWay))
            .filter((found) => found !== null),
    ];
}
/** Files that are not applied though newer ones are; repeatable ones are neither late nor make others so. */
function lateFiles(match) {
    const isVersioned = ({ kind }) => kind === "versioned";
    const newest = match.files.findLast(({ file, row }) => isApplied(row) && isVersioned(file))?.file.version;
    if (newest === undefined)
        return [];
    return match.files
        .filter(({ file, row }) => row === null && isVersioned(file) && (0,_files_order_js__WEBPACK_IMPORTED_MODULE_1__/* .compareOrder */ .w)(file.version, newest) < 0)
        .map(({ file }) => file);
}
/** Why a late file is not run of itself. */
function late(file) {
    return refusal("PLAN_LATE", file.version.text, `${file.file} is not applied, though newer migrations are.`, "It was probably merged late. Give it a version after the newest one, or run it where it stands with `out-of-order: allow`.");
}
/** True when the ledger says that the migration is applied. */
function isApplied(row) {
    return row?.status === "completed";
}
function recordRefusal(file, row, halfWay) {
    if (row === null)
        return null;
    if (!isApplied(row))
        return halfWay === "resume" && (0,_unfinished_js__WEBPACK_IMPORTED_MODULE_0__/* .goesOn */ .Eo)(file, row) ? null : (0,_unfinished_js__WEBPACK_IMPORTED_MODULE_0__/* .unfinished */ .M1)(file, row);
    return file.kind === "versioned" && isEdited(file, row) ? edited(file, row) : null;
}
/** True when the file is not the one that was recorded. Checksums of another kind, and none, cannot be compared. */
function isEdited(file, row) {
    return row.checksum?.startsWith("sha256:") === true && row.checksum !== file.checksum;
}
function edited(file, row) {
    const when = row.appliedAt === null ? "" : ` on ${row.appliedAt.toISOString().slice(0, 10)}`;
    const how = row.origin === null ? `applied${when}` : `applied${when} and put on record here (${row.origin})`;
    return refusal("PLAN_EDITED", file.version.text, `${file.file} was changed after it was ${how} (recorded ${short(row.checksum)}, now ${short(file.checksum)}).`, `Restore the file as it was applied, and put the change into a new migration: this file will not run again. Where the edit was on purpose and changes nothing in effect, such as a comment, \`migrate-action repair --accept-checksum ${file.version.text}\` shows both checksums and how to accept it.`);
}
function missing(row) {
    return refusal("PLAN_MISSING", row.version, `Version ${row.version}${row.name ? ` (${row.name})` : ""} is applied, but its file is not in the directory.`, "Restore the file (see the history of the repository), or check that `migrations-path` names the right directory and branch.");
}
function ahead(row) {
    return refusal("PLAN_AHEAD", row.version, `The database has version ${row.version}${row.name ? ` (${row.name})` : ""}, which is newer than every file here.`, "This checkout is older than the database: deploy the newer commit, or check that the database is the one that was meant.");
}
function duplicate(row, name) {
    return refusal("PLAN_DUPLICATE", row.version, `"${name.schema}"."${name.table}" has more than one row for the version that ${row.version} means.`, "Compare the rows and delete the one that is wrong.");
}
const hasVersion = ({ version }) => version.trim() !== "";
/** The highest number that the column of batches can hold; the next run's would be one more. */
const LAST_BATCH = 2 ** 31 - 1;
/** LEDGER_DAMAGED: what no run of ours writes, and none can go on from. */
function damages({ rows, lastBatch }, name) {
    const where = `"${name.schema}"."${name.table}"`;
    const nameless = rows.filter((row) => !hasVersion(row)).length;
    const blank = refusal("LEDGER_DAMAGED", null, `${where} has ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(nameless, "row")} without a version (NULL or blank).`, `Nothing says which migration is meant. Look at them (SELECT * FROM ${where} WHERE coalesce(btrim(version), '') = '') and give them their versions, or delete them.`);
    const full = refusal("LEDGER_DAMAGED", null, `The newest batch on record is ${lastBatch}, and there is no number after it.`, `Batches are counted by runs: somebody wrote this one. Correct it in ${where} and in the history beside it.`);
    return [...(nameless > 0 ? [blank] : []), ...(lastBatch >= LAST_BATCH ? [full] : [])];
}
/** LEDGER_FOREIGN: where ours would be is another table, that of `tools` (empty: nobody knows whose). */
function foreignTable(ledger, name, tools) {
    if (ledger.kind !== "table" && ledger.kind !== null)
        return notATable(ledger.kind, name);
    const columns = [...ledger.columns].map(([column, type]) => `${column} ${type}`).join(", ");
    const whose = tools === "" ? "not a ledger of ours" : `the ledger of ${tools}, not ours`;
    const adopt = tools === "" ? "" : " With it `adopt` takes over what is on record there.";
    return refusal("LEDGER_FOREIGN", null, `The table "${name.schema}"."${name.table}" is ${whose}: it has the columns ${columns}.`, `It stays as it is: give ours another name, here and in every later run, for instance \`ledger-table: migrate_action_ledger\`.${adopt}`);
}
/** Without a table's own primary key nothing keeps two runs from recording one migration twice. */
function notATable(kind, name) {
    return refusal("LEDGER_FOREIGN", null, `"${name.schema}"."${name.table}" is ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}, not a table: a ledger must be one, with a primary key.`, "It stays as it is: name the table itself with `ledger-schema` and `ledger-table`, here and in every later run.");
}
function refusal(code, version, message, hint) {
    return { code, version, message, hint, at: null };
}
const short = (checksum) => (checksum ?? "").replace("sha256:", "").slice(0, 12);


/***/ }),

/***/ 58177:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $U: () => (/* binding */ goOnAt),
/* harmony export */   Pb: () => (/* binding */ makeResumingStep),
/* harmony export */   ip: () => (/* binding */ makeDonePart),
/* harmony export */   k1: () => (/* binding */ makeUpStep),
/* harmony export */   x_: () => (/* binding */ makeDownStep),
/* harmony export */   yA: () => (/* binding */ isEmptyStep)
/* harmony export */ });
/* harmony import */ var _files_make_script_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(99987);

/** The step that applies `file`; `replaces` as in Step. */
function makeUpStep(file, ledger, replaces = null) {
    const script = (0,_files_make_script_js__WEBPACK_IMPORTED_MODULE_0__/* .makeScript */ .q)(file, ledger);
    return { file, direction: "up", source: file, script, replaces, takesBack: null, resumes: null };
}
/** The step that takes a migration back. */
function makeDownStep({ file, down, row }, ledger) {
    const script = (0,_files_make_script_js__WEBPACK_IMPORTED_MODULE_0__/* .makeScript */ .q)(down, ledger);
    return { file, direction: "down", source: down, script, replaces: null, takesBack: row, resumes: null };
}
/**
 * `step` as it goes on from `row`, which an earlier run left half-way, after as many statements as are counted there: its
 * script is what is left of it.
 */
function makeResumingStep(step, row, remark = null) {
    const resumes = { row, whole: step.script, done: 0, cleanUp: [], remark };
    return goOnAt({ ...step, resumes }, resumes, row.statementsDone ?? 0, []);
}
/** The same step going on after `done` statements, once `cleanUp` is done. */
function goOnAt(step, resumes, done, cleanUp) {
    const script = partOf(resumes.whole, done, resumes.whole.statements.length);
    return { ...step, script, resumes: { ...resumes, done, cleanUp } };
}
/** What of a resuming step is done, as a step of its own: for a site that has to be brought there. */
function makeDonePart(step, { whole, done }) {
    return { ...step, script: partOf(whole, 0, done), resumes: null };
}
function partOf(script, from, to) {
    const isInside = (index) => index >= from && index < to;
    const { createsLedger, statements } = script;
    const first = statements[0]?.line ?? 0;
    const ofPart = ({ line }) => line < first || isInside(statements.findIndex((statement) => statement.line > line));
    return {
        ...script,
        statements: statements.slice(from, to),
        allowances: script.allowances.filter(ofPart),
        ownLedgerRows: script.ownLedgerRows.filter(isInside).map((index) => index - from),
        createsLedger: createsLedger !== null && isInside(createsLedger) ? createsLedger - from : null,
    };
}
/** True of a file without a statement: nothing is run. Not of one of which an earlier run has done all. */
const isEmptyStep = ({ script, resumes }) => resumes === null &&
    script.statements.length === 0 &&
    script.leftOut.length === 0 &&
    script.problems.length === 0;


/***/ }),

/***/ 88430:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $L: () => (/* binding */ isDone),
/* harmony export */   Dz: () => (/* binding */ whyUnrepeatable),
/* harmony export */   M_: () => (/* binding */ goneNotice),
/* harmony export */   jh: () => (/* binding */ runsAgain)
/* harmony export */ });
/* harmony import */ var _ledger_refusals_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(56635);

/** True when `file` is a repeatable one that has run, and was changed since: it runs again, and its row is replaced. */
function runsAgain(file, row) {
    return file.kind === "repeatable" && row !== null && (0,_ledger_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .isApplied */ .KN)(row) && (0,_ledger_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .isEdited */ .s5)(file, row);
}
/** True when nothing is left to do for `file`: applied, and, if repeatable, as it is now. */
function isDone(file, row) {
    return (0,_ledger_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .isApplied */ .KN)(row) && !runsAgain(file, row);
}
/** What to say of a repeatable one on record whose file is gone: nothing is wrong with that. */
function goneNotice(row) {
    return `${row.version} is on record as ${row.status}, and its file is not in the directory: what it made stays in the database.`;
}
/**
 * Why what the applied migrations have made cannot be told from their files as they are, a sentence; null: it can. Of
 * versioned ones the plan refuses what is edited or missing.
 */
function whyUnrepeatable({ files, gone }) {
    const changed = files.find(({ file, row }) => runsAgain(file, row))?.file;
    if (changed !== undefined)
        return `${changed.file} has changed since it ran, so what it made then is not known.`;
    const [orphan] = gone;
    if (orphan === undefined)
        return null;
    return `${orphan.row.version} is on record and its file is gone, so what it made is not known.`;
}


/***/ }),

/***/ 75029:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ scriptRefusals)
/* harmony export */ });
/** What lies in the step's own text, with its place there. */
function scriptRefusals({ file, source, script }) {
    return script.problems.map(({ code, message, hint, line, column }) => ({
        code,
        version: file.version.text,
        message: `${source.file}:${line}:${column}: ${message}`,
        hint,
        at: { file: source.file, line, column },
    }));
}


/***/ }),

/***/ 30757:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   D7: () => (/* binding */ goesOnBack),
/* harmony export */   Eo: () => (/* binding */ goesOn),
/* harmony export */   M1: () => (/* binding */ unfinished),
/* harmony export */   dM: () => (/* binding */ repairHint),
/* harmony export */   lf: () => (/* binding */ checksumOf),
/* harmony export */   ui: () => (/* binding */ isUnfinished)
/* harmony export */ });
/* harmony import */ var _files_checksum_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(17089);
/* harmony import */ var _ledger_taking_back_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(70132);


/** True for a row of a migration that was begun, there or back, and has not come to its end. */
const isUnfinished = ({ status }) => status !== "completed";
/**
 * True where it is known which statement of `file` was reached: it goes on by itself. A row without a checksum of ours, as
 * other tools leave them, is taken for that of the file.
 */
function goesOn(file, row) {
    return isCounted(row) && !(0,_ledger_taking_back_js__WEBPACK_IMPORTED_MODULE_1__/* .isTakingBack */ .KP)(row) && !isOtherText(row.checksum, file.checksum);
}
/** The same for its way back `down`. */
function goesOnBack(down, row) {
    return isCounted(row) && (0,_ledger_taking_back_js__WEBPACK_IMPORTED_MODULE_1__/* .isTakingBack */ .KP)(row) && !isOtherText((0,_ledger_taking_back_js__WEBPACK_IMPORTED_MODULE_1__/* .backChecksum */ .Rc)(row), checksumOf(down));
}
/** Of the text of a way back; of a large file that of all that it holds. */
const checksumOf = ({ large, text }) => large?.file.checksum ?? (0,_files_checksum_js__WEBPACK_IMPORTED_MODULE_0__/* .makeChecksum */ .c)(text);
const isCounted = ({ status, statementsDone }) => (status === "running" || status === "failed") && statementsDone !== null;
const isOtherText = (recorded, now) => recorded?.startsWith("sha256:") === true && recorded !== now;
/** PLAN_UNFINISHED for a row that does not go on by itself when migrations are applied. */
function unfinished(file, row) {
    const { text } = file.version;
    const reached = row.statementsDone === null ? "" : ` after ${row.statementsDone} of its statements`;
    const reason = row.errorMessage === null ? "" : `: ${row.errorMessage}`;
    const isOther = isOtherText(row.checksum, file.checksum) && !(0,_ledger_taking_back_js__WEBPACK_IMPORTED_MODULE_1__/* .isTakingBack */ .KP)(row);
    const edit = isOther
        ? " The file was changed since, so which of its statements are done is not known."
        : "";
    const back = (0,_ledger_taking_back_js__WEBPACK_IMPORTED_MODULE_1__/* .isTakingBack */ .KP)(row) ? "`down` goes on with its way back. Or " : "";
    return {
        code: "PLAN_UNFINISHED",
        version: text,
        message: `${file.file} is recorded as ${row.status}${reached}${reason}. It runs outside a transaction, so part of it may be there.${edit}`,
        hint: `${back}${repairHint(text)}`,
        at: null,
    };
}
/** How a person decides about the version `text`, a sentence or two that begin in lower case where they may follow others. */
function repairHint(text) {
    return `\`repair\` with \`version: ${text}\` shows what is known of it and what each choice would do (\`migrate-action repair --version ${text}\`); then \`--resolve resume\`, \`done\` or \`clear\` with \`--apply\` does it.`;
}


/***/ }),

/***/ 50964:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Aq: () => (/* binding */ describeSpace),
/* harmony export */   EJ: () => (/* binding */ describeTransaction),
/* harmony export */   KC: () => (/* binding */ describeSlot),
/* harmony export */   Lx: () => (/* binding */ renderWrites),
/* harmony export */   M8: () => (/* binding */ describeParts),
/* harmony export */   UR: () => (/* binding */ renderRows),
/* harmony export */   iH: () => (/* binding */ renderRange),
/* harmony export */   qC: () => (/* binding */ hasLongWork),
/* harmony export */   tY: () => (/* binding */ describeStandby)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(47789);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(97095);


/** What a plan touches, in words for the log and the summary; what names things in them is foreign, and not yet harmless. */
/** `about 1,200`, or that nobody has counted. */
const renderRows = ({ rows }) => rows === null ? "unknown" : `about ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderNumber */ .kT)(rows)}`;
/** `≥ 3.2`: the server tells of writes late. */
function renderWrites({ writesPerSecond }) {
    if (writesPerSecond === null)
        return "unknown";
    if (writesPerSecond === 0)
        return "none seen";
    const rate = Math.max(0.1, writesPerSecond);
    return `≥ ${rate < 9.95 ? rate.toFixed(1) : (0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderNumber */ .kT)(Math.round(rate))}`;
}
/** `5.4 s – 11.0 s`, `up to 2.0 s`, `< 1 s`. */
function renderRange(range) {
    if (range === null)
        return "unknown";
    const { minMs, maxMs } = range;
    if (maxMs < 1_000)
        return "< 1 s";
    return minMs < 1_000
        ? `up to ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .PP)(maxMs)}`
        : `${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .PP)(minMs)} – ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .PP)(maxMs)}`;
}
/** True where what is large may take long: where no table would take a second, nobody needs a figure. */
const hasLongWork = ({ relations }) => relations.some(({ scan, rewrite, indexBuild }) => [scan, rewrite, indexBuild].some((range) => range !== null && range.maxMs >= 1_000));
/** Who it is, since when and what it keeps others from, in one line without its query. */
function describeTransaction(transaction) {
    const { pid, name, kind, state, ageMs, hasSnapshot, locks } = transaction;
    const who = pid === null ? `prepared transaction ${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(name, 100)}` : `pid ${pid}`;
    const facts = [
        ...(pid === null || name === "" ? [] : [(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(name, 100)]),
        ...(state === null ? [] : [(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(state, 40)]),
        ageMs === null ? "open for a time that may not be read" : `open for ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .PP)(ageMs)}`,
        ...(KIND_WORDS.get(kind) ?? []),
    ];
    const does = [
        ...locks.map(({ relation, mode, isGranted }) => (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(`${isGranted ? "holds" : "waits for"} ${mode} on ${relation}`, 200)),
        ...(hasSnapshot ? ["is waited for by CONCURRENTLY"] : []),
    ];
    return `${who} (${facts.join(", ")}) ${does.join(", ")}`;
}
const KIND_WORDS = new Map([
    ["autovacuum", ["autovacuum: gives way by itself"]],
    ["wraparound", ["vacuum against wraparound: does not give way"]],
    ["prepared", ["ends by COMMIT PREPARED or ROLLBACK PREPARED alone"]],
]);
/** How far behind a standby is. */
function describeStandby({ name, state, syncState, lagBytes, lagMs }) {
    const who = `standby ${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(name, 100)}${syncState === null ? "" : ` (${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(syncState, 20)})`}`;
    if (lagBytes === null)
        return `${who}: its lag may not be read`;
    const time = lagMs === null ? "" : `, ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .PP)(lagMs)}`;
    return `${who}: ${state === null ? "" : `${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(state, 20)}, `}${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBytes */ .UP)(lagBytes)}${time} behind`;
}
/** What a slot keeps on the server's disk. */
function describeSlot({ name, kind, isActive, retainedBytes }) {
    const kept = retainedBytes === null ? "no log" : `${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBytes */ .UP)(retainedBytes)} of log`;
    return `${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(kind, 20)} slot ${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_1__/* .clip */ .$Q)(name, 100)}${isActive ? "" : ", not in use,"} keeps ${kept}`;
}
/** What a rewrite needs of the disk, as far as that can be said. */
function describeSpace({ space }) {
    const { databaseBytes, rewriteBytes, freeBytes } = space;
    const database = databaseBytes === null ? "" : `the database takes ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBytes */ .UP)(databaseBytes)}, `;
    const free = freeBytes === null ? "not readable by SQL" : (0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBytes */ .UP)(freeBytes);
    return `disk: ${database}a rewrite of the largest table up to ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderBytes */ .UP)(rewriteBytes)} more meanwhile; free: ${free}`;
}
/** Indexes, partitions, foreign keys to it, as far as there are any. */
function describeParts({ indexCount, partitionCount, referencedByCount }) {
    const parts = [
        indexCount === 0 ? "" : `${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderNumber */ .kT)(indexCount)} ${indexCount === 1 ? "index" : "indexes"}`,
        partitionCount === 0 ? "" : (0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCount */ .SS)(partitionCount, "partition"),
        referencedByCount === 0 ? "" : `referenced by ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCount */ .SS)(referencedByCount, "table")}`,
    ];
    return parts.filter((part) => part !== "").join(", ");
}


/***/ }),

/***/ 78608:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ newDraft)
/* harmony export */ });
/** A draft in which nothing is known yet. */
function newDraft(command, started) {
    return {
        command,
        started,
        inputs: null,
        connection: null,
        facts: null,
        plan: null,
        standing: null,
        hazards: null,
        rehearsal: null,
        blastRadius: null,
        environment: null,
        preflight: [],
        gate: null,
        outcome: null,
        losses: null,
        history: null,
        adoption: null,
        repair: null,
        check: null,
        verification: null,
        created: null,
        batch: null,
        errors: [],
        notices: [],
    };
}


/***/ }),

/***/ 8390:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ ENVIRONMENT_ORDER),
/* harmony export */   v: () => (/* binding */ renderKind)
/* harmony export */ });
/** States, what somebody has to act on first. */
const ENVIRONMENT_ORDER = [
    "violated",
    "warning",
    "not-readable",
    "holds",
];
const KINDS = new Map([
    ["connection", "Connection"],
    ["server-version", "Server"],
    ["rights", "Rights"],
    ["disk", "Disk"],
    ["replication", "Replication"],
    ["backup", "Backup"],
]);
/** The kind as people say it; of one that a later version has added no more than where it belongs. */
const renderKind = ({ kind }) => KINDS.get(kind) ?? "Environment";


/***/ }),

/***/ 56743:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ describeExpected)
/* harmony export */ });
/** `column public.users.email`: the names as they are, unquoted, for people. Foreign text. */
const describeExpected = ({ kind, schema, relation, column }) => `${kind} ${schema}.${relation}${column === null ? "" : `.${column}`}`;


/***/ }),

/***/ 97095:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $Q: () => (/* binding */ clip),
/* harmony export */   Bm: () => (/* binding */ forMarkdown),
/* harmony export */   DE: () => (/* binding */ forMermaid),
/* harmony export */   Ig: () => (/* binding */ forLog),
/* harmony export */   WA: () => (/* binding */ inCodeFence),
/* harmony export */   Xm: () => (/* binding */ makeVisible),
/* harmony export */   eh: () => (/* binding */ inHtmlCode),
/* harmony export */   kz: () => (/* binding */ forLogLine),
/* harmony export */   pN: () => (/* binding */ inCode)
/* harmony export */ });
/**
 * Foreign text is everything this project did not write: SQL, file names, database names, messages of a server.
 * It must not speak to the runner, and must not break a page. Each function here returns it harmless for one place.
 */
// Most texts are these characters alone; the patterns below take longer to compile than a whole short run has.
const PLAIN = /^[\t\n\x20-\x7e]*$/;
const PLAIN_COMMAND = /^([\t ]*):(\t*):/gm;
const PLAIN_LEGACY_COMMAND = /#(\t*)#(\t*)\[/g;
// C0 but tab and line feed, DEL, C1, soft hyphen, bidi marks and controls, zero width space, line and paragraph
// separators, word joiner and its like, byte order mark, tags. ZWJ and variation selectors stay: emoji need them.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
/**
 * `text` with every character that hides, reorders or ends lines written as an escape (`\u202e`, `\x1b`, `\r`);
 * CRLF becomes LF; tabs and line feeds stay. Lone surrogates become U+FFFD.
 */
function makeVisible(text) {
    if (PLAIN.test(text))
        return text;
    return text.toWellFormed().replaceAll("\r\n", "\n").replace(UNSEEN, escapeOf);
}
function escapeOf(character) {
    if (character === "\r")
        return "\\r";
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    if (code <= 0xff)
        return `\\x${digits.padStart(2, "0")}`;
    return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
}
// The runner compares by culture rules in places, which skip ignorable characters: so do these two, and a tab counts as one.
// Source: actions/runner, ActionCommand.cs, TryParseV2 (start of a trimmed line) and TryParse (anywhere).
const COMMAND = /^([\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\p{Cf}\p{DI}]*):([\t\p{Cf}\p{DI}]*):/gmu;
const LEGACY_COMMAND = /#([\t\p{Cf}\p{DI}]*)#([\t\p{Cf}\p{DI}]*)\[/gu;
/** `text` for a log, lines kept: no line of it is a workflow command, `::name::` becomes `: :name::`. */
function forLog(text) {
    if (PLAIN.test(text))
        return text.replace(PLAIN_COMMAND, "$1: $2:").replace(PLAIN_LEGACY_COMMAND, "#$1# $2[");
    return makeVisible(text).replace(COMMAND, "$1: $2:").replace(LEGACY_COMMAND, "#$1# $2[");
}
/** `text` for a place inside one line of a log: as `forLog`, runs of blanks and line ends as one space. */
function forLogLine(text) {
    return forLog(text.replace(/\s+/gu, " ").trim());
}
// As elements, because GitHub reads mentions, references, emoji names, links and formulas from the rendered text,
// where an entity is the plain character again. Source: GitHub docs, "Writing mathematical expressions".
const READ_AFTER_RENDERING = /[@$]|#(?=\d)|:(?=\/\/)|:(?=(?:100|1234|8ball|[a-z+-][\w+-]*):)|(?<=\bwww)\./giu;
// Underscores inside words mean nothing to GFM; signs and numbers only begin a list, a heading or a table at the start.
const MARKUP = /[&<>\\`*~[\]|#]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^[+=:-]|(?<=^\d+)[.)]/gu;
function entityOf(character) {
    return `&#${character.codePointAt(0)};`;
}
function escapeProse(text) {
    let escaped = "";
    let end = 0;
    for (const match of text.matchAll(READ_AFTER_RENDERING)) {
        escaped += `${text.slice(end, match.index).replace(MARKUP, entityOf)}<span>${match[0]}</span>`;
        end = match.index + match[0].length;
    }
    return escaped + text.slice(end).replace(MARKUP, entityOf);
}
/**
 * `text` as prose in Markdown or in a table cell: one line, line ends as `<br>`. Nothing in it is
 * markup, except that a pair of backticks within a line becomes code, as our own hints write it.
 */
function forMarkdown(text) {
    const lines = makeVisible(text)
        .trim()
        .split(/\s*\n\s*/u);
    return lines.map((line) => proseWithCode(line.replace(/\s+/gu, " "))).join("<br>");
}
function proseWithCode(line) {
    // Split by a capturing pattern: every second piece is the inside of a pair of backticks.
    const pieces = line.split(/`([^`]+)`/u);
    return pieces.map((piece, index) => (index % 2 === 1 ? inCode(piece) : escapeProse(piece))).join("");
}
// Nothing of this ends a code span, a table cell or is read by GitHub's formulas.
const PLAIN_CODE = /^[\p{L}\p{N}\p{M} _.,:;@/()+=~%'"?!…{}[\]#*-]+$/u;
/** `text` as code in a line of Markdown or a table cell; one line, blanks and line ends as one space. */
function inCode(text) {
    const line = makeVisible(text).replace(/\s+/gu, " ").trim();
    return PLAIN_CODE.test(line) ? `\`${line}\`` : inHtmlCode(text);
}
/** As `inCode`, for an HTML block too, where backticks are plain characters. */
function inHtmlCode(text) {
    const line = makeVisible(text).replace(/\s+/gu, " ").trim();
    return `<code>${escapeProse(line)}</code>`;
}
/** `text` as a fenced block, the fence longer than any run of backticks inside. Put blank lines around it. */
function inCodeFence(text, language) {
    const visible = makeVisible(text);
    const longest = Math.max(2, ...Array.from(visible.matchAll(/`+/gu), (run) => run[0].length));
    const fence = "`".repeat(longest + 1);
    return `${fence}${language}\n${visible}\n${fence}`;
}
/**
 * `text` as a Mermaid task name: letters, digits, `_`, `.` and spaces, at most 60 characters, never empty. What does
 * not begin with a digit gets a `_` in front, because `section`, `title` or `click` there would be read as commands.
 */
function forMermaid(text) {
    const plain = text
        .toWellFormed()
        .replace(/[^\p{L}\p{N}_.]+/gu, " ")
        .trim();
    return clip(/^\p{N}/u.test(plain) ? plain : `_${plain}`, 60);
}
/** At most `limit` UTF-16 units of `text`, never half a character, the last one `…` where something was cut. */
function clip(text, limit) {
    if (text.length <= limit)
        return text;
    return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}


/***/ }),

/***/ 46266:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ev: () => (/* binding */ isDriftAsked),
/* harmony export */   Ft: () => (/* binding */ isSame),
/* harmony export */   R8: () => (/* binding */ filesOf),
/* harmony export */   qd: () => (/* binding */ isOnlyCompared)
/* harmony export */ });
/**
 * True where all of the target was compared with what its applied files make (`baseline`: all files that it would
 * record), and no difference was found.
 */
function isSame({ command, rehearsal }) {
    if (rehearsal === null || rehearsal.drift.length > 0 || rehearsal.driftUnknown !== null)
        return false;
    if (command !== "baseline")
        return true;
    return rehearsal.ok && rehearsal.site !== "none" && rehearsal.notRehearsed.length === 0;
}
/** What the target was compared with: a baseline's files need not be applied. */
const filesOf = ({ command }) => (command === "baseline" ? "files" : "applied files");
/** True where a reader would miss an answer: a plan up, tried on a site. */
const isDriftAsked = ({ command, rehearsal }) => command !== "baseline" && command !== "down" && rehearsal !== null && rehearsal.site !== "none";
/** True of a dry run with nothing pending: nothing was run on the site but what is applied, to compare the target with. */
const isOnlyCompared = ({ command, plan, rehearsal }) => command === "plan" && rehearsal !== null && plan?.steps.length === 0;


/***/ }),

/***/ 91729:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ makeExcerpt)
/* harmony export */ });
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(97095);

/**
 * The statement of `failure`, at most `contextLines` lines before and after the place. Without a known place the
 * first lines, unmarked. Harmless in a log and in a code fence.
 */
function makeExcerpt(report, failure, contextLines) {
    if (failure.statement === null)
        return [];
    const lines = failure.statement.replaceAll("\r\n", "\n").split("\n");
    const start = startOfStatement(report, failure);
    const marked = start === null || failure.at === null ? null : failure.at.line - start.line;
    const hasMark = marked !== null && marked >= 0 && marked < lines.length;
    const first = hasMark ? Math.max(0, marked - contextLines) : 0;
    const last = Math.min(lines.length, (hasMark ? marked : contextLines) + contextLines + 1);
    const width = String((start?.line ?? 1) + last).length;
    const excerpt = [];
    for (let index = first; index < last; index += 1) {
        const number = start === null ? "" : String(start.line + index);
        excerpt.push(`${number.padStart(width)} | ${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .forLog */ .Ig)(lines[index] ?? "")}`.trimEnd());
        if (!hasMark || index !== marked)
            continue;
        const skipped = index === 0 ? (start?.column ?? 1) : 1;
        const column = (failure.at?.column ?? 1) - skipped;
        excerpt.push(`${" ".repeat(width)} | ${blanksFor(lines[index] ?? "", column)}^`);
    }
    return excerpt;
}
/** Where the failed statement begins in its file, from the failure or the plan; null when neither has it. */
function startOfStatement(report, failure) {
    if (failure.statementAt !== undefined)
        return failure.statementAt;
    const step = report.plan?.steps.find(({ version }) => version === failure.version);
    const same = step?.statements.filter(({ sql }) => sql === failure.statement) ?? [];
    const line = failure.at?.line ?? 0;
    return same.findLast((statement) => statement.line <= line) ?? same[0] ?? null;
}
/** Blanks as wide as the first `column` characters of `line` when printed; tabs stay tabs. */
function blanksFor(line, column) {
    const before = Array.from(line).slice(0, Math.max(0, column)).join("");
    return Array.from((0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .makeVisible */ .Xm)(before), (character) => (character === "\t" ? "\t" : " ")).join("");
}


/***/ }),

/***/ 9804:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ makeFindings)
/* harmony export */ });
/**
 * Everything that stopped the run or keeps it from being applied, each once: the failure first, then the problems
 * of inputs and files, the plan's refusals, the rehearsal's failure, the gate's needs. Empty after a good run.
 */
function makeFindings(report) {
    const bare = { version: null, at: null, sqlState: null, statement: null };
    const all = [
        ...(report.failure === null ? [] : [report.failure]),
        ...report.problems,
        ...(report.plan?.refusals ?? []).map((refusal) => ({ ...bare, ...refusal })),
        ...(report.rehearsal?.failure ? [report.rehearsal.failure] : []),
        // The gate's own need after a failed rehearsal says the same again, without its place.
        ...(report.gate?.needs ?? [])
            .filter(({ message }) => message !== report.rehearsal?.failure?.message)
            .map((need) => ({ ...bare, ...need })),
    ];
    const seen = new Set();
    return all.filter((finding) => {
        const { code, message, version, at } = finding;
        const key = JSON.stringify([code, message, version, at?.file, at?.line]);
        if (seen.has(key))
            return false;
        seen.add(key);
        return true;
    });
}


/***/ }),

/***/ 99106:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ makeHeadline)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(47789);
/* harmony import */ var _make_findings_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(9804);
/* harmony import */ var _migration_states_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(36286);
/* harmony import */ var _troubleshooting_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(60318);
/* harmony import */ var _verification_words_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(47284);





const GOOD = { tone: "good", emoji: "✅", sign: "✓" };
const CAUTION = { tone: "caution", emoji: "📋", sign: "•" };
const BAD = { tone: "bad", emoji: "❌", sign: "✗" };
/** What happened, as the first thing a reader sees. */
function makeHeadline(report) {
    if (report.command === "status" && report.status.length > 0)
        return makeStatusHeadline(report);
    if (report.history !== undefined && report.exitCode === 0)
        return makeHistoryHeadline(report.history);
    const adopted = makeAdoptionHeadline(report) ?? makeRepairHeadline(report) ?? makeCheckHeadline(report);
    if (adopted !== null)
        return adopted;
    if (report.command === "verify" && report.exitCode === 0)
        return { ...GOOD, words: makeVerified(report.verification ?? []) };
    const counts = (0,_migration_states_js__WEBPACK_IMPORTED_MODULE_0__/* .renderStateCounts */ .Me)(report);
    switch (report.result) {
        case "applied":
            return {
                ...GOOD,
                words: `${makeDone(report)}${verifiedAfter(report)}${pendingAfter(report, "still")}`,
            };
        case "nothing-to-do":
            return makeNothingToDoHeadline(report);
        case "planned":
            return makePlanned(report);
        case "created":
            return { ...GOOD, words: `Created a migration: ${countFiles(report)}` };
        case "rolled-back":
            return { ...GOOD, words: `Took back ${countOf(report, "taken-back")}${pendingAfter(report, "now")}` };
        case "refused":
            return { ...BAD, emoji: "⛔", words: `Refused: ${makeReason(report)}. ${nothingDone(report)}` };
        case "failed":
            return { ...BAD, words: `Failed: ${makeReason(report)}. ${counts || nothingDone(report)}` };
        case "cancelled":
            return { ...BAD, emoji: "🛑", words: `Cancelled. ${counts || nothingDone(report)}` };
        case "unknown":
            return {
                ...BAD,
                emoji: "❓",
                words: `State unknown: ${makeReason(report)}. ${counts || nothingDone(report)}`,
            };
    }
}
function makeDone(report) {
    if (report.command !== "baseline")
        return `Applied ${countOf(report, "applied")}`;
    return `Recorded ${countOf(report, "recorded")} as applied, none was run${acceptedDrift(report)}`;
}
function acceptedDrift({ rehearsal }) {
    const count = rehearsal?.drift.length ?? 0;
    return count === 0 ? "" : `, ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(count, "difference")} accepted`;
}
/** Null where there is no adoption, or it was stopped: then what stopped it is the news. */
function makeAdoptionHeadline({ adoption, result }) {
    if (!adoption)
        return null;
    const taken = adoption.rows.filter(({ state }) => state === "applied").length;
    const what = `${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(taken, "migration")} of ${adoption.tool}`;
    if (result === "applied")
        return { ...GOOD, words: `Took over ${what}, none was run` };
    if (result === "planned")
        return { ...CAUTION, words: `Adoption: ${what} to take over, nothing written` };
    if (result === "nothing-to-do")
        return { ...GOOD, words: `Nothing to adopt: ${what}, all on record` };
    return null;
}
/** Null where it is no repair, or something was run or stopped it: then that is the news. */
function makeRepairHeadline({ repair, result, migrations }) {
    if (repair === undefined || migrations.length > 0)
        return null;
    if (repair.acceptance !== undefined)
        return makeAcceptanceHeadline(result);
    if (repair.gone !== undefined)
        return makeGoneHeadline(result, repair.gone.objects.length);
    const [first] = repair.unfinished;
    if (result === "nothing-to-do" || first === undefined)
        return result === "nothing-to-do"
            ? { ...GOOD, words: "Nothing to repair: nothing is left half-way" }
            : null;
    const count = (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(repair.unfinished.length, "migration");
    if (result === "planned")
        return { ...CAUTION, words: `Repair: ${count} left half-way, nothing changed` };
    if (result === "applied")
        return { ...GOOD, words: `Repaired ${count}: recorded as chosen, none was run` };
    return null;
}
function makeAcceptanceHeadline(result) {
    if (result === "nothing-to-do")
        return { ...GOOD, words: "Nothing to accept: the file is as it is on record" };
    if (result === "planned")
        return { ...CAUTION, words: "Repair: 1 edited file to accept, nothing changed" };
    if (result === "applied")
        return { ...GOOD, words: "Repaired: the checksum of the edited file is on record, none was run" };
    return null;
}
function makeGoneHeadline(result, count) {
    const what = (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(count, "thing");
    if (result === "nothing-to-do")
        return { ...GOOD, words: "Nothing to accept: all that is expected of the schema is there" };
    if (result === "planned")
        return { ...CAUTION, words: `Repair: ${what} gone from the schema, nothing changed` };
    if (result === "applied")
        return { ...GOOD, words: `Repaired: ${what} no longer expected, none was run` };
    return null;
}
/** Null where it is no check, or it could not be brought to its end. */
function makeCheckHeadline(report) {
    const { check, plan, rehearsal, result } = report;
    if (check === undefined)
        return null;
    if (result === "nothing-to-do")
        return { ...GOOD, words: "Nothing to check: no migration is new or changed" };
    if (result === "refused" || result === "failed")
        return { ...BAD, words: `Check failed: ${makeReason(report)}` };
    if (result !== "planned")
        return null;
    const count = (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(plan?.steps.length ?? 0, "migration");
    if (rehearsal?.ok !== true)
        return { ...CAUTION, words: `Check of the files alone: ${count}, none was run` };
    const back = check.trips.filter((trip) => trip.back === "restored").length;
    const tried = back === 0 ? "" : `, ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderNumber */ .kT)(back)} taken back and applied again`;
    return { ...GOOD, words: `Check passed: ${count} run from zero${tried}` };
}
/** Of a run of `verify` that has nothing to complain of. */
function makeVerified(verifications) {
    if (verifications.length === 0)
        return "Nothing to verify: nothing was asked";
    return `Verified: ${(0,_verification_words_js__WEBPACK_IMPORTED_MODULE_3__/* .renderAllHeld */ .hd)(verifications)}`;
}
/** Of a run that applied something: what was asked after it holds, or it would have failed. */
function verifiedAfter({ verification = [] }) {
    return verification.length === 0 ? "" : `, ${(0,_verification_words_js__WEBPACK_IMPORTED_MODULE_3__/* .renderAllHeld */ .hd)(verification)}`;
}
function countOf(report, state) {
    return (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(report.migrations.filter((migration) => migration.state === state).length, "migration");
}
function pendingAfter({ ledger }, how) {
    const count = ledger?.pending.length ?? 0;
    return count === 0 ? "" : `, ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderNumber */ .kT)(count)} ${how} pending`;
}
/** A target that somebody changed by hand is none to be content with. */
function makeNothingToDoHeadline(report) {
    const words = makeNothingToDo(report);
    const count = report.rehearsal?.drift.length ?? 0;
    if (count === 0)
        return { ...GOOD, words };
    return { ...CAUTION, words: `${words}, but ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(count, "difference")} to what their files make` };
}
function makeNothingToDo(report) {
    if (report.ledger === null)
        return "Nothing to do";
    if (report.command === "down") {
        const left = report.ledger.applied.length;
        return left === 0
            ? "Nothing to take back: no migration is applied"
            : `Nothing to take back, ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderNumber */ .kT)(left)} applied`;
    }
    if (report.ledger.pending.length > 0)
        return `Nothing to do in the range asked for${pendingAfter(report, "still")}`;
    return `Nothing to do: all ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(report.ledger.applied.length, "migration")} applied`;
}
function makePlanned(report) {
    if (report.created !== undefined)
        return { ...CAUTION, words: `Dry run: a migration of ${countFiles(report)}, nothing was written` };
    const steps = (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(report.plan?.steps.length ?? 0, "migration");
    const none = `none ${doneWord(report)}${report.command === "baseline" ? acceptedDrift(report) : ""}`;
    const rehearsed = report.rehearsal?.ok === true ? "and rehearsed" : "but not rehearsed";
    if ((report.gate?.needs.length ?? 0) > 0) {
        return {
            ...CAUTION,
            emoji: "🔐",
            words: `Waiting for confirmation: ${steps} planned ${rehearsed}, ${none}`,
        };
    }
    return { ...CAUTION, words: `Dry run: ${steps} planned ${rehearsed}, ${none}` };
}
const countFiles = ({ created = [] }) => (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(created.length, "file");
function makeReason(report) {
    const findings = (0,_make_findings_js__WEBPACK_IMPORTED_MODULE_4__/* .makeFindings */ .b)(report);
    if (report.problems.length > 1)
        return (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .SS)(report.problems.length, "problem");
    const [first] = findings;
    return first === undefined ? "no reason was recorded" : _troubleshooting_js__WEBPACK_IMPORTED_MODULE_1__/* .TROUBLESHOOTING */ .$[first.code].title;
}
function nothingDone(report) {
    if (report.command === "verify" && report.verification !== undefined)
        return (0,_verification_words_js__WEBPACK_IMPORTED_MODULE_3__/* .renderAllHeld */ .hd)(report.verification);
    return `Nothing was ${doneWord(report)}`;
}
/** What the command does to a migration: some of them run nothing. */
function doneWord({ command }) {
    if (command === "down")
        return "taken back";
    if (command === "verify")
        return "asked";
    if (command === "create")
        return "written";
    return command === "baseline" || command === "adopt" || command === "repair" ? "recorded" : "applied";
}
function makeHistoryHeadline(entries) {
    if (entries.length === 0)
        return { ...GOOD, words: "History: nothing was run here yet" };
    const failed = entries.filter(({ status }) => status === "failed").length;
    const words = `History: ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderNumber */ .kT)(entries.length)} ${entries.length === 1 ? "entry" : "entries"}`;
    return { ...GOOD, words: failed === 0 ? words : `${words}, ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderNumber */ .kT)(failed)} of them failed` };
}
/** States in which nothing is to be done, and those in which `up` does it. */
const DONE = new Set(["applied", "gone"]);
const RUNNABLE = new Set(["pending", "again"]);
function makeStatusHeadline(report) {
    const states = Object.keys(_migration_states_js__WEBPACK_IMPORTED_MODULE_0__/* .STATUS_WORDS */ .ly);
    const counts = states.flatMap((state) => {
        const count = report.status.filter((row) => row.state === state).length;
        return count === 0 ? [] : [`${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderNumber */ .kT)(count)} ${_migration_states_js__WEBPACK_IMPORTED_MODULE_0__/* .STATUS_WORDS */ .ly[state].word}`];
    });
    const words = `Status: ${counts.join(", ")}`;
    if (report.status.every(({ state }) => DONE.has(state)))
        return { ...GOOD, words };
    const needsHand = report.status.some(({ state }) => !DONE.has(state) && !RUNNABLE.has(state));
    return needsHand ? { ...BAD, words } : { ...CAUTION, words };
}


/***/ }),

/***/ 36286:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ig: () => (/* binding */ isDoneState),
/* harmony export */   JH: () => (/* binding */ renderRuns),
/* harmony export */   Jl: () => (/* binding */ ADOPTION_WORDS),
/* harmony export */   Me: () => (/* binding */ renderStateCounts),
/* harmony export */   Xu: () => (/* binding */ stateWords),
/* harmony export */   ly: () => (/* binding */ STATUS_WORDS),
/* harmony export */   qO: () => (/* binding */ makeStateGroups)
/* harmony export */ });
/* unused harmony export STATE_WORDS */
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(47789);

/** Words for the states that a run leaves a migration in, the ones that need attention first. */
const STATE_WORDS = {
    unknown: {
        sign: "?",
        emoji: "❓",
        word: "unknown",
        meaning: "the connection was lost while committing: applied or not, the ledger has to be asked",
    },
    failed: {
        sign: "✗",
        emoji: "❌",
        word: "failed",
        meaning: "not in a transaction, stopped half-way: what ran before the error stays",
    },
    "rolled-back": {
        sign: "✗",
        emoji: "↩️",
        word: "rolled back",
        meaning: "failed, and nothing of it is left in the database",
    },
    applied: { sign: "✓", emoji: "✅", word: "applied", meaning: "committed and on record" },
    "taken-back": {
        sign: "✓",
        emoji: "↩️",
        word: "taken back",
        meaning: "its way back is committed, and it is on record no more",
    },
    recorded: { sign: "✓", emoji: "📝", word: "recorded", meaning: "on record as applied, and not run" },
    "not-run": { sign: "•", emoji: "⏸️", word: "not run", meaning: "never begun" },
};
const DOWN_WORDS = {
    ...STATE_WORDS,
    unknown: {
        ...STATE_WORDS.unknown,
        meaning: "the connection was lost while committing: taken back or not, the ledger has to be asked",
    },
    "rolled-back": {
        sign: "✗",
        emoji: "❌",
        word: "not taken back",
        meaning: "its way back failed and left nothing: it is applied as before",
    },
    "not-run": { ...STATE_WORDS["not-run"], meaning: "its way back was never begun: it is applied as before" },
};
/** Of what `up` has applied and then taken back nothing is done. */
const UP_WORDS = {
    ...STATE_WORDS,
    "taken-back": {
        ...STATE_WORDS["taken-back"],
        sign: "↩",
        meaning: "applied by this run, and taken back when a later one failed: it is on record no more",
    },
};
/** The words for `state` in a run of `command`: of a step that failed, `down` leaves the contrary of what `up` does. */
function stateWords(state, command) {
    if (command === "up")
        return UP_WORDS[state];
    return command === "down" ? DOWN_WORDS[state] : STATE_WORDS[state];
}
/** Words for the states that `status` finds a migration in. */
const STATUS_WORDS = {
    applied: { sign: "✓", emoji: "✅", word: "applied", meaning: "on record" },
    pending: { sign: "✗", emoji: "⏳", word: "pending", meaning: "not applied yet" },
    running: {
        sign: "✗",
        emoji: "❌",
        word: "running",
        meaning: "begun without a transaction, its end not recorded",
    },
    failed: { sign: "✗", emoji: "❌", word: "failed", meaning: "stopped half-way" },
    edited: { sign: "✗", emoji: "✏️", word: "edited", meaning: "applied, and its file was changed since" },
    missing: { sign: "✗", emoji: "👻", word: "missing", meaning: "applied, and its file is gone" },
    late: { sign: "✗", emoji: "⏰", word: "late", meaning: "pending, and older than the newest applied" },
    ahead: { sign: "✗", emoji: "⏩", word: "ahead", meaning: "applied, and newer than every file" },
    again: {
        sign: "•",
        emoji: "🔁",
        word: "to run again",
        meaning: "repeatable, and its file was changed since it ran",
    },
    gone: {
        sign: "✓",
        emoji: "🗂️",
        word: "without a file",
        meaning: "repeatable, applied, and its file is gone",
    },
};
/** Words for what an adoption makes of a migration. */
const ADOPTION_WORDS = {
    applied: { sign: "✓", emoji: "✅", word: "taken over", meaning: "applied there" },
    pending: { sign: "•", emoji: "⏳", word: "pending", meaning: "not applied there" },
    late: { sign: "!", emoji: "⏰", word: "late", meaning: "not applied there, though newer ones are" },
    undone: { sign: "•", emoji: "↩️", word: "pending, was undone", meaning: "taken back there" },
    dirty: { sign: "✗", emoji: "❌", word: "dirty", meaning: "begun there, its end not recorded" },
    failed: { sign: "✗", emoji: "❌", word: "failed", meaning: "failed there" },
    unfinished: { sign: "✗", emoji: "❌", word: "unfinished", meaning: "not done to its end there" },
    missing: { sign: "✗", emoji: "👻", word: "no file", meaning: "applied there, and no file here" },
    duplicate: { sign: "✗", emoji: "❌", word: "duplicate", meaning: "a second row for the same file" },
    bookkeeping: { sign: "•", emoji: "⚙️", word: "that tool's own", meaning: "needs no file" },
};
/** `migrations` by state, in the order of `STATE_WORDS`; exact for any number of them, states without any left out. */
function makeStateGroups(migrations) {
    const runs = makeRuns(migrations);
    const states = Object.keys(STATE_WORDS);
    return states.flatMap((state) => {
        const own = runs.filter(([first]) => first?.state === state);
        return own.length === 0 ? [] : [{ state, count: own.flat().length, runs: own }];
    });
}
function makeRuns(migrations) {
    const runs = [];
    for (const migration of migrations) {
        const run = runs.at(-1);
        if (run?.[0]?.state === migration.state)
            run.push(migration);
        else
            runs.push([migration]);
    }
    return runs;
}
/** True when all that was asked for of a migration is done. */
const isDoneState = (state) => state === "applied" || state === "taken-back" || state === "recorded";
const COUNT_ORDER = [
    "applied",
    "taken-back",
    "recorded",
    "failed",
    "rolled-back",
    "unknown",
    "not-run",
];
/** `2 applied, 1 rolled back, 3 not run`; empty for none. */
function renderStateCounts({ migrations, command }) {
    const counts = COUNT_ORDER.flatMap((state) => {
        const count = migrations.filter((migration) => migration.state === state).length;
        return count === 0 ? [] : [`${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderNumber */ .kT)(count)} ${stateWords(state, command).word}`];
    });
    return counts.join(", ");
}
/**
 * The migrations of `runs` as `render` writes them: short runs whole, of long ones the first and the last, which says
 * it all because they are neighbours.
 */
function renderRuns(runs, render) {
    const shown = runs.map((run) => {
        if (run.length <= 3)
            return run.map(render).join(", ");
        return [...run.slice(0, 1), ...run.slice(-1)].map(render).join(" … ");
    });
    return shown.join(", ");
}


/***/ }),

/***/ 21112:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ renderAnswer),
/* harmony export */   z: () => (/* binding */ renderQuestion)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(47789);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(97095);


/** Longest question and reason that is shown, in UTF-16 units. */
const MOST_WORDS = 500;
/** Longest piece of a key. */
const MOST_KEY = 60;
/** The question, cut; what it names is foreign, and not yet harmless, as in all that follows. */
const renderQuestion = ({ question }) => (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)(question, MOST_WORDS);
/** `none`, `2: id 4, 5`, `more than 1,000: id 1, 2`, or why nobody knows. */
function renderAnswer(row) {
    if (row.answer === "holds")
        return "none";
    if (row.answer === "not-answered")
        return `not answered: ${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)(row.why ?? "nobody asked", MOST_WORDS)}`;
    const keys = renderKeys(row);
    return `${renderCount(row)}${keys === "" ? "" : `: ${keys}`}`;
}
function renderCount({ count, isExact }) {
    const number = (0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderNumber */ .kT)(count ?? 1);
    if (isExact)
        return number;
    return count === 1 ? "at least one" : `more than ${number}`;
}
function renderKeys({ keyColumns, keys }) {
    if (keys.length === 0)
        return "";
    const pieces = keys.map((key) => key.map((value) => (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)(value, MOST_KEY)));
    const isSingle = keyColumns.length === 1;
    const name = isSingle ? keyColumns.join() : `(${keyColumns.join(", ")})`;
    return `${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)(name, 200)} ${pieces.map((key) => (isSingle ? key.join() : `(${key.join(", ")})`)).join(", ")}`;
}


/***/ }),

/***/ 17629:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ redactTexts),
/* harmony export */   a: () => (/* binding */ redactReport)
/* harmony export */ });
/* harmony import */ var _inputs_commands_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8204);

/**
 * Fields that only we write: words of closed lists, our own name, digests. A password that is one of those words must not
 * change what a report says.
 */
const OURS = new Set([
    ...[
        "format",
        "tool",
        "result",
        "startedAt",
        "code",
        "state",
        "level",
        "mode",
        "site",
        "schemaFrom",
        "answer",
    ],
    ...["digest", "checksum", "kind", "direction", "holds"],
]);
/** `report` with every foreign text in it redacted: what a server or a library echoes may hold a secret. */
function redactReport(report, redact) {
    const { command } = report;
    const redacted = redactTexts(report, redact);
    return (0,_inputs_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .isCommand */ .y9)(command) ? { ...redacted, command } : redacted;
}
/** `value`, plain data of ours such as progress, with every foreign text in it redacted. */
function redactTexts(value, redact) {
    return redactValue(value, redact);
}
function redactValue(value, redact) {
    if (typeof value === "string")
        return redact(value);
    if (Array.isArray(value))
        return value.map((item) => redactValue(item, redact));
    if (typeof value !== "object" || value === null)
        return value;
    const fields = Object.entries(value);
    return Object.fromEntries(fields.map(([name, item]) => [name, OURS.has(name) ? item : redactValue(item, redact)]));
}


/***/ }),

/***/ 28684:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ renderMoment)
/* harmony export */ });
/** `2026-06-01T08:00:12.345Z` as people read it: `2026-06-01 08:00:12Z`. What is not of that form stays as it is. */
function renderMoment(iso) {
    return iso.replace(/^(\d{4,}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, "$1 $2Z");
}


/***/ }),

/***/ 65799:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ renderProgress),
/* harmony export */   j: () => (/* binding */ renderLive)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(47789);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(97095);
/* harmony import */ var _render_title_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(66636);



/** Longest text of others in a line: a notice may have megabytes. */
const TEXT_LIMIT = 8_000;
const cut = (text) => (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)(text, TEXT_LIMIT);
const COMPARED = {
    drift: "the target with what its applied files make",
    restoration: "the schema, when all is taken back, with what it was before",
};
/** One line for people; null for progress that only a live line shows. */
function renderProgress(progress) {
    switch (progress.kind) {
        case "waiting-for-database":
            return `Waiting for the database (${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(progress.remainingMs)} left): ${cut(progress.reason)}`;
        case "connected":
            return `Connected to ${progress.target}`;
        case "waiting-for-lock":
            return `Waiting for another run (${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(progress.remainingMs)} left): ${cut(progress.holder)}`;
        case "rehearsal-started":
            return progress.total === 0
                ? `Nothing to rehearse; comparing the target with what its applied files make on ${progress.site}`
                : `Rehearsing ${progress.total} on ${progress.site}`;
        case "comparing":
            return `Comparing ${COMPARED[progress.what]} (${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(progress.limitMs)} at most)`;
        case "apply-started":
            return progress.direction === "up" ? `Applying ${progress.total}` : `Taking back ${progress.total}`;
        case "applied":
            return `  ✓ ${(0,_render_title_js__WEBPACK_IMPORTED_MODULE_2__/* .renderTitle */ .z)(progress)} (${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(progress.durationMs)})`;
        case "retrying":
            return `  ${progress.version}: try ${progress.tries} had to give way, again in ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(progress.delayMs)}: ${cut(progress.reason)}`;
        case "blocked":
            return `  ${progress.version} waits for ${cut(progress.by)}`;
        case "server-notice":
            return `  server: ${cut(progress.message)}`;
        case "reviewing":
            return `Review window: ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(progress.windowMs)} to cancel before the first change`;
        case "verify-started":
            return `Verifying: ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderCount */ .SS)(progress.total, "file")} of questions`;
        case "asking-for-backup":
            return `Asking \`backup-command\` for the newest backup (${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(progress.limitMs)} at most)`;
        case "rehearsing":
        case "applying":
        case "verifying":
            return null;
    }
}
/** What is under way, for a line that is overwritten; null when progress says nothing of it. */
function renderLive(progress) {
    switch (progress.kind) {
        case "rehearsing":
            return `rehearsing ${progress.version} (${progress.index + 1} of ${progress.total})`;
        case "applying":
            return `running ${(0,_render_title_js__WEBPACK_IMPORTED_MODULE_2__/* .renderTitle */ .z)(progress)}`;
        case "verifying":
            return `asking ${progress.file} (${progress.index + 1} of ${progress.total})`;
        case "waiting-for-database":
            return "waiting for the database";
        case "waiting-for-lock":
            return "waiting for another run";
        case "asking-for-backup":
            return "asking for the newest backup";
        default:
            return null;
    }
}


/***/ }),

/***/ 41365:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  QV: () => (/* binding */ renderOutcomeText),
  $D: () => (/* binding */ renderPlanText),
  S5: () => (/* binding */ renderText)
});

// EXTERNAL MODULE: ./lib/amounts.js
var amounts = __nccwpck_require__(47789);
// EXTERNAL MODULE: ./lib/report/foreign-text.js
var foreign_text = __nccwpck_require__(97095);
// EXTERNAL MODULE: ./lib/report/make-headline.js
var make_headline = __nccwpck_require__(99106);
// EXTERNAL MODULE: ./lib/report/migration-states.js
var migration_states = __nccwpck_require__(36286);
// EXTERNAL MODULE: ./lib/report/render-title.js
var render_title = __nccwpck_require__(66636);
// EXTERNAL MODULE: ./lib/report/text/display-width.js
var display_width = __nccwpck_require__(56536);
;// CONCATENATED MODULE: ./lib/report/text/columns.js


const CELL_LIMIT = 120;
/** Rows as lines: a sign, a blank, then aligned columns two blanks apart, none at the end; cells are harmless. */
function renderColumns(rows) {
    const safe = rows.map((row) => row.map((cell) => ({ ...cell, text: (0,foreign_text/* clip */.$Q)((0,foreign_text/* forLogLine */.kz)(cell.text), CELL_LIMIT) })));
    const widths = [];
    for (const row of safe) {
        for (const [index, { text }] of row.entries())
            widths[index] = Math.max(widths[index] ?? 0, (0,display_width/* displayWidth */.F1)(text));
    }
    return safe.map((row) => {
        const cells = row.map((cell, index) => {
            const blanks = " ".repeat(Math.max(0, (widths[index] ?? 0) - (0,display_width/* displayWidth */.F1)(cell.text)));
            const text = (cell.paint ?? ((plain) => plain))(cell.text);
            if (cell.align === "end")
                return blanks + text;
            return index === row.length - 1 ? text : text + blanks;
        });
        return [...cells.slice(0, 1), cells.slice(1).join("  ")].join(" ").trimEnd();
    });
}

;// CONCATENATED MODULE: ./lib/report/text/adoption-lines.js




/** What another tool has on record, a line a migration: `✓ 001_create_users  taken over  dbmate: 001`. Empty without. */
function renderAdoptionLines({ adoption }, paint) {
    if (!adoption)
        return [];
    const rows = adoption.rows.map((row) => {
        const { sign, word } = migration_states/* ADOPTION_WORDS */.Jl[row.state];
        const style = paintOf(row.state, paint);
        return [
            { text: sign, paint: style },
            { text: titleOf(row) },
            { text: word, paint: style },
            { text: row.foreign === null ? "" : `${adoption.tool}: ${row.foreign}` },
            { text: row.appliedAt ?? "", paint: paint.faint },
        ];
    });
    return [`Ledger of ${(0,foreign_text/* forLogLine */.kz)(adoption.tool)}: ${(0,foreign_text/* forLogLine */.kz)(adoption.table)}`, ...renderColumns(rows)];
}
/** How to go on after a mapping that was only shown; empty otherwise. */
function renderAdoptionNext({ adoption, result }) {
    if (!adoption || result !== "planned")
        return [];
    return ["Nothing was written. To record it: the same with `apply` (`--apply` on the command line)."];
}
const titleOf = ({ version, name }) => version === null ? "–" : (0,render_title/* renderTitle */.z)({ version, name: name ?? "" });
function paintOf(state, paint) {
    if (state === "applied")
        return paint.good;
    if (state === "pending" || state === "undone" || state === "bookkeeping")
        return paint.faint;
    return state === "late" ? paint.caution : paint.bad;
}

// EXTERNAL MODULE: ./lib/report/blast-radius-words.js
var blast_radius_words = __nccwpck_require__(50964);
;// CONCATENATED MODULE: ./lib/report/text/blast-radius-lines.js




/** Most tables that a log shows. */
const MOST_RELATIONS = 30;
/** What the plan touches on the target, a line a table, then what is in its way; empty where nothing is. */
function renderBlastRadiusLines({ blastRadius }, paint) {
    if (!blastRadius)
        return [];
    const { relations, transactions, moreTransactions, incomplete } = blastRadius;
    const work = (0,blast_radius_words/* hasLongWork */.qC)(blastRadius) ? [workCell] : [];
    const shown = relations.slice(0, MOST_RELATIONS);
    const tables = renderColumns(shown.map((touched) => [...makeCells(touched), ...work.map((cell) => cell(touched))]));
    const more = relations.length - shown.length;
    const warnings = [
        ...transactions.map((transaction) => `${(0,blast_radius_words/* describeTransaction */.EJ)(transaction)}${transaction.query === null ? "" : `: ${(0,foreign_text/* clip */.$Q)(transaction.query, 200)}`}`),
        ...(moreTransactions === 0 ? [] : [`and ${(0,amounts/* renderCount */.SS)(moreTransactions, "more open transaction")}`]),
        ...incomplete.map((reason) => (0,foreign_text/* clip */.$Q)(reason, 500)),
    ];
    return [
        ...tables,
        ...(more === 0 ? [] : [`• and ${(0,amounts/* renderCount */.SS)(more, "more table")}: the report has all`]),
        ...warnings.map((text) => `  ${paint.caution("!")} ${(0,foreign_text/* forLogLine */.kz)(text)}`),
        ...makeNotes(blastRadius).map((text) => `  ${paint.faint("•")} ${(0,foreign_text/* forLogLine */.kz)(text)}`),
    ];
}
function makeNotes(radius) {
    return [
        ...(radius.replication?.standbys ?? []).map(blast_radius_words/* describeStandby */.tY),
        ...(radius.replication?.slots ?? []).map(blast_radius_words/* describeSlot */.KC),
        ...((0,blast_radius_words/* hasLongWork */.qC)(radius) ? [(0,blast_radius_words/* describeSpace */.Aq)(radius)] : []),
    ];
}
const workCell = ({ scan, rewrite }) => ({
    text: `scan ${(0,blast_radius_words/* renderRange */.iH)(scan)}, rewrite ${(0,blast_radius_words/* renderRange */.iH)(rewrite)}`,
});
function makeCells(touched) {
    const rows = touched.rows === null ? "rows unknown" : `${(0,blast_radius_words/* renderRows */.UR)(touched)} rows`;
    return [
        { text: "•" },
        { text: `touches ${touched.relation}` },
        { text: rows, align: "end" },
        { text: (0,amounts/* renderBytes */.UP)(touched.totalBytes), align: "end" },
        { text: (0,blast_radius_words/* describeParts */.M8)(touched) },
        { text: touched.writesPerSecond === null ? "" : `writes/s ${(0,blast_radius_words/* renderWrites */.Lx)(touched)}` },
    ];
}

// EXTERNAL MODULE: ./lib/report/trip-words.js
var trip_words = __nccwpck_require__(96156);
;// CONCATENATED MODULE: ./lib/report/text/check-lines.js



/** What a pull request is compared with, then a line for each way back and its questions; empty where none of that is. */
function renderCheckLines({ check }, paint) {
    if (check === undefined)
        return [];
    const base = check.base === null
        ? []
        : [
            paint.faint(`Compared with ${(0,foreign_text/* forLogLine */.kz)(check.base.name)} at ${(0,foreign_text/* forLogLine */.kz)(check.base.commit.slice(0, 10))}`),
        ];
    const trips = check.trips.filter(({ back, answered }) => back !== "none" || answered !== 0);
    return [...base, ...trips.map((trip) => renderTrip(trip, paint))];
}
function renderTrip(trip, paint) {
    const { sign, word } = trip_words/* BACK_WORDS */.E[trip.back];
    const why = trip.why === null ? "" : ` (${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(trip.why, 500))})`;
    const back = trip.back === "none" ? "" : `${word}${why}`;
    const words = [back, (0,trip_words/* renderAnswers */.s)(trip)].filter((text) => text !== "").join(", ");
    const isBad = sign === "✗" || trip.answered === null;
    const isGood = !isBad && trip.back !== "untried";
    const shown = isBad ? paint.bad("✗") : isGood ? paint.good("✓") : paint.caution("•");
    return `${shown} ${(0,foreign_text/* forLogLine */.kz)((0,render_title/* renderTitle */.z)(trip))}: ${words}`;
}

;// CONCATENATED MODULE: ./lib/report/text/created-lines.js

/** The files of a new migration, a path a line; of a dry run with what would stand in each. Empty without any. */
function renderCreatedLines({ created = [], result }, paint) {
    if (result !== "planned")
        return created.map(({ file }) => `${paint.good("✓")} ${(0,foreign_text/* forLogLine */.kz)(file)}`);
    return created.flatMap(({ file, text }) => [
        `${paint.caution("•")} ${(0,foreign_text/* forLogLine */.kz)(file)}`,
        ...(0,foreign_text/* forLog */.Ig)(text.trimEnd())
            .split("\n")
            .map((line) => paint.faint(`    ${line}`.trimEnd())),
    ]);
}
/** What comes next, where files were written. */
function renderCreatedNext({ result }) {
    if (result !== "created")
        return [];
    return ["Write the change into it. `check` and `plan` rehearse it; `up` applies it."];
}

// EXTERNAL MODULE: ./lib/report/environment-words.js
var environment_words = __nccwpck_require__(8390);
;// CONCATENATED MODULE: ./lib/report/text/environment-lines.js



/** Most checks that a log shows with a line of their own. */
const MOST_LINES = 20;
/**
 * What is around the target: a line for each thing that somebody has to act on or should know, the backup's among them, then
 * all that holds in one line, and what could not be read where somebody may miss it. Empty where it was not looked at.
 */
function renderEnvironmentLines({ environment = [] }, paint) {
    const of = (state) => environment.filter((check) => check.state === state);
    const told = environment_words/* ENVIRONMENT_ORDER */.l.slice(0, 2).flatMap(of);
    const shown = told.slice(0, MOST_LINES);
    const more = told.length - shown.length;
    const held = of("holds");
    const unread = of("not-readable");
    const unneeded = unread.filter(isUnneeded);
    const aside = unneeded.length === 0 ? "" : ` (not readable: ${kindsOf(unneeded)})`;
    const backup = held.find(({ kind }) => kind === "backup");
    return [
        ...shown.map((check) => renderCheck(check, paint)),
        ...(more === 0 ? [] : [`  ${paint.caution("!")} and ${(0,amounts/* renderNumber */.kT)(more)} more: the report has all`]),
        ...(held.length === 0 ? [] : [`${paint.good("✓")} Environment: ${kindsOf(held)}${aside}`]),
        ...(backup === undefined ? [] : [`  ${paint.faint("•")} ${renderMessage(backup)}`]),
        ...unread
            .filter((check) => !isUnneeded(check))
            .map((check) => `  ${paint.faint("•")} ${renderMessage(check)}`),
    ];
}
/** True for free space of which nothing is needed: on most servers it cannot be seen, and nobody misses it. */
const isUnneeded = ({ kind, figures }) => kind === "disk" && figures["neededBytes"] === 0;
function renderCheck(check, paint) {
    const sign = check.state === "violated" ? paint.bad("✗") : paint.caution("!");
    return `${sign} ${(0,environment_words/* renderKind */.v)(check)}: ${renderMessage(check)}`;
}
const renderMessage = ({ message }) => (0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(message, 1_000));
/** `connection, server, rights`, each once. */
const kindsOf = (checks) => [...new Set(checks.map((check) => (0,environment_words/* renderKind */.v)(check).toLowerCase()))].join(", ");

// EXTERNAL MODULE: ./lib/report/make-excerpt.js
var make_excerpt = __nccwpck_require__(91729);
// EXTERNAL MODULE: ./lib/report/make-findings.js
var make_findings = __nccwpck_require__(9804);
// EXTERNAL MODULE: ./lib/report/troubleshooting.js + 6 modules
var troubleshooting = __nccwpck_require__(60318);
;// CONCATENATED MODULE: ./lib/report/text/finding-lines.js




const CONTEXT_LINES = 3;
const MESSAGE_LIMIT = 8_000;
/** Everything that stopped the run: code and place, message, the lines of the statement with a caret, hint. */
function renderFindingLines(report, paint) {
    const findings = (0,make_findings/* makeFindings */.b)(report);
    return findings.flatMap((finding, index) => [
        ...(index === 0 ? [] : [""]),
        ...renderFinding(report, finding, paint),
    ]);
}
function renderFinding(report, finding, paint) {
    const { code, at, sqlState, message, hint } = finding;
    const place = at === null ? "" : ` at ${(0,foreign_text/* forLogLine */.kz)(at.file)}:${at.line}:${at.column}`;
    const state = sqlState === null ? "" : ` (SQLSTATE ${(0,foreign_text/* forLogLine */.kz)(sqlState)})`;
    const excerpt = (0,make_excerpt/* makeExcerpt */.O)(report, finding, CONTEXT_LINES).map((line) => (0,foreign_text/* clip */.$Q)(line, 1_000));
    return [
        `${report.result === "planned" ? paint.caution(`• ${code}`) : paint.bad(`✗ ${code}`)}${place}${state}`,
        ...indent((0,foreign_text/* forLog */.Ig)((0,foreign_text/* clip */.$Q)(message, MESSAGE_LIMIT))),
        ...(excerpt.length === 0 ? [] : ["", ...excerpt.map((line) => `    ${paintExcerpt(line, paint)}`)]),
        ...(excerpt.length === 0 || hint === null ? [] : [""]),
        ...(hint === null ? [] : indent((0,foreign_text/* forLog */.Ig)((0,foreign_text/* clip */.$Q)(hint, MESSAGE_LIMIT))).map((line) => paint.caution(line))),
    ];
}
function paintExcerpt(line, paint) {
    return / \| \s*\^$/.test(line) ? paint.bad(line) : paint.faint(line);
}
/** What to do about the first finding, from the table of error codes; empty after a good run. */
function renderNextLines(report) {
    const [first] = (0,make_findings/* makeFindings */.b)(report);
    return first === undefined ? [] : ["What to do:", ...indent(troubleshooting/* TROUBLESHOOTING */.$[first.code].whatToDo)];
}
function indent(text) {
    return text.split("\n").map((line) => `  ${line}`.trimEnd());
}

// EXTERNAL MODULE: ./lib/report/render-moment.js
var render_moment = __nccwpck_require__(28684);
;// CONCATENATED MODULE: ./lib/report/text/table.js


/** Titles are not cut shorter than this to keep a migration on one line. */
const LEAST_TITLE = 24;
/** Nobody reads a table on a screen that is narrower: there it is laid out for this one. */
const LEAST_WIDTH = 40;
/** What a hostile row could fill a log with; names of files are never so long. */
const table_CELL_LIMIT = 400;
/**
 * Rows as lines of at most `widthColumns`, links aside: a migration a line; where that does not fit, titles cut; where that
 * would leave too little of them, the details in lines beneath each. null: as wide as it comes, and nothing cut.
 */
function renderTable(rows, widthColumns, paint) {
    const safe = rows.map(makeHarmless);
    const width = widthColumns === null ? Number.POSITIVE_INFINITY : Math.max(LEAST_WIDTH, widthColumns);
    const widths = makeWidths(safe);
    const rest = 2 + 2 + widths.state + widths.details.reduce((sum, detail) => sum + (detail > 0 ? 2 + detail : 0), 0);
    const title = Math.min(widths.title, width - rest);
    const isStacked = title < Math.min(widths.title, LEAST_TITLE);
    return safe.flatMap((row) => [
        ...(isStacked ? stacked(row, widths, width, paint) : [oneLine(row, { ...widths, title }, paint)]),
        ...row.beneath.flatMap((line) => renderBeneath(line, width)),
    ]);
}
function makeWidths(rows) {
    const details = [];
    for (const row of rows) {
        for (const [index, text] of row.details.entries())
            details[index] = Math.max(details[index] ?? 0, (0,display_width/* displayWidth */.F1)(text));
    }
    return {
        title: Math.max(0, ...rows.map((row) => (0,display_width/* displayWidth */.F1)(row.title))),
        state: Math.max(0, ...rows.map((row) => (0,display_width/* displayWidth */.F1)(row.state))),
        details,
    };
}
function oneLine(row, widths, paint) {
    const details = row.details.flatMap((text, index) => {
        const width = widths.details[index] ?? 0;
        return width === 0 ? [] : [padded(text, width)];
    });
    // Without blanks at the end, painted or not.
    const behind = details.join("  ").trimEnd();
    const state = behind === "" ? row.style(row.state) : row.style(padded(row.state, widths.state));
    const title = padded((0,display_width/* cutToWidth */.G1)(row.title, widths.title), widths.title);
    return `${row.style(row.sign)} ${title}  ${state}${behind === "" ? "" : `  ${paint.faint(behind)}`}`;
}
function stacked(row, widths, width, paint) {
    const room = Math.min(widths.title, width - 4 - widths.state);
    const title = padded((0,display_width/* cutToWidth */.G1)(row.title, room), room);
    const details = row.details.filter((text) => text !== "").join("  ");
    const lines = details === "" ? [] : (0,display_width/* wrapToWidth */.KI)(details, width, 4, 4);
    return [
        `${row.style(row.sign)} ${title}  ${row.style(row.state)}`,
        ...lines.map((line) => paint.faint(line)),
    ];
}
function renderBeneath({ text, kind, style }, width) {
    const lines = kind === "link" ? [text] : (0,display_width/* wrapToWidth */.KI)(text, width - 5, 0, 0);
    return lines.map((line) => `     ${style(line)}`);
}
const padded = (text, width) => text + " ".repeat(Math.max(0, width - (0,display_width/* displayWidth */.F1)(text)));
function makeHarmless(row) {
    const cell = (text) => (0,foreign_text/* clip */.$Q)((0,foreign_text/* forLogLine */.kz)(text), table_CELL_LIMIT);
    return {
        ...row,
        title: cell(row.title),
        state: cell(row.state),
        details: row.details.map(cell),
        beneath: row.beneath.map((line) => ({ ...line, text: (0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(line.text, 500)) })),
    };
}

;// CONCATENATED MODULE: ./lib/report/text/history-lines.js




/**
 * What `history` found, newest first: `✓ 001_users  up completed  2026-06-01 08:00:00Z by deploy, 12 ms  batch 3`; beneath it
 * the error, or what a person chose, the backup and the run. At most `widthColumns` wide but for the run's URL, null: no limit.
 */
function renderHistoryLines(report, paint, widthColumns) {
    const rows = (report.history ?? []).map((entry) => makeRow(entry, paint));
    return renderTable(rows, widthColumns, paint);
}
function makeRow(entry, paint) {
    const { version, name, action, status, executedAt, executedBy, executionTimeMs, batch, environment } = entry;
    const hasFailed = status === "failed";
    const at = executedAt === null ? "" : (0,render_moment/* renderMoment */.d)(executedAt);
    const by = executedBy === null ? "" : ` by ${executedBy}`;
    const took = executionTimeMs === null ? "" : `, ${(0,amounts/* renderDuration */.PP)(executionTimeMs)}`;
    return {
        sign: hasFailed ? "✗" : "✓",
        title: (0,render_title/* renderTitle */.z)({ version, name: name ?? "" }),
        state: `${action ?? ""} ${status ?? ""}`.trim(),
        style: hasFailed ? paint.bad : paint.good,
        details: [
            `${at}${by}${took}`,
            [batch === null ? "" : `batch ${batch}`, environment ?? ""].join(" ").trim(),
        ],
        beneath: makeBeneath(entry, paint),
    };
}
/** Of what did not fail the message is a remark: what a person chose or accepted. */
function makeBeneath({ error, backup, runUrl, status }, paint) {
    const style = status === "failed" ? paint.bad : paint.faint;
    return [
        ...(error === null ? [] : [{ text: error, kind: "prose", style }]),
        ...(backup === undefined
            ? []
            : [{ text: `backup ${backup}`, kind: "prose", style: paint.faint }]),
        ...(runUrl === null ? [] : [{ text: runUrl, kind: "link", style: paint.faint }]),
    ];
}

// EXTERNAL MODULE: ./lib/report/is-same.js
var is_same = __nccwpck_require__(46266);
// EXTERNAL MODULE: ./lib/report/step-times.js
var step_times = __nccwpck_require__(29526);
;// CONCATENATED MODULE: ./lib/report/text/plan-lines.js







/** The plan, one line a migration: `✓` applied, `✗` failed, `•` not applied; its hazards beneath it. */
function renderPlanLines(report, paint) {
    const steps = report.plan?.steps ?? [];
    const states = new Map(report.migrations.map(({ version, state }) => [version, state]));
    const lines = renderColumns(steps.map((step) => plan_lines_makeCells(step, states.get(step.version), report, paint)));
    return lines.flatMap((line, index) => {
        const hazards = steps[index]?.hazards ?? [];
        const losses = steps[index]?.losses ?? [];
        return [
            line,
            ...losses.map((loss) => `     ${paint.caution("takes away")} ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(loss, 500))}`),
            ...hazards.map((hazard) => renderHazard(hazard, steps[index]?.file ?? "", paint)),
        ];
    });
}
function plan_lines_makeCells(step, state, report, paint) {
    return [
        {
            text: state === undefined ? "•" : (0,migration_states/* stateWords */.Xu)(state, report.command).sign,
            paint: plan_lines_paintOf(state, paint),
        },
        { text: plan_lines_titleOf(step, report) },
        step.mode === "transaction" ? { text: "transaction" } : { text: "no transaction", paint: paint.caution },
        { text: (0,amounts/* renderCount */.SS)((0,step_times/* statementCount */.Z)(step), "statement"), align: "end" },
        rehearsalCell(step, report, paint),
    ];
}
function plan_lines_titleOf(step, { command }) {
    if (command === "down")
        return `take back ${(0,render_title/* renderTitle */.z)(step)}`;
    return step.runsAgain ? `${(0,render_title/* renderTitle */.z)(step)} (runs again)` : (0,render_title/* renderTitle */.z)(step);
}
function rehearsalCell(step, { rehearsal }, paint) {
    if (rehearsal?.failure?.version === step.version)
        return { text: "failed in the rehearsal", paint: paint.bad };
    const rehearsed = (0,step_times/* rehearsedMs */.U)(step);
    if (rehearsed === null)
        return { text: "not rehearsed", paint: paint.faint };
    return { text: `rehearsed in ${(0,amounts/* renderDuration */.PP)(rehearsed)}`, paint: paint.faint };
}
/** The style for a state; that of what has not happened is faint. */
function plan_lines_paintOf(state, paint) {
    if (state === undefined || state === "not-run")
        return paint.faint;
    return (0,migration_states/* isDoneState */.Ig)(state) ? paint.good : paint.bad;
}
function renderHazard(hazard, file, paint) {
    const { level, rule, line, column, message, instead, allowedBecause } = hazard;
    const words = [
        `${(0,foreign_text/* forLogLine */.kz)(rule)} at ${(0,foreign_text/* forLogLine */.kz)(file)}:${line}:${column}: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(message, 1_000))}`,
        ...(instead === null ? [] : [`Instead: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(instead, 1_000))}`]),
        ...(allowedBecause === null ? [] : [`Allowed: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(allowedBecause, 500))}`]),
    ];
    const isBad = allowedBecause === null && (level === "error" || level === "high");
    return `     ${(isBad ? paint.bad : paint.caution)(level)} ${words.join(" ")}`;
}
/** Most differences that a log shows. */
const MOST_DRIFT = 50;
/** How the plan was tried, in a line, and what could not be; empty before a rehearsal. */
function renderRehearsalLines(report, paint) {
    const { rehearsal } = report;
    if (rehearsal === null)
        return [];
    const description = rehearsal.description === "" ? "" : `: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(rehearsal.description, 1_000))}`;
    const gaps = rehearsal.notRehearsed.map(({ version, line, why }) => `  ${paint.caution("•")} not rehearsed: ${(0,foreign_text/* forLogLine */.kz)(version)}, line ${line}: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(why, 1_000))}`);
    const drift = renderMost(rehearsal.drift, paint.caution("•"), "drift", paint);
    if (rehearsal.site === "none")
        return [paint.caution(`• Nothing was rehearsed${description}`), ...gaps, ...drift];
    const time = (0,amounts/* renderDuration */.PP)(rehearsal.durationMs);
    const result = (0,is_same/* isOnlyCompared */.qd)(report)
        ? `• Nothing to rehearse, the schema looked at in ${time}`
        : rehearsal.ok
            ? paint.good(`✓ Rehearsal passed in ${time}`)
            : paint.bad(`✗ Rehearsal failed after ${time}`);
    return [
        `${result}${description}`,
        ...gaps,
        ...renderRestoration(report, paint),
        ...drift,
        ...renderCompared(report, paint),
    ];
}
function renderRestoration({ rehearsal }, paint) {
    const { restoration } = rehearsal ?? {};
    if (restoration === undefined)
        return [];
    const { differences, unknown } = restoration;
    if (unknown !== null)
        return [
            `  ${paint.caution("•")} whether the schema is then what it was before is not known: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(unknown, 1_000))}`,
        ];
    if (differences.length === 0)
        return [`  ${paint.good("✓")} taken back, the schema is what it was before`];
    return renderMost(differences, paint.bad("✗"), "taken back", paint);
}
/** So many of `differences` as a log shows, each after `sign` and `word`. */
function renderMost(differences, sign, word, paint) {
    const lines = differences
        .slice(0, MOST_DRIFT)
        .map((text) => `  ${sign} ${word}: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(text, 1_000))}`);
    const more = differences.length - MOST_DRIFT;
    return more > 0 ? [...lines, `  ${paint.caution("•")} and ${more} more: the report has all`] : lines;
}
function renderCompared(report, paint) {
    if ((0,is_same/* isSame */.Ft)(report))
        return [`  ${paint.good("✓")} the target is what the ${(0,is_same/* filesOf */.R8)(report)} make`];
    const why = (0,is_same/* isDriftAsked */.Ev)(report) ? (report.rehearsal?.driftUnknown ?? null) : null;
    return why === null ? [] : [`  ${paint.caution("•")} drift is not known: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(why, 1_000))}`];
}

// EXTERNAL MODULE: ./lib/report/preflight-words.js
var preflight_words = __nccwpck_require__(21112);
;// CONCATENATED MODULE: ./lib/report/text/preflight-lines.js



/** Most questions that a log shows. */
const MOST_QUESTIONS = 50;
/** What was asked of the target's rows, a line a question; empty where nothing was. */
function renderPreflightLines({ preflight }, paint) {
    const lines = preflight.slice(0, MOST_QUESTIONS).map((row) => renderRow(row, paint));
    const more = preflight.length - lines.length;
    return more <= 0
        ? lines
        : [...lines, paint.faint(`  and ${(0,amounts/* renderNumber */.kT)(more)} more questions: the report has all`)];
}
function renderRow(row, paint) {
    const { sign, style } = SIGNS[row.answer];
    const place = `${(0,foreign_text/* forLogLine */.kz)(row.file)}:${row.line}`;
    return `${paint[style](sign)} ${(0,foreign_text/* forLogLine */.kz)((0,preflight_words/* renderQuestion */.z)(row))} ${paint[style]((0,foreign_text/* forLogLine */.kz)((0,preflight_words/* renderAnswer */.x)(row)))} ${paint.faint(place)}`;
}
const SIGNS = {
    holds: { sign: "✓", style: "good" },
    violated: { sign: "✗", style: "bad" },
    "not-answered": { sign: "•", style: "caution" },
};

// EXTERNAL MODULE: ./lib/report/expected-words.js
var expected_words = __nccwpck_require__(56743);
;// CONCATENATED MODULE: ./lib/report/text/repair-lines.js




/**
 * What `repair` found: of each migration where it stopped, what is known, and what each choice would do; or of an edited
 * file both checksums; or what is gone from the schema. Empty without.
 */
function renderRepairLines({ repair }, paint) {
    const unfinished = (repair?.unfinished ?? []).flatMap((one) => renderUnfinished(one, paint));
    if (repair?.acceptance !== undefined)
        return renderAcceptance(repair.acceptance, paint);
    return repair?.gone === undefined ? unfinished : renderGone(repair.gone, paint);
}
function renderGone({ objects, reason }, paint) {
    const why = reason === null || objects.length === 0 ? [] : [`  reason ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(reason, 1_000))}`];
    const gone = objects.map((object) => `${paint.bad("✗")} ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)((0,expected_words/* describeExpected */.G)(object), 300))} is expected and gone`);
    return [...gone, ...why];
}
function renderAcceptance(acceptance, paint) {
    const { recordedChecksum, fileChecksum, appliedAt, appliedBy, reason } = acceptance;
    const isSame = recordedChecksum === fileChecksum;
    const when = appliedAt === null ? "" : ` ${(0,foreign_text/* forLogLine */.kz)((0,render_moment/* renderMoment */.d)((0,foreign_text/* clip */.$Q)(appliedAt, 40)))}`;
    const by = appliedBy === null ? "" : ` by ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(appliedBy, 300))}`;
    const why = reason === null ? [] : [`  reason   ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(reason, 1_000))}`];
    return [
        isSame
            ? `${paint.good("✓")} ${(0,foreign_text/* forLogLine */.kz)((0,render_title/* renderTitle */.z)(acceptance))} is as it was applied${when}${by}`
            : `${paint.bad("✗")} ${(0,foreign_text/* forLogLine */.kz)((0,render_title/* renderTitle */.z)(acceptance))} was edited after it was applied${when}${by}`,
        `  ${(0,foreign_text/* forLogLine */.kz)(acceptance.file)}`,
        `  recorded ${paint.faint((0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(recordedChecksum, 100)))}`,
        `  now      ${paint.faint((0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(fileChecksum, 100)))}`,
        ...why,
    ];
}
function renderUnfinished(unfinished, paint) {
    const { version, name, direction, at, statement, known, choices } = unfinished;
    const back = direction === "down" ? ", on its way back" : "";
    const width = Math.max(...choices.map(({ resolve }) => resolve.length));
    const place = at === null ? [] : [`  at ${(0,foreign_text/* forLogLine */.kz)(at.file)}:${at.line}:${at.column}`];
    const sql = statement === null ? [] : [`  ${paint.faint((0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(statement, 200)))}`];
    return [
        `${paint.bad("✗")} ${(0,foreign_text/* forLogLine */.kz)((0,render_title/* renderTitle */.z)({ version, name }))} was left half-way${back}`,
        ...place,
        ...sql,
        ...known.map((sentence) => `  ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(sentence, 1_000))}`),
        ...choices.map(({ resolve, does }) => `  ${paint.caution((0,foreign_text/* forLogLine */.kz)(resolve).padEnd(width))}  ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(does, 1_000))}`),
    ];
}
/** How to go on after what was only shown; empty otherwise. */
function renderRepairNext({ repair, result }) {
    if (repair === undefined || result !== "planned")
        return [];
    if (repair.acceptance !== undefined)
        return renderAcceptanceNext(repair.acceptance);
    if (repair.gone !== undefined)
        return [GONE_NEXT];
    const version = (0,foreign_text/* forLogLine */.kz)(repair.unfinished[0]?.version ?? "");
    const resolve = (0,foreign_text/* forLogLine */.kz)(repair.chosen?.resolve ?? "…");
    return [
        `Nothing was changed. To do it: \`repair --version ${version} --resolve ${resolve} --apply\` (as an action: inputs of these names).`,
    ];
}
const GONE_NEXT = 'Nothing was changed. If it should be there, bring it back: restore it, or write a migration that makes it. If it may be gone: `repair --accept-drift --reason "…" --apply` expects it no longer, the history says who accepted that and why, and nothing is run.';
function renderAcceptanceNext({ version }) {
    return [
        `Nothing was changed. With \`repair --accept-checksum ${(0,foreign_text/* forLogLine */.kz)(version)} --reason "…" --apply\` the file counts as what was applied: its checksum goes on record, the history says who accepted it and why, and nothing is run. Other databases have to be told so too.`,
    ];
}

;// CONCATENATED MODULE: ./lib/report/text/status-lines.js





/**
 * What `status` found, one line a migration: `✓ 001_create_users  applied  2026-06-01 08:00:00Z by deploy, 12 ms`; at most
 * `widthColumns` wide, null: no limit.
 */
function renderStatusLines(report, paint, widthColumns) {
    const rows = report.status.map((row) => {
        const { sign, word } = migration_states/* STATUS_WORDS */.ly[row.state];
        const style = status_lines_paintOf(row.state, paint);
        return { sign, title: (0,render_title/* renderTitle */.z)(row), state: word, style, details: [renderWhen(row)], beneath: [] };
    });
    return renderTable(rows, widthColumns, paint);
}
function renderWhen({ appliedAt, appliedBy, executionTimeMs, origin }) {
    const at = appliedAt === null ? "" : (0,render_moment/* renderMoment */.d)(appliedAt);
    const by = appliedBy === null ? "" : ` by ${appliedBy}`;
    const took = executionTimeMs === null ? "" : `, ${(0,amounts/* renderDuration */.PP)(executionTimeMs)}`;
    const how = origin === null ? "" : ` (${origin}; checksum of the file as it was then)`;
    return `${at}${by}${took}${how}`;
}
function status_lines_paintOf(state, paint) {
    if (state === "applied")
        return paint.good;
    if (state === "gone")
        return paint.faint;
    return state === "pending" || state === "again" ? paint.caution : paint.bad;
}

// EXTERNAL MODULE: ./lib/report/verification-words.js
var verification_words = __nccwpck_require__(47284);
;// CONCATENATED MODULE: ./lib/report/text/verification-lines.js




/** Most files of questions that a log shows; those that do not hold come first. */
const MOST_FILES = 50;
/** A line for each file of questions that the target was asked; empty where none was to be. */
function renderVerificationLines({ verification = [] }, paint) {
    return renderFiles("Verified on the target:", verification, paint);
}
/** The same for the site of the rehearsal. */
function renderSiteVerificationLines({ rehearsal }, paint) {
    return renderFiles("Verified in the rehearsal:", rehearsal?.verification ?? [], paint);
}
function renderFiles(title, all, paint) {
    if (all.length === 0)
        return [];
    const shown = all.length <= MOST_FILES ? all : (0,verification_words/* worstFirst */.md)(all).slice(0, MOST_FILES);
    const more = all.length - shown.length;
    const rest = more === 0 ? [] : [paint.faint(`  and ${(0,amounts/* renderNumber */.kT)(more)} more files: the report has all`)];
    return [paint.faint(title), ...shown.flatMap((one) => renderFile(one, paint)), ...rest];
}
const verification_lines_SIGNS = {
    holds: { sign: "✓", style: "good" },
    fails: { sign: "✗", style: "bad" },
    open: { sign: "•", style: "caution" },
};
/** Most questions that are named as not judged. */
const MOST_OPEN = 3;
function renderFile(verification, paint) {
    const { sign, style } = verification_lines_SIGNS[(0,verification_words/* stateOf */.L4)(verification)];
    const { file, unjudged, notAsked } = verification;
    const title = `${(0,foreign_text/* forLogLine */.kz)((0,render_title/* renderTitle */.z)(verification))}: ${(0,verification_words/* renderHeld */.Wl)(verification)}`;
    const why = notAsked === null ? "" : ` (${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(notAsked, 500))})`;
    const open = unjudged
        .slice(0, MOST_OPEN)
        .map(({ line, why: reason }) => `    ${(0,foreign_text/* forLogLine */.kz)(`${file}:${line}: ${(0,foreign_text/* clip */.$Q)(reason, 500)}`)}`);
    return [`  ${paint[style](`${sign} ${title}`)}${why} ${paint.faint((0,foreign_text/* forLogLine */.kz)(file))}`, ...open];
}

;// CONCATENATED MODULE: ./lib/report/render-text.js


















/**
 * The whole report for a log or terminal, ends with a line feed: plan or status first, the result as the last line.
 * No line of it is a command to the runner, whatever the report holds. The tables of `status` and `history`, and their last
 * line, are laid out for `widthColumns`; null, for files and logs: as wide as they come.
 */
function renderText(report, paint, widthColumns) {
    return joinBlocks([
        report.command === "status" ? [] : renderPlanBlock(report, paint),
        renderStatusLines(report, paint, widthColumns),
        renderHistoryLines(report, paint, widthColumns),
        renderCreatedLines(report, paint),
        ...outcome(report, paint, isTable(report) ? widthColumns : null),
    ]);
}
const isTable = ({ command }) => command === "status" || command === "history";
/** What is known before anything is applied: the plan, one line a migration, and how its rehearsal went. */
function renderPlanText(report, paint) {
    return joinBlocks([renderPlanBlock(report, paint)]);
}
/** What became of the run, for after the plan was printed: notices, what stopped it, states, what to do, the result. */
function renderOutcomeText(report, paint) {
    return joinBlocks(outcome(report, paint, null));
}
function renderPlanBlock(report, paint) {
    return [
        ...renderAdoptionLines(report, paint),
        ...renderRepairLines(report, paint),
        ...renderPlanLines(report, paint),
        ...renderRehearsalLines(report, paint),
        ...renderSiteVerificationLines(report, paint),
        ...renderPreflightLines(report, paint),
        ...renderBlastRadiusLines(report, paint),
        ...renderEnvironmentLines(report, paint),
        ...renderCheckLines(report, paint),
    ];
}
function outcome(report, paint, widthColumns) {
    const notices = report.notices.map((notice) => `${paint.caution("!")} ${(0,foreign_text/* forLogLine */.kz)(notice)}`);
    const hasFailed = report.migrations.some(({ state }) => !(0,migration_states/* isDoneState */.Ig)(state));
    return [
        notices,
        renderFindingLines(report, paint),
        hasFailed ? renderStateLines(report, paint) : [],
        renderVerificationLines(report, paint),
        renderNextLines(report),
        renderAdoptionNext(report),
        renderRepairNext(report),
        renderCreatedNext(report),
        renderCommentLine(report),
        renderResult(report, paint, widthColumns),
    ];
}
/** Where the comment on the pull request is; empty where there is none. */
function renderCommentLine({ comment }) {
    if (!comment?.url)
        return [];
    return [`Comment on the pull request, ${comment.state}: ${(0,foreign_text/* forLogLine */.kz)(comment.url)}`];
}
function renderStateLines(report, paint) {
    return (0,migration_states/* makeStateGroups */.qO)(report.migrations).map(({ state, count, runs }) => {
        const { sign, word, meaning } = (0,migration_states/* stateWords */.Xu)(state, report.command);
        const versions = (0,migration_states/* renderRuns */.JH)(runs, (migration) => (0,foreign_text/* forLogLine */.kz)((0,render_title/* renderTitle */.z)(migration)));
        const number = (0,amounts/* renderNumber */.kT)(count);
        return `${plan_lines_paintOf(state, paint)(`${sign} ${word}`)} (${number}): ${versions} – ${meaning}`;
    });
}
/** One line; more where that is wider than `widthColumns`: then each part that does not fit begins a new one. */
function renderResult(report, paint, widthColumns) {
    const { tone, sign, words } = (0,make_headline/* makeHeadline */.d)(report);
    const { target } = report;
    const environment = target?.environment == null ? "" : ` (${(0,foreign_text/* forLogLine */.kz)(target.environment)})`;
    const where = target === null ? [] : [`${(0,foreign_text/* forLogLine */.kz)(`${target.database}@${target.host}`)}${environment}`];
    const width = widthColumns ?? Number.POSITIVE_INFINITY;
    const lines = (0,display_width/* wrapToWidth */.KI)(`${sign} ${words}`, width, 0, 2).map((line) => paint[tone](line));
    for (const part of [...where, (0,amounts/* renderDuration */.PP)(report.durationMs)]) {
        const longer = `${lines.at(-1)} · ${part}`;
        if ((0,display_width/* displayWidth */.F1)(longer) <= width)
            lines.splice(-1, 1, longer);
        else
            lines.push(...(0,display_width/* wrapToWidth */.KI)(part, width, 2, 2));
    }
    return lines;
}
function joinBlocks(blocks) {
    const texts = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
    return texts.length === 0 ? "" : `${texts.join("\n\n")}\n`;
}


/***/ }),

/***/ 66636:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ renderTitle)
/* harmony export */ });
/**
 * What people call a migration: `001_create_users`. Versions that hold the name already (`20230518191501_init`,
 * `R__views`, `1_initial.sql`) stand alone.
 */
function renderTitle({ version, name }) {
    const isHeld = version.replace(/\.sql$/i, "").endsWith(name);
    return isHeld ? version : `${version}_${name}`;
}


/***/ }),

/***/ 29526:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ rehearsedMs),
/* harmony export */   Z: () => (/* binding */ statementCount)
/* harmony export */ });
/** How long the rehearsal of a step took in milliseconds, over its rehearsed statements; null when none was. */
function rehearsedMs(step) {
    if (step.rehearsedMs !== undefined)
        return step.rehearsedMs;
    const times = step.statements.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
    return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0);
}
/** How many statements a step has. */
const statementCount = (step) => step.statementCount ?? step.statements.length;


/***/ }),

/***/ 56536:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F1: () => (/* binding */ displayWidth),
/* harmony export */   G1: () => (/* binding */ cutToWidth),
/* harmony export */   KI: () => (/* binding */ wrapToWidth)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(57975);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_util__WEBPACK_IMPORTED_MODULE_0__);

/** ASCII, and the signs that we draw ourselves: one column each, and nearly every text there is. */
const NARROW = /^[\x20-\x7e✓✗•…·–→]*$/;
/** What makes one picture of several characters: joiner, variation selector, keycap, flags, skin tones. */
const JOINED = /[\u200d\ufe0f\u20e3\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]/u;
/** Marks on the character before them, and what is not drawn. Conjoining vowels and finals of Hangul are such marks too. */
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]/u;
const EMOJI = /\p{Emoji_Presentation}/u;
/**
 * First and last character of each range of two columns, emoji aside. Source: Unicode's EastAsianWidth.txt, W and F, ranges
 * joined over what is unassigned or has no width.
 */
const WIDE = [
    ...[
        [0x1100, 0x115f],
        [0x2329, 0x232a],
        [0x2630, 0x2637],
        [0x268a, 0x268f],
        [0x2e80, 0x303e],
    ],
    ...[
        [0x3041, 0x3247],
        [0x3250, 0xa4cf],
        [0xa960, 0xa97f],
        [0xac00, 0xd7a3],
        [0xf900, 0xfaff],
        [0xfe10, 0xfe19],
    ],
    ...[
        [0xfe30, 0xfe6b],
        [0xff01, 0xff60],
        [0xffe0, 0xffe6],
        [0x16fe0, 0x18dff],
        [0x1aff0, 0x1b2fb],
    ],
    ...[
        [0x1d300, 0x1d376],
        [0x1f200, 0x1f265],
        [0x20000, 0x3fffd],
    ],
];
/** How many columns of a terminal `text`, one line of harmless characters, takes; styles (SGR) take none. */
function displayWidth(text) {
    if (NARROW.test(text))
        return text.length;
    const plain = text.includes("\u001b") ? (0,node_util__WEBPACK_IMPORTED_MODULE_0__.stripVTControlCharacters)(text) : text;
    return clustersOf(plain).reduce((sum, cluster) => sum + clusterWidth(cluster), 0);
}
/** `text` in at most `width` columns, the last one `…` where something was cut; never a part of what is seen as one. */
function cutToWidth(text, width) {
    if (displayWidth(text) <= width)
        return text;
    return `${fitting(text, width - 1)}…`;
}
/**
 * `text` in lines of at most `width` columns, broken at blanks, within a word only where that alone is wider; the first
 * begins with `first` blanks, the others with `next`. At least one line.
 */
function wrapToWidth(text, width, first, next) {
    const begun = " ".repeat(next);
    const lines = [];
    let line = " ".repeat(first);
    let isBare = true;
    const take = (piece) => {
        line += piece;
        isBare = false;
    };
    const breakLine = () => {
        lines.push(line);
        line = begun;
        isBare = true;
    };
    for (const word of text.split(" ")) {
        const blank = isBare ? "" : " ";
        if (displayWidth(line + blank + word) <= width) {
            take(blank + word);
            continue;
        }
        if (!isBare)
            breakLine();
        for (const cluster of clustersOf(word)) {
            // Each line takes at least one, however narrow it is.
            if (!isBare && displayWidth(line + cluster) > width)
                breakLine();
            take(cluster);
        }
    }
    return [...lines, line];
}
function fitting(text, width) {
    let taken = "";
    let left = width;
    for (const cluster of clustersOf(text)) {
        left -= clusterWidth(cluster);
        if (left < 0)
            break;
        taken += cluster;
    }
    return taken;
}
/** What is drawn as one: characters, with the marks on them. Intl is loaded only where pictures are joined. */
function clustersOf(text) {
    if (JOINED.test(text))
        return Array.from(graphemes().segment(text), ({ segment }) => segment);
    const clusters = [];
    for (const character of text) {
        if (clusters.length > 0 && NO_WIDTH.test(character))
            clusters.push(`${clusters.pop()}${character}`);
        else
            clusters.push(character);
    }
    return clusters;
}
let segmenter = null;
function graphemes() {
    segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
    return segmenter;
}
function clusterWidth(cluster) {
    // As a picture, where a terminal knows it; one that does not would draw more.
    if (cluster.length > 1 && JOINED.test(cluster))
        return 2;
    return Array.from(cluster, characterWidth).reduce((sum, width) => sum + width, 0);
}
function characterWidth(character) {
    if (NO_WIDTH.test(character))
        return 0;
    if (EMOJI.test(character))
        return 2;
    const code = character.codePointAt(0) ?? 0;
    return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}


/***/ }),

/***/ 52083:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ PLAIN_PAINT),
/* harmony export */   t: () => (/* binding */ ANSI_PAINT)
/* harmony export */ });
const unchanged = (text) => text;
/** For files, pipes and logs: no styles. */
const PLAIN_PAINT = {
    strong: unchanged,
    faint: unchanged,
    good: unchanged,
    caution: unchanged,
    bad: unchanged,
};
const style = (on, off) => (text) => `\u001b[${on}m${text}\u001b[${off}m`;
/** For terminals. Source: ECMA-48, 8.3.117, "SGR". */
const ANSI_PAINT = {
    strong: style(1, 22),
    faint: style(2, 22),
    good: style(32, 39),
    caution: style(33, 39),
    bad: style(31, 39),
};


/***/ }),

/***/ 96156:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ BACK_WORDS),
/* harmony export */   s: () => (/* binding */ renderAnswers)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(47789);

/** How a way back went, in words; nothing foreign in them but `why`, which is of our own making with versions in it. */
const BACK_WORDS = {
    restored: { sign: "✓", emoji: "✅", word: "taken back and applied again" },
    differs: { sign: "✗", emoji: "❌", word: "does not lead back" },
    failed: { sign: "✗", emoji: "❌", word: "failed" },
    untried: { sign: "•", emoji: "⚠️", word: "not tried" },
    none: { sign: "•", emoji: "", word: "no way back" },
};
/** `3 questions answered with true`; empty where there are none; that not all were, where that is so. */
function renderAnswers({ answered }) {
    if (answered === null)
        return "a question was answered with no";
    return answered === 0 ? "" : `${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCount */ .SS)(answered, "question")} answered with true`;
}


/***/ }),

/***/ 60318:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  $: () => (/* binding */ TROUBLESHOOTING)
});

// UNUSED EXPORTS: renderTroubleshooting

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
;// CONCATENATED MODULE: ./lib/report/troubleshooting/check.js
/** What `check` finds in a pull request. Nothing ran anywhere but on a server that is gone, or on the shadow. */
const CHECK_ENTRIES = {
    CHECK_BASE_MISSING: {
        title: "the base to compare with is not in the checkout",
        whatItMeans: "`base` names a branch, tag or commit that git does not find here, or that has no commit in common with this one, so nothing says which files are the pull request's.",
        whatToDo: "Give `actions/checkout` the input `fetch-depth: 0`, and write the branch as it is called on the remote. Without `base` the base branch of the pull request is taken.",
    },
    CHECK_EDITED: {
        title: "a file of the base branch was edited",
        whatItMeans: "A migration that is on the base branch may be applied somewhere already: there the edit would never run, and every `up` would refuse the file for its checksum. A comment is an edit too; line ends are not.",
        whatToDo: "Put the file back as it is on the base branch (`git checkout BASE -- FILE`) and write the change as a new migration. Repeatable migrations may be edited.",
    },
    CHECK_REMOVED: {
        title: "a file of the base branch was deleted or renamed",
        whatItMeans: "Where that migration is applied the ledger has it, and every `up` would miss its file, or run it again under its new version.",
        whatToDo: "Put the file back under its name. What it made is taken away by a new migration, not by deleting the old one.",
    },
    CHECK_LATE: {
        title: "a new file sorts before one of the base branch",
        whatItMeans: "Where the newer migration is applied already, this one would come late: its order would differ from one database to the next, and `up` refuses that.",
        whatToDo: "Give the file a version after the newest one of the base branch. Where the order does not matter, `out-of-order: allow` turns this into a remark; `up` needs it too then.",
    },
    CHECK_TAKEN: {
        title: "the base branch has this version by now",
        whatItMeans: "Since this branch began, another pull request with a migration of the same version was merged. Nothing shows that before the merge; after it the directory has the version twice.",
        whatToDo: "Give the file the next free version, after bringing the branch up to date.",
    },
    CHECK_DOWN_DIFFERS: {
        title: "a way back does not lead back",
        whatItMeans: "The migration was applied, taken back, and applied again on a throwaway database: its way back did not leave the schema as it was before, or the second time did not go as the first.",
        whatToDo: "The message names what differs. Undo in the down file everything that the migration makes, in the reverse order. What cannot be undone needs no down file: without one the migration cannot be taken back, and says so.",
    },
    VERIFY_FAILED: {
        title: "a verify file's question was answered with no",
        whatItMeans: "Each query of a `.verify.sql` file must give rows, and nothing in them but true, once its migration is applied. They run in a read-only transaction, each in its own. After `up` the migrations stay applied; in a rehearsal it is told as REHEARSAL_FAILED, and the target is not touched.",
        whatToDo: "Look at the query at the place given: either the migration does not do what it should, or the question is wrong. Write it so that it gives `true` or `false`: `SELECT count(*) = 3 FROM …`. A verify file may be edited at any time, it is no part of the checksum: `verify` asks again. What was applied is taken back with `down`, or put right by a new migration.",
    },
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting/connection.js
/** Exit code 3: no connection, or not let in. Nothing was changed in any of these. */
const CONNECTION_ENTRIES = {
    CONNECTION_FAILED: {
        title: "could not connect to the database",
        whatItMeans: "No server answered at the host and port within `wait-for-database`, its name has no address this machine can use, or it (or a pooler before it) has no connection free.",
        whatToDo: "Check host and port, that the server runs, and that its firewall lets the runner in. Hosted runners have no IPv6: where the host has only an IPv6 address, use the provider's IPv4 or pooler address. A run needs two connections at a time: see who has them with `SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3;`.",
    },
    AUTHENTICATION_FAILED: {
        title: "the database did not let this user in",
        whatItMeans: "The server answered and refused the user name or the password, or has no rule in `pg_hba.conf` for this user, database and address.",
        whatToDo: "Check the secret: percent-encoding in a URL, a line end at its end, the right environment. Separate `user` and `password` inputs need no escaping.",
    },
    DATABASE_MISSING: {
        title: "the database does not exist",
        whatItMeans: "The server is there and knows no database of this name. It is not created, because a misspelt name would look like a fresh database.",
        whatToDo: "Correct the name, or create it: `CREATE DATABASE name;`.",
    },
    TLS_FAILED: {
        title: "no secure connection could be made",
        whatItMeans: "The server does not offer TLS though `sslmode` asks for it, or its certificate could not be verified.",
        whatToDo: "With `verify-ca` or `verify-full` give the provider's certificate as `ssl-root-cert`; with `require` the certificate is not verified. For a server without TLS on a trusted network use `sslmode: disable`.",
    },
    SERVER_UNSUPPORTED: {
        title: "this server is not supported",
        whatItMeans: "The server is older than PostgreSQL 14, or does not behave as PostgreSQL where the migrations depend on it.",
        whatToDo: "Use PostgreSQL 14 or later. Connect to the server itself where a pooler in between is the cause.",
    },
    TARGET_READ_ONLY: {
        title: "the database is read-only",
        whatItMeans: "The server is a standby, or `default_transaction_read_only` is on for this user, database or server. What only reads (`plan`, `status`, `history`) works there.",
        whatToDo: "Connect to the primary. Where a setting is the cause, the message says where it is set: `SELECT source, sourcefile FROM pg_settings WHERE name = 'default_transaction_read_only';`. Providers set it when the disk is full: make room first.",
    },
    TARGET_REFUSED: {
        title: "the database refused one of our own queries",
        whatItMeans: "The server did not answer a query on its catalog or on the ledger, or ended it: a time limit, a standby that had to go on, no memory, no disk. That query changed nothing.",
        whatToDo: "The server's words are in the message. Run again when the cause is gone; it goes on with what is pending.",
    },
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting/gate.js
/** Exit code 5: the gate. The plan is made and shown; nothing ran on the target in any of these. */
const GATE_ENTRIES = {
    CONFIRMATION_MISSING: {
        title: "production needs a typed confirmation",
        whatItMeans: "The environment is production and nothing was typed, so this was a complete dry run and no more.",
        whatToDo: "Read the plan, then run again with `confirm: MIGRATE-PRODUCTION` (or your own `confirmation-phrase`), typed by a person as an input of `workflow_dispatch`.",
    },
    CONFIRMATION_WRONG: {
        title: "the confirmation is not the phrase",
        whatItMeans: "What was typed as `confirm` is compared whole with the phrase: case, blanks and hyphens count.",
        whatToDo: "Run again and type exactly `MIGRATE-PRODUCTION`, or your own `confirmation-phrase`.",
    },
    EXPECTED_PLAN_DIFFERS: {
        title: "the plan is not the one that was reviewed",
        whatItMeans: "`expected-plan` names another digest: since the review a file, the ledger or the target has changed. The message says which, as far as it can be told.",
        whatToDo: 'Run `plan` again, review it, and pass on its output `plan-digest`. In a workflow that plans, waits for an approval and applies, choose "Re-run all jobs": the failed job alone would come with the old digest.',
    },
    EXPECTED_DATABASE_DIFFERS: {
        title: "this is not the expected database",
        whatItMeans: "The connection leads to another database than `expected-database` names. Often the secret of another environment was used.",
        whatToDo: "Correct the secret or the `environment` of the job; `expected-database` is `name` or `host/name`.",
    },
    HAZARDS: {
        title: "the plan has hazards at the level that stops it",
        whatItMeans: "A statement would do harm that `fail-on` does not let through, such as blocking all reads for long.",
        whatToDo: "Write it in the way the hazard proposes, or accept it in the file with a reason: `-- migrate:allow RULE reason: …`.",
    },
    DRIFT: {
        title: "the target is not what its applied migrations make",
        whatItMeans: "The applied files were run again on a throwaway server, from nothing, and the schema they made is not the target's: somebody changed it by hand. `fail-on: medium` stops at that.",
        whatToDo: "Read the differences (the report's `rehearsal.drift` has all). Take back what was done by hand, or write it into a migration that finds it there (`IF NOT EXISTS`). With `fail-on: high` or `error` drift is shown and stops nothing.",
    },
    REHEARSAL_FAILED: {
        title: "the rehearsal failed",
        whatItMeans: "A migration failed on the throwaway server where all of them are run first. The target was not touched.",
        whatToDo: "Correct the statement at the place given and run again. Where it fails only on the throwaway server (an extension or a role that is missing there), install that on the runner or give a server like the target as `shadow-url`.",
    },
    REHEARSAL_MISSING: {
        title: "nothing could be rehearsed",
        whatItMeans: "A rehearsal is required (always in production) and there is no place for it: no server binaries on this machine and no `shadow-url`.",
        whatToDo: "Use a runner with PostgreSQL (hosted Ubuntu images have it), install it (`apt-get install postgresql`), or start a service container and give its URL as `shadow-url`. To go on without: `require-rehearsal: false`; `baseline` never goes on without.",
    },
    DOWN_DIFFERS: {
        title: "taken back, the schema is not what it was before",
        whatItMeans: "The migrations were applied, and their ways back were run, on a throwaway server; the schema was not then what it had been before them: something is left behind, or something else went with it. `down` stops at that, and so does `up` with `on-failure: rollback-batch`. Rows are not looked at: which of them go is told apart.",
        whatToDo: "Read the differences (the report's `rehearsal.restoration` has all), and undo in the way back all that the migration makes, and nothing else. Where that cannot be (a value of an enum cannot be dropped), `down` goes on with `accept-drift: true`, and `up` with `on-failure: stop`.",
    },
    SHADOW_IS_TARGET: {
        title: "the shadow is the target itself",
        whatItMeans: "`shadow-url` leads to the very database that is to be migrated; rehearsing there would be applying.",
        whatToDo: "Give another server or another database as `shadow-url`.",
    },
    SHADOW_UNUSABLE: {
        title: "the shadow cannot be used",
        whatItMeans: "The server at `shadow-url` could not be reached, or no database can be created there and the given one is neither empty nor a copy of the target.",
        whatToDo: "Give an empty database, a fresh copy of the target, or a user with `CREATEDB`.",
    },
    BASELINE_DIFFERS: {
        title: "the target is not what the files make",
        whatItMeans: "`baseline` ran the files up to `target` on a throwaway server, from nothing, and the schema they made is not the target's, or an extension is missing there and it cannot be told. Nothing was recorded.",
        whatToDo: "Read the differences (the report's `rehearsal.drift` has all). Often `target` names another version than the database is at. Else change the database, or write what it has into a migration. `accept-drift: true` records all the same; where an extension is missing, give a server that has it as `shadow-url`.",
    },
    BACKUP_TOO_OLD: {
        title: "the newest backup is too old",
        whatItMeans: "What `backup-marker` or `backup-command` told as the newest backup is older than `backup-max-age`, by the server's clock. It is looked at in the dry run, and again just before the first change.",
        whatToDo: "Make a backup and run again, or find out why none was made. Where older ones do, say so with `backup-max-age`.",
    },
    BACKUP_UNKNOWN: {
        title: "it cannot be told when the newest backup was made",
        whatItMeans: "`backup-marker` or `backup-command` failed, gave nothing, a text that is no time with a time zone, or a time that is still to come. The message says which.",
        whatToDo: "Run the query or the command by hand as the same user. Of a `timestamp` without time zone say which it is in: `finished_at AT TIME ZONE 'UTC'`; a command can print `date -u +%Y-%m-%dT%H:%M:%SZ`.",
    },
    REPLICATION_LAG: {
        title: "a standby is too far behind",
        whatItMeans: "A standby has not yet replayed what the target wrote longer ago than `max-replication-lag`, or how far behind it is cannot be told. A migration would put it back further, and who reads there would see the old schema all that time.",
        whatToDo: "Wait until it has caught up, or see why it does not (a long query there, a paused replay, a slow network). Where the lag may not be read: `GRANT pg_monitor TO …`.",
    },
    DISK_TOO_SMALL: {
        title: "the server's disk has less room than the plan needs",
        whatItMeans: "Tables are written anew beside what they are now, and less is free on the disk than they take. The statement would fail when the disk is full, and until then everybody else's writes with it.",
        whatToDo: "Make room or a larger disk, or change the table in another way (docs/hazards.md has one for each rule). Where the table is much smaller than its files, as after many deletions, `fail-on: never` lets the run go on.",
    },
    RIGHTS_MISSING: {
        title: "the user has not the rights that the plan needs",
        whatItMeans: "The catalog says that the server would refuse a statement of the plan: an object is made in a schema where the user may not create, a table is changed that belongs to another role, or an extension is not installed on the server's machine.",
        whatToDo: "Run what the message names as the owner, connect as a user that has the right, or name one with `role`. `fail-on: never` lets the run go on to where the server refuses.",
    },
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting/inputs.js
/** Exit code 2: inputs and files, all found before anything is planned. */
const INPUT_ENTRIES = {
    COMMAND_UNKNOWN: {
        title: "this command does not exist",
        whatItMeans: "The `command` input, or the first word of the command line, is not one this version has.",
        whatToDo: "Use one of those that the message names; `--help` says what each does.",
    },
    INPUT_UNKNOWN: {
        title: "an input has a name that does not exist",
        whatItMeans: "A misspelt input would be ignored in silence, so it stops the run instead.",
        whatToDo: "Compare the name with the table of inputs in the README; names are in kebab-case.",
    },
    INPUT_INVALID: {
        title: "an input has a value that cannot be used",
        whatItMeans: "The value is of the wrong kind: a duration without a unit, a word that is not in the list, a bad number.",
        whatToDo: "Durations are written `500ms`, `30s`, `10min`, `1h`; the message names the values that are allowed.",
    },
    INPUT_MISSING: {
        title: "an input is missing",
        whatItMeans: "Nothing says which database to use, or a value that another input needs is not there. A secret that is not set, or is not given to a workflow from a fork, arrives as an empty input.",
        whatToDo: "Give what the message names. Where it is the database, set `database-url` (or `host`, `database`, `user`, `password`), and check that the secret exists in this repository or environment and that the job names that `environment`.",
    },
    DATABASE_URL_INVALID: {
        title: "the database URL cannot be read",
        whatItMeans: "The URL is not of the form `postgres://user:password@host:port/database`. It is not printed, because it holds a password.",
        whatToDo: "Percent-encode the characters `@ : / ? # %` in user name and password, or give `host`, `port`, `database`, `user` and `password` as separate inputs: they need no escaping.",
    },
    DIRECTORY_MISSING: {
        title: "the migrations directory does not exist",
        whatItMeans: "There is nothing at `migrations-path`, seen from the working directory.",
        whatToDo: "Run `actions/checkout` before this step, and write the path from the root of the repository.",
    },
    DIRECTORY_EMPTY: {
        title: "the migrations directory has no migrations",
        whatItMeans: "An empty directory is more often a wrong path than a wish, so it is not taken as nothing to do.",
        whatToDo: "Check `migrations-path`; migrations are files such as `001_create_users.sql`.",
    },
    DIRECTORY_UNREADABLE: {
        title: "the migrations directory cannot be read",
        whatItMeans: "The path is not a directory, or this user may not read it.",
        whatToDo: "Check that `migrations-path` names a directory and that its permissions let the runner's user list it.",
    },
    LAYOUT_MIXED: {
        title: "the directory mixes two ways of naming migrations",
        whatItMeans: "Files of two layouts lie side by side, and their order would be a guess.",
        whatToDo: "Keep one layout in a directory, or name the one to use with `layout`.",
    },
    LAYOUT_INVALID: {
        title: "the files are not what their own tool would take",
        whatItMeans: "A folder without its SQL file, a journal that lists other files than there are, a file that does not follow the one before it: their own tool would stop there too, or pass over a migration.",
        whatToDo: "Do what the message says, usually: restore the file that is missing from the repository's history.",
    },
    FILE_NAME_INVALID: {
        title: "a file's name is not that of a migration",
        whatItMeans: "An `.sql` file in the directory has no version in its name. It is refused, because a skipped file is a lost migration.",
        whatToDo: "Rename it to `<digits>_<name>.sql`, or move it out of the directory.",
    },
    FILE_NOT_UTF8: {
        title: "a file is not UTF-8",
        whatItMeans: "The file has bytes that are no UTF-8 text, at the place given.",
        whatToDo: "Save it as UTF-8, for instance `iconv -f WINDOWS-1252 -t UTF-8 old.sql > new.sql`.",
    },
    FILE_HAS_NUL: {
        title: "a file has NUL bytes",
        whatItMeans: "PostgreSQL cannot take text with a NUL in it; the file is often UTF-16 or binary.",
        whatToDo: "Save it as UTF-8 without NUL bytes.",
    },
    FILE_OUTSIDE_DIRECTORY: {
        title: "a link leads out of the migrations directory",
        whatItMeans: "A symbolic link points outside of `migrations-path`, so what would run is not what was reviewed.",
        whatToDo: "Put the file itself into the directory.",
    },
    FILE_UNREADABLE: {
        title: "a file cannot be read",
        whatItMeans: "The operating system refused to read it; the message says why.",
        whatToDo: "Check the file's permissions and that it is an ordinary file.",
    },
    FILE_CHANGED: {
        title: "a large file was changed during the run",
        whatItMeans: "A file of more than 8 MB is read again while it is rehearsed and applied. It was no longer the one that the plan was made from, so what it had done was rolled back.",
        whatToDo: "Run again when nothing writes to the file any more, such as a checkout or a script that generates it.",
    },
    FILE_UNWRITABLE: {
        title: "a new migration could not be written",
        whatItMeans: "The operating system refused to write it: no permission, a full disk, a path that is no directory; the message says which. Nothing is half-written: what was begun is taken away again.",
        whatToDo: "Do what the hint says, and run `create` again.",
    },
    CREATE_REFUSED: {
        title: "the files of a new migration cannot be written for this directory",
        whatItMeans: "Only their own tool can write the files of this layout, or a new version would not be the last one in the directory, or what is asked for would never be read. Nothing was written.",
        whatToDo: "Do what the message says: for most such layouts it names the command of their own tool.",
    },
    DOWN_WITHOUT_UP: {
        title: "a down file has no up file",
        whatItMeans: "There is a way back for a migration that does not exist, so a file was lost or misnamed.",
        whatToDo: "Add the up file with the same version and name, or remove the down file.",
    },
    VERIFY_WITHOUT_UP: {
        title: "a verify file has no migration",
        whatItMeans: "There are questions about a version that no migration has, so they would never be asked: the migration was renamed or removed, or the number is mistyped.",
        whatToDo: "Give it the version of its migration (`016.verify.sql` for `016_add_time_zone.sql`), or remove it.",
    },
    HEADER_INVALID: {
        title: "a header in a file cannot be followed",
        whatItMeans: "A comment `-- migrate:…` is not one that is known or stands where it has no effect; or the markers of the tool that the directory is written for are missing, misspelt or out of order; or the file has those of another tool.",
        whatToDo: "Before the first statement use `-- migrate:no-transaction` or `-- migrate:timeout 10min`, anywhere `-- migrate:allow RULE reason: …`. Markers: write them as the hint says. Another tool's: name its layout with `layout`, or put the way back into a file of its own, `V_name.down.sql` beside `V_name.up.sql`, and take the markers out.",
    },
    FILE_UNSUPPORTED: {
        title: "a file needs what only the tool it was written for does",
        whatItMeans: "It is a program or a template, has placeholders or variables that its tool fills in, is a callback that its tool runs around migrations, has settings beside it that change what runs, or is for another kind of database. Run as it is, or left out, it would do something else than was meant.",
        whatToDo: "Write the SQL that it makes into the file, or move it out of the directory; the message names the file and the place. Where it has been applied everywhere, a file of the same name with nothing but comments keeps its place.",
    },
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting/plan.js
/** Exit code 4: files and ledger do not fit together. Nothing ran on the target in any of these. */
const PLAN_ENTRIES = {
    VERSION_DUPLICATE: {
        title: "two files have the same version",
        whatItMeans: "Versions are numbers: `1` and `01` are the same one. Often two branches took the same next number.",
        whatToDo: "Give the newer file the next free version. Leave a file that is applied anywhere as it is.",
    },
    SQL_UNTERMINATED: {
        title: "a quote or comment in a file is never closed",
        whatItMeans: "From the place given to the end of the file everything would be one string or comment.",
        whatToDo: "Close the quote, dollar quote or comment that begins at the place given.",
    },
    PSQL_COMMAND: {
        title: "a file has a psql command",
        whatItMeans: "A line such as `\\i file` or `\\set` is an order to the psql program, not SQL, and nothing here runs it.",
        whatToDo: "Write it as SQL. `\\restrict` and `\\unrestrict`, as pg_dump writes them, are left out by themselves.",
    },
    PLAN_EDITED: {
        title: "an applied file was edited",
        whatItMeans: "The file's checksum is not the one that was recorded when it was applied: databases would no longer be alike.",
        whatToDo: "Put the file back as it was (`git log -p -- file` shows it) and write the change as a new migration. Where the edit was on purpose and changes nothing in effect, such as a comment, `repair` with `accept-checksum: VERSION` shows both checksums; with `reason` and `apply: true` it puts the file's on record, and who did so and why into the history.",
    },
    PLAN_LATE: {
        title: "a pending file is older than the newest applied one",
        whatItMeans: "It was merged late: here it would run after migrations that elsewhere run after it.",
        whatToDo: "Give it a version newer than every applied one, or allow it with `out-of-order: allow` where the order does not matter.",
    },
    PLAN_MISSING: {
        title: "an applied file is gone",
        whatItMeans: "The ledger has a migration older than the newest file, and no file for it: deleted, renamed to another version, or the wrong directory.",
        whatToDo: "Restore the file from version control, and check `migrations-path` and `database`.",
    },
    PLAN_DUPLICATE: {
        title: "the ledger has one version twice",
        whatItMeans: "Two rows stand for the same version, such as `1` and `01`.",
        whatToDo: "Look at both rows in the ledger and delete the one that no file stands for.",
    },
    PLAN_AHEAD: {
        title: "the database is ahead of the files",
        whatItMeans: "The ledger has migrations newer than every file: this code is older than the database, as after going back to an earlier release.",
        whatToDo: "Deploy the code that has these files. Check that `database` and the checked-out commit are the ones meant.",
    },
    PLAN_UNFINISHED: {
        title: "an earlier migration was left half-way",
        whatItMeans: "A migration that runs without a transaction was begun and did not end, and where it goes on cannot be known: nothing tells whether the statement that was under way is done, or the file was changed since. Where it can be known, `up` goes on by itself.",
        whatToDo: "1. Run `repair`: it shows at which statement each such migration stopped, what is known of it, and what each choice would do; it changes nothing.\n2. Look in the database whether that statement is done, and choose for `version`: `resolve: resume` runs it and what follows, `skip` counts it as done and runs what follows, `done` records the whole migration as applied, `clear` takes it off the record, so that it runs from its beginning.\n3. Run `repair` with `version`, `resolve` and `apply: true`.",
    },
    REPAIR_REFUSED: {
        title: "what was chosen cannot be repaired so",
        whatItMeans: "`repair` was given a version of which nothing is left half-way, or a choice that it does not offer for it; or `accept-checksum` names a version that has no checksum to accept: not applied, half-way, without its file, or recorded by another tool; or `accept-drift` was given where nothing is kept of what is expected of the schema, or a run was cut off. Nothing was changed.",
        whatToDo: "Run `repair` without `resolve`: it lists what is left half-way, and what can be done about each. `status` shows which files were edited since they were applied. `up` keeps and settles what is expected, also where nothing is pending.",
    },
    PLAN_TRANSACTION_MIX: {
        title: "a file mixes statements that need and that refuse a transaction",
        whatItMeans: "A statement such as `CREATE INDEX CONCURRENTLY` cannot run in a transaction; the others of the file would lose theirs.",
        whatToDo: "Move the statement into a file of its own, which then runs without a transaction by itself. Or begin the file with `-- migrate:no-transaction` and accept that it can stop half-way.",
    },
    PLAN_TRANSACTION_CONTROL: {
        title: "a file controls transactions in a way that cannot be kept",
        whatItMeans: "A file may be wrapped in one `BEGIN … COMMIT`. Several transactions, or a stray `COMMIT` or `ROLLBACK`, would end the runner's own.",
        whatToDo: "Remove the statement, split the file, or begin it with `-- migrate:no-transaction`.",
    },
    PLAN_VERSION_UNKNOWN: {
        title: "the version asked for does not exist",
        whatItMeans: "No file has the version given as `target` or `version`.",
        whatToDo: "Compare it with the file names; the `status` command lists all versions.",
    },
    PLAN_EARLIER_PENDING: {
        title: "earlier migrations are still pending",
        whatItMeans: "`version` asks for one migration alone, and files before it are not applied.",
        whatToDo: "Use `target` to apply everything up to it, or allow it with `out-of-order: allow`.",
    },
    PLAN_LATER_APPLIED: {
        title: "what stays was applied later",
        whatItMeans: "`batch` asks to take back what one run applied, and later runs have applied more over it, which may need it.",
        whatToDo: "Take the later ones back too, with `steps` or `target`, or allow it with `out-of-order: allow` where nothing newer needs what goes.",
    },
    VERIFY_NOT_APPLIED: {
        title: "what was to be verified is not applied",
        whatItMeans: "`verify` was given a `version` or `target` that is pending on this database, so there is nothing to ask about it.",
        whatToDo: "Run `status` to see what is applied. After `up` its own migrations are verified by themselves.",
    },
    DOWN_MISSING: {
        title: "a migration has no way back",
        whatItMeans: "`down` would have to take back a migration that has no down file or part. Nothing was taken back, of the others neither. Or `up` was to take back all when a later one fails (`on-failure: rollback-batch`), and could not: nothing was applied.",
        whatToDo: "Follow the hint: it says whether this layout has ways back, and in which file. Else ask for fewer `steps`, or undo it with a new migration.",
    },
    DOWN_NOT_APPLIED: {
        title: "what to go down to, or to take back, is not applied",
        whatItMeans: "`target` names the version that stays as the newest applied one, and `batch` a run that applied something that still is. Neither is so here.",
        whatToDo: "Look at `status` for the versions and at `history` for the runs, and ask again.",
    },
    DOWN_DROPS_LEDGER: {
        title: "a way back takes away the ledger",
        whatItMeans: "A down file drops or empties the table in which applied migrations are recorded, or its history: the record of all the others, and of this run, would go with it.",
        whatToDo: "Leave that migration applied: give its version as `target`. Where the database is to be emptied altogether, drop it.",
    },
    LEDGER_FOREIGN: {
        title: "the ledger's table belongs to something else",
        whatItMeans: "There is a table of the ledger's name whose columns are not those of a ledger this version knows. It was not touched.",
        whatToDo: "Leave it as it is, and give ours another name, in every run: `ledger-table: migrate_action_ledger`. Where the table belongs to another migration tool, `adopt` with that `ledger-table` takes over what is on record there.",
    },
    LEDGER_CHANGED: {
        title: "another run changed the ledger meanwhile",
        whatItMeans: "While this run was under way another run recorded a migration of this plan, so the plan is no longer true. What this run tried of it is rolled back.",
        whatToDo: "Run again: the new plan starts from what is there now. A `concurrency` group in the workflow keeps runs apart.",
    },
    LEDGER_FORBIDDEN: {
        title: "this user may not use the ledger",
        whatItMeans: "The database user cannot read the ledger, or cannot create or change it. From PostgreSQL 15 on ordinary users may not create tables in schema `public`.",
        whatToDo: "Grant it: `GRANT USAGE, CREATE ON SCHEMA public TO user;` and, where the tables exist, `GRANT SELECT, INSERT, UPDATE ON public.schema_migrations, public.migration_history TO user;`. Or give the owner's `role`, or a schema of your own with `ledger-schema`.",
    },
    LEDGER_DAMAGED: {
        title: "the ledger has what no run could have written",
        whatItMeans: "A row has no version, or a number is on record after which there is none. Somebody or something else wrote it; what is applied cannot be told from it.",
        whatToDo: "The message says which rows. Correct or delete them by SQL; nothing else in the ledger is in doubt.",
    },
    ADOPTION_NEEDED: {
        title: "another tool has migrated this database",
        whatItMeans: "A ledger of another migration tool was found, by its columns, with migrations in it, and ours has none: every file would run again over what is there.",
        whatToDo: "Run `adopt`: it shows version by version what it would take over and writes nothing. Then run it with `apply: true`. Where that ledger belongs to something else than these files, set `adopt-from: none`.",
    },
    ADOPTION_SOURCE_MISSING: {
        title: "there is no ledger to adopt",
        whatItMeans: "No table that this user sees has the columns of a known tool's ledger, or none that fits `adopt-from`.",
        whatToDo: "Check `database`, and name the table as `adopt-from: schema.table`. A database that was migrated by hand has nothing to adopt.",
    },
    ADOPTION_AMBIGUOUS: {
        title: "more than one other ledger is there",
        whatItMeans: "Several tools, or several applications, have their ledger in this database.",
        whatToDo: "Say with `adopt-from: schema.table` which one the files here belong to.",
    },
    ADOPTION_UNFINISHED: {
        title: "the other tool left a migration half-way",
        whatItMeans: "Its ledger has a row that is dirty, failed or unfinished: whether that migration is in the database cannot be told from there.",
        whatToDo: "Follow the message: it says what the row means and with which words of that tool it is cleared. Then run `adopt` again.",
    },
    ADOPTION_LEDGER_FILLED: {
        title: "our ledger has rows already, and they are not those of the other tool",
        whatItMeans: "Adoption fills an empty ledger. Here some migrations are on record already, and others only with the other tool: often both tools have gone on running.",
        whatToDo: "Compare `status` with the other tool's own. Record by hand what is missing here, or name another `ledger-table` and adopt into that.",
    },
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting/run.js
/** Exit codes 1, 6, 7, 8 and 70: while applying. */
const RUN_ENTRIES = {
    MIGRATION_FAILED: {
        title: "a migration failed",
        whatItMeans: "The server refused a statement. In a transaction nothing of that migration is left; the ones before it stay applied (with `on-failure: rollback-batch` they are taken back), the ones after it were not run.",
        whatToDo: "Correct the file at the place given and run again: applied migrations are not repeated. Where the migration ran without a transaction, it stopped half-way, and the next run goes on with it; of a corrected file `repair` asks first (PLAN_UNFINISHED).",
    },
    CONNECTION_LOST: {
        title: "the connection to the database was lost",
        whatItMeans: "The server, or something on the way to it, ended the connection during the run. The ledger was read again: what it does not have is not applied.",
        whatToDo: "Run again: it goes on with what is pending. Where it happens again at the same place, look into the server's log (out of memory, a restart, a failover) and for a proxy that ends idle or long connections.",
    },
    COMMIT_LOST: {
        title: "what was committed is gone",
        whatItMeans: "The server said that the migration was committed. Then the connection was lost, and the server that answers now does not have it: a standby has taken over that had not received the last of the log.",
        whatToDo: "The report says what the ledger has now; run again, and what is missing is applied. See what else that failover lost. With synchronous replication a COMMIT is only told when a standby has it.",
    },
    RUN_LOCKED: {
        title: "another run is at this database",
        whatItMeans: "Another run held the run lock for longer than `run-lock-wait`. Nothing was applied by this one.",
        whatToDo: "Wait for the other run and start again, or raise `run-lock-wait`. If there is none any more, its connection still is: `SELECT a.pid, a.application_name, a.state, a.query FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory';`, then `SELECT pg_terminate_backend(pid);`.",
    },
    CANCELLED: {
        title: "the run was cancelled",
        whatItMeans: "A signal stopped it: somebody cancelled the job, it ran out of time, or `concurrency` replaced it. The running statement was cancelled and its transaction rolled back.",
        whatToDo: "Run again: it goes on after the last applied migration. A migration shown as failed ran without a transaction: it goes on where it stopped, or PLAN_UNFINISHED says why not.",
    },
    STATE_UNKNOWN: {
        title: "what happened last could not be found out",
        whatItMeans: "The connection was lost while a migration was being committed, and the database could not be asked afterwards.",
        whatToDo: "When the database can be reached, run `status`, or ask it: `SELECT version, status, applied_at FROM public.schema_migrations ORDER BY applied_at DESC LIMIT 5;`. A version on record as `completed` is applied; one that is not there left nothing. Then run again.",
    },
    INTERNAL: {
        title: "a fault of migrate-action itself",
        whatItMeans: "Something happened that this program does not expect.",
        whatToDo: "Run `status` to see what is applied, and report the fault with the log of this run.",
    },
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting.js







/** For each error code what it means and what to do, in Markdown of our own; docs/troubleshooting.md is made of it. */
const TROUBLESHOOTING = {
    ...RUN_ENTRIES,
    ...INPUT_ENTRIES,
    ...CONNECTION_ENTRIES,
    ...PLAN_ENTRIES,
    ...CHECK_ENTRIES,
    ...GATE_ENTRIES,
};
/** The Troubleshooting section: one `###` heading a code, in the order of `EXIT_CODE_OF`, without a heading of its own. */
function renderTroubleshooting() {
    const codes = Object.keys(EXIT_CODE_OF);
    const entries = codes.map((code) => {
        const { title, whatItMeans, whatToDo } = TROUBLESHOOTING[code];
        return `### ${code}\n\n**${title}** (exit code ${EXIT_CODE_OF[code]}). ${whatItMeans}\n\n${whatToDo}`;
    });
    return `${entries.join("\n\n")}\n`;
}


/***/ }),

/***/ 47284:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L4: () => (/* binding */ stateOf),
/* harmony export */   Wl: () => (/* binding */ renderHeld),
/* harmony export */   hd: () => (/* binding */ renderAllHeld),
/* harmony export */   md: () => (/* binding */ worstFirst)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(47789);

/** How the questions of one file stand. */
function stateOf({ problems, unjudged, notAsked }) {
    if (problems.length > 0)
        return "fails";
    return notAsked === null && unjudged.length === 0 ? "holds" : "open";
}
/** `verifications` with those first that somebody has to act on; else in their order. */
function worstFirst(verifications) {
    return ORDER.flatMap((state) => verifications.filter((one) => stateOf(one) === state));
}
const ORDER = ["fails", "open", "holds"];
/** `3 questions hold`, `1 of 3 questions holds`, `not asked`; nothing foreign in it. */
function renderHeld(verification) {
    const { questions, held, unjudged, notAsked } = verification;
    if (notAsked !== null)
        return "not asked";
    if (questions === 0)
        return "no question in it";
    const open = unjudged.length === 0 ? "" : `, ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderNumber */ .kT)(unjudged.length)} not judged here`;
    if (held === questions)
        return `${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCount */ .SS)(held, "question")} ${held === 1 ? "holds" : "hold"}${open}`;
    const all = (0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCount */ .SS)(questions, "question");
    return `${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderNumber */ .kT)(held)} of ${all} ${held === 1 ? "holds" : "hold"}${open}`;
}
/** All that was asked, in a few words: `12 questions of 3 files hold`. */
function renderAllHeld(verifications) {
    const asked = verifications.filter(({ notAsked }) => notAsked === null);
    const held = asked.reduce((sum, one) => sum + one.held, 0);
    return `${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCount */ .SS)(held, "question")} of ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCount */ .SS)(asked.length, "file")} ${held === 1 ? "holds" : "hold"}`;
}


/***/ }),

/***/ 42558:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ cancelOnSignals)
/* harmony export */ });
/**
 * Aborted by SIGINT and SIGTERM, listened to from now on until the process ends: a second one changes nothing, because the
 * first is being obeyed, and one that comes after the work must not cut off the report.
 */
function cancelOnSignals() {
    const controller = new AbortController();
    const onSignal = (name) => controller.abort(new Error(`Received ${name}.`));
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
    return controller.signal;
}


/***/ }),

/***/ 76326:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ handlerOf),
/* harmony export */   j: () => (/* binding */ createHandler)
/* harmony export */ });
/* harmony import */ var _setup_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(94453);

/** A handler of all routes. Nothing is connected or read before the first request. Throws MigrateErrors of bad inputs. */
function createHandler(options = {}) {
    const { inputs = {}, environment = process.env, basePath = "", log = writeText } = options;
    const print = (text) => void (async () => log(text))().catch(() => { });
    return handlerOf((0,_setup_js__WEBPACK_IMPORTED_MODULE_0__.makeSetup)({ values: new Map(Object.entries(inputs)), environment }, basePath, print));
}
const writeText = (text) => void process.stderr.write(`migrate-action: ${text}\n`);
/** The same of what is checked already. The routes and their libraries are loaded by the first request. */
function handlerOf(setup) {
    let app = null;
    const handle = async (request, bindings) => {
        app ??= Promise.all(/* import() */[__nccwpck_require__.e(2135), __nccwpck_require__.e(8719), __nccwpck_require__.e(9532), __nccwpck_require__.e(4099)]).then(__nccwpck_require__.bind(__nccwpck_require__, 74099)).then(({ makeApp }) => makeApp(setup));
        return await (await app).fetch(request, bindings);
    };
    return Object.assign(handle, { fetch: handle, close: async () => (await app)?.close() });
}


/***/ }),

/***/ 94453:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
// ESM COMPAT FLAG
__nccwpck_require__.r(__webpack_exports__);

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  makeSetup: () => (/* binding */ makeSetup),
  setupOf: () => (/* binding */ setupOf)
});

// EXTERNAL MODULE: ./lib/inputs/parse-inputs.js + 15 modules
var parse_inputs = __nccwpck_require__(78496);
// EXTERNAL MODULE: ./lib/inputs/raw-inputs.js
var raw_inputs = __nccwpck_require__(88606);
// EXTERNAL MODULE: ./lib/inputs/redactor.js
var redactor = __nccwpck_require__(12458);
// EXTERNAL MODULE: ./lib/inputs/secrets.js
var secrets = __nccwpck_require__(90757);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
;// CONCATENATED MODULE: ./lib/shells/http/base-path.js

/**
 * The path under which all routes are, without a slash at its end; empty: at the root. Rejects with INPUT_INVALID what is no
 * plain path: characters that mean something in a pattern, `.` and `..`, what a URL would write otherwise.
 */
function parseBasePath(text) {
    const path = text.replace(/\/+$/, "");
    if (path === "" || /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(path))
        return path;
    throw new errors/* MigrateError */.Oq("INPUT_INVALID", "basePath: It is not a path such as /internal/database.", {
        hint: "Write it as it stands in the request's URL: letters, digits, - . _ ~ and slashes.",
    });
}

;// CONCATENATED MODULE: ./lib/shells/http/setup.js





/** Rejects with MigrateErrors of all that is wrong with `raw` or `basePath`. */
function makeSetup(raw, basePath, print) {
    const values = new Map([...raw.values, ["command", "serve"]]);
    const inputs = (0,parse_inputs/* parseInputs */.TL)({ ...raw, values });
    return setupOf({ raw, inputs, redact: (0,redactor/* makeRedactor */.$)((0,secrets/* secretsIn */.V)(raw).forms), print }, basePath);
}
/** The same of inputs that are checked. Rejects with INPUT_INVALID of `basePath`. */
function setupOf({ raw, ...checked }, basePath) {
    return {
        raw,
        ...checked,
        adminToken: (0,raw_inputs/* environmentText */.H)(raw, "INTERNAL_ADMIN_TOKEN"),
        isProduction: (0,raw_inputs/* environmentText */.H)(raw, "NODE_ENV") === "production",
        basePath: parseBasePath(basePath),
    };
}


/***/ }),

/***/ 17579:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  U: () => (/* binding */ makeShownReport)
});

// EXTERNAL MODULE: ./lib/moment.js
var moment = __nccwpck_require__(12402);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
// EXTERNAL MODULE: ./lib/adoption/foreign-ledger.js
var foreign_ledger = __nccwpck_require__(64135);
;// CONCATENATED MODULE: ./lib/report/make-adoption-part.js

/** The report's part about `adoption`. */
function makeAdoptionPart({ ledger, rows }) {
    return {
        tool: ledger.tool.name,
        table: (0,foreign_ledger/* titleOf */.Gg)(ledger),
        rows: rows.map(({ entry, file, state }) => ({
            foreign: entry?.foreign ?? null,
            version: file?.version.text ?? null,
            name: file?.name ?? null,
            file: file?.file ?? null,
            state,
            appliedAt: entry?.appliedAt?.toISOString() ?? null,
        })),
    };
}

;// CONCATENATED MODULE: ./lib/report/make-blast-radius-part.js
/** The blast radius for a report; relations by name. */
function makeBlastRadiusPart(radius) {
    return {
        ...radius,
        relations: radius.relations.map(({ schema, name, ...touched }) => ({
            relation: `${schema}.${name}`,
            ...touched,
        })),
    };
}

;// CONCATENATED MODULE: ./lib/report/make-check-part.js
/** The report's part about a check. */
function makeCheckPart({ base, trips }) {
    const files = [...(base?.changes.files ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
        base: base && { name: base.name, commit: base.commit },
        changed: files.map(([file, change]) => ({
            file,
            change,
            lines: change === "edited" ? (base?.changes.lines.get(file) ?? null) : null,
        })),
        trips: trips.filter(isOfPullRequest).map(makeTrip),
    };
}
function isOfPullRequest({ entry: { origin, back, verify } }) {
    return origin === "pull-request" || back !== null || verify.length > 0;
}
function makeTrip({ entry, back, why, answered }) {
    const { version, name } = entry.step.file;
    return { version: version.text, name, origin: entry.origin, back, why, answered };
}

;// CONCATENATED MODULE: ./lib/report/make-failure.js
/** Longest statement in a report, in UTF-16 units. */
const MAX_SQL = 4_000;
/** What the report says of `error`; of a long statement its beginning. */
function makeFailure(error) {
    const { hint, version, at, sqlState, statement, statementAt } = error.details;
    return {
        code: error.code,
        message: error.message,
        hint: hint ?? null,
        version: version ?? null,
        at: at ?? null,
        sqlState: sqlState ?? null,
        statement: statement?.slice(0, MAX_SQL) ?? null,
        ...(statementAt === undefined ? {} : { statementAt }),
    };
}

;// CONCATENATED MODULE: ./lib/report/make-preflight-row.js
/** The question and its answer for a report. */
function makePreflightRow({ question, answer }) {
    const { step, line, column, keyColumns } = question;
    const isViolated = answer.answer === "violated";
    return {
        version: step.file.version.text,
        file: step.source.file,
        line,
        column,
        question: question.question,
        answer: answer.answer,
        count: isViolated ? answer.count : null,
        isExact: isViolated ? answer.isExact : true,
        keyColumns,
        keys: isViolated ? answer.keys : [],
        why: answer.answer === "not-answered" ? answer.why : null,
    };
}

;// CONCATENATED MODULE: ./lib/report/make-rehearsal-part.js

/** What the report says of a rehearsal but for its statements, which stand in the plan. */
function makeRehearsalPart(rehearsal) {
    return {
        site: rehearsal.site,
        ok: rehearsal.ok,
        schemaFrom: rehearsal.schemaFrom,
        description: rehearsal.description,
        drift: rehearsal.drift ?? [],
        driftUnknown: rehearsal.driftUnknown,
        ...(rehearsal.restoration === null ? {} : { restoration: makeRestoration(rehearsal.restoration) }),
        notRehearsed: rehearsal.notRehearsed.map(({ version, line, why }) => ({ version, line, why })),
        failure: rehearsal.failure && makeFailure(rehearsal.failure),
        ...(rehearsal.verifications.length === 0
            ? {}
            : { verification: rehearsal.verifications.map(makeVerification) }),
        durationMs: rehearsal.durationMs,
    };
}
/** What the report says of the answers to one file of questions. */
function makeVerification({ problems, ...verification }) {
    return { ...verification, problems: problems.map(makeFailure) };
}
function makeRestoration({ differences, unknown }) {
    return { differences: differences ?? [], unknown };
}

;// CONCATENATED MODULE: ./lib/report/make-repair-part.js

/** The report's part about `repair`; `reason`: why what it shows is accepted, as given. */
function makeRepairPart({ unfinished, chosen, acceptance, gone }, reason) {
    return {
        unfinished: unfinished.map(makeRow),
        chosen,
        ...(acceptance === null ? {} : { acceptance: makeAcceptancePart(acceptance, reason) }),
        ...(gone === null ? {} : { gone: { objects: gone, reason } }),
    };
}
function makeAcceptancePart({ file, row }, reason) {
    return {
        version: file.version.text,
        name: file.name,
        file: file.file,
        recordedChecksum: row.checksum ?? "",
        fileChecksum: file.checksum,
        appliedAt: row.appliedAt?.toISOString() ?? null,
        appliedBy: row.appliedBy,
        reason,
    };
}
function makeRow({ version, row, file, direction, concluded, known, choices }) {
    const source = concluded?.half.step.source ?? null;
    const statement = concluded?.half.statement ?? null;
    return {
        version,
        name: file?.name ?? row.name ?? "",
        file: source?.file ?? null,
        direction,
        status: row.status,
        statementsDone: row.statementsDone,
        at: source === null || statement === null
            ? null
            : { file: source.file, line: statement.line, column: statement.column },
        statement: statement?.head.slice(0, MAX_SQL) ?? null,
        known,
        choices,
    };
}

// EXTERNAL MODULE: ./lib/files/order.js
var order = __nccwpck_require__(54272);
// EXTERNAL MODULE: ./lib/plan/ledger-refusals.js
var ledger_refusals = __nccwpck_require__(56635);
// EXTERNAL MODULE: ./lib/plan/repeatables.js
var repeatables = __nccwpck_require__(88430);
;// CONCATENATED MODULE: ./lib/report/make-status-rows.js



/** One row for each migration that the directory or the ledger knows, ascending by version. */
function makeStatusRows(match) {
    const late = new Set((0,ledger_refusals/* lateFiles */._y)(match));
    const known = match.files.map(({ file, row }) => ({
        version: file.version,
        row: make_status_rows_makeRow(file.version.text, file.name, stateOf(file, row, late), row),
    }));
    const orphans = match.orphans.map(({ row, version, isAhead }) => ({
        version,
        row: make_status_rows_makeRow(row.version, row.name ?? "", isAhead ? "ahead" : "missing", row),
    }));
    const gone = match.gone.map(({ row, version }) => ({
        version,
        row: make_status_rows_makeRow(row.version, row.name ?? "", "gone", row),
    }));
    return [...known, ...orphans, ...gone]
        .sort((a, b) => (0,order/* compareOrder */.w)(a.version, b.version))
        .map(({ row }) => row);
}
function stateOf(file, row, late) {
    if (row === null)
        return late.has(file) ? "late" : "pending";
    if (row.status === "failed")
        return "failed";
    if (!(0,ledger_refusals/* isApplied */.KN)(row))
        return "running";
    if ((0,repeatables/* runsAgain */.jh)(file, row))
        return "again";
    return (0,ledger_refusals/* isEdited */.s5)(file, row) ? "edited" : "applied";
}
function make_status_rows_makeRow(version, name, state, row) {
    return {
        version,
        name,
        state,
        appliedAt: row?.appliedAt?.toISOString() ?? null,
        appliedBy: row?.appliedBy ?? null,
        executionTimeMs: row?.executionTimeMs ?? null,
        origin: row?.origin ?? null,
    };
}

;// CONCATENATED MODULE: ./lib/report/make-traced.js
/** A transaction that holds more (it goes through all partitions) is told by the strongest of them. */
const MOST_LOCKS = 100;
/** What a report says that a statement did; null: that is not known. */
function makeTraced(trace) {
    if (trace === null)
        return { locks: [], rewrites: [], scans: [] };
    const { locks, rewrites, scans, invalid, basis } = trace;
    // Weaker ones on an index say nothing that those on its table do not.
    const indexLocks = trace.indexLocks.filter(({ mode }) => mode === "AccessExclusiveLock");
    return {
        locks: locks.slice(0, MOST_LOCKS).map(makeLock),
        ...(locks.length > MOST_LOCKS ? { lockCount: locks.length } : {}),
        ...(indexLocks.length === 0 ? {} : { indexLocks: indexLocks.slice(0, MOST_LOCKS).map(makeLock) }),
        rewrites,
        scans,
        ...(invalid.length === 0 ? {} : { invalid }),
        basis,
    };
}
const makeLock = ({ relation, kind, mode, heldSince, onTarget, table }) => ({
    relation,
    mode,
    heldSince: heldSince + 1,
    kind,
    onTarget,
    ...(table === null ? {} : { table }),
});

;// CONCATENATED MODULE: ./lib/report/make-report.js










/** The report of a run as far as it has come; `uptimeMs`: now, as its moment of starting counts. */
function makeReport(draft, tool, uptimeMs) {
    const failures = draft.errors.map(makeFailure);
    const standing = draft.standing;
    return {
        format: "migrate-action.report/1",
        tool,
        command: draft.command,
        result: resultOf(draft),
        exitCode: exitOf(draft),
        startedAt: draft.started.at.toISOString(),
        durationMs: Math.max(0, Math.round(uptimeMs - draft.started.uptimeMs)),
        target: makeTarget(draft),
        ledger: standing && {
            previousVersion: (draft.plan ?? readOnly(draft))?.currentVersion ??
                (draft.adoption ?? draft.repair)?.previousVersion ??
                null,
            currentVersion: standing.currentVersion,
            applied: standing.applied,
            pending: standing.pending,
            ahead: standing.ahead,
        },
        plan: draft.plan && makePlanPart(draft.plan, draft),
        rehearsal: draft.rehearsal && makeRehearsalPart(draft.rehearsal),
        preflight: draft.preflight.map(makePreflightRow),
        ...(draft.verification === null ? {} : { verification: draft.verification.map(makeVerification) }),
        blastRadius: draft.blastRadius && makeBlastRadiusPart(draft.blastRadius),
        ...(draft.environment === null ? {} : { environment: draft.environment.checks.map(makeCheck) }),
        gate: draft.gate,
        migrations: draft.outcome?.migrations.map(makeMigration) ?? [],
        status: draft.command === "status" && draft.plan !== null ? makeStatusRows(draft.plan.match) : [],
        ...(draft.history === null ? {} : { history: draft.history.map(makeHistoryEntry) }),
        adoption: draft.adoption && makeAdoptionPart(draft.adoption.adoption),
        ...(draft.repair === null ? {} : { repair: makeRepairPart(draft.repair, acceptedFor(draft)) }),
        ...(draft.check === null ? {} : { check: makeCheckPart(draft.check) }),
        ...(draft.created === null ? {} : { created: draft.created.files }),
        batch: draft.batch,
        failure: failures[0] ?? null,
        problems: failures.length > 1 ? failures : [],
        notices: draft.notices,
    };
}
/** What `verify` found is what it leaves. */
const readOnly = ({ command, standing }) => (command === "verify" ? standing : null);
function resultOf(draft) {
    const [error] = draft.errors;
    if (error !== undefined) {
        if (error.code === "CANCELLED")
            return "cancelled";
        if (error.code === "STATE_UNKNOWN")
            return "unknown";
        return draft.outcome === null && !isFaultOnTheWay(error) ? "refused" : "failed";
    }
    if (draft.created !== null)
        return draft.created.end === "shown" ? "planned" : "created";
    if (draft.outcome !== null)
        return draft.command === "down" ? "rolled-back" : "applied";
    if (draft.adoption !== null)
        return ADOPTION_RESULTS[draft.adoption.end];
    if (draft.repair !== null)
        return REPAIR_RESULTS[draft.repair.end];
    if (draft.check !== null)
        return isTouched(draft) ? "planned" : "nothing-to-do";
    // A run that changes and has no outcome found, under the run lock, that another run had done all of its plan.
    return !isChange(draft) && draft.plan !== null && draft.plan.steps.length > 0 ? "planned" : "nothing-to-do";
}
/** True where a check had something to look at: new migrations, ways back, questions. */
const isTouched = ({ plan, check }) => (plan?.steps.length ?? 0) > 0 || (check?.trips.length ?? 0) > 0;
const isChange = ({ command, inputs }) => (command === "up" || command === "down" || command === "baseline") && inputs?.dryRun !== true;
const ADOPTION_RESULTS = {
    shown: "planned",
    nothing: "nothing-to-do",
    written: "applied",
};
const REPAIR_RESULTS = {
    shown: "planned",
    nothing: "nothing-to-do",
    written: "applied",
};
/** Errors that say nothing about the migrations themselves: nothing was refused, it just did not work. */
function isFaultOnTheWay(error) {
    const exit = (0,errors/* exitCodeOf */.FO)([error]);
    return exit === 3 || exit === 6 || exit === 70 || exit === 1;
}
function exitOf(draft) {
    const [first, ...rest] = draft.errors;
    return first === undefined ? 0 : (0,errors/* exitCodeOf */.FO)([first, ...rest]);
}
function makeTarget({ connection, facts, inputs }) {
    if (connection === null || facts === null)
        return null;
    return {
        host: connection.host,
        port: connection.port,
        database: facts.database,
        user: facts.user,
        serverVersion: facts.version,
        environment: inputs?.gate.environment ?? null,
        role: inputs?.role ?? null,
    };
}
function makePlanPart(plan, { rehearsal, losses, hazards }) {
    const waysBack = new Map(plan.waysBack.map(({ file, source }) => [file, source.file]));
    return {
        digest: plan.digest,
        refusals: plan.refusals,
        steps: plan.steps.map((step) => ({
            version: step.file.version.text,
            name: step.file.name,
            file: step.source.file,
            checksum: step.file.checksum,
            mode: step.script.mode,
            ...(step.replaces === null ? {} : { runsAgain: true }),
            ...(waysBack.has(step.file) ? { wayBack: waysBack.get(step.file) ?? "" } : {}),
            ...(losses?.has(step) ? { losses: losses.get(step) ?? [] } : {}),
            ...makeStatements(step, rehearsal?.durationsMs.get(step) ?? [], rehearsal?.traces.get(step) ?? []),
            hazards: (hazards?.get(step)?.hazards ?? []).map(makeHazard),
        })),
    };
}
/** A report of a file of a hundred thousand statements would be as long as that file. */
const MOST_STATEMENTS = 1_000;
function makeStatements({ script: { statements } }, durationsMs, traces) {
    const shown = statements.slice(0, MOST_STATEMENTS).map((statement, index) => ({
        ...makeStatement(statement),
        ...makeTraced(traces[index] ?? null),
        durationMs: durationsMs[index] ?? null,
    }));
    const statementCount = statements.reduce((sum, { count }) => sum + count, 0);
    if (statementCount === shown.length)
        return { statements: shown };
    const times = durationsMs.filter((durationMs) => durationMs !== null);
    const rehearsedMs = times.reduce((sum, time) => sum + time, 0);
    return { statements: shown, statementCount, ...(times.length === 0 ? {} : { rehearsedMs }) };
}
function makeStatement({ head, size, count, line, column, }) {
    const isCut = head.length > MAX_SQL || size > Buffer.byteLength(head);
    return {
        line,
        column,
        sql: head.slice(0, MAX_SQL),
        truncated: isCut,
        ...(count === 1 ? {} : { count }),
    };
}
function makeHazard({ rule, level, line, column, message, instead, allowedBecause }) {
    return { rule, level, line, column, message, instead, allowedBecause };
}
/** Why what `repair` shows may be as it is, as given. */
const acceptedFor = ({ inputs }) => (inputs?.acceptChecksum ?? inputs?.acceptGone)?.reason ?? null;
function makeMigration({ step, state, durationMs, tries, error }) {
    return { version: step.file.version.text, name: step.file.name, state, durationMs, tries, error };
}
function makeHistoryEntry({ executedAt, backup, ...entry }) {
    const made = { ...entry, executedAt: executedAt?.toISOString() ?? null };
    return backup === null ? made : { ...made, backup };
}
function makeCheck({ kind, state, message, figures }) {
    return { kind, state, message, figures };
}

// EXTERNAL MODULE: ./lib/report/redact-report.js
var redact_report = __nccwpck_require__(17629);
// EXTERNAL MODULE: ./lib/tool.js
var tool = __nccwpck_require__(16200);
;// CONCATENATED MODULE: ./lib/shells/make-shown-report.js




/** The report of `draft` as of now, fit to leave the process: every text in it redacted. */
function makeShownReport(draft, redact) {
    return (0,redact_report/* redactReport */.a)(makeReport(draft, tool/* TOOL */.j, (0,moment/* readUptimeMs */.D)()), redact);
}


/***/ }),

/***/ 97313:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ renderFault)
/* harmony export */ });
/* harmony import */ var _report_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(97095);

/** What is said of what nobody has caught, redacted and harmless: where it was thrown is in it. */
function renderFault(error, redact) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return (0,_report_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .forLog */ .Ig)(redact(`A fault of migrate-action itself: ${stack}`));
}


/***/ }),

/***/ 77011:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ runCommand),
/* harmony export */   s: () => (/* binding */ checkInputs)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(42357);
/* harmony import */ var _files_read_migrations_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(59222);
/* harmony import */ var _inputs_parse_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(78496);
/* harmony import */ var _ledger_read_ledger_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(88451);
/* harmony import */ var _moment_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(12402);
/* harmony import */ var _pipeline_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(99908);
/* harmony import */ var _report_draft_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(78608);







/** The inputs of `raw`, or a draft with all that is wrong with them and with the files; never rejects. */
async function checkInputs(raw, world) {
    const started = (0,_moment_js__WEBPACK_IMPORTED_MODULE_5__/* .readMoment */ .T)();
    try {
        const inputs = (0,_inputs_parse_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .parseInputs */ .TL)(raw);
        (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .throwAll */ .Kx)(world.problems);
        return { inputs: { ...inputs, notices: [...world.warnings, ...inputs.notices] } };
    }
    catch (error) {
        const found = (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorsOf */ .Bp)(error).filter((problem) => !world.problems.includes(problem));
        const errors = [...world.problems, ...found, ...(await fileProblems(raw))];
        const command = raw.values.get("command") ?? "up";
        return { draft: { ...(0,_report_draft_js__WEBPACK_IMPORTED_MODULE_6__/* .newDraft */ .c)(command, started), errors, notices: world.warnings } };
    }
}
/** From raw inputs to a finished draft; never rejects. */
async function runCommand(raw, world) {
    const started = (0,_moment_js__WEBPACK_IMPORTED_MODULE_5__/* .readMoment */ .T)();
    const checked = await checkInputs(raw, world);
    if ("draft" in checked)
        return { draft: checked.draft, ephemeral: null };
    const { inputs } = checked;
    const read = { readFiles: _files_read_migrations_js__WEBPACK_IMPORTED_MODULE_1__/* .readMigrations */ .Y, readTarget: _ledger_read_ledger_js__WEBPACK_IMPORTED_MODULE_3__/* .readServerAndLedger */ .Um };
    const outside = { ...world, environment: raw.environment, ...read };
    if (inputs.target.kind !== "ephemeral") {
        const { connection } = inputs;
        return { draft: await (0,_pipeline_js__WEBPACK_IMPORTED_MODULE_4__/* .run */ .eF)(inputs, { ...outside, connection }), ephemeral: null };
    }
    try {
        const { startEphemeralTarget } = await Promise.all(/* import() */[__nccwpck_require__.e(9876), __nccwpck_require__.e(4293)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4293));
        const ephemeral = await startEphemeralTarget(world.ephemeralLifetime, world.signal, raw.environment["RUNNER_TRACKING_ID"]);
        world.onEphemeral(ephemeral);
        return {
            draft: await (0,_pipeline_js__WEBPACK_IMPORTED_MODULE_4__/* .run */ .eF)(inputs, { ...outside, connection: ephemeral.connection }),
            ephemeral,
        };
    }
    catch (error) {
        return {
            draft: { ...(0,_report_draft_js__WEBPACK_IMPORTED_MODULE_6__/* .newDraft */ .c)(inputs.command, started), inputs, errors: (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorsOf */ .Bp)(error) },
            ephemeral: null,
        };
    }
}
/** Problems of the directory, so that they are told together with those of the inputs; `create` may make it. */
async function fileProblems(raw) {
    if (raw.values.get("command")?.trim() === "create")
        return [];
    const path = raw.values.get("migrations-path")?.trim() || "migrations";
    if ((0,_inputs_parse_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .isUrl */ .gU)(path))
        return [];
    try {
        await (0,_files_read_migrations_js__WEBPACK_IMPORTED_MODULE_1__/* .readMigrations */ .Y)(path, "auto");
        return [];
    }
    catch (error) {
        return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorsOf */ .Bp)(error).filter(({ code }) => code !== "INTERNAL");
    }
}


/***/ }),

/***/ 51215:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ tellOfFaults)
/* harmony export */ });
/* harmony import */ var _render_fault_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(97313);

/** The exit code of INTERNAL. */
const FAULT = 70;
/**
 * Says what nobody has caught, an unhandled rejection among it, and ends with 70. Node's own words would be on standard
 * error as they are: with all fields of the error, and the secrets and workflow commands that may be in them.
 */
function tellOfFaults(shell, redact) {
    const onFault = (error) => {
        const text = (0,_render_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .renderFault */ .L)(error, redact);
        process.stderr.write(`${text}\n`);
        if (shell === "action") {
            const [first = ""] = text.split("\n");
            process.stdout.write(`::error title=INTERNAL::${first.replaceAll("%", "%25")}\n`);
        }
        process.exit(FAULT);
    };
    process.on("uncaughtException", onFault);
    return { stopListening: () => void process.off("uncaughtException", onFault) };
}


/***/ }),

/***/ 85336:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BK: () => (/* binding */ Terminal),
/* harmony export */   S: () => (/* binding */ screenOf),
/* harmony export */   qz: () => (/* binding */ widthOf)
/* harmony export */ });
/* harmony import */ var _report_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(97095);
/* harmony import */ var _report_redact_report_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(17629);
/* harmony import */ var _report_render_progress_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(65799);
/* harmony import */ var _report_text_display_width_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(56536);




/** What `stream` is. `TERM=dumb`: nothing but lines. */
function screenOf(stream, environment) {
    return stream.isTTY && environment["TERM"] !== "dumb" ? "redraw" : "append";
}
/** Columns of the terminal that `stream` is; null: it is none, or does not say. */
const widthOf = (stream) => (stream.isTTY && stream.columns) || null;
/** Standard error as people see it: lines, and where it can be drawn on one live line below them. */
class Terminal {
    #stream;
    #verbosity;
    #redact;
    #screen;
    #live = null;
    #timer = null;
    constructor(stream, verbosity, redact) {
        this.#stream = stream;
        this.#verbosity = verbosity;
        this.#redact = redact;
        this.#screen = screenOf(stream, process.env);
    }
    /** Text that is harmless already: the report's. */
    print(text) {
        this.#clear();
        this.#stream.write(this.#redact(text));
    }
    /** Takes progress: lines stay, the live line shows what is under way and for how long. */
    onProgress(progress) {
        if (this.#verbosity === "quiet")
            return;
        if (progress.kind === "server-notice" && this.#verbosity !== "verbose")
            return;
        // Before it is made harmless: what that changes in a secret would hide it from the redaction of `print`.
        const shown = (0,_report_redact_report_js__WEBPACK_IMPORTED_MODULE_0__/* .redactTexts */ .S)(progress, this.#redact);
        const line = (0,_report_render_progress_js__WEBPACK_IMPORTED_MODULE_1__/* .renderProgress */ .E)(shown);
        if (line !== null)
            this.print(`${(0,_report_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__/* .forLog */ .Ig)(line)}\n`);
        const live = (0,_report_render_progress_js__WEBPACK_IMPORTED_MODULE_1__/* .renderLive */ .j)(shown);
        if (this.#screen === "redraw" && live !== null)
            this.#startLive(live);
    }
    /** What a person types in answer; null when the input ends, or `signal` is aborted. Ctrl-C is a SIGINT, as elsewhere. */
    async ask(question, signal) {
        this.#clear();
        if (signal.aborted)
            return null;
        const { createInterface } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 80481, 23));
        const reader = createInterface({ input: process.stdin, output: this.#stream });
        const close = () => reader.close();
        signal.addEventListener("abort", close, { once: true });
        // While a line is read the terminal sends no signals: its keys come as they are.
        reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
        let answer = null;
        await new Promise((resolve) => {
            reader.on("close", resolve);
            reader.question((0,_report_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__/* .forLog */ .Ig)(this.#redact(question)), (typed) => {
                answer = typed;
                reader.close();
            });
        });
        signal.removeEventListener("abort", close);
        // What comes next does not begin behind the question.
        if (answer === null)
            this.#stream.write("\n");
        return answer;
    }
    /** Takes the live line away for good. */
    end() {
        this.#clear();
    }
    #startLive(text) {
        this.#live = { text: (0,_report_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__/* .forLog */ .Ig)(text), since: performance.now() };
        // Short work needs no line: it would only flicker.
        this.#timer ??= setInterval(() => this.#draw(), 200).unref();
    }
    #draw() {
        if (this.#live === null)
            return;
        const seconds = ((performance.now() - this.#live.since) / 1000).toFixed(1);
        const text = (0,_report_text_display_width_js__WEBPACK_IMPORTED_MODULE_2__/* .cutToWidth */ .G1)(`  … ${this.#live.text} ${seconds} s`, (this.#stream.columns || 80) - 1);
        this.#stream.write(`\r\u001b[2K${text}`);
    }
    #clear() {
        if (this.#timer === null)
            return;
        clearInterval(this.#timer);
        this.#timer = null;
        this.#live = null;
        this.#stream.write("\r\u001b[2K");
    }
}


/***/ }),

/***/ 81576:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ withComment)
/* harmony export */ });
/**
 * `report` with what became of its comment on the pull request, where a run may have to write one: what that needs is
 * loaded only then. `inputs` null: they could not be read.
 */
async function withComment(report, inputs, redact) {
    if (inputs === null || !["check", "plan", "up"].includes(inputs.command))
        return report;
    const { token, comment } = inputs.github;
    if (comment === "never" || (comment === "auto" && token === null))
        return report;
    const { commentOn } = await Promise.all(/* import() */[__nccwpck_require__.e(1635), __nccwpck_require__.e(702)]).then(__nccwpck_require__.bind(__nccwpck_require__, 60702));
    return await commentOn(report, inputs, redact);
}


/***/ }),

/***/ 97160:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ writeReport)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _files_make_directories_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(56390);



/** Writes `report` as JSON to `path`, readable by this account alone; the reason when that cannot be done. */
function writeReport(path, report) {
    try {
        (0,_files_make_directories_js__WEBPACK_IMPORTED_MODULE_2__/* .makeDirectories */ .K)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path));
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(path, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
        return null;
    }
    catch (error) {
        return `The report could not be written to ${path}: ${error instanceof Error ? error.message : String(error)}`;
    }
}


/***/ }),

/***/ 16200:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ TOOL)
/* harmony export */ });
/** Name and version of this tool, as in package.json (a test holds them together). */
const TOOL = { name: "migrate-action", version: "1.0.0" };


/***/ }),

/***/ 785:
/***/ ((__unused_webpack_module, exports) => {

"use strict";

Object.defineProperty(exports, "__esModule", ({ value: true }));
// This is an empty module that is served up when outside of a workerd environment
// See the `exports` field in package.json
exports["default"] = {};
//# sourceMappingURL=empty.js.map

/***/ }),

/***/ 26122:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


//Parse method copied from https://github.com/brianc/node-postgres
//Copyright (c) 2010-2014 Brian Carlson (brian.m.carlson@gmail.com)
//MIT License

//parses a connection string
function parse(str, options = {}) {
  //unix socket
  if (str.charAt(0) === '/') {
    const config = str.split(' ')
    return { host: config[0], database: config[1] }
  }

  // Check for empty host in URL

  const config = Object.create(null)
  let result
  let dummyHost = false
  if (/ |%[^a-f0-9]|%[a-f0-9][^a-f0-9]/i.test(str)) {
    // Ensure spaces are encoded as %20
    str = encodeURI(str).replace(/%25(\d\d)/g, '%$1')
  }

  try {
    try {
      result = new URL(str, 'postgres://base')
    } catch (e) {
      // The URL is invalid so try again with a dummy host
      result = new URL(str.replace('@/', '@___DUMMY___/'), 'postgres://base')
      dummyHost = true
    }
  } catch (err) {
    // Remove the input from the error message to avoid leaking sensitive information
    err.input && (err.input = '*****REDACTED*****')
    throw err
  }

  // We'd like to use Object.fromEntries() here but Node.js 10 does not support it
  for (const entry of result.searchParams.entries()) {
    config[entry[0]] = entry[1]
  }

  config.user = config.user || decodeURIComponent(result.username)
  config.password = config.password || decodeURIComponent(result.password)

  if (result.protocol == 'socket:') {
    config.host = decodeURI(result.pathname)
    config.database = result.searchParams.get('db')
    config.client_encoding = result.searchParams.get('encoding')
    return config
  }
  const hostname = (dummyHost ? '' : result.hostname).replace(/^\[(.+)\]$/, '$1')
  if (!config.host) {
    // Only set the host if there is no equivalent query param.
    config.host = decodeURIComponent(hostname)
  } else if (hostname && /^%2f/i.test(hostname)) {
    // Only prepend the hostname to the pathname if it is not a URL encoded Unix socket host.
    result.pathname = hostname + result.pathname
  }
  if (!config.port) {
    // Only set the port if there is no equivalent query param.
    config.port = result.port
  }

  const pathname = result.pathname.slice(1) || null
  config.database = pathname ? decodeURI(pathname) : null

  if (config.ssl === 'true' || config.ssl === '1') {
    config.ssl = true
  }

  if (config.ssl === '0') {
    config.ssl = false
  }

  if (config.sslcert || config.sslkey || config.sslrootcert || config.sslmode) {
    config.ssl = {}
  }

  // sslnegotiation=direct implies SSL is in use (libpq requires sslmode>=require),
  // so enable SSL if the connection string did not otherwise configure it.
  if (config.sslnegotiation === 'direct' && config.ssl === undefined) {
    config.ssl = true
  }

  // Only try to load fs if we expect to read from the disk
  const fs = config.sslcert || config.sslkey || config.sslrootcert ? __nccwpck_require__(79896) : null

  if (config.sslcert) {
    config.ssl.cert = fs.readFileSync(config.sslcert).toString()
  }

  if (config.sslkey) {
    config.ssl.key = fs.readFileSync(config.sslkey).toString()
  }

  if (config.sslrootcert) {
    config.ssl.ca = fs.readFileSync(config.sslrootcert).toString()
  }

  if (options.useLibpqCompat && config.uselibpqcompat) {
    throw new Error('Both useLibpqCompat and uselibpqcompat are set. Please use only one of them.')
  }

  if (config.uselibpqcompat === 'true' || options.useLibpqCompat) {
    switch (config.sslmode) {
      case 'disable': {
        config.ssl = false
        break
      }
      case 'prefer': {
        config.ssl.rejectUnauthorized = false
        break
      }
      case 'require': {
        if (config.sslrootcert) {
          // If a root CA is specified, behavior of `sslmode=require` will be the same as that of `verify-ca`
          config.ssl.checkServerIdentity = function () {}
        } else {
          config.ssl.rejectUnauthorized = false
        }
        break
      }
      case 'verify-ca': {
        if (!config.ssl.ca) {
          throw new Error(
            'SECURITY WARNING: Using sslmode=verify-ca requires specifying a CA with sslrootcert. If a public CA is used, verify-ca allows connections to a server that somebody else may have registered with the CA, making you vulnerable to Man-in-the-Middle attacks. Either specify a custom CA certificate with sslrootcert parameter or use sslmode=verify-full for proper security.'
          )
        }
        config.ssl.checkServerIdentity = function () {}
        break
      }
      case 'verify-full': {
        break
      }
    }
  } else {
    switch (config.sslmode) {
      case 'disable': {
        config.ssl = false
        break
      }
      case 'prefer':
      case 'require':
      case 'verify-ca':
      case 'verify-full': {
        if (config.sslmode !== 'verify-full') {
          deprecatedSslModeWarning(config.sslmode)
        }
        break
      }
      case 'no-verify': {
        config.ssl.rejectUnauthorized = false
        break
      }
    }
  }

  return config
}

// convert pg-connection-string ssl config to a ClientConfig.ConnectionOptions
function toConnectionOptions(sslConfig) {
  const connectionOptions = Object.entries(sslConfig).reduce((c, [key, value]) => {
    // we explicitly check for undefined and null instead of `if (value)` because some
    // options accept falsy values. Example: `ssl.rejectUnauthorized = false`
    if (value !== undefined && value !== null) {
      c[key] = value
    }

    return c
  }, Object.create(null))

  return connectionOptions
}

// convert pg-connection-string config to a ClientConfig
function toClientConfig(config) {
  const poolConfig = Object.entries(config).reduce((c, [key, value]) => {
    if (key === 'ssl') {
      const sslConfig = value

      if (typeof sslConfig === 'boolean') {
        c[key] = sslConfig
      }

      if (typeof sslConfig === 'object') {
        c[key] = toConnectionOptions(sslConfig)
      }
    } else if (value !== undefined && value !== null) {
      if (key === 'port') {
        // when port is not specified, it is converted into an empty string
        // we want to avoid NaN or empty string as a values in ClientConfig
        if (value !== '') {
          const v = parseInt(value, 10)
          if (isNaN(v)) {
            throw new Error(`Invalid ${key}: ${value}`)
          }

          c[key] = v
        }
      } else {
        c[key] = value
      }
    }

    return c
  }, Object.create(null))

  return poolConfig
}

// parses a connection string into ClientConfig
function parseIntoClientConfig(str) {
  return toClientConfig(parse(str))
}

function deprecatedSslModeWarning(sslmode) {
  if (!deprecatedSslModeWarning.warned && typeof process !== 'undefined' && process.emitWarning) {
    deprecatedSslModeWarning.warned = true
    process.emitWarning(`SECURITY WARNING: The SSL modes 'prefer', 'require', and 'verify-ca' are treated as aliases for 'verify-full'.
In the next major version (pg-connection-string v3.0.0 and pg v9.0.0), these modes will adopt standard libpq semantics, which have weaker security guarantees.

To prepare for this change:
- If you want the current behavior, explicitly use 'sslmode=verify-full'
- If you want libpq compatibility now, use 'uselibpqcompat=true&sslmode=${sslmode}'

See https://www.postgresql.org/docs/current/libpq-ssl.html for libpq SSL mode definitions.`)
  }
}

module.exports = parse

parse.parse = parse
parse.toClientConfig = toClientConfig
parse.parseIntoClientConfig = parseIntoClientConfig


/***/ }),

/***/ 62299:
/***/ ((module) => {

"use strict";


// selected so (BASE - 1) * 0x100000000 + 0xffffffff is a safe integer
var BASE = 1000000;

function readInt8(buffer) {
	var high = buffer.readInt32BE(0);
	var low = buffer.readUInt32BE(4);
	var sign = '';

	if (high < 0) {
		high = ~high + (low === 0);
		low = (~low + 1) >>> 0;
		sign = '-';
	}

	var result = '';
	var carry;
	var t;
	var digits;
	var pad;
	var l;
	var i;

	{
		carry = high % BASE;
		high = high / BASE >>> 0;

		t = 0x100000000 * carry + low;
		low = t / BASE >>> 0;
		digits = '' + (t - BASE * low);

		if (low === 0 && high === 0) {
			return sign + digits + result;
		}

		pad = '';
		l = 6 - digits.length;

		for (i = 0; i < l; i++) {
			pad += '0';
		}

		result = pad + digits + result;
	}

	{
		carry = high % BASE;
		high = high / BASE >>> 0;

		t = 0x100000000 * carry + low;
		low = t / BASE >>> 0;
		digits = '' + (t - BASE * low);

		if (low === 0 && high === 0) {
			return sign + digits + result;
		}

		pad = '';
		l = 6 - digits.length;

		for (i = 0; i < l; i++) {
			pad += '0';
		}

		result = pad + digits + result;
	}

	{
		carry = high % BASE;
		high = high / BASE >>> 0;

		t = 0x100000000 * carry + low;
		low = t / BASE >>> 0;
		digits = '' + (t - BASE * low);

		if (low === 0 && high === 0) {
			return sign + digits + result;
		}

		pad = '';
		l = 6 - digits.length;

		for (i = 0; i < l; i++) {
			pad += '0';
		}

		result = pad + digits + result;
	}

	{
		carry = high % BASE;
		t = 0x100000000 * carry + low;
		digits = '' + t % BASE;

		return sign + digits + result;
	}
}

module.exports = readInt8;


/***/ }),

/***/ 17558:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";

const EventEmitter = (__nccwpck_require__(24434).EventEmitter)

const NOOP = function () {}

const removeWhere = (list, predicate) => {
  const i = list.findIndex(predicate)

  return i === -1 ? undefined : list.splice(i, 1)[0]
}

class IdleItem {
  constructor(client, idleListener, timeoutId) {
    this.client = client
    this.idleListener = idleListener
    this.timeoutId = timeoutId
  }
}

class PendingItem {
  constructor(callback) {
    this.callback = callback
  }
}

function throwOnDoubleRelease() {
  throw new Error('Release called on client which has already been released to the pool.')
}

function promisify(Promise, callback) {
  if (callback) {
    return { callback: callback, result: undefined }
  }
  let rej
  let res
  const cb = function (err, client) {
    err ? rej(err) : res(client)
  }
  const result = new Promise(function (resolve, reject) {
    res = resolve
    rej = reject
  }).catch((err) => {
    // replace the stack trace that leads to `TCP.onStreamRead` with one that leads back to the
    // application that created the query
    Error.captureStackTrace(err)
    throw err
  })
  return { callback: cb, result: result }
}

function makeIdleListener(pool, client) {
  return function idleListener(err) {
    err.client = client

    client.removeListener('error', idleListener)
    client.on('error', () => {
      pool.log('additional client error after disconnection due to error', err)
    })
    pool._remove(client)
    // TODO - document that once the pool emits an error
    // the client has already been closed & purged and is unusable
    pool.emit('error', err, client)
  }
}

class Pool extends EventEmitter {
  constructor(options, Client) {
    super()
    this.options = Object.assign({}, options)

    if (options != null && 'password' in options) {
      // "hiding" the password so it doesn't show up in stack traces
      // or if the client is console.logged
      Object.defineProperty(this.options, 'password', {
        configurable: true,
        enumerable: false,
        writable: true,
        value: options.password,
      })
    }
    if (options != null && options.ssl && options.ssl.key) {
      // "hiding" the ssl->key so it doesn't show up in stack traces
      // or if the client is console.logged
      Object.defineProperty(this.options.ssl, 'key', {
        enumerable: false,
      })
    }

    this.options.max = this.options.max || this.options.poolSize || 10
    this.options.min = this.options.min || 0
    this.options.maxUses = this.options.maxUses || Infinity
    this.options.allowExitOnIdle = this.options.allowExitOnIdle || false
    this.options.maxLifetimeSeconds = this.options.maxLifetimeSeconds || 0
    this.log = this.options.log || function () {}
    this.Client = this.options.Client || Client || (__nccwpck_require__(13273).Client)
    this.Promise = this.options.Promise || global.Promise

    if (typeof this.options.idleTimeoutMillis === 'undefined') {
      this.options.idleTimeoutMillis = 10000
    }

    this._clients = []
    this._idle = []
    this._expired = new WeakSet()
    this._pendingQueue = []
    this._endCallback = undefined
    this.ending = false
    this.ended = false
  }

  _promiseTry(f) {
    const Promise = this.Promise
    if (typeof Promise.try === 'function') {
      return Promise.try(f)
    }
    return new Promise((resolve) => resolve(f()))
  }

  _isFull() {
    return this._clients.length >= this.options.max
  }

  _isAboveMin() {
    return this._clients.length > this.options.min
  }

  _pulseQueue() {
    this.log('pulse queue')
    if (this.ended) {
      this.log('pulse queue ended')
      return
    }
    if (this.ending) {
      this.log('pulse queue on ending')
      if (this._idle.length) {
        this._idle.slice().map((item) => {
          this._remove(item.client)
        })
      }
      if (!this._clients.length) {
        this.ended = true
        this._endCallback()
      }
      return
    }

    // if we don't have any waiting, do nothing
    if (!this._pendingQueue.length) {
      this.log('no queued requests')
      return
    }
    // if we don't have any idle clients and we have no more room do nothing
    if (!this._idle.length && this._isFull()) {
      return
    }
    const pendingItem = this._pendingQueue.shift()
    if (this._idle.length) {
      const idleItem = this._idle.pop()
      clearTimeout(idleItem.timeoutId)
      const client = idleItem.client
      client.ref && client.ref()
      const idleListener = idleItem.idleListener

      return this._acquireClient(client, pendingItem, idleListener, false)
    }
    if (!this._isFull()) {
      return this.newClient(pendingItem)
    }
    throw new Error('unexpected condition')
  }

  _remove(client, callback) {
    const removed = removeWhere(this._idle, (item) => item.client === client)

    if (removed !== undefined) {
      clearTimeout(removed.timeoutId)
    }

    this._clients = this._clients.filter((c) => c !== client)
    const context = this
    client.end(() => {
      context.emit('remove', client)

      if (typeof callback === 'function') {
        callback()
      }
    })
  }

  connect(cb) {
    if (this.ending) {
      const err = new Error('Cannot use a pool after calling end on the pool')
      return cb ? cb(err) : this.Promise.reject(err)
    }

    const response = promisify(this.Promise, cb)
    const result = response.result

    // if we don't have to connect a new client, don't do so
    if (this._isFull() || this._idle.length) {
      // if we have idle clients schedule a pulse immediately
      if (this._idle.length) {
        process.nextTick(() => this._pulseQueue())
      }

      if (!this.options.connectionTimeoutMillis) {
        this._pendingQueue.push(new PendingItem(response.callback))
        return result
      }

      const queueCallback = (err, res, done) => {
        clearTimeout(tid)
        response.callback(err, res, done)
      }

      const pendingItem = new PendingItem(queueCallback)

      // set connection timeout on checking out an existing client
      const tid = setTimeout(() => {
        // remove the callback from pending waiters because
        // we're going to call it with a timeout error
        removeWhere(this._pendingQueue, (i) => i.callback === queueCallback)
        pendingItem.timedOut = true
        response.callback(new Error('timeout exceeded when trying to connect'))
      }, this.options.connectionTimeoutMillis)

      if (tid.unref) {
        tid.unref()
      }

      this._pendingQueue.push(pendingItem)
      return result
    }

    this.newClient(new PendingItem(response.callback))

    return result
  }

  newClient(pendingItem) {
    const client = new this.Client(this.options)
    this._clients.push(client)
    const idleListener = makeIdleListener(this, client)

    this.log('checking client timeout')

    // connection timeout logic
    let tid
    let timeoutHit = false
    if (this.options.connectionTimeoutMillis) {
      tid = setTimeout(() => {
        if (client.connection) {
          this.log('ending client due to timeout')
          timeoutHit = true
          client.connection.stream.destroy()
        } else if (!client.isConnected()) {
          this.log('ending client due to timeout')
          timeoutHit = true
          // force kill the node driver, and let libpq do its teardown
          client.end()
        }
      }, this.options.connectionTimeoutMillis)
    }

    this.log('connecting new client')
    client.connect((err) => {
      if (tid) {
        clearTimeout(tid)
      }
      client.on('error', idleListener)
      if (err) {
        this.log('client failed to connect', err)
        // remove the dead client from our list of clients
        this._clients = this._clients.filter((c) => c !== client)
        if (timeoutHit) {
          err = new Error('Connection terminated due to connection timeout', { cause: err })
        }

        // this client won’t be released, so move on immediately
        this._pulseQueue()

        if (!pendingItem.timedOut) {
          pendingItem.callback(err, undefined, NOOP)
        }
      } else {
        this.log('new client connected')

        if (this.options.onConnect) {
          this._promiseTry(() => this.options.onConnect(client)).then(
            () => {
              this._afterConnect(client, pendingItem, idleListener)
            },
            (hookErr) => {
              this._clients = this._clients.filter((c) => c !== client)
              client.end(() => {
                this._pulseQueue()
                if (!pendingItem.timedOut) {
                  pendingItem.callback(hookErr, undefined, NOOP)
                }
              })
            }
          )
          return
        }

        return this._afterConnect(client, pendingItem, idleListener)
      }
    })
  }

  _afterConnect(client, pendingItem, idleListener) {
    if (this.options.maxLifetimeSeconds !== 0) {
      const maxLifetimeTimeout = setTimeout(() => {
        this.log('ending client due to expired lifetime')
        this._expired.add(client)
        const idleIndex = this._idle.findIndex((idleItem) => idleItem.client === client)
        if (idleIndex !== -1) {
          this._acquireClient(
            client,
            new PendingItem((err, client, clientRelease) => clientRelease()),
            idleListener,
            false
          )
        }
      }, this.options.maxLifetimeSeconds * 1000)

      maxLifetimeTimeout.unref()
      client.once('end', () => clearTimeout(maxLifetimeTimeout))
    }

    return this._acquireClient(client, pendingItem, idleListener, true)
  }

  // acquire a client for a pending work item
  _acquireClient(client, pendingItem, idleListener, isNew) {
    if (isNew) {
      this.emit('connect', client)
    }

    this.emit('acquire', client)

    client.release = this._releaseOnce(client, idleListener)

    client.removeListener('error', idleListener)

    if (!pendingItem.timedOut) {
      if (isNew && this.options.verify) {
        this.options.verify(client, (err) => {
          if (err) {
            client.release(err)
            return pendingItem.callback(err, undefined, NOOP)
          }

          pendingItem.callback(undefined, client, client.release)
        })
      } else {
        pendingItem.callback(undefined, client, client.release)
      }
    } else {
      if (isNew && this.options.verify) {
        this.options.verify(client, client.release)
      } else {
        client.release()
      }
    }
  }

  // returns a function that wraps _release and throws if called more than once
  _releaseOnce(client, idleListener) {
    let released = false

    return (err) => {
      if (released) {
        throwOnDoubleRelease()
      }

      released = true
      this._release(client, idleListener, err)
    }
  }

  // release a client back to the poll, include an error
  // to remove it from the pool
  _release(client, idleListener, err) {
    client.on('error', idleListener)

    client._poolUseCount = (client._poolUseCount || 0) + 1

    this.emit('release', err, client)

    // TODO(bmc): expose a proper, public interface _queryable and _ending
    if (err || this.ending || !client._queryable || client._ending || client._poolUseCount >= this.options.maxUses) {
      if (client._poolUseCount >= this.options.maxUses) {
        this.log('remove expended client')
      }

      return this._remove(client, this._pulseQueue.bind(this))
    }

    const isExpired = this._expired.has(client)
    if (isExpired) {
      this.log('remove expired client')
      this._expired.delete(client)
      return this._remove(client, this._pulseQueue.bind(this))
    }

    // idle timeout
    let tid
    if (this.options.idleTimeoutMillis && this._isAboveMin()) {
      tid = setTimeout(() => {
        if (this._isAboveMin()) {
          this.log('remove idle client')
          this._remove(client, this._pulseQueue.bind(this))
        }
      }, this.options.idleTimeoutMillis)

      if (this.options.allowExitOnIdle) {
        // allow Node to exit if this is all that's left
        tid.unref()
      }
    }

    if (this.options.allowExitOnIdle) {
      client.unref()
    }

    this._idle.push(new IdleItem(client, idleListener, tid))
    this._pulseQueue()
  }

  query(text, values, cb) {
    // guard clause against passing a function as the first parameter
    if (typeof text === 'function') {
      const response = promisify(this.Promise, text)
      setImmediate(function () {
        return response.callback(new Error('Passing a function as the first parameter to pool.query is not supported'))
      })
      return response.result
    }

    // allow plain text query without values, but callback
    if (typeof values === 'function') {
      cb = values
      values = undefined
    }
    const response = promisify(this.Promise, cb)
    cb = response.callback

    this.connect((err, client) => {
      if (err) {
        return cb(err)
      }

      let clientReleased = false
      const onError = (err) => {
        if (clientReleased) {
          return
        }
        clientReleased = true
        client.release(err)
        cb(err)
      }

      client.once('error', onError)
      this.log('dispatching query')
      try {
        client.query(text, values, (err, res) => {
          this.log('query dispatched')
          client.removeListener('error', onError)
          if (clientReleased) {
            return
          }
          clientReleased = true
          client.release(err)
          if (err) {
            return cb(err)
          }
          return cb(undefined, res)
        })
      } catch (err) {
        client.release(err)
        return cb(err)
      }
    })
    return response.result
  }

  end(cb) {
    this.log('ending')
    if (this.ending) {
      const err = new Error('Called end on pool more than once')
      return cb ? cb(err) : this.Promise.reject(err)
    }
    this.ending = true
    const promised = promisify(this.Promise, cb)
    this._endCallback = promised.callback
    this._pulseQueue()
    return promised.result
  }

  get waitingCount() {
    return this._pendingQueue.length
  }

  get idleCount() {
    return this._idle.length
  }

  get expiredCount() {
    return this._clients.reduce((acc, client) => acc + (this._expired.has(client) ? 1 : 0), 0)
  }

  get totalCount() {
    return this._clients.length
  }
}
module.exports = Pool


/***/ }),

/***/ 19971:
/***/ ((__unused_webpack_module, exports) => {

"use strict";

Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.BufferReader = void 0;
class BufferReader {
    constructor(offset = 0) {
        this.offset = offset;
        this.buffer = Buffer.allocUnsafe(0);
        // TODO(bmc): support non-utf8 encoding?
        this.encoding = 'utf-8';
    }
    setBuffer(offset, buffer) {
        this.offset = offset;
        this.buffer = buffer;
    }
    int16() {
        const result = this.buffer.readInt16BE(this.offset);
        this.offset += 2;
        return result;
    }
    byte() {
        const result = this.buffer[this.offset];
        this.offset++;
        return result;
    }
    int32() {
        const result = this.buffer.readInt32BE(this.offset);
        this.offset += 4;
        return result;
    }
    uint32() {
        const result = this.buffer.readUInt32BE(this.offset);
        this.offset += 4;
        return result;
    }
    string(length) {
        const result = this.buffer.toString(this.encoding, this.offset, this.offset + length);
        this.offset += length;
        return result;
    }
    cstring() {
        const start = this.offset;
        let end = start;
        // eslint-disable-next-line no-empty
        while (this.buffer[end++]) { }
        this.offset = end;
        return this.buffer.toString(this.encoding, start, end - 1);
    }
    bytes(length) {
        const result = this.buffer.slice(this.offset, this.offset + length);
        this.offset += length;
        return result;
    }
}
exports.BufferReader = BufferReader;
//# sourceMappingURL=buffer-reader.js.map

/***/ }),

/***/ 49315:
/***/ ((__unused_webpack_module, exports) => {

"use strict";

//binary data writer tuned for encoding binary specific to the postgres binary protocol
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Writer = void 0;
class Writer {
    constructor(size = 256) {
        this.size = size;
        this.offset = 5;
        this.headerPosition = 0;
        this.buffer = Buffer.allocUnsafe(size);
    }
    ensure(size) {
        const remaining = this.buffer.length - this.offset;
        if (remaining < size) {
            const oldBuffer = this.buffer;
            // exponential growth factor of around ~ 1.5
            // https://stackoverflow.com/questions/2269063/buffer-growth-strategy
            const newSize = oldBuffer.length + (oldBuffer.length >> 1) + size;
            this.buffer = Buffer.allocUnsafe(newSize);
            oldBuffer.copy(this.buffer, 0, 0, this.offset);
        }
    }
    addInt32(num) {
        this.ensure(4);
        this.buffer[this.offset++] = (num >>> 24) & 0xff;
        this.buffer[this.offset++] = (num >>> 16) & 0xff;
        this.buffer[this.offset++] = (num >>> 8) & 0xff;
        this.buffer[this.offset++] = (num >>> 0) & 0xff;
        return this;
    }
    addInt16(num) {
        this.ensure(2);
        this.buffer[this.offset++] = (num >>> 8) & 0xff;
        this.buffer[this.offset++] = (num >>> 0) & 0xff;
        return this;
    }
    addCString(string) {
        if (!string) {
            this.ensure(1);
        }
        else {
            const len = Buffer.byteLength(string);
            this.ensure(len + 1); // +1 for null terminator
            this.buffer.write(string, this.offset, 'utf-8');
            this.offset += len;
        }
        this.buffer[this.offset++] = 0; // null terminator
        return this;
    }
    addString(string = '') {
        const len = Buffer.byteLength(string);
        this.ensure(len);
        this.buffer.write(string, this.offset);
        this.offset += len;
        return this;
    }
    // Write an Int32 byte-length prefix immediately followed by the string's UTF-8
    // bytes. Postgres' Bind wire format prefixes every parameter with its length,
    // and doing it in one method computes Buffer.byteLength ONCE — the previous
    // `addInt32(Buffer.byteLength(s)).addString(s)` pairing scanned the string
    // three times (byteLength for the prefix, byteLength again inside addString,
    // then the encode), which is costly for large text parameters.
    addInt32PrefixedString(string) {
        const len = Buffer.byteLength(string);
        this.ensure(4 + len);
        const buffer = this.buffer;
        let offset = this.offset;
        buffer[offset++] = (len >>> 24) & 0xff;
        buffer[offset++] = (len >>> 16) & 0xff;
        buffer[offset++] = (len >>> 8) & 0xff;
        buffer[offset++] = (len >>> 0) & 0xff;
        buffer.write(string, offset, 'utf-8');
        this.offset = offset + len;
        return this;
    }
    add(otherBuffer) {
        this.ensure(otherBuffer.length);
        otherBuffer.copy(this.buffer, this.offset);
        this.offset += otherBuffer.length;
        return this;
    }
    /**
     * Appends an uninitialized block of {@link size} bytes to the buffer and returns its offset.
     */
    reserveUnsafe(size) {
        const offset = this.offset;
        this.ensure(size);
        this.offset += size;
        return offset;
    }
    join(code) {
        if (code) {
            this.buffer[this.headerPosition] = code;
            //length is everything in this packet minus the code
            const length = this.offset - (this.headerPosition + 1);
            this.buffer.writeInt32BE(length, this.headerPosition + 1);
        }
        return this.buffer.slice(code ? 0 : 5, this.offset);
    }
    flush(code) {
        const result = this.join(code);
        this.offset = 5;
        this.headerPosition = 0;
        this.buffer = Buffer.allocUnsafe(this.size);
        return result;
    }
    clear() {
        this.offset = 5;
        this.headerPosition = 0;
    }
}
exports.Writer = Writer;
//# sourceMappingURL=buffer-writer.js.map

/***/ }),

/***/ 74233:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";

Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.DatabaseError = exports.serialize = void 0;
exports.parse = parse;
const messages_1 = __nccwpck_require__(85809);
Object.defineProperty(exports, "DatabaseError", ({ enumerable: true, get: function () { return messages_1.DatabaseError; } }));
const serializer_1 = __nccwpck_require__(76513);
Object.defineProperty(exports, "serialize", ({ enumerable: true, get: function () { return serializer_1.serialize; } }));
const parser_1 = __nccwpck_require__(43318);
function parse(stream, callback) {
    const parser = new parser_1.Parser();
    stream.on('data', (buffer) => parser.parse(buffer, callback));
    return new Promise((resolve) => stream.on('end', () => resolve()));
}
//# sourceMappingURL=index.js.map

/***/ }),

/***/ 85809:
/***/ ((__unused_webpack_module, exports) => {

"use strict";

Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.NoticeMessage = exports.DataRowMessage = exports.CommandCompleteMessage = exports.ReadyForQueryMessage = exports.NotificationResponseMessage = exports.BackendKeyDataMessage = exports.AuthenticationMD5Password = exports.ParameterStatusMessage = exports.ParameterDescriptionMessage = exports.RowDescriptionMessage = exports.Field = exports.CopyResponse = exports.CopyDataMessage = exports.DatabaseError = exports.copyDone = exports.emptyQuery = exports.replicationStart = exports.portalSuspended = exports.noData = exports.closeComplete = exports.bindComplete = exports.parseComplete = void 0;
exports.parseComplete = {
    name: 'parseComplete',
    length: 5,
};
exports.bindComplete = {
    name: 'bindComplete',
    length: 5,
};
exports.closeComplete = {
    name: 'closeComplete',
    length: 5,
};
exports.noData = {
    name: 'noData',
    length: 5,
};
exports.portalSuspended = {
    name: 'portalSuspended',
    length: 5,
};
exports.replicationStart = {
    name: 'replicationStart',
    length: 4,
};
exports.emptyQuery = {
    name: 'emptyQuery',
    length: 4,
};
exports.copyDone = {
    name: 'copyDone',
    length: 4,
};
class DatabaseError extends Error {
    constructor(message, length, name) {
        super(message);
        this.length = length;
        this.name = name;
    }
}
exports.DatabaseError = DatabaseError;
class CopyDataMessage {
    constructor(length, chunk) {
        this.length = length;
        this.chunk = chunk;
        this.name = 'copyData';
    }
}
exports.CopyDataMessage = CopyDataMessage;
class CopyResponse {
    constructor(length, name, binary, columnCount) {
        this.length = length;
        this.name = name;
        this.binary = binary;
        this.columnTypes = new Array(columnCount);
    }
}
exports.CopyResponse = CopyResponse;
class Field {
    constructor(name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, format) {
        this.name = name;
        this.tableID = tableID;
        this.columnID = columnID;
        this.dataTypeID = dataTypeID;
        this.dataTypeSize = dataTypeSize;
        this.dataTypeModifier = dataTypeModifier;
        this.format = format;
    }
}
exports.Field = Field;
class RowDescriptionMessage {
    constructor(length, fieldCount) {
        this.length = length;
        this.fieldCount = fieldCount;
        this.name = 'rowDescription';
        this.fields = new Array(this.fieldCount);
    }
}
exports.RowDescriptionMessage = RowDescriptionMessage;
class ParameterDescriptionMessage {
    constructor(length, parameterCount) {
        this.length = length;
        this.parameterCount = parameterCount;
        this.name = 'parameterDescription';
        this.dataTypeIDs = new Array(this.parameterCount);
    }
}
exports.ParameterDescriptionMessage = ParameterDescriptionMessage;
class ParameterStatusMessage {
    constructor(length, parameterName, parameterValue) {
        this.length = length;
        this.parameterName = parameterName;
        this.parameterValue = parameterValue;
        this.name = 'parameterStatus';
    }
}
exports.ParameterStatusMessage = ParameterStatusMessage;
class AuthenticationMD5Password {
    constructor(length, salt) {
        this.length = length;
        this.salt = salt;
        this.name = 'authenticationMD5Password';
    }
}
exports.AuthenticationMD5Password = AuthenticationMD5Password;
class BackendKeyDataMessage {
    constructor(length, processID, secretKey) {
        this.length = length;
        this.processID = processID;
        this.secretKey = secretKey;
        this.name = 'backendKeyData';
    }
}
exports.BackendKeyDataMessage = BackendKeyDataMessage;
class NotificationResponseMessage {
    constructor(length, processId, channel, payload) {
        this.length = length;
        this.processId = processId;
        this.channel = channel;
        this.payload = payload;
        this.name = 'notification';
    }
}
exports.NotificationResponseMessage = NotificationResponseMessage;
class ReadyForQueryMessage {
    constructor(length, status) {
        this.length = length;
        this.status = status;
        this.name = 'readyForQuery';
    }
}
exports.ReadyForQueryMessage = ReadyForQueryMessage;
class CommandCompleteMessage {
    constructor(length, text) {
        this.length = length;
        this.text = text;
        this.name = 'commandComplete';
    }
}
exports.CommandCompleteMessage = CommandCompleteMessage;
class DataRowMessage {
    constructor(length, fields) {
        this.length = length;
        this.fields = fields;
        this.name = 'dataRow';
        this.fieldCount = fields.length;
    }
}
exports.DataRowMessage = DataRowMessage;
class NoticeMessage {
    constructor(length, message) {
        this.length = length;
        this.message = message;
        this.name = 'notice';
    }
}
exports.NoticeMessage = NoticeMessage;
//# sourceMappingURL=messages.js.map

/***/ }),

/***/ 43318:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";

Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Parser = void 0;
const messages_1 = __nccwpck_require__(85809);
const buffer_reader_1 = __nccwpck_require__(19971);
// every message is prefixed with a single byte
const CODE_LENGTH = 1;
// every message has an int32 length which includes itself but does
// NOT include the code in the length
const LEN_LENGTH = 4;
const HEADER_LENGTH = CODE_LENGTH + LEN_LENGTH;
// A placeholder for a `BackendMessage`’s length value that will be set after construction.
const LATEINIT_LENGTH = -1;
const emptyBuffer = Buffer.allocUnsafe(0);
class Parser {
    constructor(opts) {
        this.buffer = emptyBuffer;
        this.bufferLength = 0;
        this.bufferOffset = 0;
        this.reader = new buffer_reader_1.BufferReader();
        if ((opts === null || opts === void 0 ? void 0 : opts.mode) === 'binary') {
            throw new Error('Binary mode not supported yet');
        }
        this.mode = (opts === null || opts === void 0 ? void 0 : opts.mode) || 'text';
    }
    parse(buffer, callback) {
        this.mergeBuffer(buffer);
        const bufferFullLength = this.bufferOffset + this.bufferLength;
        let offset = this.bufferOffset;
        while (offset + HEADER_LENGTH <= bufferFullLength) {
            // code is 1 byte long - it identifies the message type
            const code = this.buffer[offset];
            // length is 1 Uint32BE - it is the length of the message EXCLUDING the code
            const length = this.buffer.readUInt32BE(offset + CODE_LENGTH);
            const fullMessageLength = CODE_LENGTH + length;
            if (fullMessageLength + offset <= bufferFullLength) {
                const message = this.handlePacket(offset + HEADER_LENGTH, code, length, this.buffer);
                callback(message);
                offset += fullMessageLength;
            }
            else {
                break;
            }
        }
        if (offset === bufferFullLength) {
            // No more use for the buffer
            this.buffer = emptyBuffer;
            this.bufferLength = 0;
            this.bufferOffset = 0;
        }
        else {
            // Adjust the cursors of remainingBuffer
            this.bufferLength = bufferFullLength - offset;
            this.bufferOffset = offset;
        }
    }
    mergeBuffer(buffer) {
        if (this.bufferLength > 0) {
            const newLength = this.bufferLength + buffer.byteLength;
            const newFullLength = newLength + this.bufferOffset;
            if (newFullLength > this.buffer.byteLength) {
                // We can't concat the new buffer with the remaining one
                let newBuffer;
                if (newLength <= this.buffer.byteLength && this.bufferOffset >= this.bufferLength) {
                    // We can move the relevant part to the beginning of the buffer instead of allocating a new buffer
                    newBuffer = this.buffer;
                }
                else {
                    // Allocate a new larger buffer
                    let newBufferLength = this.buffer.byteLength * 2;
                    while (newLength >= newBufferLength) {
                        newBufferLength *= 2;
                    }
                    newBuffer = Buffer.allocUnsafe(newBufferLength);
                }
                // Move the remaining buffer to the new one
                this.buffer.copy(newBuffer, 0, this.bufferOffset, this.bufferOffset + this.bufferLength);
                this.buffer = newBuffer;
                this.bufferOffset = 0;
            }
            // Concat the new buffer with the remaining one
            buffer.copy(this.buffer, this.bufferOffset + this.bufferLength);
            this.bufferLength = newLength;
        }
        else {
            this.buffer = buffer;
            this.bufferOffset = 0;
            this.bufferLength = buffer.byteLength;
        }
    }
    handlePacket(offset, code, length, bytes) {
        const { reader } = this;
        // NOTE: This undesirably retains the buffer in `this.reader` if the `parse*Message` calls below throw. However, those should only throw in the case of a protocol error, which normally results in the reader being discarded.
        reader.setBuffer(offset, bytes);
        let message;
        switch (code) {
            case 50 /* MessageCodes.BindComplete */:
                message = messages_1.bindComplete;
                break;
            case 49 /* MessageCodes.ParseComplete */:
                message = messages_1.parseComplete;
                break;
            case 51 /* MessageCodes.CloseComplete */:
                message = messages_1.closeComplete;
                break;
            case 110 /* MessageCodes.NoData */:
                message = messages_1.noData;
                break;
            case 115 /* MessageCodes.PortalSuspended */:
                message = messages_1.portalSuspended;
                break;
            case 99 /* MessageCodes.CopyDone */:
                message = messages_1.copyDone;
                break;
            case 87 /* MessageCodes.ReplicationStart */:
                message = messages_1.replicationStart;
                break;
            case 73 /* MessageCodes.EmptyQuery */:
                message = messages_1.emptyQuery;
                break;
            case 68 /* MessageCodes.DataRow */:
                message = parseDataRowMessage(reader);
                break;
            case 67 /* MessageCodes.CommandComplete */:
                message = parseCommandCompleteMessage(reader);
                break;
            case 90 /* MessageCodes.ReadyForQuery */:
                message = parseReadyForQueryMessage(reader);
                break;
            case 65 /* MessageCodes.NotificationResponse */:
                message = parseNotificationMessage(reader);
                break;
            case 82 /* MessageCodes.AuthenticationResponse */:
                message = parseAuthenticationResponse(reader, length);
                break;
            case 83 /* MessageCodes.ParameterStatus */:
                message = parseParameterStatusMessage(reader);
                break;
            case 75 /* MessageCodes.BackendKeyData */:
                message = parseBackendKeyData(reader);
                break;
            case 69 /* MessageCodes.ErrorMessage */:
                message = parseErrorMessage(reader, 'error');
                break;
            case 78 /* MessageCodes.NoticeMessage */:
                message = parseErrorMessage(reader, 'notice');
                break;
            case 84 /* MessageCodes.RowDescriptionMessage */:
                message = parseRowDescriptionMessage(reader);
                break;
            case 116 /* MessageCodes.ParameterDescriptionMessage */:
                message = parseParameterDescriptionMessage(reader);
                break;
            case 71 /* MessageCodes.CopyIn */:
                message = parseCopyInMessage(reader);
                break;
            case 72 /* MessageCodes.CopyOut */:
                message = parseCopyOutMessage(reader);
                break;
            case 100 /* MessageCodes.CopyData */:
                message = parseCopyData(reader, length);
                break;
            default:
                return new messages_1.DatabaseError('received invalid response: ' + code.toString(16), length, 'error');
        }
        reader.setBuffer(0, emptyBuffer);
        message.length = length;
        return message;
    }
}
exports.Parser = Parser;
const parseReadyForQueryMessage = (reader) => {
    const status = reader.string(1);
    return new messages_1.ReadyForQueryMessage(LATEINIT_LENGTH, status);
};
const parseCommandCompleteMessage = (reader) => {
    const text = reader.cstring();
    return new messages_1.CommandCompleteMessage(LATEINIT_LENGTH, text);
};
const parseCopyData = (reader, length) => {
    const chunk = reader.bytes(length - 4);
    return new messages_1.CopyDataMessage(LATEINIT_LENGTH, chunk);
};
const parseCopyInMessage = (reader) => parseCopyMessage(reader, 'copyInResponse');
const parseCopyOutMessage = (reader) => parseCopyMessage(reader, 'copyOutResponse');
const parseCopyMessage = (reader, messageName) => {
    const isBinary = reader.byte() !== 0;
    const columnCount = reader.int16();
    const message = new messages_1.CopyResponse(LATEINIT_LENGTH, messageName, isBinary, columnCount);
    for (let i = 0; i < columnCount; i++) {
        message.columnTypes[i] = reader.int16();
    }
    return message;
};
const parseNotificationMessage = (reader) => {
    const processId = reader.int32();
    const channel = reader.cstring();
    const payload = reader.cstring();
    return new messages_1.NotificationResponseMessage(LATEINIT_LENGTH, processId, channel, payload);
};
const parseRowDescriptionMessage = (reader) => {
    const fieldCount = reader.int16();
    const message = new messages_1.RowDescriptionMessage(LATEINIT_LENGTH, fieldCount);
    for (let i = 0; i < fieldCount; i++) {
        message.fields[i] = parseField(reader);
    }
    return message;
};
const parseField = (reader) => {
    const name = reader.cstring();
    const tableID = reader.uint32();
    const columnID = reader.int16();
    const dataTypeID = reader.uint32();
    const dataTypeSize = reader.int16();
    const dataTypeModifier = reader.int32();
    const mode = reader.int16() === 0 ? 'text' : 'binary';
    return new messages_1.Field(name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, mode);
};
const parseParameterDescriptionMessage = (reader) => {
    const parameterCount = reader.int16();
    const message = new messages_1.ParameterDescriptionMessage(LATEINIT_LENGTH, parameterCount);
    for (let i = 0; i < parameterCount; i++) {
        // OIDs are unsigned, same as dataTypeID in parseField above
        message.dataTypeIDs[i] = reader.uint32();
    }
    return message;
};
const parseDataRowMessage = (reader) => {
    const fieldCount = reader.int16();
    const fields = new Array(fieldCount);
    for (let i = 0; i < fieldCount; i++) {
        const len = reader.int32();
        // a -1 for length means the value of the field is null
        fields[i] = len === -1 ? null : reader.string(len);
    }
    return new messages_1.DataRowMessage(LATEINIT_LENGTH, fields);
};
const parseParameterStatusMessage = (reader) => {
    const name = reader.cstring();
    const value = reader.cstring();
    return new messages_1.ParameterStatusMessage(LATEINIT_LENGTH, name, value);
};
const parseBackendKeyData = (reader) => {
    const processID = reader.int32();
    const secretKey = reader.int32();
    return new messages_1.BackendKeyDataMessage(LATEINIT_LENGTH, processID, secretKey);
};
const parseAuthenticationResponse = (reader, length) => {
    const code = reader.int32();
    // TODO(bmc): maybe better types here
    const message = {
        name: 'authenticationOk',
        length,
    };
    switch (code) {
        case 0: // AuthenticationOk
            break;
        case 3: // AuthenticationCleartextPassword
            if (message.length === 8) {
                message.name = 'authenticationCleartextPassword';
            }
            break;
        case 5: // AuthenticationMD5Password
            if (message.length === 12) {
                message.name = 'authenticationMD5Password';
                const salt = reader.bytes(4);
                return new messages_1.AuthenticationMD5Password(LATEINIT_LENGTH, salt);
            }
            break;
        case 10: // AuthenticationSASL
            {
                message.name = 'authenticationSASL';
                message.mechanisms = [];
                let mechanism;
                do {
                    mechanism = reader.cstring();
                    if (mechanism) {
                        message.mechanisms.push(mechanism);
                    }
                } while (mechanism);
            }
            break;
        case 11: // AuthenticationSASLContinue
            message.name = 'authenticationSASLContinue';
            message.data = reader.string(length - 8);
            break;
        case 12: // AuthenticationSASLFinal
            message.name = 'authenticationSASLFinal';
            message.data = reader.string(length - 8);
            break;
        default:
            throw new Error('Unknown authenticationOk message type ' + code);
    }
    return message;
};
const parseErrorMessage = (reader, name) => {
    const fields = {};
    let fieldType = reader.string(1);
    while (fieldType !== '\0') {
        fields[fieldType] = reader.cstring();
        fieldType = reader.string(1);
    }
    const messageValue = fields.M;
    const message = name === 'notice'
        ? new messages_1.NoticeMessage(LATEINIT_LENGTH, messageValue)
        : new messages_1.DatabaseError(messageValue, LATEINIT_LENGTH, name);
    message.severity = fields.S;
    message.code = fields.C;
    message.detail = fields.D;
    message.hint = fields.H;
    message.position = fields.P;
    message.internalPosition = fields.p;
    message.internalQuery = fields.q;
    message.where = fields.W;
    message.schema = fields.s;
    message.table = fields.t;
    message.column = fields.c;
    message.dataType = fields.d;
    message.constraint = fields.n;
    message.file = fields.F;
    message.line = fields.L;
    message.routine = fields.R;
    return message;
};
//# sourceMappingURL=parser.js.map

/***/ }),

/***/ 76513:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";

Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.serialize = void 0;
const buffer_writer_1 = __nccwpck_require__(49315);
const writer = new buffer_writer_1.Writer();
const startup = (opts) => {
    // protocol version
    writer.addInt16(3).addInt16(0);
    for (const key of Object.keys(opts)) {
        writer.addCString(key).addCString(opts[key]);
    }
    writer.addCString('client_encoding').addCString('UTF8');
    const bodyBuffer = writer.addCString('').flush();
    // this message is sent without a code
    const length = bodyBuffer.length + 4;
    return new buffer_writer_1.Writer().addInt32(length).add(bodyBuffer).flush();
};
const requestSsl = () => {
    const response = Buffer.allocUnsafe(8);
    response.writeInt32BE(8, 0);
    response.writeInt32BE(80877103, 4);
    return response;
};
const password = (password) => {
    return writer.addCString(password).flush(112 /* code.startup */);
};
const sendSASLInitialResponseMessage = function (mechanism, initialResponse) {
    // 0x70 = 'p'
    writer.addCString(mechanism).addInt32PrefixedString(initialResponse);
    return writer.flush(112 /* code.startup */);
};
const sendSCRAMClientFinalMessage = function (additionalData) {
    return writer.addString(additionalData).flush(112 /* code.startup */);
};
const query = (text) => {
    return writer.addCString(text).flush(81 /* code.query */);
};
const emptyArray = [];
const parse = (query) => {
    // expect something like this:
    // { name: 'queryName',
    //   text: 'select * from blah',
    //   types: ['int8', 'bool'] }
    // normalize missing query names to allow for null
    const name = query.name || '';
    if (name.length > 63) {
        console.error('Warning! Postgres only supports 63 characters for query names.');
        console.error('You supplied %s (%s)', name, name.length);
        console.error('This can cause conflicts and silent errors executing queries');
    }
    const types = query.types || emptyArray;
    const len = types.length;
    const buffer = writer
        .addCString(name) // name of query
        .addCString(query.text) // actual query text
        .addInt16(len);
    for (let i = 0; i < len; i++) {
        buffer.addInt32(types[i]);
    }
    return writer.flush(80 /* code.parse */);
};
const writeValues = function (values, valueMapper, formatsOffset) {
    const len = values.length;
    for (let i = 0; i < len; i++) {
        const mappedVal = valueMapper ? valueMapper(values[i], i) : values[i];
        let formatByte = 0 /* ParamType.STRING */;
        if (mappedVal == null) {
            // write -1 to indicate null
            writer.addInt32(-1);
        }
        else if (mappedVal instanceof Buffer) {
            formatByte = 1 /* ParamType.BINARY */;
            // add the buffer to the param writer
            writer.addInt32(mappedVal.length);
            writer.add(mappedVal);
        }
        else {
            // length prefix + UTF-8 bytes in one pass (Buffer.byteLength computed once)
            writer.addInt32PrefixedString(mappedVal);
        }
        // beware: `writer` operations can replace `writer.buffer` with a new buffer
        const buf = writer.buffer;
        buf[formatsOffset++] = 0;
        buf[formatsOffset++] = formatByte;
    }
};
const bind = (config = {}) => {
    // normalize config
    const portal = config.portal || '';
    const statement = config.statement || '';
    const binary = config.binary || false;
    const values = config.values || emptyArray;
    const len = values.length;
    writer.addCString(portal).addCString(statement);
    // number of parameter format codes
    writer.addInt16(len);
    // space for those codes, filled by `writeValues`
    const formatsOffset = writer.reserveUnsafe(len * 2);
    // number of parameter values
    writer.addInt16(len);
    try {
        writeValues(values, config.valueMapper, formatsOffset);
    }
    catch (err) {
        writer.clear();
        throw err;
    }
    // all results use the same format code
    writer.addInt16(1);
    // format code
    writer.addInt16(binary ? 1 /* ParamType.BINARY */ : 0 /* ParamType.STRING */);
    return writer.flush(66 /* code.bind */);
};
const emptyExecute = Buffer.from([69 /* code.execute */, 0x00, 0x00, 0x00, 0x09, 0x00, 0x00, 0x00, 0x00, 0x00]);
const execute = (config) => {
    // this is the happy path for most queries
    if (!config || (!config.portal && !config.rows)) {
        return emptyExecute;
    }
    const portal = config.portal || '';
    const rows = config.rows || 0;
    const portalLength = Buffer.byteLength(portal);
    const len = 4 + portalLength + 1 + 4;
    // one extra bit for code
    const buff = Buffer.allocUnsafe(1 + len);
    buff[0] = 69 /* code.execute */;
    buff.writeInt32BE(len, 1);
    buff.write(portal, 5, 'utf-8');
    buff[portalLength + 5] = 0; // null terminate portal cString
    buff.writeUInt32BE(rows, buff.length - 4);
    return buff;
};
const cancel = (processID, secretKey) => {
    const buffer = Buffer.allocUnsafe(16);
    buffer.writeInt32BE(16, 0);
    buffer.writeInt16BE(1234, 4);
    buffer.writeInt16BE(5678, 6);
    buffer.writeInt32BE(processID, 8);
    buffer.writeInt32BE(secretKey, 12);
    return buffer;
};
const cstringMessage = (code, string) => {
    const stringLen = Buffer.byteLength(string);
    const len = 4 + stringLen + 1;
    // one extra bit for code
    const buffer = Buffer.allocUnsafe(1 + len);
    buffer[0] = code;
    buffer.writeInt32BE(len, 1);
    buffer.write(string, 5, 'utf-8');
    buffer[len] = 0; // null terminate cString
    return buffer;
};
const emptyDescribePortal = writer.addCString('P').flush(68 /* code.describe */);
const emptyDescribeStatement = writer.addCString('S').flush(68 /* code.describe */);
const describe = (msg) => {
    return msg.name
        ? cstringMessage(68 /* code.describe */, `${msg.type}${msg.name || ''}`)
        : msg.type === 'P'
            ? emptyDescribePortal
            : emptyDescribeStatement;
};
const close = (msg) => {
    const text = `${msg.type}${msg.name || ''}`;
    return cstringMessage(67 /* code.close */, text);
};
const copyData = (chunk) => {
    return writer.add(chunk).flush(100 /* code.copyFromChunk */);
};
const copyFail = (message) => {
    return cstringMessage(102 /* code.copyFail */, message);
};
const codeOnlyBuffer = (code) => Buffer.from([code, 0x00, 0x00, 0x00, 0x04]);
const flushBuffer = codeOnlyBuffer(72 /* code.flush */);
const syncBuffer = codeOnlyBuffer(83 /* code.sync */);
const endBuffer = codeOnlyBuffer(88 /* code.end */);
const copyDoneBuffer = codeOnlyBuffer(99 /* code.copyDone */);
const serialize = {
    startup,
    password,
    requestSsl,
    sendSASLInitialResponseMessage,
    sendSCRAMClientFinalMessage,
    query,
    parse,
    bind,
    execute,
    describe,
    close,
    flush: () => flushBuffer,
    sync: () => syncBuffer,
    end: () => endBuffer,
    copyData,
    copyDone: () => copyDoneBuffer,
    copyFail,
    cancel,
};
exports.serialize = serialize;
//# sourceMappingURL=serializer.js.map

/***/ }),

/***/ 11549:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var textParsers = __nccwpck_require__(74784);
var binaryParsers = __nccwpck_require__(87522);
var arrayParser = __nccwpck_require__(76471);
var builtinTypes = __nccwpck_require__(16345);

exports.getTypeParser = getTypeParser;
exports.setTypeParser = setTypeParser;
exports.arrayParser = arrayParser;
exports.builtins = builtinTypes;

var typeParsers = {
  text: {},
  binary: {}
};

//the empty parse function
function noParse (val) {
  return String(val);
};

//returns a function used to convert a specific type (specified by
//oid) into a result javascript type
//note: the oid can be obtained via the following sql query:
//SELECT oid FROM pg_type WHERE typname = 'TYPE_NAME_HERE';
function getTypeParser (oid, format) {
  format = format || 'text';
  if (!typeParsers[format]) {
    return noParse;
  }
  return typeParsers[format][oid] || noParse;
};

function setTypeParser (oid, format, parseFn) {
  if(typeof format == 'function') {
    parseFn = format;
    format = 'text';
  }
  typeParsers[format][oid] = parseFn;
};

textParsers.init(function(oid, converter) {
  typeParsers.text[oid] = converter;
});

binaryParsers.init(function(oid, converter) {
  typeParsers.binary[oid] = converter;
});


/***/ }),

/***/ 76471:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var array = __nccwpck_require__(3879);

module.exports = {
  create: function (source, transform) {
    return {
      parse: function() {
        return array.parse(source, transform);
      }
    };
  }
};


/***/ }),

/***/ 87522:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var parseInt64 = __nccwpck_require__(62299);

var parseBits = function(data, bits, offset, invert, callback) {
  offset = offset || 0;
  invert = invert || false;
  callback = callback || function(lastValue, newValue, bits) { return (lastValue * Math.pow(2, bits)) + newValue; };
  var offsetBytes = offset >> 3;

  var inv = function(value) {
    if (invert) {
      return ~value & 0xff;
    }

    return value;
  };

  // read first (maybe partial) byte
  var mask = 0xff;
  var firstBits = 8 - (offset % 8);
  if (bits < firstBits) {
    mask = (0xff << (8 - bits)) & 0xff;
    firstBits = bits;
  }

  if (offset) {
    mask = mask >> (offset % 8);
  }

  var result = 0;
  if ((offset % 8) + bits >= 8) {
    result = callback(0, inv(data[offsetBytes]) & mask, firstBits);
  }

  // read bytes
  var bytes = (bits + offset) >> 3;
  for (var i = offsetBytes + 1; i < bytes; i++) {
    result = callback(result, inv(data[i]), 8);
  }

  // bits to read, that are not a complete byte
  var lastBits = (bits + offset) % 8;
  if (lastBits > 0) {
    result = callback(result, inv(data[bytes]) >> (8 - lastBits), lastBits);
  }

  return result;
};

var parseFloatFromBits = function(data, precisionBits, exponentBits) {
  var bias = Math.pow(2, exponentBits - 1) - 1;
  var sign = parseBits(data, 1);
  var exponent = parseBits(data, exponentBits, 1);

  if (exponent === 0) {
    return 0;
  }

  // parse mantissa
  var precisionBitsCounter = 1;
  var parsePrecisionBits = function(lastValue, newValue, bits) {
    if (lastValue === 0) {
      lastValue = 1;
    }

    for (var i = 1; i <= bits; i++) {
      precisionBitsCounter /= 2;
      if ((newValue & (0x1 << (bits - i))) > 0) {
        lastValue += precisionBitsCounter;
      }
    }

    return lastValue;
  };

  var mantissa = parseBits(data, precisionBits, exponentBits + 1, false, parsePrecisionBits);

  // special cases
  if (exponent == (Math.pow(2, exponentBits + 1) - 1)) {
    if (mantissa === 0) {
      return (sign === 0) ? Infinity : -Infinity;
    }

    return NaN;
  }

  // normale number
  return ((sign === 0) ? 1 : -1) * Math.pow(2, exponent - bias) * mantissa;
};

var parseInt16 = function(value) {
  if (parseBits(value, 1) == 1) {
    return -1 * (parseBits(value, 15, 1, true) + 1);
  }

  return parseBits(value, 15, 1);
};

var parseInt32 = function(value) {
  if (parseBits(value, 1) == 1) {
    return -1 * (parseBits(value, 31, 1, true) + 1);
  }

  return parseBits(value, 31, 1);
};

var parseFloat32 = function(value) {
  return parseFloatFromBits(value, 23, 8);
};

var parseFloat64 = function(value) {
  return parseFloatFromBits(value, 52, 11);
};

var parseNumeric = function(value) {
  var sign = parseBits(value, 16, 32);
  if (sign == 0xc000) {
    return NaN;
  }

  var weight = Math.pow(10000, parseBits(value, 16, 16));
  var result = 0;

  var digits = [];
  var ndigits = parseBits(value, 16);
  for (var i = 0; i < ndigits; i++) {
    result += parseBits(value, 16, 64 + (16 * i)) * weight;
    weight /= 10000;
  }

  var scale = Math.pow(10, parseBits(value, 16, 48));
  return ((sign === 0) ? 1 : -1) * Math.round(result * scale) / scale;
};

var parseDate = function(isUTC, value) {
  var sign = parseBits(value, 1);
  var rawValue = parseBits(value, 63, 1);

  // discard usecs and shift from 2000 to 1970
  var result = new Date((((sign === 0) ? 1 : -1) * rawValue / 1000) + 946684800000);

  if (!isUTC) {
    result.setTime(result.getTime() + result.getTimezoneOffset() * 60000);
  }

  // add microseconds to the date
  result.usec = rawValue % 1000;
  result.getMicroSeconds = function() {
    return this.usec;
  };
  result.setMicroSeconds = function(value) {
    this.usec = value;
  };
  result.getUTCMicroSeconds = function() {
    return this.usec;
  };

  return result;
};

var parseArray = function(value) {
  var dim = parseBits(value, 32);

  var flags = parseBits(value, 32, 32);
  var elementType = parseBits(value, 32, 64);

  var offset = 96;
  var dims = [];
  for (var i = 0; i < dim; i++) {
    // parse dimension
    dims[i] = parseBits(value, 32, offset);
    offset += 32;

    // ignore lower bounds
    offset += 32;
  }

  var parseElement = function(elementType) {
    // parse content length
    var length = parseBits(value, 32, offset);
    offset += 32;

    // parse null values
    if (length == 0xffffffff) {
      return null;
    }

    var result;
    if ((elementType == 0x17) || (elementType == 0x14)) {
      // int/bigint
      result = parseBits(value, length * 8, offset);
      offset += length * 8;
      return result;
    }
    else if (elementType == 0x19) {
      // string
      result = value.toString(this.encoding, offset >> 3, (offset += (length << 3)) >> 3);
      return result;
    }
    else {
      console.log("ERROR: ElementType not implemented: " + elementType);
    }
  };

  var parse = function(dimension, elementType) {
    var array = [];
    var i;

    if (dimension.length > 1) {
      var count = dimension.shift();
      for (i = 0; i < count; i++) {
        array[i] = parse(dimension, elementType);
      }
      dimension.unshift(count);
    }
    else {
      for (i = 0; i < dimension[0]; i++) {
        array[i] = parseElement(elementType);
      }
    }

    return array;
  };

  return parse(dims, elementType);
};

var parseText = function(value) {
  return value.toString('utf8');
};

var parseBool = function(value) {
  if(value === null) return null;
  return (parseBits(value, 8) > 0);
};

var init = function(register) {
  register(20, parseInt64);
  register(21, parseInt16);
  register(23, parseInt32);
  register(26, parseInt32);
  register(1700, parseNumeric);
  register(700, parseFloat32);
  register(701, parseFloat64);
  register(16, parseBool);
  register(1114, parseDate.bind(null, false));
  register(1184, parseDate.bind(null, true));
  register(1000, parseArray);
  register(1007, parseArray);
  register(1016, parseArray);
  register(1008, parseArray);
  register(1009, parseArray);
  register(25, parseText);
};

module.exports = {
  init: init
};


/***/ }),

/***/ 16345:
/***/ ((module) => {

/**
 * Following query was used to generate this file:

 SELECT json_object_agg(UPPER(PT.typname), PT.oid::int4 ORDER BY pt.oid)
 FROM pg_type PT
 WHERE typnamespace = (SELECT pgn.oid FROM pg_namespace pgn WHERE nspname = 'pg_catalog') -- Take only builting Postgres types with stable OID (extension types are not guaranted to be stable)
 AND typtype = 'b' -- Only basic types
 AND typelem = 0 -- Ignore aliases
 AND typisdefined -- Ignore undefined types
 */

module.exports = {
    BOOL: 16,
    BYTEA: 17,
    CHAR: 18,
    INT8: 20,
    INT2: 21,
    INT4: 23,
    REGPROC: 24,
    TEXT: 25,
    OID: 26,
    TID: 27,
    XID: 28,
    CID: 29,
    JSON: 114,
    XML: 142,
    PG_NODE_TREE: 194,
    SMGR: 210,
    PATH: 602,
    POLYGON: 604,
    CIDR: 650,
    FLOAT4: 700,
    FLOAT8: 701,
    ABSTIME: 702,
    RELTIME: 703,
    TINTERVAL: 704,
    CIRCLE: 718,
    MACADDR8: 774,
    MONEY: 790,
    MACADDR: 829,
    INET: 869,
    ACLITEM: 1033,
    BPCHAR: 1042,
    VARCHAR: 1043,
    DATE: 1082,
    TIME: 1083,
    TIMESTAMP: 1114,
    TIMESTAMPTZ: 1184,
    INTERVAL: 1186,
    TIMETZ: 1266,
    BIT: 1560,
    VARBIT: 1562,
    NUMERIC: 1700,
    REFCURSOR: 1790,
    REGPROCEDURE: 2202,
    REGOPER: 2203,
    REGOPERATOR: 2204,
    REGCLASS: 2205,
    REGTYPE: 2206,
    UUID: 2950,
    TXID_SNAPSHOT: 2970,
    PG_LSN: 3220,
    PG_NDISTINCT: 3361,
    PG_DEPENDENCIES: 3402,
    TSVECTOR: 3614,
    TSQUERY: 3615,
    GTSVECTOR: 3642,
    REGCONFIG: 3734,
    REGDICTIONARY: 3769,
    JSONB: 3802,
    REGNAMESPACE: 4089,
    REGROLE: 4096
};


/***/ }),

/***/ 74784:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var array = __nccwpck_require__(3879)
var arrayParser = __nccwpck_require__(76471);
var parseDate = __nccwpck_require__(92690);
var parseInterval = __nccwpck_require__(68755);
var parseByteA = __nccwpck_require__(463);

function allowNull (fn) {
  return function nullAllowed (value) {
    if (value === null) return value
    return fn(value)
  }
}

function parseBool (value) {
  if (value === null) return value
  return value === 'TRUE' ||
    value === 't' ||
    value === 'true' ||
    value === 'y' ||
    value === 'yes' ||
    value === 'on' ||
    value === '1';
}

function parseBoolArray (value) {
  if (!value) return null
  return array.parse(value, parseBool)
}

function parseBaseTenInt (string) {
  return parseInt(string, 10)
}

function parseIntegerArray (value) {
  if (!value) return null
  return array.parse(value, allowNull(parseBaseTenInt))
}

function parseBigIntegerArray (value) {
  if (!value) return null
  return array.parse(value, allowNull(function (entry) {
    return parseBigInteger(entry).trim()
  }))
}

var parsePointArray = function(value) {
  if(!value) { return null; }
  var p = arrayParser.create(value, function(entry) {
    if(entry !== null) {
      entry = parsePoint(entry);
    }
    return entry;
  });

  return p.parse();
};

var parseFloatArray = function(value) {
  if(!value) { return null; }
  var p = arrayParser.create(value, function(entry) {
    if(entry !== null) {
      entry = parseFloat(entry);
    }
    return entry;
  });

  return p.parse();
};

var parseStringArray = function(value) {
  if(!value) { return null; }

  var p = arrayParser.create(value);
  return p.parse();
};

var parseDateArray = function(value) {
  if (!value) { return null; }

  var p = arrayParser.create(value, function(entry) {
    if (entry !== null) {
      entry = parseDate(entry);
    }
    return entry;
  });

  return p.parse();
};

var parseIntervalArray = function(value) {
  if (!value) { return null; }

  var p = arrayParser.create(value, function(entry) {
    if (entry !== null) {
      entry = parseInterval(entry);
    }
    return entry;
  });

  return p.parse();
};

var parseByteAArray = function(value) {
  if (!value) { return null; }

  return array.parse(value, allowNull(parseByteA));
};

var parseInteger = function(value) {
  return parseInt(value, 10);
};

var parseBigInteger = function(value) {
  var valStr = String(value);
  if (/^\d+$/.test(valStr)) { return valStr; }
  return value;
};

var parseJsonArray = function(value) {
  if (!value) { return null; }

  return array.parse(value, allowNull(JSON.parse));
};

var parsePoint = function(value) {
  if (value[0] !== '(') { return null; }

  value = value.substring( 1, value.length - 1 ).split(',');

  return {
    x: parseFloat(value[0])
  , y: parseFloat(value[1])
  };
};

var parseCircle = function(value) {
  if (value[0] !== '<' && value[1] !== '(') { return null; }

  var point = '(';
  var radius = '';
  var pointParsed = false;
  for (var i = 2; i < value.length - 1; i++){
    if (!pointParsed) {
      point += value[i];
    }

    if (value[i] === ')') {
      pointParsed = true;
      continue;
    } else if (!pointParsed) {
      continue;
    }

    if (value[i] === ','){
      continue;
    }

    radius += value[i];
  }
  var result = parsePoint(point);
  result.radius = parseFloat(radius);

  return result;
};

var init = function(register) {
  register(20, parseBigInteger); // int8
  register(21, parseInteger); // int2
  register(23, parseInteger); // int4
  register(26, parseInteger); // oid
  register(700, parseFloat); // float4/real
  register(701, parseFloat); // float8/double
  register(16, parseBool);
  register(1082, parseDate); // date
  register(1114, parseDate); // timestamp without timezone
  register(1184, parseDate); // timestamp
  register(600, parsePoint); // point
  register(651, parseStringArray); // cidr[]
  register(718, parseCircle); // circle
  register(1000, parseBoolArray);
  register(1001, parseByteAArray);
  register(1005, parseIntegerArray); // _int2
  register(1007, parseIntegerArray); // _int4
  register(1028, parseIntegerArray); // oid[]
  register(1016, parseBigIntegerArray); // _int8
  register(1017, parsePointArray); // point[]
  register(1021, parseFloatArray); // _float4
  register(1022, parseFloatArray); // _float8
  register(1231, parseFloatArray); // _numeric
  register(1014, parseStringArray); //char
  register(1015, parseStringArray); //varchar
  register(1008, parseStringArray);
  register(1009, parseStringArray);
  register(1040, parseStringArray); // macaddr[]
  register(1041, parseStringArray); // inet[]
  register(1115, parseDateArray); // timestamp without time zone[]
  register(1182, parseDateArray); // _date
  register(1185, parseDateArray); // timestamp with time zone[]
  register(1186, parseInterval);
  register(1187, parseIntervalArray);
  register(17, parseByteA);
  register(114, JSON.parse.bind(JSON)); // json
  register(3802, JSON.parse.bind(JSON)); // jsonb
  register(199, parseJsonArray); // json[]
  register(3807, parseJsonArray); // jsonb[]
  register(3907, parseStringArray); // numrange[]
  register(2951, parseStringArray); // uuid[]
  register(791, parseStringArray); // money[]
  register(1183, parseStringArray); // time[]
  register(1270, parseStringArray); // timetz[]
};

module.exports = {
  init: init
};


/***/ }),

/***/ 75042:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const EventEmitter = (__nccwpck_require__(24434).EventEmitter)
const utils = __nccwpck_require__(69652)
const nodeUtils = __nccwpck_require__(39023)
const sasl = __nccwpck_require__(20948)
const TypeOverrides = __nccwpck_require__(50365)

const ConnectionParameters = __nccwpck_require__(646)
const Query = __nccwpck_require__(84473)
const defaults = __nccwpck_require__(68995)
const Connection = __nccwpck_require__(9809)
const crypto = __nccwpck_require__(84150)

const activeQueryDeprecationNotice = nodeUtils.deprecate(
  () => {},
  'Client.activeQuery is deprecated and will be removed in pg@9.0'
)

const queryQueueDeprecationNotice = nodeUtils.deprecate(
  () => {},
  'Client.queryQueue is deprecated and will be removed in pg@9.0.'
)

const pgPassDeprecationNotice = nodeUtils.deprecate(
  () => {},
  'pgpass support is deprecated and will be removed in pg@9.0. ' +
    'You can provide an async function as the password property to the Client/Pool constructor that returns a password instead. Within this function you can call the pgpass module in your own code.'
)

const byoPromiseDeprecationNotice = nodeUtils.deprecate(
  () => {},
  'Passing a custom Promise implementation to the Client/Pool constructor is deprecated and will be removed in pg@9.0.'
)

const queryQueueLengthDeprecationNotice = nodeUtils.deprecate(
  () => {},
  'Calling client.query() when the client is already executing a query is deprecated and will be removed in pg@9.0. Use async/await or an external async flow control mechanism instead.'
)

function coerceNumberOrDefault(value, defaultValue) {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : defaultValue
  }
  if (typeof value === 'string' && value.trim() !== '') {
    const n = Number(value)
    return Number.isFinite(n) ? n : defaultValue
  }
  return defaultValue
}

class Client extends EventEmitter {
  constructor(config) {
    super()

    this.connectionParameters = new ConnectionParameters(config)
    this.user = this.connectionParameters.user
    this.database = this.connectionParameters.database
    this.port = this.connectionParameters.port
    this.host = this.connectionParameters.host

    // "hiding" the password so it doesn't show up in stack traces
    // or if the client is console.logged
    Object.defineProperty(this, 'password', {
      configurable: true,
      enumerable: false,
      writable: true,
      value: this.connectionParameters.password,
    })

    this.replication = this.connectionParameters.replication

    const c = config || {}

    if (c.Promise) {
      byoPromiseDeprecationNotice()
    }
    this._Promise = c.Promise || global.Promise
    this._types = new TypeOverrides(c.types)
    this._ending = false
    this._ended = false
    this._connecting = false
    this._connected = false
    this._connectionError = false
    this._queryable = true
    this._activeQuery = null
    this._txStatus = null

    this.enableChannelBinding = Boolean(c.enableChannelBinding) // set true to use SCRAM-SHA-256-PLUS when offered
    this.scramMaxIterations = coerceNumberOrDefault(c.scramMaxIterations, sasl.DEFAULT_MAX_SCRAM_ITERATIONS)
    this.connection =
      c.connection ||
      new Connection({
        stream: c.stream,
        ssl: this.connectionParameters.ssl,
        sslNegotiation: this.connectionParameters.sslnegotiation,
        keepAlive: c.keepAlive || false,
        keepAliveInitialDelayMillis: c.keepAliveInitialDelayMillis || 0,
        encoding: this.connectionParameters.client_encoding || 'utf8',
      })
    this._queryQueue = []
    this._sentQueryQueue = []
    this.pipeline = Boolean(c.pipeline)
    this.binary = c.binary || defaults.binary
    this.processID = null
    this.secretKey = null
    this.ssl = this.connectionParameters.ssl || false
    this.sslNegotiation = this.connectionParameters.sslnegotiation || 'postgres'
    // As with Password, make SSL->Key (the private key) non-enumerable.
    // It won't show up in stack traces
    // or if the client is console.logged
    if (this.ssl && this.ssl.key) {
      Object.defineProperty(this.ssl, 'key', {
        enumerable: false,
      })
    }

    this._connectionTimeoutMillis = c.connectionTimeoutMillis || 0
  }

  get activeQuery() {
    activeQueryDeprecationNotice()
    return this._activeQuery
  }

  set activeQuery(val) {
    activeQueryDeprecationNotice()
    this._activeQuery = val
  }

  _getActiveQuery() {
    return this._activeQuery
  }

  _errorAllQueries(err) {
    const enqueueError = (query) => {
      process.nextTick(() => {
        query.handleError(err, this.connection)
      })
    }

    const activeQuery = this._getActiveQuery()
    if (activeQuery) {
      enqueueError(activeQuery)
      this._activeQuery = null
    }

    this._sentQueryQueue.forEach(enqueueError)
    this._sentQueryQueue.length = 0

    this._queryQueue.forEach(enqueueError)
    this._queryQueue.length = 0
  }

  _connect(callback) {
    const self = this
    const con = this.connection
    this._connectionCallback = callback

    if (this._connecting || this._connected) {
      const err = new Error('Client has already been connected. You cannot reuse a client.')
      process.nextTick(() => {
        callback(err)
      })
      return
    }
    this._connecting = true

    if (this._connectionTimeoutMillis > 0) {
      this.connectionTimeoutHandle = setTimeout(() => {
        con._ending = true
        con.stream.destroy(new Error('timeout expired'))
      }, this._connectionTimeoutMillis)

      if (this.connectionTimeoutHandle.unref) {
        this.connectionTimeoutHandle.unref()
      }
    }

    if (this.host && this.host.indexOf('/') === 0) {
      con.connect(this.host + '/.s.PGSQL.' + this.port)
    } else {
      con.connect(this.port, this.host)
    }

    // once connection is established send startup message
    con.on('connect', function () {
      if (self.ssl) {
        // With direct SSL negotiation the connection upgrades to TLS without an
        // SSLRequest packet, so the startup message is sent after 'sslconnect'.
        if (self.sslNegotiation !== 'direct') {
          con.requestSsl()
        }
      } else {
        con.startup(self.getStartupConf())
      }
    })

    con.on('sslconnect', function () {
      con.startup(self.getStartupConf())
    })

    this._attachListeners(con)

    con.once('end', () => {
      const error = this._ending ? new Error('Connection terminated') : new Error('Connection terminated unexpectedly')

      clearTimeout(this.connectionTimeoutHandle)
      this._errorAllQueries(error)
      this._ended = true

      if (!this._ending) {
        // if the connection is ended without us calling .end()
        // on this client then we have an unexpected disconnection
        // treat this as an error unless we've already emitted an error
        // during connection.
        if (this._connecting && !this._connectionError) {
          if (this._connectionCallback) {
            this._connectionCallback(error)
          } else {
            this._handleErrorEvent(error)
          }
        } else if (!this._connectionError) {
          this._handleErrorEvent(error)
        }
      }

      process.nextTick(() => {
        this.emit('end')
      })
    })
  }

  connect(callback) {
    if (callback) {
      this._connect(callback)
      return
    }

    return new this._Promise((resolve, reject) => {
      this._connect((error) => {
        if (error) {
          reject(error)
        } else {
          resolve(this)
        }
      })
    })
  }

  _attachListeners(con) {
    // password request handling
    con.on('authenticationCleartextPassword', this._handleAuthCleartextPassword.bind(this))
    // password request handling
    con.on('authenticationMD5Password', this._handleAuthMD5Password.bind(this))
    // password request handling (SASL)
    con.on('authenticationSASL', this._handleAuthSASL.bind(this))
    con.on('authenticationSASLContinue', this._handleAuthSASLContinue.bind(this))
    con.on('authenticationSASLFinal', this._handleAuthSASLFinal.bind(this))
    con.on('backendKeyData', this._handleBackendKeyData.bind(this))
    con.on('error', this._handleErrorEvent.bind(this))
    con.on('errorMessage', this._handleErrorMessage.bind(this))
    con.on('readyForQuery', this._handleReadyForQuery.bind(this))
    con.on('notice', this._handleNotice.bind(this))
    con.on('rowDescription', this._handleRowDescription.bind(this))
    con.on('dataRow', this._handleDataRow.bind(this))
    con.on('portalSuspended', this._handlePortalSuspended.bind(this))
    con.on('emptyQuery', this._handleEmptyQuery.bind(this))
    con.on('commandComplete', this._handleCommandComplete.bind(this))
    con.on('parseComplete', this._handleParseComplete.bind(this))
    con.on('copyInResponse', this._handleCopyInResponse.bind(this))
    con.on('copyData', this._handleCopyData.bind(this))
    con.on('notification', this._handleNotification.bind(this))
  }

  _getPassword(cb) {
    const con = this.connection
    if (typeof this.password === 'function') {
      this._Promise
        .resolve()
        .then(() => this.password(this.connectionParameters))
        .then((pass) => {
          if (pass !== undefined) {
            if (typeof pass !== 'string') {
              con.emit('error', new TypeError('Password must be a string'))
              return
            }
            this.connectionParameters.password = this.password = pass
          } else {
            this.connectionParameters.password = this.password = null
          }
          cb()
        })
        .catch((err) => {
          con.emit('error', err)
        })
    } else if (this.password !== null) {
      cb()
    } else {
      try {
        const pgPass = __nccwpck_require__(13272)
        pgPass(this.connectionParameters, (pass) => {
          if (undefined !== pass) {
            pgPassDeprecationNotice()
            this.connectionParameters.password = this.password = pass
          }
          cb()
        })
      } catch (e) {
        this.emit('error', e)
      }
    }
  }

  _handleAuthCleartextPassword(msg) {
    this._getPassword(() => {
      this.connection.password(this.password)
    })
  }

  _handleAuthMD5Password(msg) {
    this._getPassword(async () => {
      try {
        const hashedPassword = await crypto.postgresMd5PasswordHash(this.user, this.password, msg.salt)
        this.connection.password(hashedPassword)
      } catch (e) {
        this.emit('error', e)
      }
    })
  }

  _handleAuthSASL(msg) {
    this._getPassword(() => {
      try {
        this.saslSession = sasl.startSession(
          msg.mechanisms,
          this.enableChannelBinding && this.connection.stream,
          this.scramMaxIterations
        )
        this.connection.sendSASLInitialResponseMessage(this.saslSession.mechanism, this.saslSession.response)
      } catch (err) {
        this.connection.emit('error', err)
      }
    })
  }

  async _handleAuthSASLContinue(msg) {
    try {
      await sasl.continueSession(
        this.saslSession,
        this.password,
        msg.data,
        this.enableChannelBinding && this.connection.stream
      )
      this.connection.sendSCRAMClientFinalMessage(this.saslSession.response)
    } catch (err) {
      this.connection.emit('error', err)
    }
  }

  _handleAuthSASLFinal(msg) {
    try {
      sasl.finalizeSession(this.saslSession, msg.data)
      this.saslSession = null
    } catch (err) {
      this.connection.emit('error', err)
    }
  }

  _handleBackendKeyData(msg) {
    this.processID = msg.processID
    this.secretKey = msg.secretKey
  }

  _handleReadyForQuery(msg) {
    if (this._connecting) {
      this._connecting = false
      this._connected = true
      clearTimeout(this.connectionTimeoutHandle)

      // process possible callback argument to Client#connect
      if (this._connectionCallback) {
        this._connectionCallback(null, this)
        // remove callback for proper error handling
        // after the connect event
        this._connectionCallback = null
      }
      this.emit('connect')
    }
    const activeQuery = this._getActiveQuery()
    this._activeQuery = null
    this._txStatus = msg?.status ?? null
    this.readyForQuery = true
    if (activeQuery) {
      activeQuery.handleReadyForQuery(this.connection)
    }
    this._pulseQueryQueue()
  }

  // if we receive an error event or error message
  // during the connection process we handle it here
  _handleErrorWhileConnecting(err) {
    if (this._connectionError) {
      // TODO(bmc): this is swallowing errors - we shouldn't do this
      return
    }
    this._connectionError = true
    clearTimeout(this.connectionTimeoutHandle)
    if (this._connectionCallback) {
      return this._connectionCallback(err)
    }
    this.emit('error', err)
  }

  // if we're connected and we receive an error event from the connection
  // this means the socket is dead - do a hard abort of all queries and emit
  // the socket error on the client as well
  _handleErrorEvent(err) {
    if (this._connecting) {
      return this._handleErrorWhileConnecting(err)
    }
    this._queryable = false
    this._errorAllQueries(err)
    this.emit('error', err)
  }

  // handle error messages from the postgres backend
  _handleErrorMessage(msg) {
    if (this._connecting) {
      return this._handleErrorWhileConnecting(msg)
    }
    const activeQuery = this._getActiveQuery()

    if (!activeQuery) {
      this._handleErrorEvent(msg)
      return
    }

    this._activeQuery = null
    if (activeQuery.name) {
      delete this.connection.submittedNamedStatements[activeQuery.name]
    }
    activeQuery.handleError(msg, this.connection)
  }

  _handleRowDescription(msg) {
    const activeQuery = this._getActiveQuery()
    if (activeQuery == null) {
      const error = new Error('Received unexpected rowDescription message from backend.')
      this._handleErrorEvent(error)
      return
    }
    // delegate rowDescription to active query
    activeQuery.handleRowDescription(msg)
  }

  _handleDataRow(msg) {
    const activeQuery = this._getActiveQuery()
    if (activeQuery == null) {
      const error = new Error('Received unexpected dataRow message from backend.')
      this._handleErrorEvent(error)
      return
    }
    // delegate dataRow to active query
    activeQuery.handleDataRow(msg)
  }

  _handlePortalSuspended(msg) {
    const activeQuery = this._getActiveQuery()
    if (activeQuery == null) {
      const error = new Error('Received unexpected portalSuspended message from backend.')
      this._handleErrorEvent(error)
      return
    }
    // delegate portalSuspended to active query
    activeQuery.handlePortalSuspended(this.connection)
  }

  _handleEmptyQuery(msg) {
    const activeQuery = this._getActiveQuery()
    if (activeQuery == null) {
      const error = new Error('Received unexpected emptyQuery message from backend.')
      this._handleErrorEvent(error)
      return
    }
    // delegate emptyQuery to active query
    activeQuery.handleEmptyQuery(this.connection)
  }

  _handleCommandComplete(msg) {
    const activeQuery = this._getActiveQuery()
    if (activeQuery == null) {
      const error = new Error('Received unexpected commandComplete message from backend.')
      this._handleErrorEvent(error)
      return
    }
    // delegate commandComplete to active query
    activeQuery.handleCommandComplete(msg, this.connection)
  }

  _handleParseComplete() {
    const activeQuery = this._getActiveQuery()
    if (activeQuery == null) {
      const error = new Error('Received unexpected parseComplete message from backend.')
      this._handleErrorEvent(error)
      return
    }
    // if a prepared statement has a name and properly parses
    // we track that its already been executed so we don't parse
    // it again on the same client
    if (activeQuery.name) {
      this.connection.parsedStatements[activeQuery.name] = activeQuery.text
      delete this.connection.submittedNamedStatements[activeQuery.name]
    }
  }

  _handleCopyInResponse(msg) {
    const activeQuery = this._getActiveQuery()
    if (activeQuery == null) {
      const error = new Error('Received unexpected copyInResponse message from backend.')
      this._handleErrorEvent(error)
      return
    }
    activeQuery.handleCopyInResponse(this.connection)
  }

  _handleCopyData(msg) {
    const activeQuery = this._getActiveQuery()
    if (activeQuery == null) {
      const error = new Error('Received unexpected copyData message from backend.')
      this._handleErrorEvent(error)
      return
    }
    activeQuery.handleCopyData(msg, this.connection)
  }

  _handleNotification(msg) {
    this.emit('notification', msg)
  }

  _handleNotice(msg) {
    this.emit('notice', msg)
  }

  getStartupConf() {
    const params = this.connectionParameters

    const data = {
      user: params.user,
      database: params.database,
    }

    const appName = params.application_name || params.fallback_application_name
    if (appName) {
      data.application_name = appName
    }
    if (params.replication) {
      data.replication = '' + params.replication
    }
    if (params.statement_timeout) {
      data.statement_timeout = String(parseInt(params.statement_timeout, 10))
    }
    if (params.lock_timeout) {
      data.lock_timeout = String(parseInt(params.lock_timeout, 10))
    }
    if (params.idle_in_transaction_session_timeout) {
      data.idle_in_transaction_session_timeout = String(parseInt(params.idle_in_transaction_session_timeout, 10))
    }
    if (params.options) {
      data.options = params.options
    }

    return data
  }

  cancel(client, query) {
    if (client.activeQuery === query) {
      const con = this.connection

      if (this.host && this.host.indexOf('/') === 0) {
        con.connect(this.host + '/.s.PGSQL.' + this.port)
      } else {
        con.connect(this.port, this.host)
      }

      // once connection is established send cancel message
      con.on('connect', function () {
        con.cancel(client.processID, client.secretKey)
      })
    } else if (client._queryQueue.indexOf(query) !== -1) {
      client._queryQueue.splice(client._queryQueue.indexOf(query), 1)
    } else if (client._sentQueryQueue.indexOf(query) !== -1) {
      // Query already sent on wire — can't remove it without corrupting the
      // pipeline. No-op the callback so the result is silently discarded.
      query.callback = () => {}
    }
  }

  setTypeParser(oid, format, parseFn) {
    return this._types.setTypeParser(oid, format, parseFn)
  }

  getTypeParser(oid, format) {
    return this._types.getTypeParser(oid, format)
  }

  // escapeIdentifier and escapeLiteral moved to utility functions & exported
  // on PG
  // re-exported here for backwards compatibility
  escapeIdentifier(str) {
    return utils.escapeIdentifier(str)
  }

  escapeLiteral(str) {
    return utils.escapeLiteral(str)
  }

  _pulseQueryQueue() {
    if (this.pipeline) {
      this._pulsePipelinedQueryQueue()
      return
    }
    if (this.readyForQuery === true) {
      this._activeQuery = this._queryQueue.shift()
      const activeQuery = this._getActiveQuery()
      if (activeQuery) {
        this.readyForQuery = false
        this.hasExecuted = true

        const queryError = activeQuery.submit(this.connection)
        if (queryError) {
          process.nextTick(() => {
            activeQuery.handleError(queryError, this.connection)
            this.readyForQuery = true
            this._pulseQueryQueue()
          })
        }
      } else if (this.hasExecuted) {
        this._activeQuery = null
        this.emit('drain')
      }
    }
  }

  _pulsePipelinedQueryQueue() {
    if (!this._connected || !this._queryable) {
      return
    }
    while (this._queryQueue.length > 0) {
      const query = this._queryQueue.shift()
      this.hasExecuted = true
      const queryError = query.submit(this.connection)
      if (queryError) {
        process.nextTick(() => {
          query.handleError(queryError, this.connection)
        })
        continue
      }
      this._sentQueryQueue.push(query)
    }
    if (this.readyForQuery && !this._activeQuery && this._sentQueryQueue.length > 0) {
      this._activeQuery = this._sentQueryQueue.shift()
      this.readyForQuery = false
    }
    if (!this._activeQuery && this._sentQueryQueue.length === 0 && this._queryQueue.length === 0 && this.hasExecuted) {
      this.emit('drain')
    }
  }

  query(config, values, callback) {
    // can take in strings, config object or query object
    let query
    let result

    if (config == null) {
      throw new TypeError('Client was passed a null or undefined query')
    }

    if (typeof config.submit === 'function') {
      result = query = config
      if (!query.callback) {
        if (typeof values === 'function') {
          query.callback = values
        } else if (callback) {
          query.callback = callback
        }
      }
    } else {
      query = new Query(config, values, callback)
      if (!query.callback) {
        result = new this._Promise((resolve, reject) => {
          query.callback = (err, res) => (err ? reject(err) : resolve(res))
        }).catch((err) => {
          // replace the stack trace that leads to `TCP.onStreamRead` with one that leads back to the
          // application that created the query
          Error.captureStackTrace(err)
          throw err
        })
      } else if (typeof query.callback !== 'function') {
        throw new TypeError('callback is not a function')
      }
    }

    const readTimeout = config.query_timeout || this.connectionParameters.query_timeout
    if (readTimeout) {
      const queryCallback = query.callback || (() => {})

      const readTimeoutTimer = setTimeout(() => {
        const error = new Error('Query read timeout')

        process.nextTick(() => {
          query.handleError(error, this.connection)
        })

        queryCallback(error)

        // we already returned an error,
        // just do nothing if query completes
        query.callback = () => {}

        // Remove from queue (only safe if not yet sent)
        const index = this._queryQueue.indexOf(query)
        if (index > -1) {
          this._queryQueue.splice(index, 1)
        } else if (this.pipeline) {
          // Query already sent — the pipeline is blocked until it completes.
          // Destroy the connection to unblock all remaining pipelined queries.
          this.connection.stream.destroy()
          return
        }

        this._pulseQueryQueue()
      }, readTimeout)

      query.callback = (err, res) => {
        clearTimeout(readTimeoutTimer)
        queryCallback(err, res)
      }
    }

    if (this.binary && !query.binary) {
      query.binary = true
    }

    if (query._result && !query._result._types) {
      query._result._types = this._types
    }

    // A query that keeps a portal open across round trips cannot share a pipelined connection: the
    // queries written behind it are answered out of its portal, so rows land on the wrong query and
    // the reads that follow fail with 'portal does not exist'. Refuse it instead of corrupting.
    if (this.pipeline) {
      const portalQuery =
        typeof config.submit === 'function' && !(query instanceof Query)
          ? 'Custom query classes such as pg-cursor and pg-query-stream are'
          : query.rows
          ? 'The `rows` option is'
          : null
      if (portalQuery) {
        process.nextTick(() => {
          query.handleError(new Error(`${portalQuery} not supported in pipeline mode`), this.connection)
        })
        return result
      }
    }

    if (!this._queryable) {
      process.nextTick(() => {
        query.handleError(new Error('Client has encountered a connection error and is not queryable'), this.connection)
      })
      return result
    }

    if (this._ending) {
      process.nextTick(() => {
        query.handleError(new Error('Client was closed and is not queryable'), this.connection)
      })
      return result
    }

    if (this._queryQueue.length > 0 && !this.pipeline) {
      queryQueueLengthDeprecationNotice()
    }
    this._queryQueue.push(query)
    this._pulseQueryQueue()
    return result
  }

  ref() {
    this.connection.ref()
  }

  unref() {
    this.connection.unref()
  }

  getTransactionStatus() {
    return this._txStatus
  }

  end(cb) {
    this._ending = true

    // if we have never connected, then end is a noop, callback immediately
    if (!this.connection._connecting || this._ended) {
      if (cb) {
        cb()
        return
      } else {
        return this._Promise.resolve()
      }
    }

    if (!this._queryable) {
      // socket is dead — force close
      this.connection.stream.destroy()
    } else if (
      this.pipeline &&
      (this._getActiveQuery() || this._sentQueryQueue.length > 0 || this._queryQueue.length > 0)
    ) {
      // pipelined queries are already on the wire (or queued to send) and will
      // complete normally; wait for drain then do a graceful goodbye
      this.once('drain', () => this.connection.end())
    } else if (this._getActiveQuery()) {
      // non-pipeline: a hung query could block end forever — force disconnect
      this.connection.stream.destroy()
    } else {
      this.connection.end()
    }

    if (cb) {
      this.connection.once('end', cb)
    } else {
      return new this._Promise((resolve) => {
        this.connection.once('end', resolve)
      })
    }
  }
  get queryQueue() {
    queryQueueDeprecationNotice()
    return this._queryQueue
  }
}

// expose a Query constructor
Client.Query = Query

module.exports = Client


/***/ }),

/***/ 646:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


const dns = __nccwpck_require__(72250)

const defaults = __nccwpck_require__(68995)

const parse = (__nccwpck_require__(26122).parse) // parses a connection string

const val = function (key, config, envVar) {
  if (config[key]) {
    return config[key]
  }

  if (envVar === undefined) {
    envVar = process.env['PG' + key.toUpperCase()]
  } else if (envVar === false) {
    // do nothing ... use false
  } else {
    envVar = process.env[envVar]
  }

  return envVar || defaults[key]
}

const readSSLConfigFromEnvironment = function () {
  switch (process.env.PGSSLMODE) {
    case 'disable':
      return false
    case 'prefer':
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return true
    case 'no-verify':
      return { rejectUnauthorized: false }
  }
  return defaults.ssl
}

// Convert arg to a string, surround in single quotes, and escape single quotes and backslashes
const quoteParamValue = function (value) {
  return "'" + ('' + value).replace(/\\/g, '\\\\').replace(/'/g, "\\'") + "'"
}

const add = function (params, config, paramName) {
  const value = config[paramName]
  if (value !== undefined && value !== null) {
    params.push(paramName + '=' + quoteParamValue(value))
  }
}

class ConnectionParameters {
  constructor(config) {
    // if a string is passed, it is a raw connection string so we parse it into a config
    config = typeof config === 'string' ? parse(config) : config || {}

    // if the config has a connectionString defined, parse IT into the config we use
    // this will override other default values with what is stored in connectionString
    if (config.connectionString) {
      config = Object.assign({}, config, parse(config.connectionString))
    }

    this.user = val('user', config)
    this.database = val('database', config)

    if (this.database === undefined) {
      this.database = this.user
    }

    this.port = parseInt(val('port', config), 10)
    this.host = val('host', config)

    // "hiding" the password so it doesn't show up in stack traces
    // or if the client is console.logged
    Object.defineProperty(this, 'password', {
      configurable: true,
      enumerable: false,
      writable: true,
      value: val('password', config),
    })

    this.binary = val('binary', config)
    this.options = val('options', config)

    this.ssl = typeof config.ssl === 'undefined' ? readSSLConfigFromEnvironment() : config.ssl

    if (typeof this.ssl === 'string') {
      if (this.ssl === 'true') {
        this.ssl = true
      }
    }
    // support passing in ssl=no-verify via connection string
    if (this.ssl === 'no-verify') {
      this.ssl = { rejectUnauthorized: false }
    }
    if (this.ssl && this.ssl.key) {
      Object.defineProperty(this.ssl, 'key', {
        enumerable: false,
      })
    }

    // How to negotiate SSL: 'postgres' (default, the traditional SSLRequest
    // handshake) or 'direct' (start the TLS handshake immediately on connect).
    this.sslnegotiation = val('sslnegotiation', config, 'PGSSLNEGOTIATION')
    if (this.sslnegotiation !== undefined && this.sslnegotiation !== 'postgres' && this.sslnegotiation !== 'direct') {
      throw new Error(
        `Invalid sslnegotiation value: "${this.sslnegotiation}". Valid values are "postgres" and "direct".`
      )
    }
    if (this.sslnegotiation === 'direct' && !this.ssl) {
      throw new Error('sslnegotiation=direct requires SSL to be enabled')
    }

    this.client_encoding = val('client_encoding', config)
    this.replication = val('replication', config)
    // a domain socket begins with '/'
    this.isDomainSocket = !(this.host || '').indexOf('/')

    this.application_name = val('application_name', config, 'PGAPPNAME')
    this.fallback_application_name = val('fallback_application_name', config, false)
    this.statement_timeout = val('statement_timeout', config, false)
    this.lock_timeout = val('lock_timeout', config, false)
    this.idle_in_transaction_session_timeout = val('idle_in_transaction_session_timeout', config, false)
    this.query_timeout = val('query_timeout', config, false)

    if (config.connectionTimeoutMillis === undefined) {
      this.connect_timeout = process.env.PGCONNECT_TIMEOUT || 0
    } else {
      this.connect_timeout = Math.floor(config.connectionTimeoutMillis / 1000)
    }

    if (config.keepAlive === false) {
      this.keepalives = 0
    } else if (config.keepAlive === true) {
      this.keepalives = 1
    }

    if (typeof config.keepAliveInitialDelayMillis === 'number') {
      this.keepalives_idle = Math.floor(config.keepAliveInitialDelayMillis / 1000)
    }
  }

  getLibpqConnectionString(cb) {
    const params = []
    add(params, this, 'user')
    add(params, this, 'password')
    add(params, this, 'port')
    add(params, this, 'application_name')
    add(params, this, 'fallback_application_name')
    add(params, this, 'connect_timeout')
    add(params, this, 'options')

    const ssl = typeof this.ssl === 'object' ? this.ssl : this.ssl ? { sslmode: this.ssl } : {}
    add(params, ssl, 'sslmode')
    add(params, ssl, 'sslca')
    add(params, ssl, 'sslkey')
    add(params, ssl, 'sslcert')
    add(params, ssl, 'sslrootcert')
    add(params, this, 'sslnegotiation')

    if (this.database) {
      params.push('dbname=' + quoteParamValue(this.database))
    }
    if (this.replication) {
      params.push('replication=' + quoteParamValue(this.replication))
    }
    if (this.host) {
      params.push('host=' + quoteParamValue(this.host))
    }
    if (this.isDomainSocket) {
      return cb(null, params.join(' '))
    }
    if (this.client_encoding) {
      params.push('client_encoding=' + quoteParamValue(this.client_encoding))
    }
    dns.lookup(this.host, function (err, address) {
      if (err) return cb(err, null)
      params.push('hostaddr=' + quoteParamValue(address))
      return cb(null, params.join(' '))
    })
  }
}

module.exports = ConnectionParameters


/***/ }),

/***/ 9809:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


const EventEmitter = (__nccwpck_require__(24434).EventEmitter)

const { parse, serialize } = __nccwpck_require__(74233)
const stream = __nccwpck_require__(30829)
const { getStream } = stream

const flushBuffer = serialize.flush()
const syncBuffer = serialize.sync()
const endBuffer = serialize.end()

// TODO(bmc) support binary mode at some point
class Connection extends EventEmitter {
  constructor(config) {
    super()
    config = config || {}

    this.stream = config.stream || getStream(config.ssl)
    if (typeof this.stream === 'function') {
      this.stream = this.stream(config)
    }

    this._keepAlive = config.keepAlive
    this._keepAliveInitialDelayMillis = config.keepAliveInitialDelayMillis
    this.parsedStatements = {}
    this.submittedNamedStatements = {}
    this.ssl = config.ssl || false
    this.sslNegotiation = config.sslNegotiation || 'postgres'
    this._ending = false
    this._emitMessage = false
    const self = this
    this.on('newListener', function (eventName) {
      if (eventName === 'message') {
        self._emitMessage = true
      }
    })
  }

  connect(port, host) {
    const self = this

    this._connecting = true
    this.stream.setNoDelay(true)
    this.stream.connect(port, host)

    this.stream.once('connect', function () {
      if (self._keepAlive) {
        self.stream.setKeepAlive(true, self._keepAliveInitialDelayMillis)
      }
      self.emit('connect')
    })

    const reportStreamError = function (error) {
      // errors about disconnections should be ignored during disconnect
      if (self._ending && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) {
        return
      }
      self.emit('error', error)
    }
    this.stream.on('error', reportStreamError)

    this.stream.on('close', function () {
      self.emit('end')
    })

    if (!this.ssl) {
      return this.attachListeners(this.stream)
    }

    // With direct SSL negotiation the TLS handshake starts immediately on the
    // raw socket, skipping the SSLRequest packet and the server's 'S'/'N' reply.
    if (this.sslNegotiation === 'direct') {
      return this.stream.once('connect', function () {
        self.upgradeToSSL(host, reportStreamError)
      })
    }

    this.stream.once('data', function (buffer) {
      const responseCode = buffer.toString('utf8')
      switch (responseCode) {
        case 'S': // Server supports SSL connections, continue with a secure connection
          break
        case 'N': // Server does not support SSL connections
          self.stream.end()
          return self.emit('error', new Error('The server does not support SSL connections'))
        default:
          // Any other response byte, including 'E' (ErrorResponse) indicating a server error
          self.stream.end()
          return self.emit('error', new Error('There was an error establishing an SSL connection'))
      }
      self.upgradeToSSL(host, reportStreamError)
    })
  }

  upgradeToSSL(host, reportStreamError) {
    const self = this
    const options = {
      socket: self.stream,
      // tls.connect checks the server identity against `servername`, falling
      // back to `host` and then to 'localhost'. `servername` must stay unset
      // for IP addresses (see below), so `host` is needed to keep certificate
      // validation working when connecting to an IP address.
      host,
    }

    if (self.ssl !== true) {
      Object.assign(options, self.ssl)

      if ('key' in self.ssl) {
        options.key = self.ssl.key
      }
    }

    // Direct SSL negotiation requires ALPN so the server can confirm it is
    // speaking the PostgreSQL protocol over the TLS connection.
    if (self.sslNegotiation === 'direct') {
      options.ALPNProtocols = ['postgresql']
    }

    // SNI must not be set to an IP address (RFC 6066 section 3)
    const net = __nccwpck_require__(69278)
    if (net.isIP && net.isIP(host) === 0) {
      options.servername = host
    }
    try {
      self.stream = stream.getSecureStream(options)
    } catch (err) {
      return self.emit('error', err)
    }
    self.attachListeners(self.stream)
    self.stream.on('error', reportStreamError)

    self.emit('sslconnect')
  }

  attachListeners(stream) {
    parse(stream, (msg) => {
      const eventName = msg.name === 'error' ? 'errorMessage' : msg.name
      if (this._emitMessage) {
        this.emit('message', msg)
      }
      this.emit(eventName, msg)
    })
  }

  requestSsl() {
    this.stream.write(serialize.requestSsl())
  }

  startup(config) {
    this.stream.write(serialize.startup(config))
  }

  cancel(processID, secretKey) {
    this._send(serialize.cancel(processID, secretKey))
  }

  password(password) {
    this._send(serialize.password(password))
  }

  sendSASLInitialResponseMessage(mechanism, initialResponse) {
    this._send(serialize.sendSASLInitialResponseMessage(mechanism, initialResponse))
  }

  sendSCRAMClientFinalMessage(additionalData) {
    this._send(serialize.sendSCRAMClientFinalMessage(additionalData))
  }

  _send(buffer) {
    if (!this.stream.writable) {
      return false
    }
    return this.stream.write(buffer)
  }

  query(text) {
    this._send(serialize.query(text))
  }

  // send parse message
  parse(query) {
    this._send(serialize.parse(query))
  }

  // send bind message
  bind(config) {
    this._send(serialize.bind(config))
  }

  // send execute message
  execute(config) {
    this._send(serialize.execute(config))
  }

  flush() {
    if (this.stream.writable) {
      this.stream.write(flushBuffer)
    }
  }

  sync() {
    // Sync is the extended-query protocol barrier, not a disconnect.
    // Only end()/Terminate (and connect-timeout teardown) should set _ending.
    this._send(syncBuffer)
  }

  ref() {
    this.stream.ref()
  }

  unref() {
    this.stream.unref()
  }

  end() {
    // 0x58 = 'X'
    this._ending = true
    if (!this._connecting || !this.stream.writable) {
      this.stream.end()
      return
    }
    return this.stream.write(endBuffer, () => {
      this.stream.end()
    })
  }

  close(msg) {
    this._send(serialize.close(msg))
  }

  describe(msg) {
    this._send(serialize.describe(msg))
  }

  sendCopyFromChunk(chunk) {
    this._send(serialize.copyData(chunk))
  }

  endCopyFrom() {
    this._send(serialize.copyDone())
  }

  sendCopyFail(msg) {
    this._send(serialize.copyFail(msg))
  }
}

module.exports = Connection


/***/ }),

/***/ 9765:
/***/ ((module) => {

function x509Error(msg, cert) {
  return new Error('SASL channel binding: ' + msg + ' when parsing public certificate ' + cert.toString('base64'))
}

function readASN1Length(data, index) {
  let length = data[index++]
  if (length < 0x80) return { length, index }

  const lengthBytes = length & 0x7f
  if (lengthBytes > 4) throw x509Error('bad length', data)

  length = 0
  for (let i = 0; i < lengthBytes; i++) {
    length = (length << 8) | data[index++]
  }

  return { length, index }
}

function readASN1OID(data, index) {
  if (data[index++] !== 0x6) throw x509Error('non-OID data', data) // 6 = OID

  const { length: OIDLength, index: indexAfterOIDLength } = readASN1Length(data, index)
  index = indexAfterOIDLength
  const lastIndex = index + OIDLength

  const byte1 = data[index++]
  let oid = ((byte1 / 40) >> 0) + '.' + (byte1 % 40)

  while (index < lastIndex) {
    // loop over numbers in OID
    let value = 0
    while (index < lastIndex) {
      // loop over bytes in number
      const nextByte = data[index++]
      value = (value << 7) | (nextByte & 0x7f)
      if (nextByte < 0x80) break
    }
    oid += '.' + value
  }

  return { oid, index }
}

function expectASN1Seq(data, index) {
  if (data[index++] !== 0x30) throw x509Error('non-sequence data', data) // 30 = Sequence
  return readASN1Length(data, index)
}

function signatureAlgorithmHashFromCertificate(data, index) {
  // read this thread: https://www.postgresql.org/message-id/17760-b6c61e752ec07060%40postgresql.org
  if (index === undefined) index = 0
  index = expectASN1Seq(data, index).index
  const { length: certInfoLength, index: indexAfterCertInfoLength } = expectASN1Seq(data, index)
  index = indexAfterCertInfoLength + certInfoLength // skip over certificate info
  index = expectASN1Seq(data, index).index // skip over signature length field
  const { oid, index: indexAfterOID } = readASN1OID(data, index)
  switch (oid) {
    // RSA
    case '1.2.840.113549.1.1.4':
      return 'MD5'
    case '1.2.840.113549.1.1.5':
      return 'SHA-1'
    case '1.2.840.113549.1.1.11':
      return 'SHA-256'
    case '1.2.840.113549.1.1.12':
      return 'SHA-384'
    case '1.2.840.113549.1.1.13':
      return 'SHA-512'
    case '1.2.840.113549.1.1.14':
      return 'SHA-224'
    case '1.2.840.113549.1.1.15':
      return 'SHA512-224'
    case '1.2.840.113549.1.1.16':
      return 'SHA512-256'
    // ECDSA
    case '1.2.840.10045.4.1':
      return 'SHA-1'
    case '1.2.840.10045.4.3.1':
      return 'SHA-224'
    case '1.2.840.10045.4.3.2':
      return 'SHA-256'
    case '1.2.840.10045.4.3.3':
      return 'SHA-384'
    case '1.2.840.10045.4.3.4':
      return 'SHA-512'
    // RSASSA-PSS: hash is indicated separately
    case '1.2.840.113549.1.1.10': {
      index = indexAfterOID
      index = expectASN1Seq(data, index).index
      if (data[index++] !== 0xa0) throw x509Error('non-tag data', data) // a0 = constructed tag 0
      index = readASN1Length(data, index).index // skip over tag length field
      index = expectASN1Seq(data, index).index // skip over sequence length field
      const { oid: hashOID } = readASN1OID(data, index)
      switch (hashOID) {
        // standalone hash OIDs
        case '1.2.840.113549.2.5':
          return 'MD5'
        case '1.3.14.3.2.26':
          return 'SHA-1'
        case '2.16.840.1.101.3.4.2.1':
          return 'SHA-256'
        case '2.16.840.1.101.3.4.2.2':
          return 'SHA-384'
        case '2.16.840.1.101.3.4.2.3':
          return 'SHA-512'
      }
      throw x509Error('unknown hash OID ' + hashOID, data)
    }
    // Ed25519 -- see https://github.com/openssl/openssl/issues/15477
    case '1.3.101.110':
    case '1.3.101.112': // ph
      return 'SHA-512'
    // Ed448 -- still not in pg 17.2 (if supported, digest would be SHAKE256 x 64 bytes)
    case '1.3.101.111':
    case '1.3.101.113': // ph
      throw x509Error('Ed448 certificate channel binding is not currently supported by Postgres')
  }
  throw x509Error('unknown OID ' + oid, data)
}

module.exports = { signatureAlgorithmHashFromCertificate }


/***/ }),

/***/ 20948:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";

const crypto = __nccwpck_require__(84150)
const { signatureAlgorithmHashFromCertificate } = __nccwpck_require__(9765)

// SASLprep (RFC 4013) — minimal in-tree implementation.
//
// Per RFC 5802 §2.2, the SCRAM-SHA-256 client must normalize the password via
// SASLprep before feeding it into PBKDF2. PostgreSQL's server applies the same
// SASLprep when computing the stored verifier, and libpq does the same client
// side, so passwords whose NFKC form differs from the raw form
// would otherwise authenticate against psql/libpq but fail against pg with `28P01`.
//
// We deliberately implement only the three steps that change the byte content:
//   1. RFC 3454 Table C.1.2 (non-ASCII space) → U+0020 SPACE.
//   2. RFC 3454 Table B.1 (commonly mapped to nothing) → empty.
//   3. NFKC normalization.
// We skip the prohibition (RFC 4013 §2.3) and bidi (RFC 3454 §6) checks.
// libpq is forgiving on those paths and Postgres's own SASLprep matches that
// leniency for legacy roles, so omitting the rejection logic keeps existing
// roles working without adding complexity.
function saslprep(password) {
  // RFC 3454 Table C.1.2 — non-ASCII space characters, mapped to U+0020.
  const nonAsciiSpace = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/g
  // RFC 3454 Table B.1 — "commonly mapped to nothing". The set intentionally
  // contains zero-width joiners and variation selectors — the very characters
  // ESLint's no-misleading-character-class warns about — because they combine
  // with their neighbors and the RFC strips them for that reason.
  // eslint-disable-next-line no-misleading-character-class
  const mappedToNothing = /[\u00AD\u034F\u1806\u180B\u180C\u180D\u200C\u200D\u2060\uFE00-\uFE0F\uFEFF]/g
  return password.replace(nonAsciiSpace, ' ').replace(mappedToNothing, '').normalize('NFKC')
}

const DEFAULT_MAX_SCRAM_ITERATIONS = 100000

function startSession(mechanisms, stream, scramMaxIterations = DEFAULT_MAX_SCRAM_ITERATIONS) {
  const candidates = ['SCRAM-SHA-256']
  if (stream) candidates.unshift('SCRAM-SHA-256-PLUS') // higher-priority, so placed first

  const mechanism = candidates.find((candidate) => mechanisms.includes(candidate))

  if (!mechanism) {
    throw new Error('SASL: Only mechanism(s) ' + candidates.join(' and ') + ' are supported')
  }

  if (mechanism === 'SCRAM-SHA-256-PLUS' && typeof stream.getPeerCertificate !== 'function') {
    // this should never happen if we are really talking to a Postgres server
    throw new Error('SASL: Mechanism SCRAM-SHA-256-PLUS requires a certificate')
  }

  const clientNonce = crypto.randomBytes(18).toString('base64')
  const gs2Header = mechanism === 'SCRAM-SHA-256-PLUS' ? 'p=tls-server-end-point' : stream ? 'y' : 'n'

  return {
    mechanism,
    clientNonce,
    response: gs2Header + ',,n=*,r=' + clientNonce,
    message: 'SASLInitialResponse',
    scramMaxIterations,
  }
}

async function continueSession(session, password, serverData, stream) {
  if (session.message !== 'SASLInitialResponse') {
    throw new Error('SASL: Last message was not SASLInitialResponse')
  }
  if (typeof password !== 'string') {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string')
  }
  if (password === '') {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string')
  }
  if (typeof serverData !== 'string') {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: serverData must be a string')
  }

  const sv = parseServerFirstMessage(serverData)

  if (!sv.nonce.startsWith(session.clientNonce)) {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: server nonce does not start with client nonce')
  } else if (sv.nonce.length === session.clientNonce.length) {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: server nonce is too short')
  }

  const scramMaxIterations =
    typeof session.scramMaxIterations === 'number' ? session.scramMaxIterations : DEFAULT_MAX_SCRAM_ITERATIONS
  // a value of 0 disables the iteration count check
  if (scramMaxIterations !== 0 && sv.iteration > scramMaxIterations) {
    throw new Error(
      'SASL: SCRAM-SERVER-FIRST-MESSAGE: iteration count ' +
        sv.iteration +
        ' exceeds scramMaxIterations of ' +
        scramMaxIterations
    )
  }

  const clientFirstMessageBare = 'n=*,r=' + session.clientNonce
  const serverFirstMessage = 'r=' + sv.nonce + ',s=' + sv.salt + ',i=' + sv.iteration

  // without channel binding:
  let channelBinding = stream ? 'eSws' : 'biws' // 'y,,' or 'n,,', base64-encoded

  // override if channel binding is in use:
  if (session.mechanism === 'SCRAM-SHA-256-PLUS') {
    const peerCert = stream.getPeerCertificate().raw
    let hashName = signatureAlgorithmHashFromCertificate(peerCert)
    if (hashName === 'MD5' || hashName === 'SHA-1') hashName = 'SHA-256'
    const certHash = await crypto.hashByName(hashName, peerCert)
    const bindingData = Buffer.concat([Buffer.from('p=tls-server-end-point,,'), Buffer.from(certHash)])
    channelBinding = bindingData.toString('base64')
  }

  const clientFinalMessageWithoutProof = 'c=' + channelBinding + ',r=' + sv.nonce
  const authMessage = clientFirstMessageBare + ',' + serverFirstMessage + ',' + clientFinalMessageWithoutProof

  const saltBytes = Buffer.from(sv.salt, 'base64')
  const saltedPassword = await crypto.deriveKey(saslprep(password), saltBytes, sv.iteration)
  const clientKey = await crypto.hmacSha256(saltedPassword, 'Client Key')
  const storedKey = await crypto.sha256(clientKey)
  const clientSignature = await crypto.hmacSha256(storedKey, authMessage)
  const clientProof = xorBuffers(Buffer.from(clientKey), Buffer.from(clientSignature)).toString('base64')
  const serverKey = await crypto.hmacSha256(saltedPassword, 'Server Key')
  const serverSignatureBytes = await crypto.hmacSha256(serverKey, authMessage)

  session.message = 'SASLResponse'
  session.serverSignature = Buffer.from(serverSignatureBytes).toString('base64')
  session.response = clientFinalMessageWithoutProof + ',p=' + clientProof
}

function finalizeSession(session, serverData) {
  if (session.message !== 'SASLResponse') {
    throw new Error('SASL: Last message was not SASLResponse')
  }
  if (typeof serverData !== 'string') {
    throw new Error('SASL: SCRAM-SERVER-FINAL-MESSAGE: serverData must be a string')
  }

  const { serverSignature } = parseServerFinalMessage(serverData)

  if (serverSignature !== session.serverSignature) {
    throw new Error('SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match')
  }
}

/**
 * printable       = %x21-2B / %x2D-7E
 *                   ;; Printable ASCII except ",".
 *                   ;; Note that any "printable" is also
 *                   ;; a valid "value".
 */
function isPrintableChars(text) {
  if (typeof text !== 'string') {
    throw new TypeError('SASL: text must be a string')
  }
  return text
    .split('')
    .map((_, i) => text.charCodeAt(i))
    .every((c) => (c >= 0x21 && c <= 0x2b) || (c >= 0x2d && c <= 0x7e))
}

/**
 * base64-char     = ALPHA / DIGIT / "/" / "+"
 *
 * base64-4        = 4base64-char
 *
 * base64-3        = 3base64-char "="
 *
 * base64-2        = 2base64-char "=="
 *
 * base64          = *base64-4 [base64-3 / base64-2]
 */
function isBase64(text) {
  return /^(?:[a-zA-Z0-9+/]{4})*(?:[a-zA-Z0-9+/]{2}==|[a-zA-Z0-9+/]{3}=)?$/.test(text)
}

function parseAttributePairs(text) {
  if (typeof text !== 'string') {
    throw new TypeError('SASL: attribute pairs text must be a string')
  }

  return new Map(
    text.split(',').map((attrValue) => {
      if (!/^.=/.test(attrValue)) {
        throw new Error('SASL: Invalid attribute pair entry')
      }
      const name = attrValue[0]
      const value = attrValue.substring(2)
      return [name, value]
    })
  )
}

function parseServerFirstMessage(data) {
  const attrPairs = parseAttributePairs(data)

  const nonce = attrPairs.get('r')
  if (!nonce) {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: nonce missing')
  } else if (!isPrintableChars(nonce)) {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: nonce must only contain printable characters')
  }
  const salt = attrPairs.get('s')
  if (!salt) {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: salt missing')
  } else if (!isBase64(salt)) {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: salt must be base64')
  }
  const iterationText = attrPairs.get('i')
  if (!iterationText) {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: iteration missing')
  } else if (!/^[1-9][0-9]*$/.test(iterationText)) {
    throw new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: invalid iteration count')
  }
  const iteration = parseInt(iterationText, 10)

  return {
    nonce,
    salt,
    iteration,
  }
}

function parseServerFinalMessage(serverData) {
  const attrPairs = parseAttributePairs(serverData)
  const error = attrPairs.get('e')
  const serverSignature = attrPairs.get('v')

  if (error) {
    throw new Error(`SASL: SCRAM-SERVER-FINAL-MESSAGE: server returned error: "${error}"`)
  }

  if (!serverSignature) {
    throw new Error('SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature is missing')
  } else if (!isBase64(serverSignature)) {
    throw new Error('SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature must be base64')
  }
  return {
    serverSignature,
  }
}

function xorBuffers(a, b) {
  if (!Buffer.isBuffer(a)) {
    throw new TypeError('first argument must be a Buffer')
  }
  if (!Buffer.isBuffer(b)) {
    throw new TypeError('second argument must be a Buffer')
  }
  if (a.length !== b.length) {
    throw new Error('Buffer lengths must match')
  }
  if (a.length === 0) {
    throw new Error('Buffers cannot be empty')
  }
  return Buffer.from(a.map((_, i) => a[i] ^ b[i]))
}

module.exports = {
  startSession,
  continueSession,
  finalizeSession,
  DEFAULT_MAX_SCRAM_ITERATIONS,
}


/***/ }),

/***/ 84150:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const nodeCrypto = __nccwpck_require__(76982)

module.exports = {
  postgresMd5PasswordHash,
  randomBytes,
  deriveKey,
  sha256,
  hashByName,
  hmacSha256,
  md5,
}

/**
 * The Web Crypto API - grabbed from the Node.js library or the global
 * @type Crypto
 */
// eslint-disable-next-line no-undef
const webCrypto = nodeCrypto.webcrypto || globalThis.crypto
/**
 * The SubtleCrypto API for low level crypto operations.
 * @type SubtleCrypto
 */
const subtleCrypto = webCrypto.subtle
const textEncoder = new TextEncoder()

/**
 *
 * @param {*} length
 * @returns
 */
function randomBytes(length) {
  return webCrypto.getRandomValues(Buffer.alloc(length))
}

async function md5(string) {
  try {
    return nodeCrypto.createHash('md5').update(string, 'utf-8').digest('hex')
  } catch (e) {
    // `createHash()` failed so we are probably not in Node.js, use the WebCrypto API instead.
    // Note that the MD5 algorithm on WebCrypto is not available in Node.js.
    // This is why we cannot just use WebCrypto in all environments.
    const data = typeof string === 'string' ? textEncoder.encode(string) : string
    const hash = await subtleCrypto.digest('MD5', data)
    return Array.from(new Uint8Array(hash))
      .map((b) => b.toString(16).padStart(2, '0'))
      .join('')
  }
}

// See AuthenticationMD5Password at https://www.postgresql.org/docs/current/static/protocol-flow.html
async function postgresMd5PasswordHash(user, password, salt) {
  const inner = await md5(password + user)
  const outer = await md5(Buffer.concat([Buffer.from(inner), salt]))
  return 'md5' + outer
}

/**
 * Create a SHA-256 digest of the given data
 * @param {Buffer} data
 */
async function sha256(text) {
  return await subtleCrypto.digest('SHA-256', text)
}

async function hashByName(hashName, text) {
  return await subtleCrypto.digest(hashName, text)
}

/**
 * Sign the message with the given key
 * @param {ArrayBuffer} keyBuffer
 * @param {string} msg
 */
async function hmacSha256(keyBuffer, msg) {
  const key = await subtleCrypto.importKey('raw', keyBuffer, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return await subtleCrypto.sign('HMAC', key, textEncoder.encode(msg))
}

/**
 * Derive a key from the password and salt
 * @param {string} password
 * @param {Uint8Array} salt
 * @param {number} iterations
 */
async function deriveKey(password, salt, iterations) {
  const key = await subtleCrypto.importKey('raw', textEncoder.encode(password), 'PBKDF2', false, ['deriveBits'])
  const params = { name: 'PBKDF2', hash: 'SHA-256', salt: salt, iterations: iterations }
  return await subtleCrypto.deriveBits(params, key, 32 * 8, ['deriveBits'])
}


/***/ }),

/***/ 68995:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


let user
try {
  user = process.platform === 'win32' ? process.env.USERNAME : process.env.USER
} catch {
  // ignore, e.g., Deno without --allow-env
}

module.exports = {
  // database host. defaults to localhost
  host: 'localhost',

  // database user's name
  user,

  // name of database to connect
  database: undefined,

  // database user's password
  password: null,

  // a Postgres connection string to be used instead of setting individual connection items
  // NOTE:  Setting this value will cause it to override any other value (such as database or user) defined
  // in the defaults object.
  connectionString: undefined,

  // database port
  port: 5432,

  // number of rows to return at a time from a prepared statement's
  // portal. 0 will return all rows at once
  rows: 0,

  // binary result mode
  binary: false,

  // Connection pool options - see https://github.com/brianc/node-pg-pool

  // number of connections to use in connection pool
  // 0 will disable connection pooling
  max: 10,

  // max milliseconds a client can go unused before it is removed
  // from the pool and destroyed
  idleTimeoutMillis: 30000,

  client_encoding: '',

  ssl: false,

  // SSL negotiation style: 'postgres' (traditional SSLRequest) or 'direct'
  sslnegotiation: undefined,

  application_name: undefined,

  fallback_application_name: undefined,

  options: undefined,

  parseInputDatesAsUTC: false,

  // max milliseconds any query using this connection will execute for before timing out in error.
  // false=unlimited
  statement_timeout: false,

  // Abort any statement that waits longer than the specified duration in milliseconds while attempting to acquire a lock.
  // false=unlimited
  lock_timeout: false,

  // Terminate any session with an open transaction that has been idle for longer than the specified duration in milliseconds
  // false=unlimited
  idle_in_transaction_session_timeout: false,

  // max milliseconds to wait for query to complete (client side)
  query_timeout: false,

  connect_timeout: 0,

  keepalives: 1,

  keepalives_idle: 0,
}

const pgTypes = __nccwpck_require__(11549)
// save default parsers
const parseBigInteger = pgTypes.getTypeParser(20, 'text')
const parseBigIntegerArray = pgTypes.getTypeParser(1016, 'text')

// parse int8 so you can get your count values as actual numbers
module.exports.__defineSetter__('parseInt8', function (val) {
  pgTypes.setTypeParser(20, 'text', val ? pgTypes.getTypeParser(23, 'text') : parseBigInteger)
  pgTypes.setTypeParser(1016, 'text', val ? pgTypes.getTypeParser(1007, 'text') : parseBigIntegerArray)
})


/***/ }),

/***/ 13273:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


const Client = __nccwpck_require__(75042)
const defaults = __nccwpck_require__(68995)
const Connection = __nccwpck_require__(9809)
const Result = __nccwpck_require__(26424)
const utils = __nccwpck_require__(69652)
const Pool = __nccwpck_require__(17558)
const TypeOverrides = __nccwpck_require__(50365)
const { DatabaseError } = __nccwpck_require__(74233)
const { escapeIdentifier, escapeLiteral } = __nccwpck_require__(69652)

const poolFactory = (Client) => {
  return class BoundPool extends Pool {
    constructor(options) {
      super(options, Client)
    }
  }
}

const PG = function (clientConstructor) {
  this.defaults = defaults
  this.Client = clientConstructor
  this.Query = this.Client.Query
  this.Pool = poolFactory(this.Client)
  this._pools = []
  this.Connection = Connection
  this.types = __nccwpck_require__(11549)
  this.DatabaseError = DatabaseError
  this.TypeOverrides = TypeOverrides
  this.escapeIdentifier = escapeIdentifier
  this.escapeLiteral = escapeLiteral
  this.Result = Result
  this.utils = utils
}

let clientConstructor = Client

let forceNative = false
try {
  forceNative = !!process.env.NODE_PG_FORCE_NATIVE
} catch {
  // ignore, e.g., Deno without --allow-env
}

if (forceNative) {
  clientConstructor = __nccwpck_require__(45301)
}

module.exports = new PG(clientConstructor)

// lazy require native module...the native module may not have installed
Object.defineProperty(module.exports, "native", ({
  configurable: true,
  enumerable: false,
  get() {
    let native = null
    try {
      native = new PG(__nccwpck_require__(45301))
    } catch (err) {
      if (err.code !== 'MODULE_NOT_FOUND') {
        throw err
      }
    }

    // overwrite module.exports.native so that getter is never called again
    Object.defineProperty(module.exports, "native", ({
      value: native,
    }))

    return native
  },
}))


/***/ }),

/***/ 28942:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const nodeUtils = __nccwpck_require__(39023)
// eslint-disable-next-line
var Native
// eslint-disable-next-line no-useless-catch
try {
  // Wrap this `require()` in a try-catch to avoid upstream bundlers from complaining that this might not be available since it is an optional import
  Native = __nccwpck_require__(84390)
} catch (e) {
  throw e
}
const TypeOverrides = __nccwpck_require__(50365)
const EventEmitter = (__nccwpck_require__(24434).EventEmitter)
const util = __nccwpck_require__(39023)
const ConnectionParameters = __nccwpck_require__(646)

const NativeQuery = __nccwpck_require__(17581)

const queryQueueLengthDeprecationNotice = nodeUtils.deprecate(
  () => {},
  'Calling client.query() when the client is already executing a query is deprecated and will be removed in pg@9.0. Use async/await or an external async flow control mechanism instead.'
)

const Client = (module.exports = function (config) {
  EventEmitter.call(this)
  config = config || {}

  this._Promise = config.Promise || global.Promise
  this._types = new TypeOverrides(config.types)

  this.native = new Native({
    types: this._types,
  })

  this._queryQueue = []
  this._ending = false
  this._connecting = false
  this._connected = false
  this._queryable = true
  this.pipeline = Boolean(config.pipeline)
  this._pipelineInFlight = false

  // keep these on the object for legacy reasons
  // for the time being. TODO: deprecate all this jazz
  const cp = (this.connectionParameters = new ConnectionParameters(config))
  if (config.nativeConnectionString) cp.nativeConnectionString = config.nativeConnectionString
  this.user = cp.user

  // "hiding" the password so it doesn't show up in stack traces
  // or if the client is console.logged
  Object.defineProperty(this, 'password', {
    configurable: true,
    enumerable: false,
    writable: true,
    value: cp.password,
  })
  this.database = cp.database
  this.host = cp.host
  this.port = cp.port

  // a hash to hold named queries
  this.namedQueries = {}
})

Client.Query = NativeQuery

util.inherits(Client, EventEmitter)

Client.prototype._errorAllQueries = function (err) {
  const enqueueError = (query) => {
    process.nextTick(() => {
      query.native = this.native
      query.handleError(err)
    })
  }

  if (this._hasActiveQuery()) {
    enqueueError(this._activeQuery)
    this._activeQuery = null
  }

  this._queryQueue.forEach(enqueueError)
  this._queryQueue.length = 0
}

// connect to the backend
// pass an optional callback to be called once connected
// or with an error if there was a connection error
Client.prototype._connect = function (cb) {
  const self = this

  if (this._connecting) {
    process.nextTick(() => cb(new Error('Client has already been connected. You cannot reuse a client.')))
    return
  }

  this._connecting = true

  this.connectionParameters.getLibpqConnectionString(function (err, conString) {
    if (self.connectionParameters.nativeConnectionString) conString = self.connectionParameters.nativeConnectionString
    if (err) return cb(err)
    self.native.connect(conString, function (err) {
      if (err) {
        self.native.end()
        return cb(err)
      }

      // set internal states to connected
      self._connected = true

      // handle connection errors from the native layer
      self.native.on('error', function (err) {
        self._queryable = false
        self._errorAllQueries(err)
        self.emit('error', err)
      })

      self.native.on('notification', function (msg) {
        self.emit('notification', {
          channel: msg.relname,
          payload: msg.extra,
        })
      })

      // signal we are connected now
      self.emit('connect')
      self._pulseQueryQueue(true)

      cb(null, this)
    })
  })
}

Client.prototype.connect = function (callback) {
  if (callback) {
    this._connect(callback)
    return
  }

  return new this._Promise((resolve, reject) => {
    this._connect((error) => {
      if (error) {
        reject(error)
      } else {
        resolve(this)
      }
    })
  })
}

// send a query to the server
// this method is highly overloaded to take
// 1) string query, optional array of parameters, optional function callback
// 2) object query with {
//    string query
//    optional array values,
//    optional function callback instead of as a separate parameter
//    optional string name to name & cache the query plan
//    optional string rowMode = 'array' for an array of results
//  }
Client.prototype.query = function (config, values, callback) {
  let query
  let result
  let readTimeout
  let readTimeoutTimer
  let queryCallback

  if (config === null || config === undefined) {
    throw new TypeError('Client was passed a null or undefined query')
  } else if (typeof config.submit === 'function') {
    readTimeout = config.query_timeout || this.connectionParameters.query_timeout
    result = query = config
    // accept query(new Query(...), (err, res) => { }) style
    if (typeof values === 'function') {
      config.callback = values
    }
  } else {
    readTimeout = config.query_timeout || this.connectionParameters.query_timeout
    query = new NativeQuery(config, values, callback)
    if (!query.callback) {
      let resolveOut, rejectOut
      result = new this._Promise((resolve, reject) => {
        resolveOut = resolve
        rejectOut = reject
      }).catch((err) => {
        Error.captureStackTrace(err)
        throw err
      })
      query.callback = (err, res) => (err ? rejectOut(err) : resolveOut(res))
    }
  }

  if (readTimeout) {
    queryCallback = query.callback || (() => {})

    readTimeoutTimer = setTimeout(() => {
      const error = new Error('Query read timeout')

      process.nextTick(() => {
        query.handleError(error, this.connection)
      })

      queryCallback(error)

      // we already returned an error,
      // just do nothing if query completes
      query.callback = () => {}

      // Remove from queue
      const index = this._queryQueue.indexOf(query)
      if (index > -1) {
        this._queryQueue.splice(index, 1)
      }

      this._pulseQueryQueue()
    }, readTimeout)

    query.callback = (err, res) => {
      clearTimeout(readTimeoutTimer)
      queryCallback(err, res)
    }
  }

  if (!this._queryable) {
    query.native = this.native
    process.nextTick(() => {
      query.handleError(new Error('Client has encountered a connection error and is not queryable'))
    })
    return result
  }

  if (this._ending) {
    query.native = this.native
    process.nextTick(() => {
      query.handleError(new Error('Client was closed and is not queryable'))
    })
    return result
  }

  if (this._queryQueue.length > 0 && !this.pipeline) {
    queryQueueLengthDeprecationNotice()
  }

  this._queryQueue.push(query)
  this._pulseQueryQueue()
  return result
}

// disconnect from the backend server
Client.prototype.end = function (cb) {
  const self = this

  this._ending = true

  if (this._connecting && !this._connected) {
    this.once('connect', () => {
      this.end(() => {})
    })
  }
  let result
  if (!cb) {
    result = new this._Promise(function (resolve, reject) {
      cb = (err) => (err ? reject(err) : resolve())
    })
  }

  const doEnd = function () {
    self.native.end(function () {
      self._connected = false

      self._errorAllQueries(new Error('Connection terminated'))

      process.nextTick(() => {
        self.emit('end')
        if (cb) cb()
      })
    })
  }

  // If pipeline has in-flight or queued queries, wait for them to drain before closing
  if (this.pipeline && (this._pipelineInFlight || this._queryQueue.length > 0)) {
    this.once('drain', doEnd)
  } else {
    doEnd()
  }
  return result
}

Client.prototype._hasActiveQuery = function () {
  return this._activeQuery && this._activeQuery.state !== 'error' && this._activeQuery.state !== 'end'
}

Client.prototype._pulseQueryQueue = function (initialConnection) {
  if (!this._connected) {
    return
  }
  if (this.pipeline && !initialConnection) {
    return this._pulsePipelinedQueryQueue()
  }
  if (this._hasActiveQuery()) {
    return
  }
  const query = this._queryQueue.shift()
  if (!query) {
    if (!initialConnection) {
      this.emit('drain')
    }
    return
  }
  this._activeQuery = query
  query.submit(this)
  const self = this
  query.once('_done', function () {
    self._pulseQueryQueue()
  })
}

Client.prototype._pulsePipelinedQueryQueue = function () {
  if (!this._connected || this._pipelineInFlight) {
    return
  }
  if (this._queryQueue.length === 0) {
    if (this.hasExecuted) {
      this.emit('drain')
    }
    return
  }

  this._pipelineInFlight = true
  const self = this
  const queries = []
  const nativeQueries = []
  const utils = __nccwpck_require__(69652)

  while (this._queryQueue.length > 0) {
    const query = this._queryQueue.shift()
    this.hasExecuted = true
    nativeQueries.push(query)

    const values = query.values ? query.values.map(utils.prepareValue) : null
    const pipelineEntry = { text: query.text, name: query.name, arrayMode: query._arrayMode }
    if (values) {
      pipelineEntry.values = values
    }
    if (query.name && this.namedQueries[query.name]) {
      pipelineEntry._alreadyPrepared = true
    }
    queries.push(pipelineEntry)
  }

  this.native.pipeline(queries, function (err, results) {
    self._pipelineInFlight = false

    if (err) {
      // Total pipeline failure. Per-query errors arrive on results[i].err, so reaching here means
      // the connection itself is gone: mark it unusable and say so, the way the JS client and the
      // non-pipelined native path both do. Without this the client looks healthy after losing its
      // backend, a Pool never discards it, and everything routed to it fails one query at a time
      // for the life of the process.
      self._connected = false
      self._queryable = false
      for (let i = 0; i < nativeQueries.length; i++) {
        const q = nativeQueries[i]
        q.native = self.native
        q.handleError(err)
      }
      self._errorAllQueries(err)
      self.emit('error', err)
      self.emit('end')
      return
    }

    // Deliver results to each query
    for (let i = 0; i < nativeQueries.length; i++) {
      const q = nativeQueries[i]
      const r = results[i]
      q.native = self.native

      if (r.err) {
        q.handleError(r.err)
      } else {
        // Track named queries on success
        if (q.name) {
          self.namedQueries[q.name] = q.text
        }
        q.state = 'end'
        q.emit('end', r.result)
        if (q.callback) {
          q.callback(null, r.result)
        }
      }

      setImmediate(function () {
        q.emit('_done')
      })
    }

    // Process any queries that arrived while we were reading
    self._pulsePipelinedQueryQueue()
  })
}

// attempt to cancel an in-progress query
Client.prototype.cancel = function (query) {
  if (this._activeQuery === query) {
    this.native.cancel(function () {})
  } else if (this._queryQueue.indexOf(query) !== -1) {
    this._queryQueue.splice(this._queryQueue.indexOf(query), 1)
  }
}

Client.prototype.ref = function () {}
Client.prototype.unref = function () {}

Client.prototype.setTypeParser = function (oid, format, parseFn) {
  return this._types.setTypeParser(oid, format, parseFn)
}

Client.prototype.getTypeParser = function (oid, format) {
  return this._types.getTypeParser(oid, format)
}

Client.prototype.isConnected = function () {
  return this._connected
}

Client.prototype.getTransactionStatus = function () {
  return this.native.getTransactionStatus()
}


/***/ }),

/***/ 45301:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";

module.exports = __nccwpck_require__(28942)


/***/ }),

/***/ 17581:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


const EventEmitter = (__nccwpck_require__(24434).EventEmitter)
const util = __nccwpck_require__(39023)
const utils = __nccwpck_require__(69652)

const NativeQuery = (module.exports = function (config, values, callback) {
  EventEmitter.call(this)
  config = utils.normalizeQueryConfig(config, values, callback)
  this.text = config.text
  this.values = config.values
  this.name = config.name
  this.queryMode = config.queryMode
  this.callback = config.callback
  this.state = 'new'
  this._arrayMode = config.rowMode === 'array'

  // if the 'row' event is listened for
  // then emit them as they come in
  // without setting singleRowMode to true
  // this has almost no meaning because libpq
  // reads all rows into memory before returning any
  this._emitRowEvents = false
  this.on(
    'newListener',
    function (event) {
      if (event === 'row') this._emitRowEvents = true
    }.bind(this)
  )
})

util.inherits(NativeQuery, EventEmitter)

const errorFieldMap = {
  sqlState: 'code',
  statementPosition: 'position',
  messagePrimary: 'message',
  messageDetail: 'detail',
  messageHint: 'hint',
  context: 'where',
  schemaName: 'schema',
  tableName: 'table',
  columnName: 'column',
  dataTypeName: 'dataType',
  constraintName: 'constraint',
  sourceFile: 'file',
  sourceLine: 'line',
  sourceFunction: 'routine',
}

NativeQuery.prototype.handleError = function (err) {
  // copy pq error fields into the error object
  const fields = this.native && this.native.pq.resultErrorFields()
  if (fields) {
    for (const key in fields) {
      const normalizedFieldName = errorFieldMap[key] || key
      err[normalizedFieldName] = fields[key]
    }
  }
  if (this.callback) {
    this.callback(err)
  } else {
    this.emit('error', err)
  }
  this.state = 'error'
}

NativeQuery.prototype.then = function (onSuccess, onFailure) {
  return this._getPromise().then(onSuccess, onFailure)
}

NativeQuery.prototype.catch = function (callback) {
  return this._getPromise().catch(callback)
}

NativeQuery.prototype._getPromise = function () {
  if (this._promise) return this._promise
  this._promise = new Promise(
    function (resolve, reject) {
      this._once('end', resolve)
      this._once('error', reject)
    }.bind(this)
  )
  return this._promise
}

NativeQuery.prototype.submit = function (client) {
  this.state = 'running'
  const self = this
  this.native = client.native
  client.native.arrayMode = this._arrayMode

  let after = function (err, rows, results) {
    client.native.arrayMode = false
    setImmediate(function () {
      self.emit('_done')
    })

    // handle possible query error
    if (err) {
      return self.handleError(err)
    }

    // emit row events for each row in the result
    if (self._emitRowEvents) {
      if (results.length > 1) {
        rows.forEach((rowOfRows, i) => {
          rowOfRows.forEach((row) => {
            self.emit('row', row, results[i])
          })
        })
      } else {
        rows.forEach(function (row) {
          self.emit('row', row, results)
        })
      }
    }

    // handle successful result
    self.state = 'end'
    self.emit('end', results)
    if (self.callback) {
      self.callback(null, results)
    }
  }

  if (process.domain) {
    after = process.domain.bind(after)
  }

  // named query
  if (this.name) {
    if (this.name.length > 63) {
      console.error('Warning! Postgres only supports 63 characters for query names.')
      console.error('You supplied %s (%s)', this.name, this.name.length)
      console.error('This can cause conflicts and silent errors executing queries')
    }
    const values = (this.values || []).map(utils.prepareValue)

    // check if the client has already executed this named query
    // if so...just execute it again - skip the planning phase
    if (client.namedQueries[this.name] !== undefined) {
      if (this.text && client.namedQueries[this.name] !== this.text) {
        const err = new Error(`Prepared statements must be unique - '${this.name}' was used for a different statement`)
        return after(err)
      }
      return client.native.execute(this.name, values, after)
    }
    // plan the named query the first time, then execute it
    return client.native.prepare(this.name, this.text, values.length, function (err) {
      if (err) return after(err)
      client.namedQueries[self.name] = self.text
      return self.native.execute(self.name, values, after)
    })
  } else if (this.values) {
    if (!Array.isArray(this.values)) {
      const err = new Error('Query values must be an array')
      return after(err)
    }
    const vals = this.values.map(utils.prepareValue)
    client.native.query(this.text, vals, after)
  } else if (this.queryMode === 'extended') {
    client.native.query(this.text, [], after)
  } else {
    client.native.query(this.text, after)
  }
}


/***/ }),

/***/ 84473:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


const { EventEmitter } = __nccwpck_require__(24434)

const Result = __nccwpck_require__(26424)
const utils = __nccwpck_require__(69652)

class Query extends EventEmitter {
  constructor(config, values, callback) {
    super()

    config = utils.normalizeQueryConfig(config, values, callback)

    this.text = config.text
    this.values = config.values
    this.rows = config.rows
    this.types = config.types
    this.name = config.name
    this.queryMode = config.queryMode
    this.binary = config.binary
    // use unique portal name each time
    this.portal = config.portal || ''
    this.callback = config.callback
    this._rowMode = config.rowMode
    if (process.domain && config.callback) {
      this.callback = process.domain.bind(config.callback)
    }
    this._result = new Result(this._rowMode, this.types)

    // potential for multiple results
    this._results = this._result
    this._canceledDueToError = false
  }

  requiresPreparation() {
    if (this.queryMode === 'extended') {
      return true
    }

    // named queries must always be prepared
    if (this.name) {
      return true
    }
    // always prepare if there are max number of rows expected per
    // portal execution
    if (this.rows) {
      return true
    }
    // don't prepare empty text queries
    if (!this.text) {
      return false
    }
    // prepare if there are values
    if (!this.values) {
      return false
    }
    return this.values.length > 0
  }

  _checkForMultirow() {
    // if we already have a result with a command property
    // then we've already executed one query in a multi-statement simple query
    // turn our results into an array of results
    if (this._result.command) {
      if (!Array.isArray(this._results)) {
        this._results = [this._result]
      }
      this._result = new Result(this._rowMode, this._result._types)
      this._results.push(this._result)
    }
  }

  // associates row metadata from the supplied
  // message with this query object
  // metadata used when parsing row results
  handleRowDescription(msg) {
    this._checkForMultirow()
    this._result.addFields(msg.fields)
    this._accumulateRows = this.callback || !this.listeners('row').length
  }

  handleDataRow(msg) {
    let row

    if (this._canceledDueToError) {
      return
    }

    try {
      row = this._result.parseRow(msg.fields)
    } catch (err) {
      this._canceledDueToError = err
      return
    }

    this.emit('row', row, this._result)
    if (this._accumulateRows) {
      this._result.addRow(row)
    }
  }

  handleCommandComplete(msg, connection) {
    this._checkForMultirow()
    this._result.addCommandComplete(msg)
    // need to sync after each command complete of a prepared statement
    // if we were using a row count which results in multiple calls to _getRows
    if (this.rows) {
      connection.sync()
    }
  }

  // if a named prepared statement is created with empty query text
  // the backend will send an emptyQuery message but *not* a command complete message
  // since we pipeline sync immediately after execute we don't need to do anything here
  // unless we have rows specified, in which case we did not pipeline the initial sync call
  handleEmptyQuery(connection) {
    if (this.rows) {
      connection.sync()
    }
  }

  handleError(err, connection) {
    // need to sync after error during a prepared statement
    if (this._canceledDueToError) {
      err = this._canceledDueToError
      this._canceledDueToError = false
    }
    // if callback supplied do not emit error event as uncaught error
    // events will bubble up to node process
    if (this.callback) {
      return this.callback(err)
    }
    this.emit('error', err)
  }

  handleReadyForQuery(con) {
    if (this._canceledDueToError) {
      return this.handleError(this._canceledDueToError, con)
    }
    if (this.callback) {
      try {
        this.callback(null, this._results)
      } catch (err) {
        process.nextTick(() => {
          throw err
        })
      }
    }
    this.emit('end', this._results)
  }

  submit(connection) {
    if (typeof this.text !== 'string' && typeof this.name !== 'string') {
      return new Error('A query must have either text or a name. Supplying neither is unsupported.')
    }
    const previous = connection.parsedStatements[this.name] || connection.submittedNamedStatements[this.name]
    if (this.text && previous && this.text !== previous) {
      return new Error(`Prepared statements must be unique - '${this.name}' was used for a different statement`)
    }
    if (this.values && !Array.isArray(this.values)) {
      return new Error('Query values must be an array')
    }
    if (this.requiresPreparation()) {
      // If we're using the extended query protocol we fire off several separate commands
      // to the backend. On some versions of node & some operating system versions
      // the network stack writes each message separately instead of buffering them together
      // causing the client & network to send more slowly. Corking & uncorking the stream
      // allows node to buffer up the messages internally before sending them all off at once.
      // note: we're checking for existence of cork/uncork because some versions of streams
      // might not have this (cloudflare?)
      connection.stream.cork && connection.stream.cork()
      try {
        this.prepare(connection)
      } finally {
        // while unlikely for this.prepare to throw, if it does & we don't uncork this stream
        // this client becomes unresponsive, so put in finally block "just in case"
        connection.stream.uncork && connection.stream.uncork()
      }
    } else {
      connection.query(this.text)
    }
    return null
  }

  hasBeenParsed(connection) {
    return (
      this.name &&
      (connection.parsedStatements[this.name] !== undefined ||
        connection.submittedNamedStatements[this.name] !== undefined)
    )
  }

  handlePortalSuspended(connection) {
    this._getRows(connection, this.rows)
  }

  _getRows(connection, rows) {
    connection.execute({
      portal: this.portal,
      rows: rows,
    })
    // if we're not reading pages of rows send the sync command
    // to indicate the pipeline is finished
    if (!rows) {
      connection.sync()
    } else {
      // otherwise flush the call out to read more rows
      connection.flush()
    }
  }

  // http://developer.postgresql.org/pgdocs/postgres/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
  prepare(connection) {
    // TODO refactor this poor encapsulation
    if (!this.hasBeenParsed(connection)) {
      connection.parse({
        text: this.text,
        name: this.name,
        types: this.types,
      })
      if (this.name) {
        connection.submittedNamedStatements[this.name] = this.text
      }
    }

    // because we're mapping user supplied values to
    // postgres wire protocol compatible values it could
    // throw an exception, so try/catch this section
    try {
      connection.bind({
        portal: this.portal,
        statement: this.name,
        values: this.values,
        binary: this.binary,
        valueMapper: utils.prepareValue,
      })
    } catch (err) {
      // we should close parse to avoid leaking connections
      connection.close({ type: 'S', name: this.name })
      connection.sync()

      this.handleError(err, connection)
      return
    }

    connection.describe({
      type: 'P',
      name: this.portal || '',
    })

    this._getRows(connection, this.rows)
  }

  handleCopyInResponse(connection) {
    connection.sendCopyFail('No source stream defined')
  }

  handleCopyData(msg, connection) {
    // noop
  }
}

module.exports = Query


/***/ }),

/***/ 26424:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


const types = __nccwpck_require__(11549)

const matchRegexp = /^([A-Za-z]+)(?: (\d+))?(?: (\d+))?/

// result object returned from query
// in the 'end' event and also
// passed as second argument to provided callback
class Result {
  constructor(rowMode, types) {
    this.command = null
    this.rowCount = null
    this.oid = null
    this.rows = []
    this.fields = []
    this._parsers = undefined
    this._types = types
    this.RowCtor = null
    this.rowAsArray = rowMode === 'array'
    if (this.rowAsArray) {
      this.parseRow = this._parseRowAsArray
    }
    this._prebuiltEmptyResultObject = null
  }

  // adds a command complete message
  addCommandComplete(msg) {
    let match
    if (msg.text) {
      // pure javascript
      match = matchRegexp.exec(msg.text)
    } else {
      // native bindings
      match = matchRegexp.exec(msg.command)
    }
    if (match) {
      this.command = match[1]
      if (match[3]) {
        // COMMAND OID ROWS
        this.oid = parseInt(match[2], 10)
        this.rowCount = parseInt(match[3], 10)
      } else if (match[2]) {
        // COMMAND ROWS
        this.rowCount = parseInt(match[2], 10)
      }
    }
  }

  _parseRowAsArray(rowData) {
    const row = new Array(rowData.length)
    for (let i = 0, len = rowData.length; i < len; i++) {
      const rawValue = rowData[i]
      if (rawValue !== null) {
        row[i] = this._parsers[i](rawValue)
      } else {
        row[i] = null
      }
    }
    return row
  }

  parseRow(rowData) {
    const row = { ...this._prebuiltEmptyResultObject }
    for (let i = 0, len = rowData.length; i < len; i++) {
      const rawValue = rowData[i]
      const field = this.fields[i].name
      if (rawValue !== null) {
        const v = this.fields[i].format === 'binary' ? Buffer.from(rawValue) : rawValue
        row[field] = this._parsers[i](v)
      } else {
        row[field] = null
      }
    }
    return row
  }

  addRow(row) {
    this.rows.push(row)
  }

  addFields(fieldDescriptions) {
    // clears field definitions
    // multiple query statements in 1 action can result in multiple sets
    // of rowDescriptions...eg: 'select NOW(); select 1::int;'
    // you need to reset the fields
    this.fields = fieldDescriptions
    if (this.fields.length) {
      this._parsers = new Array(fieldDescriptions.length)
    }

    const row = Object.create(null)

    for (let i = 0; i < fieldDescriptions.length; i++) {
      const desc = fieldDescriptions[i]
      row[desc.name] = null

      if (this._types) {
        this._parsers[i] = this._types.getTypeParser(desc.dataTypeID, desc.format || 'text')
      } else {
        this._parsers[i] = types.getTypeParser(desc.dataTypeID, desc.format || 'text')
      }
    }

    this._prebuiltEmptyResultObject = { ...row }
  }
}

module.exports = Result


/***/ }),

/***/ 30829:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const { getStream, getSecureStream } = getStreamFuncs()

module.exports = {
  /**
   * Get a socket stream compatible with the current runtime environment.
   * @returns {Duplex}
   */
  getStream,
  /**
   * Get a TLS secured socket, compatible with the current environment,
   * using the socket and other settings given in `options`.
   * @returns {Duplex}
   */
  getSecureStream,
}

/**
 * The stream functions that work in Node.js
 */
function getNodejsStreamFuncs() {
  function getStream(ssl) {
    const net = __nccwpck_require__(69278)
    return new net.Socket()
  }

  function getSecureStream(options) {
    const tls = __nccwpck_require__(64756)
    return tls.connect(options)
  }
  return {
    getStream,
    getSecureStream,
  }
}

/**
 * The stream functions that work in Cloudflare Workers
 */
function getCloudflareStreamFuncs() {
  function getStream(ssl) {
    const { CloudflareSocket } = __nccwpck_require__(785)
    return new CloudflareSocket(ssl)
  }

  function getSecureStream(options) {
    options.socket.startTls(options)
    return options.socket
  }
  return {
    getStream,
    getSecureStream,
  }
}

/**
 * Are we running in a Cloudflare Worker?
 *
 * @returns true if the code is currently running inside a Cloudflare Worker.
 */
function isCloudflareRuntime() {
  // Since 2022-03-21 the `global_navigator` compatibility flag is on for Cloudflare Workers
  // which means that `navigator.userAgent` will be defined.
  // eslint-disable-next-line no-undef
  if (typeof navigator === 'object' && navigator !== null && typeof navigator.userAgent === 'string') {
    // eslint-disable-next-line no-undef
    return navigator.userAgent === 'Cloudflare-Workers'
  }
  // In case `navigator` or `navigator.userAgent` is not defined then try a more sneaky approach
  if (typeof Response === 'function') {
    const resp = new Response(null, { cf: { thing: true } })
    if (typeof resp.cf === 'object' && resp.cf !== null && resp.cf.thing) {
      return true
    }
  }
  return false
}

function getStreamFuncs() {
  if (isCloudflareRuntime()) {
    return getCloudflareStreamFuncs()
  }
  return getNodejsStreamFuncs()
}


/***/ }),

/***/ 50365:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


const types = __nccwpck_require__(11549)

function TypeOverrides(userTypes) {
  this._types = userTypes || types
  this.text = {}
  this.binary = {}
}

TypeOverrides.prototype.getOverrides = function (format) {
  switch (format) {
    case 'text':
      return this.text
    case 'binary':
      return this.binary
    default:
      return {}
  }
}

TypeOverrides.prototype.setTypeParser = function (oid, format, parseFn) {
  if (typeof format === 'function') {
    parseFn = format
    format = 'text'
  }
  this.getOverrides(format)[oid] = parseFn
}

TypeOverrides.prototype.getTypeParser = function (oid, format) {
  format = format || 'text'
  return this.getOverrides(format)[oid] || this._types.getTypeParser(oid, format)
}

module.exports = TypeOverrides


/***/ }),

/***/ 69652:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


const defaults = __nccwpck_require__(68995)
const nodeUtils = __nccwpck_require__(39023)

const { isDate } = __nccwpck_require__(98253)

const invalidDateDeprecationNotice = nodeUtils.deprecate(
  () => {},
  'Sending an invalid date to Postgres is deprecated and will throw an error in the next major version of pg. Ensure any Date object passed as a query parameter is valid.',
  'PG_INVALID_DATE'
)

function escapeElement(elementRepresentation) {
  const escaped = elementRepresentation.replace(/\\/g, '\\\\').replace(/"/g, '\\"')

  return '"' + escaped + '"'
}

// convert a JS array to a postgres array literal
// uses comma separator so won't work for types like box that use
// a different array separator.
function arrayString(val) {
  let result = '{'
  for (let i = 0; i < val.length; i++) {
    if (i > 0) {
      result += ','
    }
    let item = val[i]
    if (item == null) {
      result += 'NULL'
    } else if (Array.isArray(item)) {
      result += arrayString(item)
    } else if (ArrayBuffer.isView(item)) {
      if (!(item instanceof Buffer)) {
        item = Buffer.from(item.buffer, item.byteOffset, item.byteLength)
      }
      result += '\\\\x' + item.toString('hex')
    } else {
      result += escapeElement(prepareValue(item))
    }
  }
  result += '}'
  return result
}

// converts values from javascript types
// to their 'raw' counterparts for use as a postgres parameter
// note: you can override this function to provide your own conversion mechanism
// for complex types, etc...
const prepareValue = function (val, seen) {
  // null and undefined are both null for postgres
  if (val == null) {
    return null
  }
  if (typeof val === 'object') {
    if (val instanceof Buffer) {
      return val
    }
    if (ArrayBuffer.isView(val)) {
      return Buffer.from(val.buffer, val.byteOffset, val.byteLength)
    }
    if (isDate(val)) {
      if (isNaN(val.getTime())) {
        invalidDateDeprecationNotice()
      }
      if (defaults.parseInputDatesAsUTC) {
        return dateToStringUTC(val)
      } else {
        return dateToString(val)
      }
    }
    if (Array.isArray(val)) {
      return arrayString(val)
    }

    return prepareObject(val, seen)
  }
  return val.toString()
}

function prepareObject(val, seen) {
  if (val && typeof val.toPostgres === 'function') {
    seen = seen || []
    if (seen.indexOf(val) !== -1) {
      throw new Error('circular reference detected while preparing "' + val + '" for query')
    }
    seen.push(val)

    return prepareValue(val.toPostgres(prepareValue), seen)
  }
  return JSON.stringify(val)
}

function dateToString(date) {
  let offset = -date.getTimezoneOffset()

  let year = date.getFullYear()
  const isBCYear = year < 1
  if (isBCYear) year = Math.abs(year) + 1 // negative years are 1 off their BC representation

  let ret =
    String(year).padStart(4, '0') +
    '-' +
    String(date.getMonth() + 1).padStart(2, '0') +
    '-' +
    String(date.getDate()).padStart(2, '0') +
    'T' +
    String(date.getHours()).padStart(2, '0') +
    ':' +
    String(date.getMinutes()).padStart(2, '0') +
    ':' +
    String(date.getSeconds()).padStart(2, '0') +
    '.' +
    String(date.getMilliseconds()).padStart(3, '0')

  if (offset < 0) {
    ret += '-'
    offset *= -1
  } else {
    ret += '+'
  }

  ret += String(Math.floor(offset / 60)).padStart(2, '0') + ':' + String(offset % 60).padStart(2, '0')
  if (isBCYear) ret += ' BC'
  return ret
}

function dateToStringUTC(date) {
  let year = date.getUTCFullYear()
  const isBCYear = year < 1
  if (isBCYear) year = Math.abs(year) + 1 // negative years are 1 off their BC representation

  let ret =
    String(year).padStart(4, '0') +
    '-' +
    String(date.getUTCMonth() + 1).padStart(2, '0') +
    '-' +
    String(date.getUTCDate()).padStart(2, '0') +
    'T' +
    String(date.getUTCHours()).padStart(2, '0') +
    ':' +
    String(date.getUTCMinutes()).padStart(2, '0') +
    ':' +
    String(date.getUTCSeconds()).padStart(2, '0') +
    '.' +
    String(date.getUTCMilliseconds()).padStart(3, '0')

  ret += '+00:00'
  if (isBCYear) ret += ' BC'
  return ret
}

function normalizeQueryConfig(config, values, callback) {
  // can take in strings or config objects
  // Copy config so normalization does not mutate the caller's object.
  config = typeof config === 'string' ? { text: config } : cloneQueryConfig(config)
  if (values) {
    if (typeof values === 'function') {
      config.callback = values
    } else {
      config.values = values
    }
  }
  if (callback) {
    config.callback = callback
  }
  return config
}

function cloneQueryConfig(config) {
  if (config == null) {
    return config
  }
  return Object.defineProperties(Object.create(Object.getPrototypeOf(config)), Object.getOwnPropertyDescriptors(config))
}

// Ported from PostgreSQL 9.2.4 source code in src/interfaces/libpq/fe-exec.c
const escapeIdentifier = function (str) {
  return '"' + str.replace(/"/g, '""') + '"'
}

const escapeLiteral = function (str) {
  let hasBackslash = false
  let escaped = "'"

  if (str == null) {
    return "''"
  }

  if (typeof str !== 'string') {
    return "''"
  }

  for (let i = 0; i < str.length; i++) {
    const c = str[i]
    if (c === "'") {
      escaped += c + c
    } else if (c === '\\') {
      escaped += c + c
      hasBackslash = true
    } else {
      escaped += c
    }
  }

  escaped += "'"

  if (hasBackslash === true) {
    escaped = ' E' + escaped
  }

  return escaped
}

module.exports = {
  prepareValue: function prepareValueWrapper(value) {
    // this ensures that extra arguments do not get passed into prepareValue
    // by accident, eg: from calling values.map(utils.prepareValue)
    return prepareValue(value)
  },
  normalizeQueryConfig,
  escapeIdentifier,
  escapeLiteral,
}


/***/ }),

/***/ 98702:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


var path = __nccwpck_require__(16928)
  , Stream = (__nccwpck_require__(2203).Stream)
  , split = __nccwpck_require__(35286)
  , util = __nccwpck_require__(39023)
  , defaultPort = 5432
  , isWin = (process.platform === 'win32')
  , warnStream = process.stderr
;


var S_IRWXG = 56     //    00070(8)
  , S_IRWXO = 7      //    00007(8)
  , S_IFMT  = 61440  // 00170000(8)
  , S_IFREG = 32768  //  0100000(8)
;
function isRegFile(mode) {
    return ((mode & S_IFMT) == S_IFREG);
}

var fieldNames = [ 'host', 'port', 'database', 'user', 'password' ];
var nrOfFields = fieldNames.length;
var passKey = fieldNames[ nrOfFields -1 ];


function warn() {
    var isWritable = (
        warnStream instanceof Stream &&
          true === warnStream.writable
    );

    if (isWritable) {
        var args = Array.prototype.slice.call(arguments).concat("\n");
        warnStream.write( util.format.apply(util, args) );
    }
}


Object.defineProperty(module.exports, "isWin", ({
    get : function() {
        return isWin;
    } ,
    set : function(val) {
        isWin = val;
    }
}));


module.exports.warnTo = function(stream) {
    var old = warnStream;
    warnStream = stream;
    return old;
};

module.exports.getFileName = function(rawEnv){
    var env = rawEnv || process.env;
    var file = env.PGPASSFILE || (
        isWin ?
          path.join( env.APPDATA || './' , 'postgresql', 'pgpass.conf' ) :
          path.join( env.HOME || './', '.pgpass' )
    );
    return file;
};

module.exports.usePgPass = function(stats, fname) {
    if (Object.prototype.hasOwnProperty.call(process.env, 'PGPASSWORD')) {
        return false;
    }

    if (isWin) {
        return true;
    }

    fname = fname || '<unkn>';

    if (! isRegFile(stats.mode)) {
        warn('WARNING: password file "%s" is not a plain file', fname);
        return false;
    }

    if (stats.mode & (S_IRWXG | S_IRWXO)) {
        /* If password file is insecure, alert the user and ignore it. */
        warn('WARNING: password file "%s" has group or world access; permissions should be u=rw (0600) or less', fname);
        return false;
    }

    return true;
};


var matcher = module.exports.match = function(connInfo, entry) {
    return fieldNames.slice(0, -1).reduce(function(prev, field, idx){
        if (idx == 1) {
            // the port
            if ( Number( connInfo[field] || defaultPort ) === Number( entry[field] ) ) {
                return prev && true;
            }
        }
        return prev && (
            entry[field] === '*' ||
              entry[field] === connInfo[field]
        );
    }, true);
};


module.exports.getPassword = function(connInfo, stream, cb) {
    var pass;
    var lineStream = stream.pipe(split());

    function onLine(line) {
        var entry = parseLine(line);
        if (entry && isValidEntry(entry) && matcher(connInfo, entry)) {
            pass = entry[passKey];
            lineStream.end(); // -> calls onEnd(), but pass is set now
        }
    }

    var onEnd = function() {
        stream.destroy();
        cb(pass);
    };

    var onErr = function(err) {
        stream.destroy();
        warn('WARNING: error on reading file: %s', err);
        cb(undefined);
    };

    stream.on('error', onErr);
    lineStream
        .on('data', onLine)
        .on('end', onEnd)
        .on('error', onErr)
    ;

};


var parseLine = module.exports.parseLine = function(line) {
    if (line.length < 11 || line.match(/^\s+#/)) {
        return null;
    }

    var curChar = '';
    var prevChar = '';
    var fieldIdx = 0;
    var startIdx = 0;
    var endIdx = 0;
    var obj = {};
    var isLastField = false;
    var addToObj = function(idx, i0, i1) {
        var field = line.substring(i0, i1);

        if (! Object.hasOwnProperty.call(process.env, 'PGPASS_NO_DEESCAPE')) {
            field = field.replace(/\\([:\\])/g, '$1');
        }

        obj[ fieldNames[idx] ] = field;
    };

    for (var i = 0 ; i < line.length-1 ; i += 1) {
        curChar = line.charAt(i+1);
        prevChar = line.charAt(i);

        isLastField = (fieldIdx == nrOfFields-1);

        if (isLastField) {
            addToObj(fieldIdx, startIdx);
            break;
        }

        if (i >= 0 && curChar == ':' && prevChar !== '\\') {
            addToObj(fieldIdx, startIdx, i+1);

            startIdx = i+2;
            fieldIdx += 1;
        }
    }

    obj = ( Object.keys(obj).length === nrOfFields ) ? obj : null;

    return obj;
};


var isValidEntry = module.exports.isValidEntry = function(entry){
    var rules = {
        // host
        0 : function(x){
            return x.length > 0;
        } ,
        // port
        1 : function(x){
            if (x === '*') {
                return true;
            }
            x = Number(x);
            return (
                isFinite(x) &&
                  x > 0 &&
                  x < 9007199254740992 &&
                  Math.floor(x) === x
            );
        } ,
        // database
        2 : function(x){
            return x.length > 0;
        } ,
        // username
        3 : function(x){
            return x.length > 0;
        } ,
        // password
        4 : function(x){
            return x.length > 0;
        }
    };

    for (var idx = 0 ; idx < fieldNames.length ; idx += 1) {
        var rule = rules[idx];
        var value = entry[ fieldNames[idx] ] || '';

        var res = rule(value);
        if (!res) {
            return false;
        }
    }

    return true;
};



/***/ }),

/***/ 13272:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


var path = __nccwpck_require__(16928)
  , fs = __nccwpck_require__(79896)
  , helper = __nccwpck_require__(98702)
;


module.exports = function(connInfo, cb) {
    var file = helper.getFileName();
    
    fs.stat(file, function(err, stat){
        if (err || !helper.usePgPass(stat, file)) {
            return cb(undefined);
        }

        var st = fs.createReadStream(file);

        helper.getPassword(connInfo, st, cb);
    });
};

module.exports.warnTo = helper.warnTo;


/***/ }),

/***/ 3879:
/***/ ((__unused_webpack_module, exports) => {

"use strict";


exports.parse = function (source, transform) {
  return new ArrayParser(source, transform).parse()
}

class ArrayParser {
  constructor (source, transform) {
    this.source = source
    this.transform = transform || identity
    this.position = 0
    this.entries = []
    this.recorded = []
    this.dimension = 0
  }

  isEof () {
    return this.position >= this.source.length
  }

  nextCharacter () {
    var character = this.source[this.position++]
    if (character === '\\') {
      return {
        value: this.source[this.position++],
        escaped: true
      }
    }
    return {
      value: character,
      escaped: false
    }
  }

  record (character) {
    this.recorded.push(character)
  }

  newEntry (includeEmpty) {
    var entry
    if (this.recorded.length > 0 || includeEmpty) {
      entry = this.recorded.join('')
      if (entry === 'NULL' && !includeEmpty) {
        entry = null
      }
      if (entry !== null) entry = this.transform(entry)
      this.entries.push(entry)
      this.recorded = []
    }
  }

  consumeDimensions () {
    if (this.source[0] === '[') {
      while (!this.isEof()) {
        var char = this.nextCharacter()
        if (char.value === '=') break
      }
    }
  }

  parse (nested) {
    var character, parser, quote
    this.consumeDimensions()
    while (!this.isEof()) {
      character = this.nextCharacter()
      if (character.value === '{' && !quote) {
        this.dimension++
        if (this.dimension > 1) {
          parser = new ArrayParser(this.source.substr(this.position - 1), this.transform)
          this.entries.push(parser.parse(true))
          this.position += parser.position - 2
        }
      } else if (character.value === '}' && !quote) {
        this.dimension--
        if (!this.dimension) {
          this.newEntry()
          if (nested) return this.entries
        }
      } else if (character.value === '"' && !character.escaped) {
        if (quote) this.newEntry(true)
        quote = !quote
      } else if (character.value === ',' && !quote) {
        this.newEntry()
      } else {
        this.record(character.value)
      }
    }
    if (this.dimension !== 0) {
      throw new Error('array dimension not balanced')
    }
    return this.entries
  }
}

function identity (value) {
  return value
}


/***/ }),

/***/ 463:
/***/ ((module) => {

"use strict";


var bufferFrom = Buffer.from || Buffer

module.exports = function parseBytea (input) {
  if (/^\\x/.test(input)) {
    // new 'hex' style response (pg >9.0)
    return bufferFrom(input.substr(2), 'hex')
  }
  var output = ''
  var i = 0
  while (i < input.length) {
    if (input[i] !== '\\') {
      output += input[i]
      ++i
    } else {
      if (/[0-7]{3}/.test(input.substr(i + 1, 3))) {
        output += String.fromCharCode(parseInt(input.substr(i + 1, 3), 8))
        i += 4
      } else {
        var backslashes = 1
        while (i + backslashes < input.length && input[i + backslashes] === '\\') {
          backslashes++
        }
        for (var k = 0; k < Math.floor(backslashes / 2); ++k) {
          output += '\\'
        }
        i += Math.floor(backslashes / 2) * 2
      }
    }
  }
  return bufferFrom(output, 'binary')
}


/***/ }),

/***/ 92690:
/***/ ((module) => {

"use strict";


var DATE_TIME = /(\d{1,})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(\.\d{1,})?.*?( BC)?$/
var DATE = /^(\d{1,})-(\d{2})-(\d{2})( BC)?$/
var TIME_ZONE = /([Z+-])(\d{2})?:?(\d{2})?:?(\d{2})?/
var INFINITY = /^-?infinity$/

module.exports = function parseDate (isoDate) {
  if (INFINITY.test(isoDate)) {
    // Capitalize to Infinity before passing to Number
    return Number(isoDate.replace('i', 'I'))
  }
  var matches = DATE_TIME.exec(isoDate)

  if (!matches) {
    // Force YYYY-MM-DD dates to be parsed as local time
    return getDate(isoDate) || null
  }

  var isBC = !!matches[8]
  var year = parseInt(matches[1], 10)
  if (isBC) {
    year = bcYearToNegativeYear(year)
  }

  var month = parseInt(matches[2], 10) - 1
  var day = matches[3]
  var hour = parseInt(matches[4], 10)
  var minute = parseInt(matches[5], 10)
  var second = parseInt(matches[6], 10)

  var ms = matches[7]
  ms = ms ? 1000 * parseFloat(ms) : 0

  var date
  var offset = timeZoneOffset(isoDate)
  if (offset != null) {
    date = new Date(Date.UTC(year, month, day, hour, minute, second, ms))

    // Account for years from 0 to 99 being interpreted as 1900-1999
    // by Date.UTC / the multi-argument form of the Date constructor
    if (is0To99(year)) {
      date.setUTCFullYear(year)
    }

    if (offset !== 0) {
      date.setTime(date.getTime() - offset)
    }
  } else {
    date = new Date(year, month, day, hour, minute, second, ms)

    if (is0To99(year)) {
      date.setFullYear(year)
    }
  }

  return date
}

function getDate (isoDate) {
  var matches = DATE.exec(isoDate)
  if (!matches) {
    return
  }

  var year = parseInt(matches[1], 10)
  var isBC = !!matches[4]
  if (isBC) {
    year = bcYearToNegativeYear(year)
  }

  var month = parseInt(matches[2], 10) - 1
  var day = matches[3]
  // YYYY-MM-DD will be parsed as local time
  var date = new Date(year, month, day)

  if (is0To99(year)) {
    date.setFullYear(year)
  }

  return date
}

// match timezones:
// Z (UTC)
// -05
// +06:30
function timeZoneOffset (isoDate) {
  if (isoDate.endsWith('+00')) {
    return 0
  }

  var zone = TIME_ZONE.exec(isoDate.split(' ')[1])
  if (!zone) return
  var type = zone[1]

  if (type === 'Z') {
    return 0
  }
  var sign = type === '-' ? -1 : 1
  var offset = parseInt(zone[2], 10) * 3600 +
    parseInt(zone[3] || 0, 10) * 60 +
    parseInt(zone[4] || 0, 10)

  return offset * sign * 1000
}

function bcYearToNegativeYear (year) {
  // Account for numerical difference between representations of BC years
  // See: https://github.com/bendrucker/postgres-date/issues/5
  return -(year - 1)
}

function is0To99 (num) {
  return num >= 0 && num < 100
}


/***/ }),

/***/ 68755:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";


var extend = __nccwpck_require__(80223)

module.exports = PostgresInterval

function PostgresInterval (raw) {
  if (!(this instanceof PostgresInterval)) {
    return new PostgresInterval(raw)
  }
  extend(this, parse(raw))
}
var properties = ['seconds', 'minutes', 'hours', 'days', 'months', 'years']
PostgresInterval.prototype.toPostgres = function () {
  var filtered = properties.filter(this.hasOwnProperty, this)

  // In addition to `properties`, we need to account for fractions of seconds.
  if (this.milliseconds && filtered.indexOf('seconds') < 0) {
    filtered.push('seconds')
  }

  if (filtered.length === 0) return '0'
  return filtered
    .map(function (property) {
      var value = this[property] || 0

      // Account for fractional part of seconds,
      // remove trailing zeroes.
      if (property === 'seconds' && this.milliseconds) {
        value = (value + this.milliseconds / 1000).toFixed(6).replace(/\.?0+$/, '')
      }

      return value + ' ' + property
    }, this)
    .join(' ')
}

var propertiesISOEquivalent = {
  years: 'Y',
  months: 'M',
  days: 'D',
  hours: 'H',
  minutes: 'M',
  seconds: 'S'
}
var dateProperties = ['years', 'months', 'days']
var timeProperties = ['hours', 'minutes', 'seconds']
// according to ISO 8601
PostgresInterval.prototype.toISOString = PostgresInterval.prototype.toISO = function () {
  var datePart = dateProperties
    .map(buildProperty, this)
    .join('')

  var timePart = timeProperties
    .map(buildProperty, this)
    .join('')

  return 'P' + datePart + 'T' + timePart

  function buildProperty (property) {
    var value = this[property] || 0

    // Account for fractional part of seconds,
    // remove trailing zeroes.
    if (property === 'seconds' && this.milliseconds) {
      value = (value + this.milliseconds / 1000).toFixed(6).replace(/0+$/, '')
    }

    return value + propertiesISOEquivalent[property]
  }
}

var NUMBER = '([+-]?\\d+)'
var YEAR = NUMBER + '\\s+years?'
var MONTH = NUMBER + '\\s+mons?'
var DAY = NUMBER + '\\s+days?'
var TIME = '([+-])?([\\d]*):(\\d\\d):(\\d\\d)\\.?(\\d{1,6})?'
var INTERVAL = new RegExp([YEAR, MONTH, DAY, TIME].map(function (regexString) {
  return '(' + regexString + ')?'
})
  .join('\\s*'))

// Positions of values in regex match
var positions = {
  years: 2,
  months: 4,
  days: 6,
  hours: 9,
  minutes: 10,
  seconds: 11,
  milliseconds: 12
}
// We can use negative time
var negatives = ['hours', 'minutes', 'seconds', 'milliseconds']

function parseMilliseconds (fraction) {
  // add omitted zeroes
  var microseconds = fraction + '000000'.slice(fraction.length)
  return parseInt(microseconds, 10) / 1000
}

function parse (interval) {
  if (!interval) return {}
  var matches = INTERVAL.exec(interval)
  var isNegative = matches[8] === '-'
  return Object.keys(positions)
    .reduce(function (parsed, property) {
      var position = positions[property]
      var value = matches[position]
      // no empty string
      if (!value) return parsed
      // milliseconds are actually microseconds (up to 6 digits)
      // with omitted trailing zeroes.
      value = property === 'milliseconds'
        ? parseMilliseconds(value)
        : parseInt(value, 10)
      // no zeros
      if (!value) return parsed
      if (isNegative && ~negatives.indexOf(property)) {
        value *= -1
      }
      parsed[property] = value
      return parsed
    }, {})
}


/***/ }),

/***/ 35286:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

"use strict";
/*
Copyright (c) 2014-2021, Matteo Collina <hello@matteocollina.com>

Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR
IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
*/



const { Transform } = __nccwpck_require__(2203)
const { StringDecoder } = __nccwpck_require__(13193)
const kLast = Symbol('last')
const kDecoder = Symbol('decoder')

function transform (chunk, enc, cb) {
  let list
  if (this.overflow) { // Line buffer is full. Skip to start of next line.
    const buf = this[kDecoder].write(chunk)
    list = buf.split(this.matcher)

    if (list.length === 1) return cb() // Line ending not found. Discard entire chunk.

    // Line ending found. Discard trailing fragment of previous line and reset overflow state.
    list.shift()
    this.overflow = false
  } else {
    this[kLast] += this[kDecoder].write(chunk)
    list = this[kLast].split(this.matcher)
  }

  this[kLast] = list.pop()

  for (let i = 0; i < list.length; i++) {
    try {
      push(this, this.mapper(list[i]))
    } catch (error) {
      return cb(error)
    }
  }

  this.overflow = this[kLast].length > this.maxLength
  if (this.overflow && !this.skipOverflow) {
    cb(new Error('maximum buffer reached'))
    return
  }

  cb()
}

function flush (cb) {
  // forward any gibberish left in there
  this[kLast] += this[kDecoder].end()

  if (this[kLast]) {
    try {
      push(this, this.mapper(this[kLast]))
    } catch (error) {
      return cb(error)
    }
  }

  cb()
}

function push (self, val) {
  if (val !== undefined) {
    self.push(val)
  }
}

function noop (incoming) {
  return incoming
}

function split (matcher, mapper, options) {
  // Set defaults for any arguments not supplied.
  matcher = matcher || /\r?\n/
  mapper = mapper || noop
  options = options || {}

  // Test arguments explicitly.
  switch (arguments.length) {
    case 1:
      // If mapper is only argument.
      if (typeof matcher === 'function') {
        mapper = matcher
        matcher = /\r?\n/
      // If options is only argument.
      } else if (typeof matcher === 'object' && !(matcher instanceof RegExp) && !matcher[Symbol.split]) {
        options = matcher
        matcher = /\r?\n/
      }
      break

    case 2:
      // If mapper and options are arguments.
      if (typeof matcher === 'function') {
        options = mapper
        mapper = matcher
        matcher = /\r?\n/
      // If matcher and options are arguments.
      } else if (typeof mapper === 'object') {
        options = mapper
        mapper = noop
      }
  }

  options = Object.assign({}, options)
  options.autoDestroy = true
  options.transform = transform
  options.flush = flush
  options.readableObjectMode = true

  const stream = new Transform(options)

  stream[kLast] = ''
  stream[kDecoder] = new StringDecoder('utf8')
  stream.matcher = matcher
  stream.mapper = mapper
  stream.maxLength = options.maxLength
  stream.skipOverflow = options.skipOverflow || false
  stream.overflow = false
  stream._destroy = function (err, cb) {
    // Weird Node v12 bug that we need to work around
    this._writableState.errorEmitted = false
    cb(err)
  }

  return stream
}

module.exports = split


/***/ }),

/***/ 80223:
/***/ ((module) => {

module.exports = extend

var hasOwnProperty = Object.prototype.hasOwnProperty;

function extend(target) {
    for (var i = 1; i < arguments.length; i++) {
        var source = arguments[i]

        for (var key in source) {
            if (hasOwnProperty.call(source, key)) {
                target[key] = source[key]
            }
        }
    }

    return target
}


/***/ }),

/***/ 84390:
/***/ ((module) => {

module.exports = eval("require")("pg-native");


/***/ }),

/***/ 42613:
/***/ ((module) => {

"use strict";
module.exports = require("assert");

/***/ }),

/***/ 35317:
/***/ ((module) => {

"use strict";
module.exports = require("child_process");

/***/ }),

/***/ 29907:
/***/ ((module) => {

"use strict";
module.exports = require("cluster");

/***/ }),

/***/ 76982:
/***/ ((module) => {

"use strict";
module.exports = require("crypto");

/***/ }),

/***/ 72250:
/***/ ((module) => {

"use strict";
module.exports = require("dns");

/***/ }),

/***/ 24434:
/***/ ((module) => {

"use strict";
module.exports = require("events");

/***/ }),

/***/ 79896:
/***/ ((module) => {

"use strict";
module.exports = require("fs");

/***/ }),

/***/ 58611:
/***/ ((module) => {

"use strict";
module.exports = require("http");

/***/ }),

/***/ 65692:
/***/ ((module) => {

"use strict";
module.exports = require("https");

/***/ }),

/***/ 69278:
/***/ ((module) => {

"use strict";
module.exports = require("net");

/***/ }),

/***/ 34589:
/***/ ((module) => {

"use strict";
module.exports = require("node:assert");

/***/ }),

/***/ 16698:
/***/ ((module) => {

"use strict";
module.exports = require("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

"use strict";
module.exports = require("node:buffer");

/***/ }),

/***/ 31421:
/***/ ((module) => {

"use strict";
module.exports = require("node:child_process");

/***/ }),

/***/ 37540:
/***/ ((module) => {

"use strict";
module.exports = require("node:console");

/***/ }),

/***/ 77598:
/***/ ((module) => {

"use strict";
module.exports = require("node:crypto");

/***/ }),

/***/ 53053:
/***/ ((module) => {

"use strict";
module.exports = require("node:diagnostics_channel");

/***/ }),

/***/ 40610:
/***/ ((module) => {

"use strict";
module.exports = require("node:dns");

/***/ }),

/***/ 78474:
/***/ ((module) => {

"use strict";
module.exports = require("node:events");

/***/ }),

/***/ 73024:
/***/ ((module) => {

"use strict";
module.exports = require("node:fs");

/***/ }),

/***/ 51455:
/***/ ((module) => {

"use strict";
module.exports = require("node:fs/promises");

/***/ }),

/***/ 37067:
/***/ ((module) => {

"use strict";
module.exports = require("node:http");

/***/ }),

/***/ 32467:
/***/ ((module) => {

"use strict";
module.exports = require("node:http2");

/***/ }),

/***/ 77030:
/***/ ((module) => {

"use strict";
module.exports = require("node:net");

/***/ }),

/***/ 48161:
/***/ ((module) => {

"use strict";
module.exports = require("node:os");

/***/ }),

/***/ 76760:
/***/ ((module) => {

"use strict";
module.exports = require("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

"use strict";
module.exports = require("node:perf_hooks");

/***/ }),

/***/ 41792:
/***/ ((module) => {

"use strict";
module.exports = require("node:querystring");

/***/ }),

/***/ 80481:
/***/ ((module) => {

"use strict";
module.exports = require("node:readline");

/***/ }),

/***/ 57075:
/***/ ((module) => {

"use strict";
module.exports = require("node:stream");

/***/ }),

/***/ 38321:
/***/ ((module) => {

"use strict";
module.exports = require("node:stream/consumers");

/***/ }),

/***/ 58500:
/***/ ((module) => {

"use strict";
module.exports = require("node:timers/promises");

/***/ }),

/***/ 41692:
/***/ ((module) => {

"use strict";
module.exports = require("node:tls");

/***/ }),

/***/ 73136:
/***/ ((module) => {

"use strict";
module.exports = require("node:url");

/***/ }),

/***/ 57975:
/***/ ((module) => {

"use strict";
module.exports = require("node:util");

/***/ }),

/***/ 73429:
/***/ ((module) => {

"use strict";
module.exports = require("node:util/types");

/***/ }),

/***/ 78877:
/***/ ((module) => {

"use strict";
module.exports = require("node:v8");

/***/ }),

/***/ 75919:
/***/ ((module) => {

"use strict";
module.exports = require("node:worker_threads");

/***/ }),

/***/ 38522:
/***/ ((module) => {

"use strict";
module.exports = require("node:zlib");

/***/ }),

/***/ 70857:
/***/ ((module) => {

"use strict";
module.exports = require("os");

/***/ }),

/***/ 16928:
/***/ ((module) => {

"use strict";
module.exports = require("path");

/***/ }),

/***/ 82987:
/***/ ((module) => {

"use strict";
module.exports = require("perf_hooks");

/***/ }),

/***/ 932:
/***/ ((module) => {

"use strict";
module.exports = require("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

"use strict";
module.exports = require("stream");

/***/ }),

/***/ 13193:
/***/ ((module) => {

"use strict";
module.exports = require("string_decoder");

/***/ }),

/***/ 53557:
/***/ ((module) => {

"use strict";
module.exports = require("timers");

/***/ }),

/***/ 64756:
/***/ ((module) => {

"use strict";
module.exports = require("tls");

/***/ }),

/***/ 87016:
/***/ ((module) => {

"use strict";
module.exports = require("url");

/***/ }),

/***/ 39023:
/***/ ((module) => {

"use strict";
module.exports = require("util");

/***/ }),

/***/ 98253:
/***/ ((module) => {

"use strict";
module.exports = require("util/types");

/***/ }),

/***/ 11493:
/***/ ((module) => {

"use strict";
module.exports = require("v8");

/***/ }),

/***/ 43106:
/***/ ((module) => {

"use strict";
module.exports = require("zlib");

/***/ }),

/***/ 83849:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ay: () => (__WEBPACK_DEFAULT_EXPORT__)
/* harmony export */ });
/* unused harmony exports Client, Pool, Connection, types, Query, DatabaseError, escapeIdentifier, escapeLiteral, Result, TypeOverrides, defaults */
/* harmony import */ var _lib_index_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(13273);
// ESM wrapper for pg


// Re-export all the properties
const Client = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.Client
const Pool = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.Pool
const Connection = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.Connection
const types = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.types
const Query = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.Query
const DatabaseError = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.DatabaseError
const escapeIdentifier = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.escapeIdentifier
const escapeLiteral = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.escapeLiteral
const Result = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.Result
const TypeOverrides = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.TypeOverrides

// Also export the defaults
const defaults = _lib_index_js__WEBPACK_IMPORTED_MODULE_0__.defaults

// Re-export the default
/* harmony default export */ const __WEBPACK_DEFAULT_EXPORT__ = (_lib_index_js__WEBPACK_IMPORTED_MODULE_0__);


/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/******/ 	// expose the modules object (__webpack_modules__)
/******/ 	__nccwpck_require__.m = __webpack_modules__;
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/compat get default export */
/******/ 	(() => {
/******/ 		// getDefaultExport function for compatibility with non-harmony modules
/******/ 		__nccwpck_require__.n = (module) => {
/******/ 			var getter = module && module.__esModule ?
/******/ 				() => (module['default']) :
/******/ 				() => (module);
/******/ 			__nccwpck_require__.d(getter, { a: getter });
/******/ 			return getter;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/ensure chunk */
/******/ 	(() => {
/******/ 		__nccwpck_require__.f = {};
/******/ 		// This file contains only the entry chunk.
/******/ 		// The chunk loading function for additional chunks
/******/ 		__nccwpck_require__.e = (chunkId) => {
/******/ 			return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 				__nccwpck_require__.f[key](chunkId, promises);
/******/ 				return promises;
/******/ 			}, []));
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/get javascript chunk filename */
/******/ 	(() => {
/******/ 		// This function allow to reference async chunks
/******/ 		__nccwpck_require__.u = (chunkId) => {
/******/ 			// return url for filenames based on template
/******/ 			return "" + chunkId + ".index.js";
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/require chunk loading */
/******/ 	(() => {
/******/ 		// no baseURI
/******/ 		
/******/ 		// object to store loaded chunks
/******/ 		// "1" means "loaded", otherwise not loaded yet
/******/ 		var installedChunks = {
/******/ 			8792: 1
/******/ 		};
/******/ 		
/******/ 		// no on chunks loaded
/******/ 		
/******/ 		var installChunk = (chunk) => {
/******/ 			var moreModules = chunk.modules, chunkIds = chunk.ids, runtime = chunk.runtime;
/******/ 			for(var moduleId in moreModules) {
/******/ 				if(__nccwpck_require__.o(moreModules, moduleId)) {
/******/ 					__nccwpck_require__.m[moduleId] = moreModules[moduleId];
/******/ 				}
/******/ 			}
/******/ 			if(runtime) runtime(__nccwpck_require__);
/******/ 			for(var i = 0; i < chunkIds.length; i++)
/******/ 				installedChunks[chunkIds[i]] = 1;
/******/ 		
/******/ 		};
/******/ 		
/******/ 		// require() chunk loading for javascript
/******/ 		__nccwpck_require__.f.require = (chunkId, promises) => {
/******/ 			// "1" is the signal for "already loaded"
/******/ 			if(!installedChunks[chunkId]) {
/******/ 				if(true) { // all chunks have JS
/******/ 					installChunk(require("./" + __nccwpck_require__.u(chunkId)));
/******/ 				} else installedChunks[chunkId] = 1;
/******/ 			}
/******/ 		};
/******/ 		
/******/ 		// no external install chunk
/******/ 		
/******/ 		// no HMR
/******/ 		
/******/ 		// no HMR manifest
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";
// ESM COMPAT FLAG
__nccwpck_require__.r(__webpack_exports__);

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  action: () => (/* binding */ action),
  actionKilled: () => (/* binding */ actionKilled),
  cli: () => (/* binding */ cli),
  createHandler: () => (/* reexport */ create_handler/* createHandler */.j),
  toNodeListener: () => (/* reexport */ toNodeListener)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(48161);
;// CONCATENATED MODULE: external "node:tty"
const external_node_tty_namespaceObject = require("node:tty");
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(42357);
// EXTERNAL MODULE: ./lib/inputs/parse-inputs.js + 15 modules
var parse_inputs = __nccwpck_require__(78496);
// EXTERNAL MODULE: ./lib/inputs/redactor.js
var redactor = __nccwpck_require__(12458);
// EXTERNAL MODULE: ./lib/inputs/secrets.js
var secrets = __nccwpck_require__(90757);
// EXTERNAL MODULE: ./lib/moment.js
var moment = __nccwpck_require__(12402);
// EXTERNAL MODULE: ./lib/report/draft.js
var draft = __nccwpck_require__(78608);
// EXTERNAL MODULE: ./lib/report/foreign-text.js
var foreign_text = __nccwpck_require__(97095);
// EXTERNAL MODULE: ./lib/report/render-text.js + 14 modules
var render_text = __nccwpck_require__(41365);
// EXTERNAL MODULE: ./lib/report/text/paint.js
var paint = __nccwpck_require__(52083);
// EXTERNAL MODULE: ./lib/tool.js
var tool = __nccwpck_require__(16200);
// EXTERNAL MODULE: ./lib/shells/cancel-on-signals.js
var cancel_on_signals = __nccwpck_require__(42558);
;// CONCATENATED MODULE: ./lib/shells/closed-pipes.js
/** What a write says whose reader has gone: a pipe, a socket, a terminal that was closed; EOF: the same on Windows. */
const GONE = new Set(["EPIPE", "ECONNRESET", "EIO", "EOF", "ERR_STREAM_DESTROYED"]);
/**
 * Aborted when something was written to one of `streams` that nobody reads any more. That is no fault: who pipes into `head`
 * has read enough, and a run goes on to its end, as what it does to a database must not hang on who listens. Other errors
 * of theirs are thrown.
 */
function heedClosedPipes(streams) {
    const controller = new AbortController();
    for (const stream of streams) {
        stream.on("error", (error) => {
            if (!GONE.has(error.code ?? ""))
                throw error;
            controller.abort(error);
        });
    }
    return controller.signal;
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __nccwpck_require__(57975);
// EXTERNAL MODULE: ./lib/inputs/definitions.js + 1 modules
var definitions = __nccwpck_require__(79326);
// EXTERNAL MODULE: ./lib/inputs/commands.js
var inputs_commands = __nccwpck_require__(8204);
;// CONCATENATED MODULE: ./lib/shells/render-help.js


/** What `--help` prints: commands, flags (one for each input) and the switches of the command line itself. */
function renderHelp() {
    const commands = inputs_commands/* COMMANDS */.Lo.map(({ name, meaning }) => row(name, meaning));
    const inputs = definitions/* INPUTS */.m.filter(({ name }) => name !== "command").map((input) => {
        const fallback = input.default ?? input.defaultText;
        const values = input.allowed === null ? "" : ` One of ${input.allowed.join(", ")}.`;
        return row(`--${input.name}`, `${input.meaning}${values}${fallback ? ` Default: ${fallback}.` : ""}`);
    });
    return `Usage: migrate-action [command] [flags]

Commands:
${commands.join("\n")}

Flags (as --name=VALUE or --name VALUE; each is also an input of the action):
${inputs.join("\n")}

Switches:
${SWITCH_ROWS.join("\n")}

Exit codes: 0 done or nothing to do, 1 a migration failed, 2 inputs or files, 3 no connection, 4 the plan refuses,
5 the gate refuses, 6 another run holds the lock, 7 cancelled, 8 state unknown, 9 status --exit-code: pending,
70 a fault of this program.
`;
}
function row(name, meaning) {
    return `  ${name.padEnd(24)} ${meaning.replaceAll("`", "")}`;
}
const SWITCH_ROWS = [
    row("--json", "Print the report as JSON on standard output, and nothing else there."),
    row("--exit-code", "With status: exit 9 when something is pending."),
    row("--watch", "With status and history: show it again every 2 s, until Ctrl-C (exit 0); with --json a line whenever something has changed. With status --exit-code: until nothing is pending (exit 0; Ctrl-C before that: 7)."),
    row("--verbose", "Show the server's notices too."),
    row("--quiet", "Say only what went wrong."),
    row("--no-color", "No colours; NO_COLOR does the same."),
    row("--version", "The version of this program (--version=01 is the flag of that name)."),
];

;// CONCATENATED MODULE: ./lib/shells/command-line.js





/** Flags that are no inputs: how this program talks. */
const SWITCHES = ["json", "exit-code", "watch", "verbose", "quiet", "no-color", "help"];
/** The command line of `argv` (without node and script). Never rejects: unknown flags become unknown inputs. */
function parseCommandLine(argv) {
    const { bare, args } = withoutBare(argv);
    if (bare.includes("version"))
        return { kind: "text", text: `${tool/* TOOL */.j.version}\n` };
    const { tokens } = (0,external_node_util_.parseArgs)({ args, options: flags(), strict: false, tokens: true });
    const values = new Map();
    const switches = new Set();
    const problems = bare.map(withoutValue);
    const words = [];
    for (const token of tokens) {
        if (token.kind === "positional")
            words.push(token.value);
        if (token.kind !== "option")
            continue;
        const { name, value } = token;
        if (name === "version" && value === undefined)
            return { kind: "text", text: `${tool/* TOOL */.j.version}\n` };
        if (SWITCHES.includes(name))
            switches.add(name);
        else if (value !== undefined)
            values.set(name, value);
        else if (isSwitch(name))
            values.set(name, "true");
        else
            problems.push(withoutValue(name));
    }
    if (switches.has("help") || words[0] === "help")
        return { kind: "text", text: renderHelp() };
    const [command = "up", ...more] = words;
    if (command === "create")
        problems.push(...takeName(more, values));
    else
        problems.push(...more.map(wordTooMany));
    values.set("command", commandOf(command, values.get("dry-run")));
    if (switches.has("watch"))
        problems.push(...watchProblems(values));
    return {
        kind: "command",
        values,
        problems,
        verbosity: switches.has("quiet") ? "quiet" : switches.has("verbose") ? "verbose" : "normal",
        output: switches.has("json") ? "json" : "people",
        colours: switches.has("no-color") ? "never" : "auto",
        exitCode: switches.has("exit-code") ? "pending" : "plain",
        watch: switches.has("watch") ? "again" : "once",
    };
}
/**
 * `argv` without flags that stand bare before another one: parseArgs would take that for their value, and then it would be
 * missing too.
 */
function withoutBare(argv) {
    const bare = [];
    const args = argv.filter((word, index) => {
        const name = word.startsWith("--") ? word.slice(2) : "";
        const isBare = (0,definitions/* inputNamed */.o)(name) !== undefined && !isSwitch(name);
        if (!isBare || argv[index + 1]?.startsWith("--") !== true)
            return true;
        bare.push(name);
        return false;
    });
    return { bare, args };
}
const withoutValue = (name) => problem("INPUT_MISSING", `${name}: The flag needs a value.`, `Write --${name}=VALUE.`);
const WATCHED = ["status", "history"];
/** Only what changes nothing is done again and again. */
function watchProblems(values) {
    const command = values.get("command") ?? "";
    const said = (message, hint) => problem("INPUT_INVALID", `watch: ${message}`, hint);
    if (!WATCHED.includes(command))
        return [
            said(`It is of status and history, and cannot be given with ${JSON.stringify(command)}.`, "`status --watch` in another terminal shows what a run does while it does it."),
        ];
    if (values.get("ephemeral") !== "true")
        return [];
    return [said("On a throwaway server there is nothing to watch.", "Leave out --ephemeral.")];
}
/** The words behind `create` are the input `name`: `create add users email`. */
function takeName(words, values) {
    if (words.length === 0)
        return [];
    const given = values.get("name");
    values.set("name", words.join(" "));
    if (given === undefined)
        return [];
    const hint = "Type it behind `create`, or as --name=VALUE, not both.";
    return [problem("INPUT_INVALID", "name: It is given twice, behind the command and as a flag.", hint)];
}
function wordTooMany(word) {
    return problem("INPUT_INVALID", `command: One word too many: ${JSON.stringify(word)}.`, "Give one command, and everything else as --flag=VALUE.");
}
/** `up --dry-run` is `plan`. */
function commandOf(word, dryRun) {
    return word === "up" && dryRun === "true" ? "plan" : word;
}
function flags() {
    const inputs = definitions/* INPUTS */.m.map(({ name, kind }) => [name, { type: kind === "boolean" ? "boolean" : "string" }]);
    const switches = SWITCHES.map((name) => [name, { type: "boolean", ...(name === "help" ? { short: "h" } : {}) }]);
    return Object.fromEntries([...inputs, ...switches]);
}
/** An input that is a switch, or a flag nobody knows: its value is not missing. */
function isSwitch(name) {
    const input = definitions/* INPUTS */.m.find((definition) => definition.name === name);
    return input === undefined || input.kind === "boolean";
}
function problem(code, message, hint) {
    return new errors/* MigrateError */.Oq(code, message, { hint });
}

// EXTERNAL MODULE: ./lib/shells/make-shown-report.js + 10 modules
var make_shown_report = __nccwpck_require__(17579);
// EXTERNAL MODULE: ./lib/shells/run-command.js
var run_command = __nccwpck_require__(77011);
// EXTERNAL MODULE: ./lib/shells/tell-of-faults.js
var tell_of_faults = __nccwpck_require__(51215);
// EXTERNAL MODULE: ./lib/shells/terminal.js
var shells_terminal = __nccwpck_require__(85336);
// EXTERNAL MODULE: ./lib/shells/with-comment.js
var with_comment = __nccwpck_require__(81576);
// EXTERNAL MODULE: ./lib/shells/write-report.js
var write_report = __nccwpck_require__(97160);
;// CONCATENATED MODULE: ./lib/shells/cli.js





















/** The command line: people's text on standard error, data on standard output. Resolves to the exit code, for scripts. */
async function runCli() {
    const line = parseCommandLine(process.argv.slice(2));
    // Each stream that is made costs a start: of standard output only where something is written to it.
    const isData = line.kind === "text" || line.output === "json";
    const closed = heedClosedPipes(isData ? [process.stdout, process.stderr] : [process.stderr]);
    if (line.kind === "text") {
        process.stdout.write(line.text);
        return 0;
    }
    const raw = { values: line.values, environment: process.env, defaults: { user: osUser() } };
    const masks = (0,secrets/* secretsIn */.V)(raw);
    const redact = (0,redactor/* makeRedactor */.$)(masks.forms);
    const faults = (0,tell_of_faults/* tellOfFaults */.s)("command-line", redact);
    // Every user of the machine can read what a process was started with.
    if (process.argv.some((word) => redact(word) !== word))
        process.title = tool/* TOOL */.j.name;
    const shell = {
        line,
        raw,
        redact,
        warnings: masks.warnings,
        signal: (0,cancel_on_signals/* cancelOnSignals */.d)(),
        paint: choosePaint(line),
    };
    const code = await runAs(shell, closed);
    faults.stopListening();
    return code;
}
function runAs(shell, closed) {
    if (shell.line.values.get("command") === "serve")
        return serveUntilStopped(shell);
    return shell.line.watch === "again" ? watchUntilEnded(shell, closed) : runOnce(shell);
}
async function runOnce({ line, raw, redact, warnings, signal, paint }) {
    const terminal = new shells_terminal/* Terminal */.BK(process.stderr, line.verbosity, redact);
    let planShown = false;
    const finished = await (0,run_command/* runCommand */.d)(raw, {
        ...{ tool: tool/* TOOL */.j, redact, signal, warnings, problems: line.problems },
        ephemeralLifetime: "process",
        onProgress: (progress) => terminal.onProgress(progress),
        onEphemeral: () => { },
        onPlanned: (draft) => {
            if (line.verbosity === "quiet")
                return;
            planShown = true;
            terminal.print(`\n${(0,render_text/* renderPlanText */.$D)((0,make_shown_report/* makeShownReport */.U)(draft, redact), paint)}\n`);
        },
        // process.stdin would make a stream of it, which costs a start more than the question is worth.
        ask: (0,external_node_tty_namespaceObject.isatty)(0) && process.stderr.isTTY ? (question) => terminal.ask(question, signal) : null,
    });
    terminal.end();
    const made = withExitCode((0,make_shown_report/* makeShownReport */.U)(finished.draft, redact), line);
    const report = await (0,with_comment/* withComment */.y)(made, finished.draft.inputs, redact);
    await finished.ephemeral?.stop();
    tell(terminal, report, planShown ? (0,render_text/* renderOutcomeText */.QV)(report, paint) : null, { line, raw, redact, paint });
    return report.exitCode;
}
/** Writes the report to where it belongs; `text`: what of it people have not seen yet, null: all of it. */
function tell(terminal, report, text, { line, raw, redact, paint }) {
    const path = (0,parse_inputs/* reportPathOf */.L7)(raw);
    const unwritten = path === null ? null : (0,write_report/* writeReport */.u)(path, report);
    if (line.verbosity !== "quiet" || report.exitCode !== 0)
        terminal.print(text ?? (0,render_text/* renderText */.S5)(report, paint, (0,shells_terminal/* widthOf */.qz)(process.stderr)));
    if (unwritten !== null)
        terminal.print(`${(0,foreign_text/* forLog */.Ig)(redact(unwritten))}\n`);
    if (line.output === "json")
        process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}
/** `status --watch`: what is wrong with inputs or files ends it before it begins. */
async function watchUntilEnded(shell, closed) {
    const { line, raw, redact, warnings, signal, paint } = shell;
    const checked = await (0,run_command/* checkInputs */.s)(raw, { problems: line.problems, warnings });
    if ("draft" in checked)
        return tellOfRefusal(checked.draft, shell);
    const { watchCommand } = await __nccwpck_require__.e(/* import() */ 454).then(__nccwpck_require__.bind(__nccwpck_require__, 80454));
    return await watchCommand({
        ...{ inputs: checked.inputs, output: line.output, verbosity: line.verbosity, paint, redact },
        stopped: AbortSignal.any([signal, closed]),
        until: line.exitCode === "pending" && checked.inputs.command === "status" ? "pending" : "nobody",
        screen: (0,shells_terminal/* screenOf */.S)(process.stderr, process.env),
        judge: (report) => withExitCode(report, line),
    });
}
/** `serve`: what is wrong with its inputs ends it before it begins. */
async function serveUntilStopped(shell) {
    const { line, raw, redact, warnings, signal } = shell;
    const terminal = new shells_terminal/* Terminal */.BK(process.stderr, line.verbosity, redact);
    const checked = await (0,run_command/* checkInputs */.s)(raw, { problems: line.problems, warnings });
    if ("draft" in checked)
        return tellOfRefusal(checked.draft, shell);
    const [{ setupOf }, { serveCommand }] = await Promise.all([
        Promise.resolve(/* import() */).then(__nccwpck_require__.bind(__nccwpck_require__, 94453)),
        Promise.all(/* import() */[__nccwpck_require__.e(6652), __nccwpck_require__.e(4962)]).then(__nccwpck_require__.bind(__nccwpck_require__, 54962)),
    ]);
    const isQuiet = line.verbosity === "quiet";
    const say = (text) => (isQuiet ? undefined : terminal.print(`${(0,foreign_text/* forLog */.Ig)(text)}\n`));
    const print = (text, kind) => kind === "fault" ? terminal.print(`${(0,foreign_text/* forLog */.Ig)(text)}\n`) : say(text);
    for (const notice of checked.inputs.notices)
        say(`Note: ${notice}`);
    try {
        return await serveCommand({
            setup: setupOf({ raw, inputs: checked.inputs, redact, print }, ""),
            stopped: signal,
            say,
        });
    }
    catch (error) {
        return tellOfRefusal({ ...(0,draft/* newDraft */.c)("serve", (0,moment/* readMoment */.T)()), errors: (0,errors/* errorsOf */.Bp)(error) }, shell);
    }
}
/** Tells of what ended before it had begun. Its exit code. */
function tellOfRefusal(draft, shell) {
    const { line, redact } = shell;
    const report = (0,make_shown_report/* makeShownReport */.U)(draft, redact);
    tell(new shells_terminal/* Terminal */.BK(process.stderr, line.verbosity, redact), report, null, shell);
    return report.exitCode;
}
/** `status --exit-code`: 9 when something is pending, and the plan's own code when it would be refused. */
function withExitCode(report, line) {
    if (line.exitCode === "plain" || report.command !== "status" || report.exitCode !== 0)
        return report;
    if (report.plan !== null && report.plan.refusals.length > 0)
        return { ...report, exitCode: 4 };
    return (report.ledger?.pending.length ?? 0) > 0 ? { ...report, exitCode: 9 } : report;
}
/** Source: no-color.org. */
function choosePaint({ colours }) {
    const isDumb = process.env["NO_COLOR"] || process.env["TERM"] === "dumb";
    return colours === "never" || !process.stderr.isTTY || isDumb ? paint/* PLAIN_PAINT */.c : paint/* ANSI_PAINT */.t;
}
function osUser() {
    try {
        return (0,external_node_os_.userInfo)().username;
    }
    catch {
        return "";
    }
}

// EXTERNAL MODULE: ./lib/shells/http/create-handler.js
var create_handler = __nccwpck_require__(76326);
;// CONCATENATED MODULE: ./lib/shells/http/serve/to-node-listener.js
/**
 * A listener that answers as `handler` does, which is given the socket, so that wrong tokens are counted by address. What it
 * needs is loaded by the first request. Nothing that reads the body may come before it.
 */
function toNodeListener(handler) {
    let listener = null;
    return (incoming, outgoing) => {
        listener ??= Promise.all(/* import() */[__nccwpck_require__.e(6652), __nccwpck_require__.e(8716)]).then(__nccwpck_require__.bind(__nccwpck_require__, 28716)).then(({ makeNodeListener }) => makeNodeListener(handler.fetch));
        listener
            .then((listen) => listen(incoming, outgoing))
            .catch(() => {
            // Nobody hears of it otherwise, and it would end the process of somebody else.
            if (!outgoing.headersSent)
                outgoing.statusCode = 500;
            outgoing.end();
        });
    };
}

;// CONCATENATED MODULE: ./lib/shells/entry.js



/**
 * What the files in dist/ call. The command line and the flow are one chunk, because each further chunk costs a start
 * more than these few lines cost the action; the action's own needs (@actions/core) are loaded only when it runs.
 */
/** The exit code of a process whose work ended before it was done: nothing left to wait for is no success. */
const UNFINISHED = 70;
/** The command line. */
async function cli() {
    process.exitCode = UNFINISHED;
    process.exitCode = await runCli();
}
/** Main step of the action. */
async function action() {
    process.exitCode = UNFINISHED;
    const { runAction } = await Promise.all(/* import() */[__nccwpck_require__.e(4119), __nccwpck_require__.e(6421), __nccwpck_require__.e(1635), __nccwpck_require__.e(7994)]).then(__nccwpck_require__.bind(__nccwpck_require__, 37994));
    process.exitCode = await runAction();
}
/** For the post step of an action whose main step was killed. */
async function actionKilled() {
    const { tellOfKilledMain } = await Promise.all(/* import() */[__nccwpck_require__.e(4119), __nccwpck_require__.e(6421), __nccwpck_require__.e(1635), __nccwpck_require__.e(9074)]).then(__nccwpck_require__.bind(__nccwpck_require__, 9074));
    await tellOfKilledMain();
}

})();

module.exports = __webpack_exports__;
/******/ })()
;