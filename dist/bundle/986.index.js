export const id = 986;
export const ids = [986];
export const modules = {

/***/ 8264:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ makeFailure)
/* harmony export */ });
/* harmony import */ var _database_server_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1445);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);
/* harmony import */ var _files_sql_place_at_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9045);



/** MIGRATION_FAILED for `step`: the server's message with the statement and the exact place in the file. */
function makeFailure(step, parts, error) {
    const server = (0,_database_server_error_js__WEBPACK_IMPORTED_MODULE_0__/* .serverErrorOf */ .j)(error.cause);
    const part = parts[error.partIndex];
    const statement = part?.statement == null ? undefined : step.script.statements[part.statement];
    const at = statement === undefined ? undefined : placeInFile(step, statement, server?.position ?? null, error);
    const where = at === undefined ? step.file.file : `${at.file}:${at.line}:${at.column}`;
    const detail = server?.detail ? ` ${sentence(server.detail)}` : "";
    const context = server?.where && statement !== undefined ? ` (${server.where.split("\n").slice(0, 3).join("; ")})` : "";
    const state = server === null ? "" : ` [${server.sqlState}]`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .MigrateError */ .Oq("MIGRATION_FAILED", `${where}: ${sentence(server?.message ?? error.message)}${detail}${context}${state}${ownStatement(part)}`, {
        at,
        sqlState: server?.sqlState,
        hint: server?.hint ? sentence(server.hint) : hintFor(server?.sqlState),
        version: step.file.version.text,
        statement: statement?.sql,
    }, { cause: error.cause });
}
/** The error's own place where the server gave one, else the statement's first character. */
function placeInFile(step, statement, position, error) {
    const inStatement = position === null ? 0 : (0,_files_sql_place_at_js__WEBPACK_IMPORTED_MODULE_2__/* .offsetOfPosition */ .cb)(statement.sql, position - error.partPosition);
    const place = (0,_files_sql_place_at_js__WEBPACK_IMPORTED_MODULE_2__/* .placeAt */ .BW)(step.file.text, statement.offset + inStatement);
    return { file: step.file.file, line: place.line, column: place.column };
}
/** For errors outside the file's statements: at COMMIT (deferred constraints), in the ledger. */
function ownStatement(part) {
    if (part === undefined || part.statement !== null)
        return "";
    return part.sql === "COMMIT"
        ? " (at COMMIT: a deferred constraint)"
        : ` (in: ${part.sql.split("\n", 1)[0]?.slice(0, 80)})`;
}
function hintFor(sqlState) {
    if (sqlState === "55P03")
        return "Another session holds a lock on the table. Try again when it is done, or raise `lock-timeout` or `lock-retries`.";
    if (sqlState === "57014")
        return "It was cancelled, or ran longer than `statement-timeout` (for one file: `-- migrate:timeout 10min`).";
    if (sqlState === "25001")
        return "This statement may not run in a transaction: put it into a file of its own, or `-- migrate:no-transaction` on the first line.";
    if (sqlState === "42501")
        return "The database user lacks the right. Grant it, or name a role that has it with `role`.";
    return undefined;
}
const sentence = (text) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);


/***/ }),

/***/ 5098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ ledgerAfter)
/* harmony export */ });
/**
 * `execution` for the steps after the first `done`: by then the ledger is whole, whether the run or its first file
 * made it.
 */
function ledgerAfter(execution, done) {
    return done === 0 ? execution : { ...execution, ledger: { ...execution.ledger, state: "ours" } };
}


/***/ }),

/***/ 7368:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ makeStages)
/* harmony export */ });
/* harmony import */ var _ledger_record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6852);
/* harmony import */ var _make_transaction_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2603);
/* harmony import */ var _part_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(329);
/* harmony import */ var _session_settings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1582);




/**
 * The messages of a non-transactional step, in order: the ledger where it is missing; the row `running`; each
 * statement alone in its message, its limits set before it and the count of those done written after it; the row
 * `completed`; a clean session.
 */
function makeStages(step, execution) {
    const { recorder, settings } = execution;
    const { file, script } = step;
    const total = script.statements.length;
    const complete = script.ownLedgerRows.length > 0 ? (0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_0__/* .completeOwnRow */ .a7)(recorder, file) : (0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_0__/* .completeRow */ .ce)(recorder, file);
    const ledger = (0,_make_transaction_js__WEBPACK_IMPORTED_MODULE_1__/* .makeLedgerTransaction */ .YM)([step], execution);
    return [
        ...(ledger.length > 0 ? [{ parts: ledger, statementsDone: 0, isRecorded: false }] : []),
        stage((0,_session_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .sessionSettings */ .MS)(step, settings), 0, false),
        stage(["BEGIN", (0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_0__/* .beginRow */ .Kt)(recorder, file), (0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_0__/* .reachedRow */ .hn)(recorder, file, 0), "COMMIT"], 0, false),
        ...script.statements.flatMap((statement, index) => statementStages(step, statement, index, execution)),
        stage(["BEGIN", ...(0,_session_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .ownIdentity */ .hY)(settings), complete, "COMMIT"], total),
        { parts: _make_transaction_js__WEBPACK_IMPORTED_MODULE_1__/* .CLEAN_UP */ ._f, statementsDone: total, isRecorded: true },
    ];
}
function statementStages(step, statement, index, execution) {
    const { recorder, settings } = execution;
    const part = { sql: statement.sql, copyData: statement.copyData, statement: index };
    const reached = (0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_0__/* .reachedRow */ .hn)(recorder, step.file, index + 1);
    if (step.script.ownLedgerRows.includes(index)) {
        // In one transaction with the withdrawal of our row, so that the ledger never says too much.
        const parts = [(0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)("BEGIN"), (0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)((0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_0__/* .withdrawRow */ .JI)(recorder, step.file)), part, (0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)(reached), (0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)("COMMIT")];
        return [{ parts, statementsDone: index, isRecorded: true }];
    }
    const alone = { parts: [part], statementsDone: index, isRecorded: true };
    if (!isConcurrent(statement))
        return [alone, stage([reached], index + 1)];
    return [stage(_session_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .UNLIMITED */ .Mp, index), alone, stage([reached, ...(0,_session_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .sessionSettings */ .MS)(step, settings)], index + 1)];
}
const isConcurrent = (statement) => statement.tokens.some(({ kind, text }) => kind === "word" && text === "concurrently");
function stage(sql, statementsDone, isRecorded = true) {
    return { parts: sql.map(_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z), statementsDone, isRecorded };
}


/***/ }),

/***/ 2603:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   YM: () => (/* binding */ makeLedgerTransaction),
/* harmony export */   _f: () => (/* binding */ CLEAN_UP),
/* harmony export */   rd: () => (/* binding */ makeTransaction)
/* harmony export */ });
/* harmony import */ var _ledger_make_ledger_ddl_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6100);
/* harmony import */ var _ledger_record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6852);
/* harmony import */ var _part_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(329);
/* harmony import */ var _session_settings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1582);




/**
 * Everything that is sent for one transactional migration, in order: its own transaction with its ledger row first,
 * then a transaction that undoes what the file left in the session. A file that makes the ledger itself has the rest
 * of it made, and its row written, at the end.
 */
