export const id = 412;
export const ids = [412];
export const modules = {

/***/ 7412:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAction: () => (/* binding */ runAction)
});

// UNUSED EXPORTS: actionInputs

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 14 modules
var core = __webpack_require__(6421);
// EXTERNAL MODULE: ./lib/inputs/redactor.js
var redactor = __webpack_require__(1037);
// EXTERNAL MODULE: ./lib/inputs/secrets.js + 1 modules
var secrets = __webpack_require__(3064);
// EXTERNAL MODULE: ./lib/report/foreign-text.js
var foreign_text = __webpack_require__(9372);
// EXTERNAL MODULE: ./lib/report/make-findings.js
var make_findings = __webpack_require__(7525);
;// CONCATENATED MODULE: ./lib/report/make-annotations.js


const MESSAGE_LIMIT = 4_096;
const TITLE_LIMIT = 200;
/** Of each level in one step; GitHub drops the rest. */
const MOST_OF_A_LEVEL = 10;
/** At most 10 of each level, errors first, the failure at their head: what stopped the run, hazards, notices, gaps. */
function makeAnnotations(report) {
    const level = report.exitCode === 0 ? "warning" : "error";
    const all = [
        ...(0,make_findings/* makeFindings */.b)(report).map((finding) => annotateFinding(finding, level)),
        ...annotateHazards(report),
        ...report.notices.map((notice) => annotate("warning", "migrate-action", notice, null)),
        ...annotateGaps(report),
    ];
    return ["error", "warning", "notice"].flatMap((wanted) => all.filter((annotation) => annotation.level === wanted).slice(0, MOST_OF_A_LEVEL));
}
function annotate(level, title, message, at) {
    return {
        level,
        message: (0,foreign_text/* clip */.$Q)((0,foreign_text/* forLog */.Ig)(message), MESSAGE_LIMIT),
        title: (0,foreign_text/* clip */.$Q)((0,foreign_text/* forLogLine */.kz)(title), TITLE_LIMIT),
        file: at?.file ?? null,
        line: at?.line ?? null,
        column: at?.column ?? null,
    };
}
function annotateFinding(finding, level) {
    const { code, message, hint, version, at, sqlState } = finding;
    const title = [code, ...(version === null ? [] : [`in ${version}`])].join(" ");
    const state = sqlState === null ? "" : ` (SQLSTATE ${sqlState})`;
    // Room for the hint: what to do is worth more than the end of a long message.
    const text = `${(0,foreign_text/* clip */.$Q)(message, 3_000)}${state}${hint === null ? "" : `\n${hint}`}`;
    return annotate(level, title, text, at);
}
const HAZARD_LEVELS = {
    error: "error",
    high: "warning",
    medium: "warning",
    info: "notice",
};
function annotateHazards(report) {
    const steps = report.plan?.steps ?? [];
    return ["error", "high", "medium", "info"].flatMap((level) => steps.flatMap(({ file, hazards }) => hazards
        .filter((hazard) => hazard.level === level && hazard.allowedBecause === null)
        .map(({ rule, message, instead, line, column }) => {
        const text = instead === null ? message : `${message}\n${instead}`;
        return annotate(HAZARD_LEVELS[level], rule, text, { file, line, column });
    })));
}
function annotateGaps(report) {
    const files = new Map((report.plan?.steps ?? []).map(({ version, file }) => [version, file]));
    return (report.rehearsal?.notRehearsed ?? []).map(({ version, line, why }) => {
        const file = files.get(version);
        return annotate("notice", "Not rehearsed", why, file === undefined ? null : { file, line, column: null });
    });
}

// EXTERNAL MODULE: ./lib/report/make-report.js + 1 modules
var make_report = __webpack_require__(6017);
// EXTERNAL MODULE: ./lib/report/redact-report.js
var redact_report = __webpack_require__(2360);
;// CONCATENATED MODULE: ./lib/report/render-outputs.js

/** Both arrays together stay under the 1 MB (as UTF-16) that the outputs of a job may have. */
const ARRAY_LIMIT_CHARACTERS = 200_000;
/**
 * Every output, always all of them; empty where there is nothing to say.
 * `pending-count` is `unknown` and `pending` is `null` when the ledger was not read. An array of over 200,000
 * characters is `null` too, never cut: a part would look like the whole. Counts are exact then, and the report has
 * all. `hazard-level` is `none` without a plan, for its values are frozen; hazards allowed with a reason do not count. `changed` is `true` when
 * the database was changed or may have been.
 */
