export const id = 272;
export const ids = [272];
export const modules = {

/***/ 4272:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runActionPost: () => (/* binding */ runActionPost)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _database_local_server_stop_detached_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5574);
/* harmony import */ var _state_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6178);



/**
 * The action's post step: ends the throwaway server that main left running, and speaks for a main that was killed
 * before it could report. State is read from the environment, so that nothing of main is loaded.
 */
async function runActionPost() {
    const ephemeral = process.env[`STATE_${_state_js__WEBPACK_IMPORTED_MODULE_2__/* .STATE */ .c.ephemeral}`];
    if (ephemeral) {
        const result = await (0,_database_local_server_stop_detached_js__WEBPACK_IMPORTED_MODULE_1__/* .stopDetachedServer */ .G)(JSON.parse(ephemeral));
        process.stdout.write(`Throwaway PostgreSQL: ${typeof result === "string" ? result : JSON.stringify(result)}\n`);
    }
    if (process.env[`STATE_${_state_js__WEBPACK_IMPORTED_MODULE_2__/* .STATE */ .c.begun}`] === "true" && process.env[`STATE_${_state_js__WEBPACK_IMPORTED_MODULE_2__/* .STATE */ .c.told}`] !== "true")
        tellOfKilledMain();
}
function tellOfKilledMain() {
    const text = "The main step was ended before it could report. Transactional migrations are applied whole or not at all, and the ledger has those that are: run `status` against the database to see them, then run again.";
    process.stdout.write(`::warning title=migrate-action::${text}\n`);
    const summary = process.env["GITHUB_STEP_SUMMARY"];
    if (summary)
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.appendFileSync)(summary, `## Migrations: unknown\n\n${text}\n`);
}


/***/ }),

/***/ 6178:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ STATE)
/* harmony export */ });
/** Names of what the main step leaves for the post step. No secret is ever among it. */
const STATE = {
    /** `true` once main has begun. */
    begun: "begun",
    /** `true` once main has written its report, summary and outputs. */
    told: "told",
    /** JSON of the throwaway server's handle. */
    ephemeral: "ephemeral",
};


/***/ })

};