function makeTransaction(step, execution) {
    const { script, file } = step;
    const { recorder, settings } = execution;
    const makesLedger = script.createsLedger !== null && execution.ledger.state === "absent";
    const hasOwnRow = makesLedger || script.ownLedgerRows.length > 0;
    const row = makesLedger ? [] : [(0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_1__/* .beginRow */ .Kt)(recorder, file)];
    const ledgerDdl = makesLedger ? [QUIETLY, ...(0,_ledger_make_ledger_ddl_js__WEBPACK_IMPORTED_MODULE_0__/* .completeLedgerDdl */ .dw)(execution.ledger, recorder.ledger)] : [];
    return [
        (0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)("BEGIN"),
        ...(0,_session_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .transactionSettings */ .AG)(step, settings).map(_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z),
        ...(hasOwnRow ? [(0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)(_ledger_record_js__WEBPACK_IMPORTED_MODULE_1__/* .REMEMBER_START */ .VK)] : []),
        ...row.map(_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z),
        ...fileParts(step, hasOwnRow && !makesLedger ? (0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_1__/* .withdrawRow */ .JI)(recorder, file) : null),
        ...(0,_session_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .ownIdentity */ .hY)(settings).map(_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z),
        ...ledgerDdl.map(_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z),
        (0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)(hasOwnRow ? (0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_1__/* .completeOwnRow */ .a7)(recorder, file) : (0,_ledger_record_js__WEBPACK_IMPORTED_MODULE_1__/* .completeRow */ .ce)(recorder, file)),
        (0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)("COMMIT"),
    ];
}
/** The server would say of every part of the ledger that the file has made already that it skips it. */
const QUIETLY = "SET LOCAL client_min_messages = warning";
/** Parts that undo what a file can leave in its session, as a transaction of their own. */
const CLEAN_UP = [(0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)("BEGIN"), ..._session_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .RESET_SESSION */ .T4.map(_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z), (0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)("COMMIT")];
/** The transaction that makes the ledger whole; empty when nothing is missing or the first file will make it. */
function makeLedgerTransaction(steps, execution) {
    const { ledger, recorder, settings } = execution;
    const first = steps[0];
    if (first === undefined || ledger.state === "ours")
        return [];
    if (ledger.state === "absent" && first.script.createsLedger !== null)
        return [];
    const ddl = (0,_ledger_make_ledger_ddl_js__WEBPACK_IMPORTED_MODULE_0__/* .makeLedgerDdl */ .m9)(ledger, recorder.ledger);
    if (ddl.length === 0)
        return [];
    return [(0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)("BEGIN"), ...(0,_session_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .transactionSettings */ .AG)(first, settings).map(_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z), ...ddl.map(_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z), (0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)("COMMIT")];
}
/** The file's statements; `withdraw` goes before the first of them that inserts the file's own row. */
function fileParts(step, withdraw) {
    const firstOwnRow = step.script.ownLedgerRows[0];
    return step.script.statements.flatMap((statement, index) => {
        const part = { sql: statement.sql, copyData: statement.copyData, statement: index };
        return withdraw !== null && index === firstOwnRow ? [(0,_part_js__WEBPACK_IMPORTED_MODULE_3__/* .own */ .Z)(withdraw), part] : [part];
    });
}


/***/ }),

/***/ 329:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ own)
/* harmony export */ });
/** A statement of ours. */
const own = (sql) => ({ sql, copyData: null, statement: null });


/***/ }),

/***/ 1582:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AG: () => (/* binding */ transactionSettings),
/* harmony export */   MS: () => (/* binding */ sessionSettings),
/* harmony export */   Mp: () => (/* binding */ UNLIMITED),
/* harmony export */   T4: () => (/* binding */ RESET_SESSION),
/* harmony export */   hY: () => (/* binding */ ownIdentity)
/* harmony export */ });
/* harmony import */ var _database_quote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3221);

/** What is set at the head of a migration's own transaction: shown and executed from this one list. */
function transactionSettings(step, settings) {
    const statementTimeoutMs = step.script.statementTimeoutMs ?? settings.statementTimeoutMs;
    return [
        `SET LOCAL lock_timeout = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(`${settings.lockTimeoutMs}ms`)}`,
        `SET LOCAL statement_timeout = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(`${statementTimeoutMs}ms`)}`,
        ...ownRole(settings),
    ];
}
/** The same for the whole session, for files that run outside a transaction. */
function sessionSettings(step, settings) {
    return transactionSettings(step, settings).map((set) => set.replace("SET LOCAL ", "SET "));
}
/**
 * What is set before a CONCURRENTLY statement: no limits. A lock_timeout would kill it for waiting on an unrelated
 * snapshot, and a killed one leaves an invalid index. It waits without blocking others.
 */
const UNLIMITED = ["SET lock_timeout = 0", "SET statement_timeout = 0"];
/** Back to the identity under which the ledger is written, whatever role the file has taken. */
function ownIdentity(settings) {
    return ["RESET SESSION AUTHORIZATION", ...ownRole(settings)];
}
function ownRole(settings) {
    return settings.role === null ? [] : [`SET LOCAL ROLE ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(settings.role)}`];
}
/**
 * Undoes all that a file can leave in its session: what DISCARD ALL does, in statements that may run in one message.
 * Source: PostgreSQL manual, DISCARD.
 */
const RESET_SESSION = [
    "RESET SESSION AUTHORIZATION",
    "RESET ALL",
    "DISCARD TEMP",
    "DEALLOCATE ALL",
    "CLOSE ALL",
    "UNLISTEN *",
    "SELECT pg_catalog.pg_advisory_unlock_all()",
    "DISCARD SEQUENCES",
];


/***/ }),

/***/ 6100:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Vz: () => (/* binding */ makeHistoryDdl),
/* harmony export */   dw: () => (/* binding */ completeLedgerDdl),
/* harmony export */   m9: () => (/* binding */ makeLedgerDdl)
/* harmony export */ });
/* harmony import */ var _database_quote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3221);
/* harmony import */ var _columns_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6141);


/**
 * Statements that make the ledger whole, in order, for one transaction; empty when nothing is missing. What is there
 * is never changed, only added to, so a table that belongs to somebody else is not touched without need.
 */
function makeLedgerDdl(ledger, name) {
    return [
        ...(ledger.schemaExists ? [] : [`CREATE SCHEMA IF NOT EXISTS ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(name.schema)}`]),
        ...tableDdl((0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(name), _columns_js__WEBPACK_IMPORTED_MODULE_1__/* .LEDGER_COLUMNS */ .im, ledger.columns),
        ...tableDdl((0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .historyTable */ .f1)(name), _columns_js__WEBPACK_IMPORTED_MODULE_1__/* .HISTORY_COLUMNS */ .b4, ledger.historyColumns),
        ...(ledger.hasStatusFunction ? [] : [statusFunction(name)]),
        ...(ledger.hasStatusView ? [] : [statusView(name)]),
    ];
}
/** The same for a ledger that a migration has just made itself: nothing is known of it, so every step may be a no-op. */
function completeLedgerDdl(ledger, name) {
    return [
        `CREATE TABLE IF NOT EXISTS ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(name)} (${definitions(_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .LEDGER_COLUMNS */ .im)})`,
        ...addColumns((0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(name), _columns_js__WEBPACK_IMPORTED_MODULE_1__/* .LEDGER_COLUMNS */ .im, new Map([["version", ""]])),
        ...makeLedgerDdl({ ...ledger, columns: new Map(Object.entries(_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .LEDGER_COLUMNS */ .im)) }, name),
    ];
}
/** Only the history, for recording a failure before a ledger could be made. */
function makeHistoryDdl(ledger, name) {
    return ledger.schemaExists ? tableDdl((0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .historyTable */ .f1)(name), _columns_js__WEBPACK_IMPORTED_MODULE_1__/* .HISTORY_COLUMNS */ .b4, ledger.historyColumns) : [];
}
function tableDdl(table, wanted, found) {
    if (found.size === 0)
        return [`CREATE TABLE IF NOT EXISTS ${table} (${definitions(wanted)})`];
    return addColumns(table, wanted, found);
}
function addColumns(table, wanted, found) {
    const missing = Object.entries(wanted).filter(([column]) => !found.has(column));
    if (missing.length === 0)
        return [];
    // A table with its own primary key keeps it: an added column cannot be one too.
    const added = missing.map(([column, type]) => `ADD COLUMN IF NOT EXISTS ${column} ${type.replace(" PRIMARY KEY", "")}`);
    return [`ALTER TABLE ${table} ${added.join(", ")}`];
}
function definitions(columns) {
    return Object.entries(columns)
        .map(([column, type]) => `${column} ${type}`)
        .join(", ");
}
/** Number of a version for ordering, as `001` and `001_create_users` both mean 1. */
const VERSION_NUMBER = "nullif(pg_catalog.regexp_replace(m.version, '[^0-9].*$', ''), '')::numeric";
function statusFunction(name) {
    return `CREATE OR REPLACE FUNCTION ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(name.schema)}.get_migration_status()
RETURNS TABLE (total_migrations bigint, completed_migrations bigint, running_migrations bigint, failed_migrations bigint,
  latest_version text, latest_applied_at timestamptz)
LANGUAGE sql STABLE AS $status$
  SELECT count(*), count(*) FILTER (WHERE m.status = 'completed'), count(*) FILTER (WHERE m.status = 'running'),
    count(*) FILTER (WHERE m.status = 'failed'),
    (pg_catalog.array_agg(m.version ORDER BY ${VERSION_NUMBER} DESC NULLS LAST) FILTER (WHERE m.status = 'completed'))[1]::text,
    max(m.applied_at) FILTER (WHERE m.status = 'completed')
  FROM ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(name)} m
$status$`;
}
function statusView(name) {
    return `CREATE OR REPLACE VIEW ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .identifier */ .Cv)(name.schema)}.migration_status_view AS
SELECT m.version, m.name, m.status, m.applied_at, m.applied_by, m.execution_time_ms, m.batch, m.error_message
FROM ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(name)} m ORDER BY ${VERSION_NUMBER} NULLS LAST, m.version`;
}


/***/ }),

