export const id = 199;
export const ids = [199];
export const modules = {

/***/ 1199:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runCli: () => (/* binding */ runCli)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./lib/inputs/redactor.js
var redactor = __webpack_require__(1037);
// EXTERNAL MODULE: ./lib/inputs/secrets.js + 1 modules
var secrets = __webpack_require__(3064);
// EXTERNAL MODULE: ./lib/report/make-report.js + 1 modules
var make_report = __webpack_require__(6017);
// EXTERNAL MODULE: ./lib/report/redact-report.js
var redact_report = __webpack_require__(2360);
// EXTERNAL MODULE: ./lib/report/render-text.js + 4 modules
var render_text = __webpack_require__(2028);
// EXTERNAL MODULE: ./lib/report/text/paint.js
var text_paint = __webpack_require__(4584);
// EXTERNAL MODULE: ./lib/tool.js
var tool = __webpack_require__(9813);
// EXTERNAL MODULE: ./lib/shells/cancel-on-signals.js
var cancel_on_signals = __webpack_require__(9815);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/inputs/definitions.js + 1 modules
var definitions = __webpack_require__(7738);
// EXTERNAL MODULE: ./lib/inputs/commands.js
var inputs_commands = __webpack_require__(531);
;// CONCATENATED MODULE: ./lib/shells/render-help.js


/** What `--help` prints: commands, flags (one for each input) and the switches of the command line itself. */
function renderHelp() {
    const commands = inputs_commands/* COMMANDS */.Lo.filter(({ available }) => available).map(({ name, meaning }) => row(name, meaning));
    const inputs = definitions/* INPUTS */.mc.filter(({ name }) => name !== "command").map((input) => {
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
    row("--dry-run", "With up: the same as plan."),
    row("--json", "Print the report as JSON on standard output, and nothing else there."),
    row("--exit-code", "With status: exit 9 when something is pending."),
    row("--verbose", "Show the server's notices too."),
    row("--quiet", "Say only what went wrong."),
    row("--no-color", "No colours; NO_COLOR does the same."),
    row("--version", "The version of this program (--version=01 is the flag of that name)."),
];

;// CONCATENATED MODULE: ./lib/shells/command-line.js





/** Flags that are no inputs: how this program talks. */
const SWITCHES = ["json", "exit-code", "verbose", "quiet", "no-color", "dry-run", "help"];
/** The command line of `argv` (without node and script). Never rejects: unknown flags become unknown inputs. */
function parseCommandLine(argv) {
    const { tokens } = (0,external_node_util_.parseArgs)({ args: [...argv], options: flags(), strict: false, tokens: true });
    const values = new Map();
    const switches = new Set();
    const problems = [];
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
            problems.push(problem("INPUT_MISSING", `${name}: The flag needs a value.`, `Write --${name}=VALUE.`));
    }
    if (switches.has("help") || words[0] === "help")
        return { kind: "text", text: renderHelp() };
    for (const word of words.slice(1))
        problems.push(problem("INPUT_INVALID", `command: One word too many: ${JSON.stringify(word)}.`, "Give one command, and everything else as --flag=VALUE."));
    values.set("command", commandOf(words[0] ?? "up", switches));
    return {
        kind: "command",
        values,
        problems,
        verbosity: switches.has("quiet") ? "quiet" : switches.has("verbose") ? "verbose" : "normal",
        output: switches.has("json") ? "json" : "people",
        colours: switches.has("no-color") ? "never" : "auto",
        exitCode: switches.has("exit-code") ? "pending" : "plain",
    };
}
/** `up --dry-run` is `plan`. */
function commandOf(word, switches) {
    return word === "up" && switches.has("dry-run") ? "plan" : word;
}
function flags() {
    const inputs = definitions/* INPUTS */.mc.map(({ name, kind }) => [name, { type: kind === "boolean" ? "boolean" : "string" }]);
    const switches = SWITCHES.map((name) => [name, { type: "boolean", ...(name === "help" ? { short: "h" } : {}) }]);
    return Object.fromEntries([...inputs, ...switches]);
}
/** An input that is a switch, or a flag nobody knows: its value is not missing. */
function isSwitch(name) {
    const input = definitions/* INPUTS */.mc.find((definition) => definition.name === name);
    return input === undefined || input.kind === "boolean";
}
function problem(code, message, hint) {
    return new errors/* MigrateError */.Oq(code, message, { hint });
}

// EXTERNAL MODULE: ./lib/shells/run-command.js + 46 modules
var run_command = __webpack_require__(1896);
// EXTERNAL MODULE: external "node:readline/promises"
var promises_ = __webpack_require__(6848);
// EXTERNAL MODULE: ./lib/report/foreign-text.js
var foreign_text = __webpack_require__(9372);
// EXTERNAL MODULE: ./lib/report/render-progress.js
var render_progress = __webpack_require__(7918);
;// CONCATENATED MODULE: ./lib/shells/terminal.js



/** Standard error as people see it: lines, and on a terminal one live line below them. */
class Terminal {
    #stream;
    #verbosity;
    #redact;
    #live = null;
    #timer = null;
    constructor(stream, verbosity, redact) {
        this.#stream = stream;
        this.#verbosity = verbosity;
        this.#redact = redact;
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
        const line = (0,render_progress/* renderProgress */.E)(progress);
        if (line !== null)
            this.print(`${(0,foreign_text/* forLog */.Ig)(line)}\n`);
        const live = (0,render_progress/* renderLive */.j)(progress);
        if (this.#stream.isTTY && live !== null)
            this.#startLive(live);
    }
    /** What a person types in answer; null when the input ends. */
    async ask(question) {
        this.#clear();
        const reader = (0,promises_.createInterface)({ input: process.stdin, output: this.#stream });
        try {
            return await reader.question((0,foreign_text/* forLog */.Ig)(question));
        }
        catch {
            return null;
        }
        finally {
            reader.close();
        }
    }
    /** Takes the live line away for good. */
    end() {
        this.#clear();
    }
    #startLive(text) {
        this.#live = { text: (0,foreign_text/* forLog */.Ig)(text), since: performance.now() };
        // Short work needs no line: it would only flicker.
        this.#timer ??= setInterval(() => this.#draw(), 200).unref();
    }
    #draw() {
        if (this.#live === null)
            return;
        const seconds = ((performance.now() - this.#live.since) / 1000).toFixed(1);
        const text = `  … ${this.#live.text} ${seconds} s`.slice(0, (this.#stream.columns ?? 80) - 1);
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

// EXTERNAL MODULE: ./lib/shells/write-report.js
var write_report = __webpack_require__(311);
;// CONCATENATED MODULE: ./lib/shells/cli.js













/** The command line: people's text on standard error, data on standard output, the exit code for scripts. */
async function runCli() {
    const line = parseCommandLine(process.argv.slice(2));
    if (line.kind === "text") {
        process.stdout.write(line.text);
        return;
    }
    const raw = { values: line.values, environment: process.env, defaults: { user: osUser() } };
    const masks = (0,secrets/* secretsIn */.V)(raw);
    const terminal = new Terminal(process.stderr, line.verbosity, (0,redactor/* makeRedactor */.$)(masks.forms));
    const cancellation = (0,cancel_on_signals/* cancelOnSignals */.d)();
    const redact = (0,redactor/* makeRedactor */.$)(masks.forms);
    const paint = line.colours === "never" || !wantsColours() ? text_paint/* PLAIN_PAINT */.c : text_paint/* ANSI_PAINT */.t;
    let planShown = false;
    const finished = await (0,run_command/* runCommand */.d)(raw, {
        tool: tool/* TOOL */.j,
        signal: cancellation.signal,
        warnings: masks.warnings,
        problems: line.problems,
        ephemeralLifetime: "process",
        onProgress: (progress) => terminal.onProgress(progress),
        onEphemeral: () => { },
        onPlanned: (draft) => {
            if (line.verbosity === "quiet")
                return;
            planShown = true;
            terminal.print(`\n${(0,render_text/* renderPlanText */.$D)((0,redact_report/* redactReport */.a)((0,make_report/* makeReport */.d)(draft, tool/* TOOL */.j, new Date()), redact), paint)}\n`);
        },
        ask: process.stdin.isTTY && process.stderr.isTTY ? (question) => terminal.ask(question) : null,
    });
    terminal.end();
    const report = withExitCode((0,redact_report/* redactReport */.a)((0,make_report/* makeReport */.d)(finished.draft, tool/* TOOL */.j, new Date()), redact), line);
    await finished.ephemeral?.stop();
    cancellation.stopListening();
    const path = finished.inputs?.reportPath ?? null;
    const unwritten = path === null ? null : (0,write_report/* writeReport */.u)(path, report);
    if (line.verbosity !== "quiet" || report.exitCode !== 0)
        terminal.print(planShown ? (0,render_text/* renderOutcomeText */.QV)(report, paint) : (0,render_text/* renderText */.S5)(report, paint));
    if (unwritten !== null)
        terminal.print(`${unwritten}\n`);
    if (line.output === "json")
        process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    process.exitCode = report.exitCode;
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
function wantsColours() {
    return process.stderr.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}
function osUser() {
    try {
        return (0,external_node_os_.userInfo)().username;
    }
    catch {
        return "";
    }
}


/***/ })

};