function makeOutputs(report, extras) {
    const { ledger, plan, migrations } = report;
    const applied = migrations.filter(({ state }) => state === "applied").map(({ version }) => version);
    const untouched = new Set(["not-run", "rolled-back"]);
    return {
        result: report.result,
        applied: renderArray(applied),
        pending: ledger === null ? "null" : renderArray(ledger.pending),
        "applied-count": String(applied.length),
        "pending-count": ledger === null ? "unknown" : String(ledger.pending.length),
        "current-version": ledger?.currentVersion ?? "",
        "previous-version": ledger?.previousVersion ?? "",
        changed: String(migrations.some(({ state }) => !untouched.has(state))),
        "plan-digest": plan?.digest ?? "",
        "hazard-level": makeHazardLevel(plan?.steps.flatMap((step) => step.hazards) ?? []),
        drift: makeDrift(report),
        batch: report.batch === null ? "" : String(report.batch),
        "failed-version": report.failure?.version ?? "",
        "failure-reason": report.exitCode === 0 ? "" : ((0,make_findings/* makeFindings */.b)(report)[0]?.code ?? ""),
        "duration-ms": String(Math.round(report.durationMs)),
        "report-path": extras.reportPath ?? "",
        "database-url": extras.databaseUrl ?? "",
    };
}
function renderArray(versions) {
    const text = JSON.stringify(versions);
    return text.length > ARRAY_LIMIT_CHARACTERS ? "null" : text;
}
function makeHazardLevel(hazards) {
    const standing = hazards.filter((hazard) => hazard.allowedBecause === null).map((hazard) => hazard.level);
    return ["error", "high", "medium", "info"].find((level) => standing.includes(level)) ?? "none";
}
/** Never `false` yet: no version looks for drift everywhere, and a list that is empty may not have been looked for. */
function makeDrift({ rehearsal }) {
    return (rehearsal?.drift.length ?? 0) > 0 ? "true" : "unknown";
}

// EXTERNAL MODULE: ./lib/report/render-progress.js
var render_progress = __webpack_require__(7918);
;// CONCATENATED MODULE: ./lib/report/fit-to-bytes.js
/**
 * The parts as one Markdown text of at most `budgetBytes` in UTF-8, in the given order with blank lines between.
 * Plain strings stay whole; lists are filled in order of rank, and each that was cut says by how much.
 */
function fitToBytes(parts, budgetBytes) {
    const written = new Map();
    const lists = parts.filter((part) => typeof part !== "string");
    let left = budgetBytes;
    for (const part of parts)
        left -= sizeOf(typeof part === "string" ? part : writeList(part, 0)) + 2;
    for (const list of lists.toSorted((a, b) => a.rank - b.rank)) {
        const text = writeList(list, countThatFit(list, left));
        left -= sizeOf(text) - sizeOf(writeList(list, 0));
        written.set(list, text);
    }
    const texts = parts.map((part) => (typeof part === "string" ? part : (written.get(part) ?? "")));
    return `${texts.filter((text) => text !== "").join("\n\n")}\n`;
}
function countThatFit(list, budgetBytes) {
    // 16: the note's count may gain a digit group against the one reserved for.
    let left = budgetBytes - 16;
    let count = 0;
    for (const item of list.items) {
        left -= sizeOf(item) + list.between.length;
        if (left < 0)
            break;
        count += 1;
    }
    return count;
}
function writeList(list, count) {
    const total = list.items.length;
    if (total === 0)
        return "";
    const cut = total - count;
    const note = cut === 0
        ? ""
        : `_${cut.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} ${list.noun}s left out here: the page would be too long. The JSON report (output \`report-path\`) has them._`;
    const items = list.items.slice(0, count).join(list.between);
    const head = list.between === "\n" ? [list.before, items].filter((text) => text !== "").join("\n") : list.before;
    const blocks = list.between === "\n" ? [head] : [head, items];
    return [...blocks, note, list.after].filter((text) => text !== "").join("\n\n");
}
function sizeOf(text) {
    return Buffer.byteLength(text, "utf8");
}

// EXTERNAL MODULE: ./lib/report/make-headline.js
var make_headline = __webpack_require__(9719);
// EXTERNAL MODULE: ./lib/report/amounts.js
var amounts = __webpack_require__(1975);
;// CONCATENATED MODULE: ./lib/report/summary/names.js

/** A version, name or file is cut to this many characters, so that no single one can use up the page. */
const NAME_LIMIT = 120;
/** A version, name, file or other identifier as code, in Markdown. */
function renderName(name) {
    return (0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(name, NAME_LIMIT));
}
/** The same for an HTML block, such as the summary of a fold. */
function renderHtmlName(name) {
    return (0,foreign_text/* inHtmlCode */.eh)((0,foreign_text/* clip */.$Q)(name, NAME_LIMIT));
}
/** `file:line:column` as code, in Markdown; the end of a long path is kept. */
function renderPlace({ file, line, column }) {
    const path = file.length <= NAME_LIMIT ? file : `…${file.slice(1 - NAME_LIMIT).replace(/^[\udc00-\udfff]/, "")}`;
    return (0,foreign_text/* inCode */.pN)(`${path}:${line}:${column}`);
}
/** Versions as code: all of a few, of many the first, the last and how many. */
function renderVersions(versions) {
    if (versions.length <= 12)
        return versions.map(renderName).join(", ");
    const shown = [versions[0] ?? "", versions.at(-1) ?? ""].map(renderName);
    return `${shown.join(" … ")} (${versions.length.toLocaleString("en-US")})`;
}