/***/ 6852:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JI: () => (/* binding */ withdrawRow),
/* harmony export */   Kt: () => (/* binding */ beginRow),
/* harmony export */   VK: () => (/* binding */ REMEMBER_START),
/* harmony export */   VV: () => (/* binding */ failureHistory),
/* harmony export */   ZN: () => (/* binding */ recordedVersion),
/* harmony export */   a7: () => (/* binding */ completeOwnRow),
/* harmony export */   ce: () => (/* binding */ completeRow),
/* harmony export */   d5: () => (/* binding */ failRow),
/* harmony export */   hn: () => (/* binding */ reachedRow)
/* harmony export */ });
/* harmony import */ var _database_quote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3221);

/** What the ledger calls `file`: its version as written, or its stem in a ledger of shape C. */
function recordedVersion(recorder, file) {
    return recorder.versionIsStem ? file.stem : file.version.text;
}
/** INSERT of the row, status `running`: sent first, so that its primary key serialises two racers. */
function beginRow(recorder, file) {
    const row = newRow(recorder, file, "'running'", "NULL");
    return `INSERT INTO ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(recorder.ledger)} (${columnNames(row)}) VALUES (${Object.values(row).join(", ")})`;
}
/** DELETE of the row that `beginRow` made, just before the file inserts its own. Its key stays taken for others. */
function withdrawRow(recorder, file) {
    return `DELETE FROM ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(recorder.ledger)} WHERE version = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(recordedVersion(recorder, file))} AND status = 'running'`;
}
/** Remembers the time at which a file began that has no row of ours to remember it in. */
const REMEMBER_START = "SELECT pg_catalog.set_config('migrate_action.started', pg_catalog.clock_timestamp()::text, true)";
/** Completes the row that `beginRow` made and writes the history, in one statement. */
function completeRow(recorder, file) {
    const spent = "pg_catalog.clock_timestamp() - applied_at";
    return `WITH done AS (${completion(recorder, file, spent)}
  WHERE version = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(recordedVersion(recorder, file))} RETURNING execution_time_ms)
${historyInsert(recorder, file, "'completed'", "execution_time_ms", "NULL", " FROM done")}`;
}
/** The same for a file that inserts its own row: completes that, whatever its spelling, or makes one where it did not. */
function completeOwnRow(recorder, file) {
    const started = "pg_catalog.current_setting('migrate_action.started', true)";
    const spent = `pg_catalog.clock_timestamp() - nullif(${started}, '')::timestamptz`;
    const row = newRow(recorder, file, "'completed'", milliseconds(spent));
    return `WITH done AS (${completion(recorder, file, spent)}
  WHERE ${isOwnRow(file)} RETURNING execution_time_ms),
made AS (INSERT INTO ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(recorder.ledger)} (${columnNames(row)})
  SELECT ${Object.values(row).join(", ")} WHERE NOT EXISTS (SELECT FROM done) RETURNING execution_time_ms)
${historyInsert(recorder, file, "'completed'", "execution_time_ms", "NULL", " FROM (SELECT * FROM done UNION ALL SELECT * FROM made) rows")}`;
}
/** Keeps a non-transactional file's row at `running`, with what is done of it. */
function reachedRow(recorder, file, statementsDone) {
    return `UPDATE ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(recorder.ledger)} SET status = 'running', statements_done = ${statementsDone} WHERE ${isOwnRow(file)}`;
}
/** Marks a non-transactional file as failed half-way, and writes the history. */
function failRow(recorder, file, statementsDone, message) {
    return [
        `UPDATE ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(recorder.ledger)} SET status = 'failed', statements_done = ${statementsDone}, error_message = ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(message)} WHERE ${isOwnRow(file)}`,
        failureHistory(recorder, file, message),
    ];
}
/** History of a migration that failed and was rolled back: all that is left of it. */
function failureHistory(recorder, file, message) {
    return historyInsert(recorder, file, "'failed'", "NULL", (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(message), "");
}
/** Rows whose version means `file`: any spelling with leading zeros, the stem, the file's own name. */
function isOwnRow(file) {
    if (/^\d+$/.test(file.version.key))
        return `version ~ ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(`^0*${file.version.key}([_-].*)?$`)}`;
    return `version IN (${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(file.version.text)}, ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(file.stem)})`;
}
function newRow(recorder, file, status, executionTimeMs) {
    return {
        version: (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(recordedVersion(recorder, file)),
        ...named(recorder, file),
        applied_at: "pg_catalog.clock_timestamp()",
        checksum: (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(file.checksum),
        execution_time_ms: executionTimeMs,
        status,
        applied_by: who(recorder),
        batch: String(recorder.batch),
    };
}
function completion(recorder, file, spent) {
    const row = {
        ...newRow(recorder, file, "'completed'", milliseconds(spent)),
        error_message: "NULL",
        statements_done: "NULL",
    };
    const changed = Object.entries(row).filter(([column]) => column !== "version");
    const assignments = changed.map(([column, value]) => `${column} = ${value}`);
    return `UPDATE ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .ledgerTable */ .Ab)(recorder.ledger)} SET ${assignments.join(", ")}`;
}
function historyInsert(recorder, file, status, executionTimeMs, error, from) {
    const row = {
        version: (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(file.version.text),
        action: "'up'",
        executed_at: "pg_catalog.clock_timestamp()",
        execution_time_ms: executionTimeMs,
        status,
        error_message: error,
        executed_by: who(recorder),
        environment: (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(recorder.environment),
        batch: String(recorder.batch),
        checksum: (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(file.checksum),
        run_url: (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(recorder.runUrl),
        plan_digest: (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(recorder.planDigest),
        tool_version: (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(recorder.toolVersion),
    };
    return `INSERT INTO ${(0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .historyTable */ .f1)(recorder.ledger)} (${columnNames(row)}) SELECT ${Object.values(row).join(", ")}${from}`;
}
function named(recorder, file) {
    const name = (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(file.name);
    return recorder.hasDescription ? { name, description: name } : { name };
}
const columnNames = (row) => Object.keys(row).join(", ");
const who = (recorder) => recorder.actor === null ? "SESSION_USER" : (0,_database_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(recorder.actor);
const milliseconds = (interval) => `pg_catalog.round(EXTRACT(epoch FROM ${interval}) * 1000)::integer`;


/***/ }),

/***/ 9986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rehearse: () => (/* binding */ rehearse)
});

// EXTERNAL MODULE: ./lib/database/quote.js
var quote = __webpack_require__(3221);
;// CONCATENATED MODULE: ./lib/database/cluster-facts.js

/** Roles by which managed services give out most of what a superuser may. */
const MANAGED_ADMINISTRATORS = [
    "rds_superuser",
    "cloudsqlsuperuser",
    "azure_pg_admin",
    "alloydbsuperuser",
    "neon_superuser",
];
/** Facts of the cluster and database behind `session`: one read-only round trip. */
async function readClusterFacts(session) {
    const [, , roles, memberships, settings, rights, members] = await session.queries(`BEGIN READ ONLY; SET LOCAL search_path = pg_catalog; ${ROLES}; ${MEMBERSHIPS}; ${SETTINGS}; ${RIGHTS}; ${MEMBERS}; COMMIT`);
    const right = rights?.[0] ?? {};
    return {
        roles: (roles ?? []).map(parseRole),
        memberships: (memberships ?? []).map((row) => ({
            role: String(row["role"]),
            member: String(row["member"]),
            withAdmin: row["admin_option"] === true,
        })),
        settings: (settings ?? []).map((row) => ({
            role: row["role"] === null ? null : String(row["role"]),
            inDatabase: row["in_database"] === true,
            setting: String(row["setting"]),
        })),
        databaseOwner: String(right["owner"]),
        databaseGrants: parseGrants(right["grants"]),
        publicSchema: right["public_owner"] === null
            ? null
            : { owner: String(right["public_owner"]), grants: parseGrants(right["public_grants"]) },
        extensionMembers: new Map((members ?? []).map((row) => [String(row["extension"]), row["names"]])),
    };
}
function parseRole(row) {
    const attribute = (column, name) => (row[column] === true ? name : `NO${name}`);
    return {
        name: String(row["name"]),
        isAdministrator: row["administrator"] === true,
        attributes: [
            attribute("rolinherit", "INHERIT"),
            attribute("rolcreaterole", "CREATEROLE"),
            attribute("rolcreatedb", "CREATEDB"),
            attribute("rolcanlogin", "LOGIN"),
            attribute("rolreplication", "REPLICATION"),
            attribute("rolbypassrls", "BYPASSRLS"),
        ],
    };
}
function parseGrants(value) {
    return value === null || value === undefined ? null : value;
}
const ADMINISTRATORS = MANAGED_ADMINISTRATORS.map(quote/* literal */.eu).join(", ");
const ROLES = `SELECT r.rolname::text AS name, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
  rolsuper OR EXISTS (SELECT FROM pg_roles a WHERE a.rolname IN (${ADMINISTRATORS}) AND pg_has_role(r.oid, a.oid, 'member')) AS administrator
FROM pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY r.oid`;
const MEMBERSHIPS = `SELECT r.rolname::text AS role, m.rolname::text AS member, bool_or(am.admin_option) AS admin_option
FROM pg_auth_members am JOIN pg_roles r ON r.oid = am.roleid JOIN pg_roles m ON m.oid = am.member
WHERE m.rolname !~ '^pg_' GROUP BY 1, 2`;
const SETTINGS = `SELECT r.rolname::text AS role, s.setdatabase <> 0 AS in_database, unnest(s.setconfig) AS setting
FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole
WHERE s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())`;
const aclAsJson = (acl) => `CASE WHEN ${acl} IS NOT NULL THEN (SELECT coalesce(json_agg(json_build_object(
    'grantee', CASE WHEN x.grantee = 0 THEN NULL ELSE pg_get_userbyid(x.grantee) END, 'privilege', x.privilege_type)), '[]')
  FROM aclexplode(${acl}) x) END`;
const RIGHTS = `SELECT pg_get_userbyid(d.datdba)::text AS owner, ${aclAsJson("d.datacl")} AS grants,
  pg_get_userbyid(n.nspowner)::text AS public_owner, ${aclAsJson("n.nspacl")} AS public_grants
FROM pg_database d LEFT JOIN pg_namespace n ON n.nspname = 'public' WHERE d.datname = current_database()`;
const MEMBERS = `SELECT e.extname::text AS extension, array_agg(coalesce(p.proname, t.typname, o.oprname, a.amname, c.relname, oc.opcname, n.nspname)::text) AS names
FROM pg_extension e JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
LEFT JOIN pg_operator o ON d.classid = 'pg_operator'::regclass AND o.oid = d.objid
LEFT JOIN pg_am a ON d.classid = 'pg_am'::regclass AND a.oid = d.objid
LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
LEFT JOIN pg_opclass oc ON d.classid = 'pg_opclass'::regclass AND oc.oid = d.objid
LEFT JOIN pg_namespace n ON d.classid = 'pg_namespace'::regclass AND n.oid = d.objid
WHERE coalesce(p.proname, t.typname, o.oprname, a.amname, c.relname, oc.opcname, n.nspname) IS NOT NULL
GROUP BY 1`;

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/database/local-server/child-environment.js
var child_environment = __webpack_require__(9565);
;// CONCATENATED MODULE: ./lib/database/dump-schema.js






/** Far beyond any schema: 10,000 tables are about 20 MB. */
const MAX_BYTES = 256 * 1024 * 1024;
/** How long pg_dump may take to cancel its query on the server before it is killed. */
const KILL_AFTER_MS = 2_000;
/**
 * The schema of `connection`'s database as SQL, with owners and privileges, without data, tablespaces,
 * security labels and subscriptions. Takes ACCESS SHARE on every table, each given up after
 * `lockWaitTimeoutMs`. Never throws: a refused dump (an older pg_dump, a lock, a missing right, the signal)
 * is a reason.
 *
 * The password goes by PGPASSWORD: a process's arguments can be read by every user of the machine, its
 * environment only by its own account and root, who could read a password file too; and a file would stay
 * behind when we are killed.
 */
async function dumpSchema(pgDumpPath, connection, options) {
    const certificate = await writeCertificate(connection.sslRootCert).catch(() => null);
    try {
        const child = (0,external_node_child_process_.spawn)(pgDumpPath, dumpParameters(options), {
            env: dumpEnvironment(connection, certificate?.path ?? connection.sslRootCert, options),
            stdio: ["ignore", "pipe", "pipe"],
            windowsHide: true,
        });
        return await collect(child, connection, options);
    }
    finally {
        await certificate?.remove();
    }
}
/** pg_dump's arguments; the connection is not among them. Source: PostgreSQL manual, pg_dump. */
function dumpParameters(options) {
    return [
        "--schema-only",
        "--no-password",
        "--encoding=UTF8",
        "--no-tablespaces",
        "--no-security-labels",
        "--no-subscriptions",
        `--lock-wait-timeout=${options.lockWaitTimeoutMs}`,
    ];
}
/** libpq's variables for `connection`. Source: PostgreSQL manual, "Environment Variables" of libpq. */
function dumpEnvironment(connection, rootCertPath, options) {
    const readOnly = options.startupOptions === "allowed" ? "-c default_transaction_read_only=on" : null;
    const variables = {
        PGHOST: connection.host,
        PGPORT: String(connection.port),
        PGDATABASE: connection.database,
        PGUSER: connection.user,
        PGPASSWORD: connection.password,
        PGSSLMODE: connection.sslMode,
        PGSSLROOTCERT: rootCertPath,
        PGSSLCERT: connection.sslCert,
        PGSSLKEY: connection.sslKey,
        PGCHANNELBINDING: connection.channelBinding,
        PGOPTIONS: [connection.options, readOnly].filter((option) => option !== null).join(" ") || null,
        PGAPPNAME: "migrate-action dump",
        PGCONNECT_TIMEOUT: "10",
        PGGSSENCMODE: "disable",
        // ~/.postgresql/root.crt and ~/.pgpass.
        HOME: (0,external_node_os_.homedir)(),
        APPDATA: process.platform === "win32" ? (0,external_node_path_.join)((0,external_node_os_.homedir)(), "AppData", "Roaming") : null,
    };
    const given = Object.entries(variables).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
    return { ...(0,child_environment/* childEnvironment */.Q)(process.platform), ...Object.fromEntries(given) };
}
/** libpq reads certificates from files only. null: `rootCert` is no PEM text. */
async function writeCertificate(rootCert) {
    if (!rootCert?.includes("-----BEGIN"))
        return null;
    const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), "migrate-cert-"));
    const path = (0,external_node_path_.join)(directory, "root.crt");
    await (0,promises_.writeFile)(path, rootCert, { mode: 0o600 });
    return { path, remove: () => (0,promises_.rm)(directory, { recursive: true, force: true }) };
}
async function collect(child, connection, options) {
    const timeoutMs = options.timeoutMs ?? 60_000;
    let stopped = null;
    const stop = (reason) => {
        if (stopped === null)
            endChild(child);
        stopped ??= reason;
    };
    const timer = setTimeout(() => stop(`pg_dump was stopped after ${timeoutMs} ms.`), timeoutMs);
    const onAbort = () => stop("pg_dump was stopped: cancelled.");
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.signal?.aborted)
        onAbort();
    const output = collectText(child.stdout, () => stop(`The dump is larger than ${MAX_BYTES} bytes.`));
    const messages = collectText(child.stderr, () => undefined);
    try {
        const [code, signal] = await (0,external_node_events_.once)(child, "close");
        if (stopped !== null)
            return { ok: false, reason: stopped };
        if (code === 0)
            return { ok: true, sql: output() };
        const said = messages().trim().slice(-4000) || `pg_dump ended with ${signal ?? code}.`;
        return { ok: false, reason: withoutPassword(said, connection.password) };
    }
    catch (error) {
        return { ok: false, reason: `pg_dump could not be run: ${error.message}` };
    }
    finally {
        clearTimeout(timer);
        options.signal?.removeEventListener("abort", onAbort);
    }
}
function collectText(stream, onTooLarge) {
    const chunks = [];
    let sizeBytes = 0;
    stream.on("data", (chunk) => {
        sizeBytes += chunk.length;
        if (sizeBytes <= MAX_BYTES)
            chunks.push(chunk);
        else
            onTooLarge();
    });
    return () => Buffer.concat(chunks).toString("utf8");
}
/** TERM first: pg_dump then cancels what the server is doing for it. */
function endChild(child) {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
    child.once("close", () => clearTimeout(timer));
}
/** libpq does not print passwords; should it ever, this does not pass it on. */
function withoutPassword(text, password) {
    return password ? text.replaceAll(password, "***") : text;
}

// EXTERNAL MODULE: ./lib/database/server-error.js
var server_error = __webpack_require__(1445);
// EXTERNAL MODULE: ./lib/execution/ledger-after.js
var ledger_after = __webpack_require__(5098);
// EXTERNAL MODULE: ./lib/execution/part.js
var part = __webpack_require__(329);
// EXTERNAL MODULE: ./lib/files/sql/split-statements.js + 4 modules
var split_statements = __webpack_require__(693);
;// CONCATENATED MODULE: ./lib/ledger/copy-rows.js

/** INSERTs that give another database's ledger the rows of this one, for the columns that it has. */
function copyRows(ledger, name) {
    const columns = Object.keys(VALUES).filter((column) => ledger.columns.has(column));
    const names = columns.map(quote/* identifier */.Cv).join(", ");
    return ledger.rows.map((row) => `INSERT INTO ${(0,quote/* ledgerTable */.Ab)(name)} (${names}) VALUES (${columns.map((column) => VALUES[column](row)).join(", ")})`);
}
const number = (value) => (value === null ? "NULL" : String(value));
const VALUES = {
    version: (row) => (0,quote/* literal */.eu)(row.version),
    name: (row) => (0,quote/* literal */.eu)(row.name ?? ""),
    applied_at: (row) => (0,quote/* literal */.eu)(row.appliedAt?.toISOString() ?? null),
    checksum: (row) => (0,quote/* literal */.eu)(row.checksum),
    execution_time_ms: (row) => number(row.executionTimeMs),
    status: (row) => (0,quote/* literal */.eu)(row.status),
    applied_by: (row) => (0,quote/* literal */.eu)(row.appliedBy),
    batch: (row) => number(row.batch),
    statements_done: (row) => number(row.statementsDone),
};

;// CONCATENATED MODULE: ./lib/ledger/ledger.js
/** A database that no migration has been applied to. */
const ABSENT_LEDGER = {
    state: "absent",
    schemaExists: true,
    columns: new Map(),
    historyColumns: new Map(),
    hasStatusFunction: false,
    hasStatusView: false,
    versionIsStem: false,
    rows: [],
};

// EXTERNAL MODULE: ./lib/database/message.js
var message = __webpack_require__(9998);
// EXTERNAL MODULE: ./lib/execution/failure.js
var failure = __webpack_require__(8264);
// EXTERNAL MODULE: ./lib/execution/make-stages.js
var make_stages = __webpack_require__(7368);
// EXTERNAL MODULE: ./lib/execution/make-transaction.js
var make_transaction = __webpack_require__(2603);
;// CONCATENATED MODULE: ./lib/rehearsal/run-step.js






/**
 * Runs `step` on the site exactly as it would be sent to the target, ledger rows and all, but a statement at a time,
 * so that each can be timed, and left out where it needs what the site cannot have.
 */
async function runStep(session, step, execution, leftOut) {
    const durationsMs = step.script.statements.map(() => null);
    const notRehearsed = [];
    try {
        for (const message of messagesFor(step, execution)) {
            const statement = statementOf(step, message);
            if (statement === null)
                await send(session, message);
            else {
                const begun = performance.now();
                const missing = await runStatement(session, message, statement, leftOut);
                if (missing === null)
                    durationsMs[step.script.statements.indexOf(statement)] = performance.now() - begun;
                else
                    notRehearsed.push({
                        version: step.file.version.text,
                        file: step.file.file,
                        line: statement.line,
                        why: `It needs the extension ${missing}.`,
                    });
            }
        }
        return { durationsMs, notRehearsed, failure: null };
    }
    catch (error) {
        if (!(error instanceof SiteError))
            throw error;
        await session.send([(0,part/* own */.Z)("ROLLBACK"), ...make_transaction/* CLEAN_UP */._f], {}).catch(() => { });
        return { durationsMs, notRehearsed, failure: (0,failure/* makeFailure */.r)(step, error.parts, error.cause) };
    }
}
/** A message that failed on the site, with what was in it. */
class SiteError extends Error {
    parts;
    constructor(parts, cause) {
        super(cause.message, { cause });
        this.parts = parts;
    }
}
/** What the target would be sent, cut so that each statement of the file has a message of its own. */
function messagesFor(step, execution) {
    if (step.script.mode === "no-transaction")
        return (0,make_stages/* makeStages */.u)(step, execution).map(({ parts }) => parts);
    const messages = [[...(0,make_transaction/* makeLedgerTransaction */.YM)([step], execution)]];
    for (const part of (0,make_transaction/* makeTransaction */.rd)(step, execution)) {
        const last = messages.at(-1);
        const isJoined = part.statement === null && last !== undefined && last.every(({ statement }) => statement === null);
        if (isJoined)
            last.push(part);
        else
            messages.push([part]);
    }
    return [...messages, make_transaction/* CLEAN_UP */._f].filter((parts) => parts.length > 0);
}
function statementOf(step, message) {
    const index = message.find(({ statement }) => statement !== null)?.statement;
    return index == null ? null : (step.script.statements[index] ?? null);
}
/** Runs a statement, or leaves it out: then the extension it needs. */
async function runStatement(session, message, statement, leftOut) {
    const missing = leftOut.missingExtension(statement);
    if (missing !== null)
        return missing;
    const isGuarded = leftOut.extensions.length > 0 && session.inTransaction;
    const guarded = isGuarded
        ? [(0,part/* own */.Z)("SAVEPOINT migrate_action"), ...message, (0,part/* own */.Z)("RELEASE SAVEPOINT migrate_action")]
        : message;
    try {
        await send(session, guarded);
        return null;
    }
    catch (error) {
        const server = error instanceof SiteError ? (0,server_error/* serverErrorOf */.j)(error.cause.cause) : null;
        const extension = server === null ? null : leftOut.explain(server, statement);
        if (extension === null)
            throw error;
        await session.send([(0,part/* own */.Z)(isGuarded ? "ROLLBACK TO SAVEPOINT migrate_action" : "ROLLBACK")], {});
        return extension;
    }
}
async function send(session, parts) {
    try {
        await session.send(parts, {});
    }
    catch (error) {
        throw error instanceof message/* MessageError */.M ? new SiteError(parts, error) : error;
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/build-schema.js








/** The longest wait for another session's lock while dumping: the dry run gives up rather than wait. */
const LOCK_WAIT_MS = 1_000;
/** Gives the site the schema that the target has: from a dump of it, else by running the applied files. */
async function buildSchema(site, source, leftOut) {
    if (site.schema === "given")
        return { ok: true, from: "given" };
    if (source.isEmpty)
        return { ok: true, from: "replay" };
    const dumped = await restoreDump(site, source, leftOut);
    if (dumped.ok)
        return dumped;
    await site.recreate();
    const replayed = await replay(site, source, leftOut);
    return replayed.ok ? replayed : { ok: false, reason: `${dumped.reason} ${replayed.reason}` };
}
async function restoreDump(site, source, leftOut) {
    if (site.pgDump === null)
        return { ok: false, reason: "No pg_dump of the target's major or newer is on this machine." };
    const dump = await dumpSchema(site.pgDump, source.target, {
        lockWaitTimeoutMs: LOCK_WAIT_MS,
        startupOptions: "refused",
        signal: source.signal,
    });
    if (!dump.ok)
        return { ok: false, reason: `The target's schema could not be dumped: ${dump.reason}.` };
    const session = await site.openBuilder();
    try {
        for (const statement of (0,split_statements/* splitStatements */.X)(dump.sql).statements) {
            if (leftOut.missingExtension(statement) !== null)
                continue;
            try {
                await session.query(statement.sql);
            }
            catch (error) {
                const server = (0,server_error/* serverErrorOf */.j)(error);
                if (server === null)
                    throw error;
                if (leftOut.explain(server, statement) === null && !isAlreadyThere(server.sqlState))
                    return {
                        ok: false,
                        reason: `The dump of the target's schema did not go in on the site: ${server.message} (${statement.sql.slice(0, 80)}).`,
                    };
            }
        }
        const { ledger, recorder } = source.execution;
        await session.send(["RESET ALL", ...copyRows(ledger, recorder.ledger)].map(part/* own */.Z), {});
        return { ok: true, from: "dump" };
    }
    finally {
        await session.close();
    }
}
/** duplicate_schema, duplicate_object: `public` and what the site's own template has. */
const isAlreadyThere = (sqlState) => sqlState === "42P06" || sqlState === "42710";
async function replay(site, source, leftOut) {
    const session = await site.openUser();
    try {
        const fresh = {
            ...source.execution,
            ledger: { ...ABSENT_LEDGER, schemaExists: source.execution.recorder.ledger.schema === "public" },
        };
        for (const [index, step] of source.appliedSteps().entries()) {
            source.signal.throwIfAborted();
            const execution = (0,ledger_after/* ledgerAfter */.w)(fresh, index);
            const { failure } = await runStep(session, step, execution, leftOut);
            if (failure !== null)
                return {
                    ok: false,
                    reason: `Running the applied files again did not work either: ${failure.message}`,
                };
        }
        return { ok: true, from: "replay" };
    }
    finally {
        await session.close();
    }
}

// EXTERNAL MODULE: ./lib/files/sql/match-words.js
var match_words = __webpack_require__(1301);
;// CONCATENATED MODULE: ./lib/rehearsal/left-out.js

/** undefined_table, _column, _object, _function, _schema; feature_not_supported for "extension is not available". */
const UNDEFINED = new Set(["42P01", "42703", "42704", "42883", "3F000", "0A000"]);
/**
 * What a site does not have because an extension is not installed there, and what was left out for that. Decides
 * whether an error on the site comes from that, or is the migration's own.
 */
class LeftOut {
    #available;
    #members;
    #extensions = new Set();
    #names = new Map();
    /** Names that some statement makes: an undefined one among them is a mistake of order, not of the site. */
    #made;
    constructor(available, members, statements) {
        this.#available = available;
        this.#members = members;
        this.#made = new Set(statements.flatMap(madeNames));
    }
    /** Extensions that were asked for and are not on the site, ascending. */
    get extensions() {
        return [...this.#extensions].sort();
    }
    /** The extension that `statement` would create though the site cannot have it; it is left out from now on. */
    missingExtension(statement) {
        const name = createdExtension(statement);
        if (name === null || this.#available.has(name))
            return null;
        this.#extensions.add(name);
        this.#names.set(name, name);
        for (const member of this.#members.get(name) ?? [])
            this.#names.set(member.toLowerCase(), name);
        return name;
    }
    /** The extension whose absence explains `error`; what `statement` would have made is left out too then. */
    explain(error, statement) {
        if (this.#extensions.size === 0 || !UNDEFINED.has(error.sqlState))
            return null;
        const mentioned = namesIn(error.message);
        const known = mentioned.map((name) => this.#names.get(name)).find((extension) => extension !== undefined);
        const extension = known ?? this.#unknownMember(error, mentioned);
        if (extension === null)
            return null;
        for (const name of madeNames(statement))
            this.#names.set(name, extension);
        return extension;
    }
    /** An extension that is new to the target too has members that nobody knows: an otherwise unmade name may be one. */
    #unknownMember(error, mentioned) {
        if (error.sqlState !== "42704" && error.sqlState !== "42883")
            return null;
        if (mentioned.some((name) => this.#made.has(name)))
            return null;
        return this.extensions.find((extension) => !this.#members.has(extension)) ?? null;
    }
}
function createdExtension(statement) {
    const { tokens } = statement;
    const after = (0,match_words/* afterWords */.WN)(tokens, "create extension if? not? exists?");
    return after < 0 ? null : ((0,match_words/* nameAt */.Dc)(tokens, after)?.parts.at(-1) ?? null);
}
/** Names that a statement would make: of the object itself, and of columns and constraints it adds. */
function madeNames(statement) {
    const { tokens } = statement;
    const names = [];
    const create = (0,match_words/* afterWords */.WN)(tokens, OBJECT);
    if (create > 0)
        names.push(...lastPart((0,match_words/* nameAt */.Dc)(tokens, create)));
    for (const [index] of tokens.entries()) {
        const added = (0,match_words/* afterWords */.WN)(tokens, "add column|constraint? if? not? exists?", index);
        if (added > index)
            names.push(...lastPart((0,match_words/* nameAt */.Dc)(tokens, added)));
    }
    return names;
}
const OBJECT = "create or? replace? temp|temporary|unlogged|unique|materialized|global|recursive? aggregate|collation|domain|function|index|procedure|schema|sequence|table|trigger|type|view concurrently? if? not? exists?";
function lastPart(name) {
    const last = name?.parts.at(-1);
    return last === undefined ? [] : [last.toLowerCase()];
}
/** Identifiers in a server message: quoted ones, and those before a parenthesis; without their schema, folded. */
function namesIn(message) {
    const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "");
    const words = message.replace(/"[^"]*"/g, " ").match(/[\p{L}_][\p{L}\p{N}_$.]*/gu) ?? [];
    return [...quoted, ...words].map((name) => (name.split(".").at(-1) ?? name).toLowerCase());
}

// EXTERNAL MODULE: ./lib/database/connector.js + 3 modules
var connector = __webpack_require__(992);
;// CONCATENATED MODULE: ./lib/database/local-server/choose-binaries.js
/**
 * The installation nearest to `wantedMajor`: the lowest major at or above it, else the highest below, null
 * when `found` is empty. Of equal majors one with pg_dump comes first, then the order given.
 */
function chooseBinaries(found, wantedMajor) {
    const distance = (major) => major >= wantedMajor ? major - wantedMajor : 1000 + wantedMajor - major;
    const ranked = found.toSorted((a, b) => distance(a.major) - distance(b.major) || Number(a.pgDump === null) - Number(b.pgDump === null));
    return ranked[0] ?? null;
}

// EXTERNAL MODULE: ./lib/database/local-server/find-binaries.js + 2 modules
var find_binaries = __webpack_require__(1100);
// EXTERNAL MODULE: ./lib/database/local-server/start-server.js + 5 modules
var start_server = __webpack_require__(4987);
;// CONCATENATED MODULE: ./lib/rehearsal/make-roles.js

/** Settings whose value is a list of identifiers, stored with their quotes. Source: guc.h, GUC_LIST_QUOTE. */
const LIST_SETTINGS = new Set(["search_path", "temp_tablespaces"]);
/** Libraries that a site need not have, without which no session would start there. */
const LEFT_OUT_SETTINGS = new Set(["local_preload_libraries", "session_preload_libraries"]);
/**
 * Statements that make the target's roles on a site, without passwords. Each may fail by itself (a role that is
 * already there) without harm to the others.
 */
function makeRoles(cluster) {
    return [
        ...cluster.roles.map(({ name, isAdministrator, attributes }) => `CREATE ROLE ${(0,quote/* identifier */.Cv)(name)} ${isAdministrator ? "SUPERUSER " : ""}${attributes.join(" ")}`),
        ...cluster.memberships.map(({ role, member, withAdmin }) => `GRANT ${(0,quote/* identifier */.Cv)(role)} TO ${(0,quote/* identifier */.Cv)(member)}${withAdmin ? " WITH ADMIN OPTION" : ""}`),
    ];
}
/** Statements that give the site's database the owner, rights and settings of the target's; run by a superuser in it. */
function makeDatabaseRights(cluster, database) {
    const { publicSchema } = cluster;
    return [
        `ALTER DATABASE ${(0,quote/* identifier */.Cv)(database)} OWNER TO ${(0,quote/* identifier */.Cv)(cluster.databaseOwner)}`,
        ...grants(`DATABASE ${(0,quote/* identifier */.Cv)(database)}`, cluster.databaseGrants),
        ...(publicSchema === null
            ? ["DROP SCHEMA public"]
            : [
                `ALTER SCHEMA public OWNER TO ${(0,quote/* identifier */.Cv)(publicSchema.owner)}`,
                ...grants("SCHEMA public", publicSchema.grants),
            ]),
        ...cluster.settings.flatMap((entry) => settingStatement(entry, database)),
    ];
}
function grants(object, list) {
    if (list === null)
        return [];
    return [
        `REVOKE ALL ON ${object} FROM PUBLIC`,
        ...list.map(({ grantee, privilege }) => `GRANT ${privilege} ON ${object} TO ${grantee === null ? "PUBLIC" : (0,quote/* identifier */.Cv)(grantee)}`),
    ];
}
function settingStatement(entry, database) {
    const cut = entry.setting.indexOf("=");
    const name = entry.setting.slice(0, cut);
    const value = entry.setting.slice(cut + 1);
    if (LEFT_OUT_SETTINGS.has(name))
        return [];
    const inDatabase = entry.inDatabase ? ` IN DATABASE ${(0,quote/* identifier */.Cv)(database)}` : "";
    const subject = entry.role === null ? `DATABASE ${(0,quote/* identifier */.Cv)(database)}` : `ROLE ${(0,quote/* identifier */.Cv)(entry.role)}${inDatabase}`;
    const quotedName = name.split(".").map(quote/* identifier */.Cv).join(".");
    return [
        `ALTER ${subject} SET ${quotedName} TO ${LIST_SETTINGS.has(name) && value !== "" ? value : (0,quote/* literal */.eu)(value)}`,
    ];
}

;// CONCATENATED MODULE: ./lib/rehearsal/local-site.js






/** Name of the site's own superuser: none that a target has. */
const SUPERUSER = "migrate_action_site";
/**
 * A throwaway server on this machine with the target's roles, and a database of the target's name; null when no
 * server's binaries are found. Rejects when one is found and does not start.
 */
async function openLocalSite(target, cluster, signal) {
    const found = await (0,find_binaries/* findServerBinaries */.Q5)();
    const binaries = chooseBinaries(found, target.major);
    if (binaries === null)
        return null;
    const server = await (0,start_server/* startServer */.U)(binaries, {
        kind: "private",
        lifetime: "process",
        superuser: SUPERUSER,
        signal,
    });
    const connect = (user, database) => (0,connector/* makeConnector */.M)({ ...server.settings, user, database }, 10_000).open();
    const createDatabase = async (admin) => {
        const name = (0,quote/* identifier */.Cv)(target.database);
        await admin.query(`DROP DATABASE IF EXISTS ${name}`);
        await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
        const builder = await connect(SUPERUSER, target.database);
        await attemptAll(builder, makeDatabaseRights(cluster, target.database));
        await builder.close();
    };
    const asAdmin = async (work) => {
        const admin = await connect(SUPERUSER, "template1");
        await work(admin).finally(() => admin.close());
    };
    try {
        await asAdmin(async (admin) => {
            await attemptAll(admin, makeRoles(cluster));
            await createDatabase(admin);
        });
    }
    catch (error) {
        await server.stop();
        throw error;
    }
    return {
        kind: "server",
        description: describe(binaries.version, binaries.binDirectory, server.major, target.major),
        schema: "empty",
        pgDump: dumperFor(found, target.major),
        openBuilder: () => connect(SUPERUSER, target.database),
        openUser: () => connect(target.user, target.database),
        recreate: () => asAdmin(createDatabase),
        close: () => server.stop().catch(() => { }),
    };
}
function describe(version, binDirectory, major, targetMajor) {
    const older = major < targetMajor ? `, older than the target's ${targetMajor}: what is new there fails here` : "";
    return `a throwaway ${version.replace(/^postgres \((\w+)\)/, "$1")} from ${binDirectory}${older}`;
}
/** A pg_dump that is not older than the target: it refuses newer servers. */
function dumperFor(found, targetMajor) {
    const fitting = found.filter(({ pgDump, major }) => pgDump !== null && major >= targetMajor);
    return fitting.sort((a, b) => a.major - b.major)[0]?.pgDump ?? null;
}
/** Runs each statement by itself; one that fails is skipped, as the site may not know a role's setting. */
async function attemptAll(session, statements) {
    for (const statement of statements)
        await session.query(statement).catch(() => { });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/database/same-database.js

/**
 * True when both sessions are in the same database of the same server, whatever the names they were reached by: an
 * advisory lock with a random key taken by one is seen by the other among its database's locks. It is taken in a
 * transaction, so that it holds behind a pooler too, and given back before this resolves.
 */
async function isSameDatabase(target, other) {
    const [high, low] = [(0,external_node_crypto_.randomBytes)(4).readInt32BE(0), (0,external_node_crypto_.randomBytes)(4).readInt32BE(0)];
    await target.queries(`BEGIN READ ONLY; SELECT pg_catalog.pg_advisory_xact_lock(${high}, ${low})`);
    try {
        const rows = await other.query(`SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND objsubid = 2
  AND classid = (${high}::bigint & 4294967295)::oid AND objid = (${low}::bigint & 4294967295)::oid
  AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`);
        return rows.length > 0;
    }
    finally {
        await target.query("ROLLBACK");
    }
}

// EXTERNAL MODULE: ./lib/database/server-facts.js
var server_facts = __webpack_require__(3528);
// EXTERNAL MODULE: ./lib/ledger/read-ledger.js
var read_ledger = __webpack_require__(9123);
;// CONCATENATED MODULE: ./lib/rehearsal/shadow-site.js










/**
 * The server at `shadow-url` as a site, proven not to be the target. Where databases may be created a scratch one is
 * made and dropped again; else the given one must be empty or a copy of the target. Rejects with SHADOW_IS_TARGET,
 * SHADOW_UNUSABLE, or why it could not be reached.
 */
async function openShadowSite(request) {
    const given = (0,connector/* makeConnector */.M)(request.shadow, request.connectTimeoutMs);
    const session = await given.openWaiting({
        waitMs: request.waitMs,
        signal: request.signal,
        onProgress: request.onProgress,
    });
    try {
        if (await isSameDatabase(request.targetSession, session))
            throw isTarget(request);
        const facts = await (0,server_facts/* readServerFacts */.T)(session);
        const pgDump = dumperFor(await (0,find_binaries/* findServerBinaries */.Q5)(), request.target.major);
        const where = `PostgreSQL ${facts.version} at ${request.shadow.host}:${request.shadow.port}`;
        if (await mayCreateDatabase(session))
            return await openScratch(request, session, pgDump, where);
        const schema = await judgeGiven(request, session, facts);
        await session.close();
        return givenSite(given, schema, pgDump, where, facts);
    }
    catch (error) {
        await session.close();
        throw error;
    }
}
function isTarget(request) {
    const { host, database } = request.shadow;
    return new errors/* MigrateError */.Oq("SHADOW_IS_TARGET", `\`shadow-url\` (database "${database}" at ${host}) is the target itself: a lock taken there is seen here.`, {
        hint: "Give a server that may be changed freely: a service container, a branch, a restored snapshot.",
    });
}
async function mayCreateDatabase(session) {
    const [row] = await session.query("SELECT rolsuper OR rolcreatedb AS may FROM pg_catalog.pg_roles WHERE rolname = current_user");
    return row?.["may"] === true;
}
async function openScratch(request, admin, pgDump, where) {
    const database = `migrate_action_rehearsal_${(0,external_node_crypto_.randomBytes)(6).toString("hex")}`;
    const scratch = (0,connector/* makeConnector */.M)({ ...request.shadow, database }, request.connectTimeoutMs);
    const made = await createRoles(admin, request.cluster);
    const recreate = async () => {
        await admin.query(`DROP DATABASE IF EXISTS ${(0,quote/* identifier */.Cv)(database)} WITH (FORCE)`);
        await admin.query(`CREATE DATABASE ${(0,quote/* identifier */.Cv)(database)} TEMPLATE template0 ENCODING 'UTF8'`);
        const builder = await scratch.open();
        for (const statement of makeDatabaseRights(withoutRoleSettings(request.cluster), database))
            await succeeds(builder, statement);
        await builder.close();
    };
    const close = async () => {
        await admin.query(`DROP DATABASE IF EXISTS ${(0,quote/* identifier */.Cv)(database)} WITH (FORCE)`).catch(() => { });
        for (const role of made)
            await admin.query(`DROP ROLE ${(0,quote/* identifier */.Cv)(role)}`).catch(() => { });
        await admin.close();
    };
    try {
        await recreate();
    }
    catch (error) {
        await close();
        throw error;
    }
    return {
        kind: "shadow",
        description: `a scratch database on ${where}`,
        schema: "empty",
        pgDump,
        openBuilder: scratch.open,
        openUser: scratch.open,
        recreate,
        close,
    };
}
/** Roles are the whole server's: only those that were not there are made, and those are dropped again. */
async function createRoles(admin, cluster) {
    const known = new Set((await admin.query("SELECT rolname::text AS name FROM pg_catalog.pg_roles")).map(({ name }) => name));
    const missing = cluster.roles
        .filter(({ name }) => !known.has(name))
        .map((role) => ({ ...role, isAdministrator: false }));
    const made = [];
    for (const role of missing) {
        const [create = ""] = makeRoles({ roles: [role], memberships: [] });
        if (await succeeds(admin, create))
            made.push(role.name);
    }
    const memberships = cluster.memberships.filter(({ member }) => made.includes(member));
    for (const grant of makeRoles({ roles: [], memberships }))
        await succeeds(admin, grant);
    return made;
}
function succeeds(session, statement) {
    return session.query(statement).then(() => true, () => false);
}
/** A role's own settings would outlive the rehearsal on a server that is not ours alone. */
function withoutRoleSettings(cluster) {
    return { ...cluster, settings: cluster.settings.filter(({ role }) => role === null) };
}
async function judgeGiven(request, session, facts) {
    if (facts.isEmpty)
        return "empty";
    const ledger = await (0,read_ledger/* readLedger */.S)(session, request.ledgerName, null);
    const applied = (of) => of.rows
        .map(({ version, checksum, status }) => `${version} ${checksum} ${status}`)
        .sort()
        .join("\n");
    if (ledger.rows.length > 0 && applied(ledger) === applied(request.ledger))
        return "given";
    throw new errors/* MigrateError */.Oq("SHADOW_UNUSABLE", `The database "${facts.database}" of \`shadow-url\` is neither empty nor a copy of the target (their ledgers differ), and its user may not create databases.`, { hint: "Give an empty database, a fresh copy of the target, or a user with CREATEDB." });
}
function givenSite(connector, schema, pgDump, where, facts) {
    const what = schema === "given"
        ? "with its data, and it is left migrated"
        : "empty before, and it is left with the schema";
    return {
        kind: "shadow",
        description: `the database ${(0,quote/* literal */.eu)(facts.database)} on ${where} (${what})`,
        schema,
        pgDump,
        openBuilder: connector.open,
        openUser: connector.open,
        recreate: () => emptyAgain(connector),
        close: async () => { },
    };
}
/** Only a database that was empty is ever emptied again. */
async function emptyAgain(connector) {
    const session = await connector.open();
    const facts = await session.query("SELECT nspname::text AS name FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'");
    for (const { name } of facts)
        await session.query(`DROP SCHEMA ${(0,quote/* identifier */.Cv)(String(name))} CASCADE`);
    await session.query("CREATE SCHEMA public");
    await session.close();
}

;// CONCATENATED MODULE: ./lib/rehearsal/rehearse.js







/**
 * Runs all pending steps for real on a site that is not the target. What fails there is in the result; rejects only
 * for a shadow that must not be used, or when cancelled. Whatever happens, the site is taken away.
 */
async function rehearse(request) {
    const begun = performance.now();
    const opened = await openSite(request);
    if (typeof opened === "string")
        return notPossible(opened, begun);
    const { site, leftOut } = opened;
    try {
        request.onProgress({ kind: "rehearsal-started", site: site.description, total: request.steps.length });
        const schema = await buildSchema(site, schemaSource(request), leftOut);
        if (!schema.ok)
            return notPossible(`${site.description} could not be given the target's schema. ${schema.reason}`, begun);
        const run = await runSteps(site, request, leftOut);
        return {
            site: site.kind,
            description: rehearse_describe(site, leftOut),
            ok: run.failure === null,
            schemaFrom: schema.from,
            notRehearsed: run.notRehearsed,
            failure: run.failure === null ? null : asRehearsalFailure(run.failure),
            durationsMs: run.durationsMs,
            durationMs: performance.now() - begun,
        };
    }
    finally {
        await site.close();
    }
}
/** The site, or why there is none. */
async function openSite(request) {
    const { inputs, target, targetSession, signal, onProgress } = request;
    const cluster = await readClusterFacts(targetSession);
    const { shadow } = inputs.rehearsal;
    const site = shadow !== null && inputs.rehearsal.site !== "server"
        ? await openShadowSite({
            shadow,
            connectTimeoutMs: inputs.connectTimeoutMs,
            waitMs: inputs.waitForDatabaseMs,
            target,
            targetSession,
            cluster,
            ledger: request.ledger,
            ledgerName: inputs.ledger,
            signal,
            onProgress,
        })
        : await openLocalSite(target, cluster, signal).catch(orReason);
    if (typeof site === "string")
        return site;
    if (site === null)
        return "No PostgreSQL server binaries were found on this machine, and no `shadow-url` is given.";
    try {
        const session = await site.openBuilder();
        const available = await session
            .query("SELECT name::text FROM pg_catalog.pg_available_extensions")
            .finally(() => session.close());
        const statements = request.steps.flatMap(({ script }) => script.statements);
        const names = new Set(available.map(({ name }) => String(name)));
        return { site, leftOut: new LeftOut(names, cluster.extensionMembers, statements) };
    }
    catch (error) {
        await site.close();
        throw error;
    }
}
/** A server that is there and does not start is as good as none; a cancelled start is not an answer. */
function orReason(error) {
    if (error instanceof errors/* MigrateError */.Oq && error.code !== "CANCELLED")
        return error.message;
    throw error;
}
function schemaSource({ connection, target, appliedSteps, execution, signal, }) {
    return { target: connection, isEmpty: target.isEmpty, appliedSteps, execution, signal };
}
async function runSteps(site, request, leftOut) {
    const durationsMs = new Map();
    const notRehearsed = [];
    const session = await site.openUser();
    const onAbort = () => void session.close();
    request.signal.addEventListener("abort", onAbort, { once: true });
    try {
        for (const [index, step] of request.steps.entries()) {
            request.signal.throwIfAborted();
            request.onProgress({
                kind: "rehearsing",
                version: step.file.version.text,
                index,
                total: request.steps.length,
            });
            const result = await runStep(session, step, request.execution, leftOut);
            durationsMs.set(step, result.durationsMs);
            notRehearsed.push(...result.notRehearsed);
            request.signal.throwIfAborted();
            if (result.failure !== null)
                return { notRehearsed, failure: result.failure, durationsMs };
        }
        return { notRehearsed, failure: null, durationsMs };
    }
    finally {
        request.signal.removeEventListener("abort", onAbort);
        await session.close();
    }
}
function rehearse_describe(site, leftOut) {
    if (leftOut.extensions.length === 0)
        return site.description;
    const names = leftOut.extensions.join(", ");
    return `${site.description}, without the extension ${names}: install it on the runner, or give a server that has it as \`shadow-url\``;
}
function notPossible(description, begun) {
    return {
        site: "none",
        description,
        ok: false,
        schemaFrom: null,
        notRehearsed: [],
        failure: null,
        durationsMs: new Map(),
        durationMs: performance.now() - begun,
    };
}
function asRehearsalFailure(failure) {
    return new errors/* MigrateError */.Oq("REHEARSAL_FAILED", `In the rehearsal, ${failure.message}`, failure.details, {
        cause: failure,
    });
}


/***/ })

};
