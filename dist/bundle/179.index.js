export const id = 179;
export const ids = [179];
export const modules = {

/***/ 1179:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  applySteps: () => (/* binding */ applySteps)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/execution/ledger-after.js
var ledger_after = __webpack_require__(5098);
// EXTERNAL MODULE: ./lib/database/message.js
var database_message = __webpack_require__(9998);
// EXTERNAL MODULE: ./lib/database/server-error.js
var server_error = __webpack_require__(1445);
// EXTERNAL MODULE: ./lib/execution/failure.js
var execution_failure = __webpack_require__(8264);
// EXTERNAL MODULE: ./lib/execution/make-stages.js
var make_stages = __webpack_require__(7368);
// EXTERNAL MODULE: ./lib/execution/part.js
var part = __webpack_require__(329);
// EXTERNAL MODULE: ./lib/ledger/record.js
var record = __webpack_require__(6852);
;// CONCATENATED MODULE: ./lib/apply/judge-stop.js



/** lock_not_available, deadlock_detected, serialization_failure. Source: PostgreSQL manual, appendix A. */
const PASSING = new Set(["55P03", "40P01", "40001"]);
/** Judges why a message stopped at `step` (null: at the ledger's own transaction). */
function judgeStop(stop, step, first, isCancelled) {
    if ((0,server_error/* isConnectionLoss */.y)(stop.error.cause))
        return { kind: "lost" };
    const server = (0,server_error/* serverErrorOf */.j)(stop.error.cause);
    const sqlState = server?.sqlState ?? "";
    const isOurs = stop.parts[stop.error.partIndex]?.statement == null;
    if (isCancelled && sqlState === "57014")
        return { kind: "failed", error: cancelled(step ?? first) };
    const error = (0,execution_failure/* makeFailure */.r)(step ?? first, stop.parts, stop.error);
    if (PASSING.has(sqlState))
        return { kind: "retry", error };
    if (isOurs && sqlState === "23505" && server?.constraint !== null)
        return { kind: "failed", error: changed(step ?? first, error) };
    if (step === null || (isOurs && sqlState === "42501"))
        return { kind: "failed", error: forbidden(error) };
    return { kind: "failed", error };
}
/** CANCELLED, while `step` was under way. */
function cancelled(step) {
    return new errors/* MigrateError */.Oq("CANCELLED", `The run was cancelled during ${step.file.file}.`, {
        version: step.file.version.text,
        hint: "What was committed stays applied; run again to go on with the rest.",
    });
}
/** CONNECTION_LOST for `step`, whose fate the ledger has told. */
function connectionLost(step, cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new errors/* MigrateError */.Oq("CONNECTION_LOST", `The connection was lost during ${step.file.file}: ${reason}. The ledger was read again: what it does not have is not applied.`, { version: step.file.version.text, hint: "Run again: it goes on with what is pending." }, { cause });
}
/** STATE_UNKNOWN for `step`: the connection was lost and the ledger could not be read. */
function stateUnknown(step, cause) {
    return new errors/* MigrateError */.Oq("STATE_UNKNOWN", `The connection was lost during ${step.file.file}, and the database could not be asked what was committed.`, {
        version: step.file.version.text,
        hint: "Run `status` when the server can be reached: the ledger has every migration that was committed.",
    }, { cause });
}
function changed(step, cause) {
    return new errors/* MigrateError */.Oq("LEDGER_CHANGED", `Another run recorded ${step.file.file} while this one was under way; this run's attempt is rolled back.`, { version: step.file.version.text, hint: "Run again: it plans from the ledger as it is now." }, { cause });
}
function forbidden(cause) {
    return new errors/* MigrateError */.Oq("LEDGER_FORBIDDEN", `The ledger could not be written: ${cause.message}`, {
        sqlState: cause.details.sqlState,
        hint: "The database user needs the right to create and write in the ledger's schema. Since PostgreSQL 15 not everybody may create in `public`: GRANT CREATE ON SCHEMA public, or name another schema with `ledger-schema`, or a role with `role`.",
    }, { cause });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/apply/marker.js


/** A marker with a random token, so that no migration can fake one. */
function makeMarker() {
    const token = `migrate-action ${(0,external_node_crypto_.randomUUID)()}`;
    // The role's own default may be above NOTICE.
    const audible = (0,part/* own */.Z)("SET LOCAL client_min_messages = notice");
    const raise = (format) => (0,part/* own */.Z)(`DO $marker$BEGIN RAISE NOTICE '${token}${format}; END$marker$`);
    return {
        backendParts: [(0,part/* own */.Z)("BEGIN"), audible, raise(" %', pg_catalog.pg_backend_pid()"), (0,part/* own */.Z)("COMMIT")],
        progressParts: [audible, raise("'")],
        read: (notice) => {
            if (!notice.startsWith(token))
                return null;
            const pid = notice.slice(token.length).trim();
            return { backend: pid === "" ? null : Number(pid) };
        },
    };
}

// EXTERNAL MODULE: ./lib/execution/make-transaction.js
var make_transaction = __webpack_require__(2603);
// EXTERNAL MODULE: ./lib/execution/session-settings.js
var session_settings = __webpack_require__(1582);
// EXTERNAL MODULE: ./lib/ledger/make-ledger-ddl.js
var make_ledger_ddl = __webpack_require__(6100);
;// CONCATENATED MODULE: ./lib/apply/recover.js





/** Ends an aborted transaction and undoes what a file left in the session. Rejects only when the connection is gone. */
async function recover(session) {
    await session.send([(0,part/* own */.Z)("ROLLBACK"), ...make_transaction/* CLEAN_UP */._f], {});
}
/**
 * Writes the history row of a migration that failed and was rolled back: all that is left of it. Resolves to the
 * reason when that cannot be done: it must not replace the failure itself.
 */
async function recordFailure(session, step, message, execution) {
    const parts = [
        (0,part/* own */.Z)("BEGIN"),
        ...(0,session_settings/* transactionSettings */.AG)(step, execution.settings).map(part/* own */.Z),
        ...(0,make_ledger_ddl/* makeHistoryDdl */.Vz)(execution.ledger, execution.recorder.ledger).map(part/* own */.Z),
        (0,part/* own */.Z)((0,record/* failureHistory */.VV)(execution.recorder, step.file, message)),
        (0,part/* own */.Z)("COMMIT"),
    ];
    try {
        await session.send(parts, {});
        return null;
    }
    catch (error) {
        await session.send([(0,part/* own */.Z)("ROLLBACK")], {}).catch(() => { });
        return error instanceof Error ? error.message : String(error);
    }
}

;// CONCATENATED MODULE: ./lib/database/blockers.js
/** One sentence for each session that keeps the backend `pid` waiting; empty when none does. */
async function readBlockers(session, pid) {
    const rows = await session.query(`SELECT b.pid, a.application_name AS application, a.state, a.query,
  pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start)::text AS age
FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) b(pid) LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid`, [pid]);
    return rows.map((row) => {
        const query = String(row["query"] ?? "")
            .replace(/\s+/g, " ")
            .slice(0, 120);
        return `pid ${row["pid"]} (${row["application"] || "no name"}, ${row["state"] ?? "state unknown"}, in its transaction for ${row["age"] ?? "?"}): ${query}`;
    });
}

;// CONCATENATED MODULE: ./lib/apply/watch.js

/**
 * Cancels the statement under way as soon as `signal` is aborted, and again until it has stopped; says what blocks it
 * when nothing moves for `intervalMs`. Nothing is asked of the server while all goes well.
 */
function watchBackend({ through, signal, onProgress, intervalMs }) {
    let pid = null;
    let version = "";
    let told = "";
    const cancel = () => {
        if (pid !== null)
            through.query("SELECT pg_catalog.pg_cancel_backend($1)", [pid]).catch(() => { });
    };
    const look = async () => {
        if (signal.aborted)
            return cancel();
        if (pid === null)
            return;
        const blockers = await readBlockers(through, pid).catch(() => []);
        const by = blockers.join("; ");
        if (by !== "" && by !== told)
            onProgress({ kind: "blocked", version, by });
        told = by;
    };
    const timer = setInterval(look, intervalMs);
    timer.unref();
    signal.addEventListener("abort", cancel);
    return {
        sawBackend: (seen) => {
            pid = seen;
            if (signal.aborted)
                cancel();
        },
        sawProgress: (seen) => {
            version = seen;
            timer.refresh();
        },
        stop: () => {
            clearInterval(timer);
            signal.removeEventListener("abort", cancel);
        },
    };
}

;// CONCATENATED MODULE: ./lib/apply/apply-outside.js










/**
 * Applies one step that runs outside a transaction: its row says `running` before the first statement, counts the
 * statements that are done, and says `completed` or `failed` at the end.
 */
async function applyOutside(step, request) {
    const { file } = step;
    if (request.signal.aborted)
        return outcome(step, "not-run", null, cancelled(step), 0);
    const begun = performance.now();
    request.onProgress({ kind: "applying", version: file.version.text, name: file.name });
    const halt = await runStages(step, request);
    const durationMs = performance.now() - begun;
    if (halt !== null)
        return await takeHalt(step, halt, durationMs, request);
    request.onProgress({ kind: "applied", version: file.version.text, name: file.name, durationMs });
    return outcome(step, "applied", durationMs, null, 1);
}
async function runStages(step, request) {
    const marker = makeMarker();
    const watch = watchBackend({
        through: request.lock.session,
        signal: request.signal,
        onProgress: request.onProgress,
        intervalMs: 1_000,
    });
    watch.sawProgress(step.file.version.text);
    const onNotice = (text) => {
        const mark = marker.read(text);
        if (mark === null)
            request.onProgress({ kind: "server-notice", message: text });
        else if (mark.backend !== null)
            watch.sawBackend(mark.backend);
    };
    const stages = (0,make_stages/* makeStages */.u)(step, request.execution);
    try {
        await request.session.send(marker.backendParts, { onNotice });
        for (const stage of stages) {
            try {
                await request.session.send(stage.parts, { onNotice });
            }
            catch (error) {
                return { stage, error: asMessageError(error) };
            }
        }
        return null;
    }
    catch (error) {
        return {
            stage: { parts: marker.backendParts, statementsDone: 0, isRecorded: false },
            error: asMessageError(error),
        };
    }
    finally {
        watch.stop();
    }
}
const asMessageError = (error) => error instanceof database_message/* MessageError */.M ? error : new database_message/* MessageError */.M(error, 0, 0, 0);
async function takeHalt(step, { stage, error }, durationMs, request) {
    const isLost = (0,server_error/* isConnectionLoss */.y)(error.cause);
    const isCancelled = request.signal.aborted && (0,server_error/* serverErrorOf */.j)(error.cause)?.sqlState === "57014";
    const failure = isCancelled
        ? cancelled(step)
        : isLost
            ? connectionLost(step, error.cause)
            : (0,execution_failure/* makeFailure */.r)(step, stage.parts, error);
    if (!stage.isRecorded && !isLost) {
        await recover(request.session).catch(() => { });
        return outcome(step, "rolled-back", durationMs, failure, 1);
    }
    const isOnRecord = await markFailed(step, stage, failure, isLost, request);
    if (isOnRecord)
        return outcome(step, "failed", durationMs, failure, 1);
    return outcome(step, "unknown", durationMs, stateUnknown(step, error.cause), 1);
}
/** True when the ledger says `failed` with the statement reached, or was never touched. */
async function markFailed(step, stage, failure, isLost, request) {
    const { recorder } = request.execution;
    const mark = async (session) => {
        await recover(session);
        await session.send([
            (0,part/* own */.Z)("BEGIN"),
            ...(0,record/* failRow */.d5)(recorder, step.file, stage.statementsDone, failure.message).map(part/* own */.Z),
            (0,part/* own */.Z)("COMMIT"),
        ], {});
    };
    try {
        if (!isLost)
            await mark(request.session);
        else {
            const session = await request.reconnect();
            await mark(session).finally(() => session.close());
        }
        return true;
    }
    catch {
        return false;
    }
}
function outcome(step, state, durationMs, failure, tries) {
    const migration = { step, state, durationMs, tries, error: failure?.message ?? null };
    return { migrations: [migration], failure };
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./lib/apply/outcome.js
/** A step that was not begun. */
const notRun = (step) => ({
    step,
    state: "not-run",
    durationMs: null,
    tries: 0,
    error: null,
});

;// CONCATENATED MODULE: ./lib/apply/send-chunk.js





/** Sends `steps` as one message, each in its own transaction, and listens to how far it comes. Never rejects. */
async function sendChunk(steps, request) {
    const marker = makeMarker();
    const message = makeMessage(steps, request, marker);
    const durationsMs = [];
    let backend = null;
    let begun = performance.now();
    const watch = watchBackend({
        through: request.lock.session,
        signal: request.signal,
        onProgress: request.onProgress,
        intervalMs: Math.min(Math.max(request.execution.settings.lockTimeoutMs / 2, 250), 1_000),
    });
    const announce = (index) => {
        const step = steps[index];
        if (step === undefined)
            return;
        watch.sawProgress(step.file.version.text);
        request.onProgress({ kind: "applying", version: step.file.version.text, name: step.file.name });
    };
    const onDone = (index) => {
        const step = steps[durationsMs.length];
        if (step === undefined || index !== message.commits[durationsMs.length])
            return;
        const now = performance.now();
        const durationMs = now - begun;
        begun = now;
        durationsMs.push(durationMs);
        request.onProgress({
            kind: "applied",
            version: step.file.version.text,
            name: step.file.name,
            durationMs,
        });
        announce(durationsMs.length);
    };
    const onNotice = (text) => {
        const mark = marker.read(text);
        if (mark === null)
            request.onProgress({ kind: "server-notice", message: text });
        else if (mark.backend !== null) {
            backend = mark.backend;
            watch.sawBackend(mark.backend);
        }
    };
    announce(0);
    try {
        await request.session.send(message.parts, { onDone, onNotice });
        return { durationsMs, backend, stop: null };
    }
    catch (error) {
        const failed = error instanceof database_message/* MessageError */.M ? error : new database_message/* MessageError */.M(error, 0, 0, 0);
        const step = message.stepOf(failed.partIndex);
        return {
            durationsMs,
            backend,
            stop: { error: failed, parts: message.parts, step, nothingRan: failed.done < failed.partIndex },
        };
    }
    finally {
        watch.stop();
    }
}
function makeMessage(steps, request, marker) {
    const parts = [...marker.backendParts, ...(0,make_transaction/* makeLedgerTransaction */.YM)(steps, request.execution)];
    const commits = [];
    const starts = [];
    for (const step of steps) {
        starts.push(parts.length);
        parts.push(...(0,make_transaction/* makeTransaction */.rd)(step, request.execution));
        commits.push(parts.length - 1);
        // The marker is inside the clean-up's transaction, after the settings that could silence it are reset.
        parts.push(...make_transaction/* CLEAN_UP */._f.slice(0, -1), ...marker.progressParts, (0,part/* own */.Z)("COMMIT"));
    }
    const stepOf = (partIndex) => {
        const step = starts.findLastIndex((start) => partIndex >= start);
        return step < 0 ? null : step;
    };
    return { parts, commits, stepOf };
}

// EXTERNAL MODULE: ./lib/ledger/read-ledger.js
var read_ledger = __webpack_require__(9123);
;// CONCATENATED MODULE: ./lib/apply/settle.js



/** How long a lost backend may take to end before its transaction counts as undecided. */
const BACKEND_END_MS = 10_000;
/** Connections of this many milliseconds apart are tried after a loss: the server may be starting again. */
const RECONNECT_PAUSES_MS = [0, 250, 500, 1_000, 2_000, 4_000];
/**
 * Which of `steps` this run's batch has on record after the connection was lost; null when that cannot be known. The
 * lost backend is ended first: a server goes on with a message whose sender is gone.
 */
async function settle(steps, lostBackend, execution, reconnect) {
    const session = await tryReconnect(reconnect);
    if (session === null)
        return null;
    try {
        if (lostBackend !== null && !(await endBackend(session, lostBackend)))
            return null;
        const { recorder, settings } = execution;
        const ledger = await (0,read_ledger/* readLedger */.S)(session, recorder.ledger, settings.role);
        const completed = new Set(ledger.rows
            .filter((row) => row.status === "completed" && row.batch === recorder.batch)
            .map((row) => row.version));
        return new Set(steps.filter((step) => completed.has((0,record/* recordedVersion */.ZN)(recorder, step.file))));
    }
    catch {
        return null;
    }
    finally {
        await session.close();
    }
}
async function tryReconnect(reconnect) {
    for (const pauseMs of RECONNECT_PAUSES_MS) {
        await (0,promises_.setTimeout)(pauseMs);
        const session = await reconnect().catch(() => null);
        if (session !== null)
            return session;
    }
    return null;
}
async function endBackend(session, pid) {
    const deadline = performance.now() + BACKEND_END_MS;
    while (performance.now() < deadline) {
        const rows = await session.query(`SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
WHERE pid = $1 AND application_name = pg_catalog.current_setting('application_name')`, [pid]);
        if (rows.length === 0)
            return true;
        await (0,promises_.setTimeout)(50);
    }
    return false;
}

;// CONCATENATED MODULE: ./lib/apply/apply-transactions.js







/**
 * Applies transactional steps, as many in one message as go; stops at the first that fails for good. A lock that is
 * not to be had, a deadlock and a serialization failure are tried again, the whole migration, with growing pauses.
 */
async function applyTransactions(steps, request) {
    const run = { steps, request, applied: [], tries: 1 };
    let outcome = null;
    while (outcome === null)
        outcome = await advance(run);
    return outcome;
}
/** Sends what is left; null when there is more to do. */
async function advance(run) {
    const { steps, request } = run;
    const rest = steps.slice(run.applied.length);
    const [next] = rest;
    if (next === undefined)
        return { migrations: run.applied, failure: null };
    if (request.signal.aborted)
        return end(run, cancelled(next), { state: "not-run", tries: 0 });
    const result = await sendChunk(rest, request);
    for (const [index, durationMs] of result.durationsMs.entries())
        keepApplied(run, rest[index], durationMs);
    if (result.stop === null)
        return null;
    const unparsed = result.stop.nothingRan && result.stop.step !== null ? result.stop.step : 0;
    if (unparsed > 0)
        return await applyBefore(run, rest, unparsed, result.stop);
    return await takeStop(run, result, result.stop);
}
/** The text of a later step did not parse, so nothing of the message was run: the steps before it go without it. */
async function applyBefore(run, rest, unparsed, stop) {
    await recover(run.request.session).catch(() => { });
    const before = await applyTransactions(rest.slice(0, unparsed), run.request);
    run.applied.push(...before.migrations);
    const step = rest[unparsed];
    if (before.failure !== null || step === undefined)
        return withRest(run, before.failure);
    return await fail(run, step, (0,execution_failure/* makeFailure */.r)(step, stop.parts, stop.error));
}
async function takeStop(run, result, stop) {
    const { request } = run;
    const step = run.steps[run.applied.length];
    if (step === undefined)
        return { migrations: run.applied, failure: null };
    const judgement = judgeStop(stop, stop.step === null ? null : step, step, request.signal.aborted);
    if (judgement.kind === "lost")
        return await takeLoss(run, result, stop);
    await recover(request.session).catch(() => { });
    if (judgement.kind === "failed" || run.tries > request.lockRetries)
        return await fail(run, step, judgement.error);
    const delayMs = Math.round(Math.min(100 * 2 ** run.tries, 10_000) * (0.5 + Math.random() / 2));
    const { version } = step.file;
    request.onProgress({
        kind: "retrying",
        version: version.text,
        reason: judgement.error.message,
        tries: run.tries,
        delayMs,
    });
    await (0,promises_.setTimeout)(delayMs, undefined, { signal: request.signal }).catch(() => { });
    run.tries++;
    return null;
}
async function takeLoss(run, result, stop) {
    const { request } = run;
    const rest = run.steps.slice(run.applied.length);
    const settled = await settle(rest, result.backend, request.execution, request.reconnect);
    const unknown = rest[0];
    if (settled === null && unknown !== undefined)
        return end(run, stateUnknown(unknown, stop.error.cause), { state: "unknown", tries: run.tries });
    for (const step of rest)
        if (settled?.has(step))
            keepApplied(run, step, 0);
    const step = run.steps[run.applied.length] ?? run.steps.at(-1);
    if (step === undefined)
        return { migrations: run.applied, failure: null };
    const error = request.signal.aborted ? cancelled(step) : connectionLost(step, stop.error.cause);
    return end(run, error, { state: "rolled-back", tries: run.tries });
}
async function fail(run, step, error) {
    await recordFailure(run.request.session, step, error.message, run.request.execution);
    return end(run, error, { state: "rolled-back", tries: run.tries });
}
function keepApplied(run, step, durationMs) {
    if (step === undefined)
        return;
    run.applied.push({ step, state: "applied", durationMs, tries: run.tries, error: null });
    run.tries = 1;
}
/** The outcome when the step after the applied ones ended in `last.state`, and those after it were not begun. */
function end(run, failure, last) {
    const step = run.steps[run.applied.length];
    if (step !== undefined)
        run.applied.push({ step, ...last, durationMs: null, error: failure.message });
    return withRest(run, failure);
}
function withRest(run, failure) {
    return { migrations: [...run.applied, ...run.steps.slice(run.applied.length).map(notRun)], failure };
}

;// CONCATENATED MODULE: ./lib/apply/make-chunks.js
/** The server parses a whole message before it runs the first statement of it, and keeps all trees: so a limit. */
const MAX_CHUNK_CHARACTERS = 1_000_000;
/** `steps` in their order, cut where the mode changes and where a message would be too long. */
function makeChunks(steps) {
    const chunks = [];
    let open = null;
    for (const step of steps) {
        if (step.script.mode === "no-transaction") {
            chunks.push({ mode: "no-transaction", step });
            open = null;
            continue;
        }
        const characters = step.file.text.length;
        if (open === null || open.characters + characters > MAX_CHUNK_CHARACTERS) {
            open = { steps: [], characters: 0 };
            chunks.push({ mode: "transaction", steps: open.steps });
        }
        open.steps.push(step);
        open.characters += characters;
    }
    return chunks;
}

;// CONCATENATED MODULE: ./lib/apply/apply-steps.js






/**
 * Applies `steps` in their order on the target, under the run lock, and stops at the first that fails. Never rejects
 * for what a migration or the server does: that is the outcome.
 */
async function applySteps(steps, request) {
    const migrations = [];
    request.onProgress({ kind: "apply-started", total: steps.length });
    for (const chunk of makeChunks(steps)) {
        const outcome = request.lock.session.lost.aborted
            ? { migrations: [], failure: lockLost(request) }
            : await applyChunk(chunk, { ...request, execution: (0,ledger_after/* ledgerAfter */.w)(request.execution, migrations.length) });
        migrations.push(...outcome.migrations);
        if (outcome.failure !== null)
            return {
                migrations: [...migrations, ...steps.slice(migrations.length).map(notRun)],
                failure: outcome.failure,
            };
    }
    return { migrations, failure: null };
}
function applyChunk(chunk, request) {
    return chunk.mode === "transaction"
        ? applyTransactions(chunk.steps, request)
        : applyOutside(chunk.step, request);
}
function lockLost(request) {
    return new errors/* MigrateError */.Oq("CONNECTION_LOST", "The connection that holds the run lock was lost, so nothing more is begun.", {
        hint: "Run again: it goes on with what is pending.",
    }, { cause: request.lock.session.lost.reason });
}


/***/ }),

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


/***/ })

};