;// CONCATENATED MODULE: ./lib/report/summary/facts.js



/** `database@host (environment)`, in Markdown. */
function renderDatabase(target) {
    const environment = target.environment === null ? "" : ` (${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(target.environment, 100))})`;
    return `${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(`${target.database}@${target.host}`, 200))}${environment}`;
}
/** A short list of Markdown bullets: where, what is on record there now, how it was tried first. */
function renderFacts(report) {
    const facts = [
        `**Database:** ${renderWhere(report.target)}`,
        `**On record:** ${renderLedger(report)}`,
        ...(report.rehearsal === null ? [] : [`**Rehearsal:** ${renderRehearsal(report.rehearsal)}`]),
        ...renderHazards(report),
        ...(report.plan === null ? [] : [`**Plan:** ${renderPlan(report.plan)}`]),
        `**Took:** ${(0,amounts/* renderDuration */.P)(report.durationMs)}${report.batch === null ? "" : ` · batch ${report.batch}`}`,
    ];
    return facts.map((fact) => `- ${fact}`).join("\n");
}
function renderWhere(target) {
    if (target === null)
        return "not connected";
    const { host, port, database, user, serverVersion, role } = target;
    const words = [
        `${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(database, 100))} on ${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(`${host}:${port}`, 200))}`,
        `PostgreSQL ${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(serverVersion, 100))}`,
        `user ${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(user, 100))}`,
        ...(role === null ? [] : [`role ${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(role, 100))}`]),
    ];
    return words.join(" · ");
}
function renderLedger(report) {
    const { ledger } = report;
    if (ledger === null)
        return "not read, so what is pending is not known";
    const current = ledger.currentVersion === null ? "no version" : `version ${renderVersions([ledger.currentVersion])}`;
    const moved = ledger.previousVersion !== ledger.currentVersion;
    const before = ledger.previousVersion === null ? "none" : renderVersions([ledger.previousVersion]);
    return [
        `${current}${moved ? ` (before: ${before})` : ""}`,
        `${ledger.applied.length.toLocaleString("en-US")} applied`,
        `${ledger.pending.length.toLocaleString("en-US")} pending${listed(ledger.pending)}`,
        ...(ledger.ahead.length === 0 ? [] : [`ahead of the files${listed(ledger.ahead)}`]),
    ].join(" · ");
}
function listed(versions) {
    return versions.length === 0 ? "" : `: ${renderVersions(versions)}`;
}
function renderPlan({ steps, digest }) {
    const outside = steps.filter(({ mode }) => mode === "no-transaction").length;
    const statements = steps.reduce((sum, step) => sum + step.statements.length, 0);
    return [
        `${(0,amounts/* renderCount */.S)(steps.length, "migration")}, ${(0,amounts/* renderCount */.S)(statements, "statement")}`,
        ...(outside === 0 ? [] : [`⚠️ ${outside.toLocaleString("en-US")} without a transaction`]),
        `digest ${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(digest, 100))}`,
    ].join(" · ");
}
const SITE_WORDS = {
    server: "on a throwaway server",
    shadow: "on the shadow",
    target: "on the target, rolled back",
    none: "",
};
function renderRehearsal(rehearsal) {
    const description = rehearsal.description === "" ? "" : ` (${(0,foreign_text/* forMarkdown */.Bm)((0,foreign_text/* clip */.$Q)(rehearsal.description, 500))})`;
    if (rehearsal.site === "none")
        return `⚠️ nothing was rehearsed${description}`;
    const word = rehearsal.ok ? "✅ passed" : "❌ failed";
    const left = rehearsal.notRehearsed.length;
    const gaps = left === 0 ? "" : `, ⚠️ ${(0,amounts/* renderCount */.S)(left, "statement")} not rehearsed`;
    return `${word} ${SITE_WORDS[rehearsal.site]} in ${(0,amounts/* renderDuration */.P)(rehearsal.durationMs)}${gaps}${description}`;
}
function renderHazards(report) {
    const hazards = (report.plan?.steps ?? []).flatMap((step) => step.hazards);
    const levels = ["error", "high", "medium", "info"].flatMap((level) => {
        const count = hazards.filter((hazard) => hazard.level === level && hazard.allowedBecause === null).length;
        return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${level}`];
    });
    const allowed = hazards.filter((hazard) => hazard.allowedBecause !== null).length;
    if (allowed > 0)
        levels.push(`${allowed.toLocaleString("en-US")} allowed with a reason`);
    return levels.length === 0 ? [] : [`**Hazards:** ${levels.join(", ")}`];
}

// EXTERNAL MODULE: ./lib/report/make-excerpt.js
var make_excerpt = __webpack_require__(9386);
// EXTERNAL MODULE: ./lib/report/troubleshooting.js + 5 modules
var troubleshooting = __webpack_require__(8368);
;// CONCATENATED MODULE: ./lib/report/summary/finding-parts.js





const finding_parts_MESSAGE_LIMIT = 4_000;
const EXCERPT_LINES = 15;
/** What stopped the run: the first finding whole, with its statement; the others as a list that may be cut. */
function makeFindingParts(report) {
    const [first, ...others] = (0,make_findings/* makeFindings */.b)(report);
    if (first === undefined)
        return [];
    const title = report.result === "planned" ? "Before it can be applied" : "What is wrong";
    const statement = renderStatement(report, first);
    const lead = [`### ${title}`, renderFinding(first)];
    if (others.length === 0)
        return [...lead, statement];
    const items = others.map(renderFinding);
    const list = { items, between: "\n", after: "", rank: 1, noun: "finding" };
    // One list where nothing stands between: a blank line would set all its items apart.
    if (statement === "")
        return [`### ${title}`, { ...list, before: renderFinding(first) }];
    return [...lead, statement, { ...list, before: "" }];
}
function renderFinding(finding) {
    const facts = [
        ...(finding.at === null ? [] : [renderPlace(finding.at)]),
        ...(finding.version === null ? [] : [`migration ${renderName(finding.version)}`]),
        ...(finding.sqlState === null ? [] : [`SQLSTATE ${(0,foreign_text/* inCode */.pN)((0,foreign_text/* clip */.$Q)(finding.sqlState, 20))}`]),
    ];
    const lines = [
        `- **${finding.code}**${facts.length === 0 ? "" : ` · ${facts.join(" · ")}`}`,
        (0,foreign_text/* forMarkdown */.Bm)((0,foreign_text/* clip */.$Q)(finding.message, finding_parts_MESSAGE_LIMIT)),
        ...(finding.hint === null ? [] : [`→ ${(0,foreign_text/* forMarkdown */.Bm)((0,foreign_text/* clip */.$Q)(finding.hint, finding_parts_MESSAGE_LIMIT))}`]),
    ];
    return lines.join("<br>");
}
function renderStatement(report, finding) {
    const excerpt = (0,make_excerpt/* makeExcerpt */.O)(report, finding, EXCERPT_LINES);
    return excerpt.length === 0 ? "" : (0,foreign_text/* inCodeFence */.WA)((0,foreign_text/* clip */.$Q)(excerpt.join("\n"), 20_000), "text");
}
/** What to do next, from the table of error codes; empty when nothing went wrong. */
function renderNextSteps(report) {
    const findings = (0,make_findings/* makeFindings */.b)(report);
    if (findings.length === 0)
        return "";
    const codes = Array.from(new Set(findings.map(({ code }) => code))).slice(0, 5);
    return ["### What to do next", ...codes.map(renderAdvice)].join("\n\n");
}
function renderAdvice(code) {
    const { title, whatItMeans, whatToDo } = troubleshooting/* TROUBLESHOOTING */.$[code];
    return `**${code}**, ${title}. ${whatItMeans}\n\n${whatToDo}`;
}

;// CONCATENATED MODULE: ./lib/report/summary/note-parts.js


const NOTE_LIMIT = 2_000;
/** Warnings and notes that stop nothing. */
function makeNoticeParts(report) {
    return makeList("### Worth knowing", report.notices.map((notice) => `- ⚠️ ${renderNote(notice)}`), "notice");
}
/** What the rehearsal could not try, and where the site's schema was not the target's. */
function makeRehearsalParts(report) {
    const gaps = (report.rehearsal?.notRehearsed ?? []).map(({ version, line, why }) => `- ${renderName(version)}, line ${line}: ${renderNote(why)}`);
    const drift = (report.rehearsal?.drift ?? []).map((difference) => `- ${renderNote(difference)}`);
    return [
        ...makeList("### Not rehearsed", gaps, "statement"),
        ...makeList("### Drift: the target is not what the applied files make", drift, "difference"),
    ];
}
function makeList(before, items, noun) {
    return items.length === 0
        ? []
        : [{ before: `${before}\n`, items, between: "\n", after: "", rank: 2, noun }];
}
function renderNote(text) {
    return (0,foreign_text/* forMarkdown */.Bm)((0,foreign_text/* clip */.$Q)(text, NOTE_LIMIT));
}

// EXTERNAL MODULE: ./lib/report/migration-states.js
var migration_states = __webpack_require__(7473);
// EXTERNAL MODULE: ./lib/report/step-times.js
var step_times = __webpack_require__(5993);
;// CONCATENATED MODULE: ./lib/report/summary/plan-parts.js





const FOLDED_FROM = 30;
/** The plan as a table, one row a migration, with its state where the run got so far; then its hazards. */
function makePlanParts(report) {
    const steps = report.plan?.steps ?? [];
    if (steps.length === 0)
        return [];
    const columns = makeColumns(report, steps);
    const isFolded = steps.length >= FOLDED_FROM;
    const fold = `<details><summary>${steps.length.toLocaleString("en-US")} migrations</summary>\n\n`;
    const head = [columns.map(({ title }) => title), columns.map(({ align }) => align)]
        .map(renderRow)
        .join("\n");
    const rows = {
        before: `### Plan\n\n${isFolded ? fold : ""}${head}`,
        items: steps.map((step) => renderRow(columns.map(({ render }) => render(step)))),
        between: "\n",
        after: isFolded ? "</details>" : "",
        rank: 2,
        noun: "migration",
    };
    return [rows, ...makeHazardParts(steps)];
}
function makeColumns(report, steps) {
    const ran = new Map(report.migrations.map((migration) => [migration.version, migration]));
    const hasHazards = steps.some(({ hazards }) => hazards.length > 0);
    const columns = [
        { title: "Version", align: "---", render: ({ version }) => renderName(version) },
        { title: "Name", align: "---", render: ({ name }) => renderName(name) },
        { title: "Mode", align: "---", render: renderMode },
        {
            title: "Statements",
            align: "--:",
            render: ({ statements }) => statements.length.toLocaleString("en-US"),
        },
        // No column of dashes: it would read as if somebody had looked and found none.
        hasHazards ? { title: "Hazards", align: "---", render: ({ hazards }) => renderLevels(hazards) } : null,
        { title: "Rehearsed", align: "--:", render: (step) => renderTime((0,step_times/* rehearsedMs */.U)(step)) },
        ran.size > 0
            ? { title: "State", align: "---", render: ({ version }) => renderState(ran.get(version)) }
            : null,
        ran.size > 0
            ? {
                title: "Took",
                align: "--:",
                render: ({ version }) => renderTime(ran.get(version)?.durationMs ?? null),
            }
            : null,
    ];
    return columns.filter((column) => column !== null);
}
function renderRow(cells) {
    return `| ${cells.join(" | ")} |`;
}
function renderMode({ mode }) {
    return mode === "transaction" ? "transaction" : "⚠️ no transaction";
}
function renderTime(durationMs) {
    return durationMs === null ? "–" : (0,amounts/* renderDuration */.P)(durationMs);
}
function renderState(migration) {
    if (migration === undefined)
        return "–";
    const { emoji, word } = migration_states/* STATE_WORDS */.I7[migration.state];
    return `${emoji} ${word}${migration.tries > 1 ? `, ${migration.tries} tries` : ""}`;
}
function renderLevels(hazards) {
    const levels = hazards.filter((hazard) => hazard.allowedBecause === null).map((hazard) => hazard.level);
    return levels.length === 0 ? "–" : Array.from(new Set(levels)).join(", ");
}
function makeHazardParts(steps) {
    const items = steps.flatMap((step) => step.hazards.map((hazard) => renderHazard(step, hazard)));
    if (items.length === 0)
        return [];
    return [{ before: "### Hazards\n", items, between: "\n", after: "", rank: 2, noun: "hazard" }];
}
function renderHazard({ file }, hazard) {
    const { level, rule, line, column, message, instead, allowedBecause } = hazard;
    return [
        `- **${level}** ${renderName(rule)} · ${renderPlace({ file, line, column })}: ${(0,foreign_text/* forMarkdown */.Bm)((0,foreign_text/* clip */.$Q)(message, 2_000))}`,
        ...(instead === null ? [] : [`→ ${(0,foreign_text/* forMarkdown */.Bm)((0,foreign_text/* clip */.$Q)(instead, 2_000))}`]),
        ...(allowedBecause === null ? [] : [`Allowed in the file: ${(0,foreign_text/* forMarkdown */.Bm)((0,foreign_text/* clip */.$Q)(allowedBecause, 500))}`]),
    ].join("<br>");
}

;// CONCATENATED MODULE: ./lib/report/summary/sql-parts.js



/** At most this much SQL of one migration, in UTF-16 units, so that a single one cannot push out all others. */
const STEP_LIMIT = 60_000;
/** The SQL of each planned migration, folded; the first thing to be cut. */
function makeSqlParts(report) {
    const items = (report.plan?.steps ?? []).map(renderStep);
    if (items.length === 0)
        return [];
    return [{ before: "### SQL", items, between: "\n\n", after: "", rank: 3, noun: "migration" }];
}
// The blank lines end the HTML block, so that the fence is read as Markdown. Source: GFM specification, 4.6, type 6.
function renderStep(step) {
    const summary = `${renderHtmlName(step.version)} ${renderHtmlName(step.name)} · ${(0,amounts/* renderCount */.S)(step.statements.length, "statement")}`;
    const sql = (0,foreign_text/* inCodeFence */.WA)(renderStatements(step.statements), "sql");
    return `<details><summary>${summary}</summary>\n\nFile ${renderName(step.file)}\n\n${sql}\n\n</details>`;
}
function renderStatements(statements) {
    const shown = [];
    let left = STEP_LIMIT;
    for (const statement of statements) {
        const text = sql_parts_renderStatement(statement);
        left -= text.length;
        if (left < 0) {
            shown.push(`-- ${(0,amounts/* renderCount */.S)(statements.length - shown.length, "more statement")} left out here`);
            break;
        }
        shown.push(text);
    }
    return shown.join("\n\n");
}
function sql_parts_renderStatement({ line, sql, truncated, durationMs, ...traced }) {
    const locks = traced.locks.map(({ relation, mode }) => `${mode} on ${relation}`);
    const notes = [
        `line ${line}`,
        ...(durationMs === null ? [] : [(0,amounts/* renderDuration */.P)(durationMs)]),
        ...(locks.length === 0 ? [] : [`locks ${locks.join(", ")}`]),
        ...(traced.rewrites.length === 0 ? [] : [`rewrites ${traced.rewrites.join(", ")}`]),
        ...(traced.scans.length === 0 ? [] : [`scans ${traced.scans.join(", ")}`]),
    ];
    const comment = notes.join(" · ").replace(/\s+/gu, " ");
    return `-- ${comment}\n${sql}${truncated ? "\n-- … cut, the file has more" : ";"}`;
}

;// CONCATENATED MODULE: ./lib/report/summary/state-parts.js



/** Exactly what is and is not applied of what the run was to do, one bullet a state; kept before all other lists. */
function makeStateParts(report) {
    const items = (0,migration_states/* makeStateGroups */.qO)(report.migrations).map(renderGroup);
    if (items.length === 0)
        return [];
    const before = "### What is and is not applied\n";
    return [{ before, items, between: "\n", after: "", rank: 0, noun: "state" }];
}
function renderGroup({ state, count, runs }) {
    const { emoji, word, meaning } = migration_states/* STATE_WORDS */.I7[state];
    const versions = (0,migration_states/* renderRuns */.JH)(runs, ({ version, name }) => `${renderName(version)} ${renderName(name)}`);
    return `- ${emoji} **${word}** (${count.toLocaleString("en-US")}): ${versions} – ${meaning}`;
}
/** What `status` found, as a table. */
function makeStatusParts(report) {
    if (report.status.length === 0)
        return [];
    const before = "### Migrations\n\n| State | Version | Name | Applied at | By | Took |\n| --- | --- | --- | --- | --- | --: |";
    const items = report.status.map(state_parts_renderRow);
    return [{ before, items, between: "\n", after: "", rank: 1, noun: "migration" }];
}
function state_parts_renderRow(row) {
    const { emoji, word } = migration_states/* STATUS_WORDS */.ly[row.state];
    const cells = [
        `${emoji} ${word}`,
        renderName(row.version),
        renderName(row.name),
        row.appliedAt === null ? "–" : renderName(row.appliedAt),
        row.appliedBy === null ? "–" : renderName(row.appliedBy),
        row.executionTimeMs === null ? "–" : (0,amounts/* renderDuration */.P)(row.executionTimeMs),
    ];
    return `| ${cells.join(" | ")} |`;
}

;// CONCATENATED MODULE: ./lib/report/summary/timeline.js



/** Mermaid refuses diagrams over 50,000 characters, and nobody reads more bars than this. */
const MOST_BARS = 40;
/**
 * A Mermaid Gantt chart in a fence: how long each migration took, rehearsed and applied, one after the other. Of many
 * the slowest, in their order. Empty when nothing was timed.
 */
function renderTimeline(report) {
    const sections = [
        { name: "Rehearsed", all: makeRehearsedBars(report) },
        { name: "Applied", all: makeAppliedBars(report) },
    ].flatMap(({ name, all }) => (all.length === 0 ? [] : [{ name, all, bars: slowest(all) }]));
    if (sections.length === 0)
        return "";
    const longestMs = Math.max(...sections.map(({ bars }) => bars.reduce((sum, bar) => sum + bar.durationMs, 0)));
    const axis = longestMs < 60_000 ? "%S.%L s" : "%M:%S";
    const lines = ["gantt", "  dateFormat x", `  axisFormat ${axis}`, "  todayMarker off"];
    for (const { name, bars } of sections)
        lines.push(`  section ${name}`, ...renderBars(bars));
    const isCut = sections.some(({ all, bars }) => all.length > bars.length);
    const note = isCut ? `\n\n_The ${MOST_BARS} slowest migrations, one after the other._` : "";
    return `### Timeline\n\n${(0,foreign_text/* inCodeFence */.WA)(lines.join("\n"), "mermaid")}${note}`;
}
function renderBars(bars) {
    let startMs = 0;
    return bars.map(({ label, mark, durationMs }) => {
        // A bar of no length is not drawn.
        const widthMs = Math.max(1, Math.round(durationMs));
        const line = `  ${label} ${(0,amounts/* renderDuration */.P)(durationMs)} :${mark}, ${startMs}, ${widthMs}ms`;
        startMs += widthMs;
        return line;
    });
}
function makeRehearsedBars(report) {
    return (report.plan?.steps ?? []).flatMap((step) => {
        const durationMs = (0,step_times/* rehearsedMs */.U)(step);
        const isFailed = report.rehearsal?.failure?.version === step.version;
        if (durationMs === null)
            return [];
        return [{ label: makeLabel(step), mark: isFailed ? "crit" : "active", durationMs }];
    });
}
function makeAppliedBars(report) {
    return report.migrations.flatMap((migration) => {
        const { state, durationMs } = migration;
        if (durationMs === null || state === "not-run")
            return [];
        return [{ label: makeLabel(migration), mark: state === "applied" ? "done" : "crit", durationMs }];
    });
}
function makeLabel({ version, name }) {
    return (0,foreign_text/* forMermaid */.DE)(`${version} ${name}`);
}
function slowest(bars) {
    const kept = new Set(bars.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, MOST_BARS));
    return bars.filter((bar) => kept.has(bar));
}

;// CONCATENATED MODULE: ./lib/report/render-summary.js










/** Well under the 1 MiB over which GitHub drops a step's whole summary. Source: GitHub docs, "Adding a job summary". */
const SUMMARY_BUDGET_BYTES = 900_000;
/**
 * The job summary of any command as GitHub-flavoured Markdown, ends with a line feed. At most `budgetBytes` in UTF-8:
 * SQL is cut first, then lists; headline, failure and the state of each migration stay.
 */
function renderSummary(report, budgetBytes = SUMMARY_BUDGET_BYTES) {
    const parts = [
        renderHeading(report),
        renderFacts(report),
        ...makeFindingParts(report),
        ...makeStateParts(report),
        renderNextSteps(report),
        ...makeNoticeParts(report),
        ...makePlanParts(report),
        ...makeStatusParts(report),
        ...makeRehearsalParts(report),
        renderTimeline(report),
        ...makeSqlParts(report),
        renderFooter(report),
    ];
    return fitToBytes(parts, budgetBytes);
}
function renderHeading(report) {
    const { emoji, words } = (0,make_headline/* makeHeadline */.d)(report);
    const where = report.target === null ? "" : ` · ${renderDatabase(report.target)}`;
    return `## ${emoji} ${words}${where}`;
}
function renderFooter(report) {
    const { tool, command, startedAt, exitCode } = report;
    const words = [
        (0,foreign_text/* inCode */.pN)(`${tool.name} ${tool.version}`),
        (0,foreign_text/* inCode */.pN)(command),
        `started ${(0,foreign_text/* inCode */.pN)(startedAt)}`,
        `exit code ${exitCode}`,
    ];
    return `<sub>${words.join(" · ")}</sub>`;
}

// EXTERNAL MODULE: ./lib/report/render-text.js + 4 modules
var render_text = __webpack_require__(2028);
// EXTERNAL MODULE: ./lib/report/text/paint.js
var paint = __webpack_require__(4584);
// EXTERNAL MODULE: ./lib/tool.js
var tool = __webpack_require__(9813);
// EXTERNAL MODULE: ./lib/shells/cancel-on-signals.js
var cancel_on_signals = __webpack_require__(9815);
// EXTERNAL MODULE: ./lib/shells/run-command.js + 46 modules
var run_command = __webpack_require__(1896);
// EXTERNAL MODULE: ./lib/shells/state.js
var state = __webpack_require__(6178);
// EXTERNAL MODULE: ./lib/shells/write-report.js
var write_report = __webpack_require__(311);
;// CONCATENATED MODULE: ./lib/shells/action.js

















/** The action's main step: masks first, then the flow, then log, summary, outputs, annotations and the exit code. */
async function runAction() {
    core/* saveState */.LZ(state/* STATE */.c.begun, "true");
    const raw = { values: actionInputs(process.env), environment: process.env };
    const masks = (0,secrets/* secretsIn */.V)(raw);
    for (const form of masks.forms)
        core/* setSecret */.Pq(form);
    const redact = (0,redactor/* makeRedactor */.$)(masks.forms);
    const cancellation = (0,cancel_on_signals/* cancelOnSignals */.d)();
    const log = new ActionLog(redact);
    const finished = await (0,run_command/* runCommand */.d)(raw, {
        tool: tool/* TOOL */.j,
        signal: cancellation.signal,
        warnings: masks.warnings,
        problems: [],
        ephemeralLifetime: "detached",
        onProgress: (progress) => log.onProgress(progress),
        onEphemeral: ({ url, connection, handle }) => {
            for (const form of (0,secrets/* secretForms */.e)(connection.password ?? "", [connection.user]))
                core/* setSecret */.Pq(form);
            for (const form of (0,secrets/* secretForms */.e)(url))
                core/* setSecret */.Pq(form);
            core/* saveState */.LZ(state/* STATE */.c.ephemeral, JSON.stringify(handle));
        },
        onPlanned: (draft) => {
            log.open("Plan");
            log.print((0,render_text/* renderPlanText */.$D)((0,redact_report/* redactReport */.a)((0,make_report/* makeReport */.d)(draft, tool/* TOOL */.j, new Date()), redact), paint/* PLAIN_PAINT */.c));
            log.close();
        },
        ask: null,
    });
    log.close();
    const report = (0,redact_report/* redactReport */.a)((0,make_report/* makeReport */.d)(finished.draft, tool/* TOOL */.j, new Date()), redact);
    await tell(report, finished, log);
    cancellation.stopListening();
}
const ANNOTATE = { error: core/* error */.z3, warning: core/* warning */.$e, notice: core/* notice */.lm };
/** Everything that outlives the step: each piece is written even when another cannot be. */
async function tell(report, { inputs, ephemeral }, log) {
    log.print(log.hasPlan ? (0,render_text/* renderOutcomeText */.QV)(report, paint/* PLAIN_PAINT */.c) : (0,render_text/* renderText */.S5)(report, paint/* PLAIN_PAINT */.c));
    const reportPath = inputs?.reportPath ?? null;
    const unwritten = reportPath === null ? null : (0,write_report/* writeReport */.u)(reportPath, report);
    if (unwritten !== null)
        core/* warning */.$e((0,foreign_text/* forLog */.Ig)(unwritten));
    const outputs = makeOutputs(report, {
        reportPath: unwritten === null ? reportPath : null,
        databaseUrl: ephemeral?.url ?? null,
    });
    for (const [name, value] of Object.entries(outputs))
        core/* setOutput */.uH(name, value);
    for (const { level, message, title, file, line, column } of makeAnnotations(report)) {
        const place = file === null
            ? {}
            : {
                file,
                ...(line === null ? {} : { startLine: line }),
                ...(column === null ? {} : { startColumn: column }),
            };
        ANNOTATE[level](message, { title, ...place });
    }
    process.exitCode = report.exitCode === 0 ? 0 : 1;
    try {
        await core/* summary */.z.addRaw(renderSummary(report)).write();
    }
    catch (error) {
        log.print(`The summary could not be written: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    core/* saveState */.LZ(state/* STATE */.c.told, "true");
}
/**
 * Inputs as the runner passes them: `INPUT_DATABASE-URL`. Unknown ones too, so that a slip is told; act and the runner
 * pass only names that were written in the workflow or in action.yml.
 */
function actionInputs(environment) {
    const given = Object.entries(environment).filter(([name, value]) => name.startsWith("INPUT_") && value !== undefined);
    return new Map(given.map(([name, value]) => [name.slice("INPUT_".length).toLowerCase(), value ?? ""]));
}
/** Standard output as the runner reads it: no line of it is a command, groups aside. */
class ActionLog {
    #redact;
    #isOpen = false;
    hasPlan = false;
    constructor(redact) {
        this.#redact = redact;
    }
    open(name) {
        this.close();
        if (name === "Plan")
            this.hasPlan = true;
        core/* startGroup */.Oh(name);
        this.#isOpen = true;
    }
    close() {
        if (this.#isOpen)
            core/* endGroup */.N4();
        this.#isOpen = false;
    }
    /** Prints text that `renderText` and its like have made harmless. */
    print(text) {
        process.stdout.write(this.#redact(text.endsWith("\n") ? text : `${text}\n`));
    }
    onProgress(progress) {
        if (progress.kind === "rehearsal-started")
            this.open("Rehearsal");
        if (progress.kind === "apply-started")
            this.open("Apply");
        const line = (0,render_progress/* renderProgress */.E)(progress);
        if (line !== null)
            this.print((0,foreign_text/* forLog */.Ig)(line));
    }
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
