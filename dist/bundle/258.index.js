export const id = 258;
export const ids = [258];
export const modules = {

/***/ 6258:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runLockKey: () => (/* binding */ runLockKey),
/* harmony export */   takeRunLock: () => (/* binding */ takeRunLock)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8500);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(452);



/**
 * Key of the run lock: the first 8 bytes of SHA-256 over schema and table, as a signed 64-bit number in decimal.
 * Advisory locks are per database, so it need not name the database.
 */
function runLockKey(ledger) {
    const digest = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(`migrate-action:${JSON.stringify([ledger.schema, ledger.table])}`);
    return digest.digest().readBigInt64BE(0).toString();
}
/**
 * Takes the run lock on `session`, which must be used for nothing else: a transaction-level advisory lock at READ
 * COMMITTED, polled. Rejects with RUN_LOCKED after `waitMs`. Session-level and blocking locks would not do: the first
 * exclude nobody behind a transaction pooler, the second deadlock with CREATE INDEX CONCURRENTLY.
 */
async function takeRunLock(session, ledger, options) {
    const key = runLockKey(ledger);
    const deadline = performance.now() + options.waitMs;
    for (;;) {
        options.signal.throwIfAborted();
        const results = await session.queries(`BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_catalog.pg_try_advisory_xact_lock(${key}) AS taken`);
        if (results.at(-1)?.[0]?.["taken"] === true)
            return { session, release: () => release(session) };
        const remainingMs = Math.max(0, deadline - performance.now());
        const holder = describeHolder((await session.queries(`ROLLBACK; ${holderQuery(key)}`)).at(-1)?.[0]);
        if (remainingMs === 0)
            throw locked(holder, options.waitMs);
        options.onProgress({ kind: "waiting-for-lock", holder, remainingMs });
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(Math.min(200 + Math.random() * 600, remainingMs), undefined, { signal: options.signal });
    }
}
async function release(session) {
    await session.query("ROLLBACK").catch(() => { });
}
/** Source: PostgreSQL manual, pg_locks: a bigint key is split into classid (high) and objid (low), objsubid 1. */
function holderQuery(key) {
    return `SELECT l.pid, a.application_name AS application, a.usename AS "user", a.client_addr::text AS address,
  pg_catalog.date_trunc('second', a.xact_start)::text AS since
FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND l.classid = ((${key}::bigint >> 32) & 4294967295)::bigint::oid AND l.objid = (${key}::bigint & 4294967295)::oid
LIMIT 1`;
}
function describeHolder(row) {
    if (row === undefined)
        return "a run that has just ended";
    const name = [
        row["application"],
        row["user"] && `user ${row["user"]}`,
        row["address"] && `from ${row["address"]}`,
    ];
    return `pid ${row["pid"]} (${name.filter(Boolean).join(", ")}${row["since"] ? `, since ${row["since"]}` : ""})`;
}
function locked(holder, waitMs) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .MigrateError */ .Oq("RUN_LOCKED", `Another run holds the lock after ${Math.round(waitMs / 1000)} s of waiting: ${holder}.`, {
        hint: "Wait for it to end, or raise `run-lock-wait`. The lock goes with that run's connection; nothing is left to clear.",
    });
}


/***/ })

};
