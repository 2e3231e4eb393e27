import { AVAILABLE_COMMANDS } from "./commands.ts";
import { choice, type InputDefinition, scalar, text } from "./definition.ts";

const CHANGING = { commands: ["up", "down", "repair"] } as const;
const PLANNING = { commands: ["up", "plan", "down", "repair"] } as const;
const CHECKED = { commands: ["up", "plan", "check", "down"] } as const;
const RANGED = { commands: ["up", "plan", "down", "baseline"] } as const;
const REHEARSED = { commands: ["up", "plan", "check", "down", "baseline", "repair"] } as const;
const COMMENTED = { commands: ["up", "plan", "check"] } as const;
const RECORDING = { commands: ["up", "down", "baseline"] } as const;
const WRITING = { commands: ["up", "down", "baseline", "adopt", "repair"] } as const;

/** libpq's modes, weakest first. Source: PostgreSQL manual, "SSL Support", table of sslmode. */
export const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

/**
 * Every input there is, in the order people read them. From this one table come action.yml's inputs, the flags and
 * help of the command line, README's table, and what `parseInputs` accepts.
 */
export const INPUTS = [
  choice("command", AVAILABLE_COMMANDS, "up", "What to do; see Commands."),
  text(
    "database-url",
    null,
    "Where the target is: `postgres://` or `postgresql://` with libpq's parameters. Masked whole, and its password apart.",
    { secret: true },
  ),
  text("host", null, "Host name, address, or directory of a Unix socket.", { defaultText: "localhost" }),
  scalar("port", "integer", null, "Port of the server.", { defaultText: "5432", min: 1 }),
  text("database", null, "Name of the database; without it the user's name, as libpq does."),
  text("user", null, "User to connect as."),
  text("password", null, "Password as it is: a separate field needs no escaping.", { secret: true }),
  choice("sslmode", SSL_MODES, null, "TLS, as libpq documents it.", { defaultText: "prefer" }),
  text("ssl-root-cert", null, "The certificate authority to trust: PEM text, a path, or `system`."),
  scalar(
    "ephemeral",
    "boolean",
    "false",
    "A throwaway server on this machine as the target. It stays until the job's end; its URL is output `database-url`.",
  ),
  text("role", null, "`SET ROLE` for the migrations and the ledger."),
  scalar(
    "wait-for-database",
    "duration",
    "30s",
    "Keep trying to connect while the server is not there or starting; wrong credentials fail at once.",
  ),
  scalar("connect-timeout", "duration", null, "The longest that one attempt to connect may take.", {
    defaultText: "10s",
    min: 1,
  }),
  text("migrations-path", "migrations", "Directory of the migration files."),
  text("layout", "auto", "How the files are named and arranged; `auto` looks at the directory."),
  text(
    "target",
    null,
    "The version that is the newest afterwards: `up` applies it too, `baseline` records it too, `down` leaves it applied and takes back all newer ones. `down` with `none`: all.",
    RANGED,
  ),
  text(
    "version",
    null,
    "This one migration only; refused while earlier ones are pending, unless out of order is allowed. Of `repair`: the one that it is about.",
    { commands: ["up", "plan", "repair"] },
  ),
  scalar("steps", "integer", null, "At most so many migrations; of `history` so many rows.", {
    commands: ["up", "plan", "down", "history"],
    defaultText: "all; `down` 1, `history` 50",
    min: 1,
  }),
  text(
    "batch",
    null,
    "With `down`: take back what the run with this number in the ledger applied; `last` is the newest such run.",
    { commands: ["down"] },
  ),
  scalar(
    "dry-run",
    "boolean",
    "false",
    "Everything before the first change, and no further: `up` is `plan` then, `down` and `baseline` show and rehearse what they would do, `adopt` and `repair` show it.",
    { commands: ["up", "plan", "down", "baseline", "adopt", "repair"] },
  ),
  choice(
    "out-of-order",
    ["refuse", "allow"],
    "refuse",
    "What to do with a file older than the newest applied one (of `check`: than the base branch's newest), and with a `batch` that later ones were applied over.",
    CHECKED,
  ),
  choice(
    "rehearsal",
    ["auto", "shadow", "server"],
    "auto",
    "Where the migrations are run first: `auto` is the shadow where `shadow-url` is given, else a local server where its binaries are found, else nowhere, said loudly.",
    REHEARSED,
  ),
  text(
    "shadow-url",
    null,
    "Server to rehearse on (service container, branch, snapshot); never the target, which is proven, not assumed.",
    { ...REHEARSED, secret: true },
  ),
  scalar("require-rehearsal", "boolean", null, "Fail where nothing could be rehearsed.", {
    commands: ["up", "plan", "check", "down", "repair"],
    defaultText: "false; true in production and for `check`",
  }),
  scalar(
    "rehearsal-budget",
    "duration",
    "5s",
    "The longest that a dry run reads the target's catalog and rows, all questions together; what is not answered by then is told as such.",
    { ...PLANNING, min: 1 },
  ),
  choice(
    "fail-on",
    ["error", "high", "medium", "never"],
    "error",
    "The lowest level of hazard that stops the run before anything is applied; see docs/hazards.md. What `down` takes away stops nothing: it is told.",
    { commands: ["up", "plan", "check", "repair"] },
  ),
  scalar(
    "accept-drift",
    "boolean",
    "false",
    "Record with `baseline` although the target is not what the files make; the differences are listed all the same.",
    { commands: ["baseline"] },
  ),
  text("environment", null, "Free text, recorded; `production` or `prod` arms the confirmation."),
  text(
    "confirm",
    null,
    "What was typed to confirm; must equal `confirmation-phrase` in production.",
    WRITING,
  ),
  text(
    "confirmation-phrase",
    "MIGRATE-PRODUCTION",
    "What must be typed in production, compared whole.",
    WRITING,
  ),
  text("expected-plan", null, "A `plan-digest`: apply only that plan.", RECORDING),
  text("expected-database", null, "Name of the database that must be the one connected to, or `host/name`."),
  scalar(
    "review-window",
    "duration",
    "0s",
    "A cancellable pause between the printed plan and the first change.",
    WRITING,
  ),
  scalar("lock-timeout", "duration", "2s", "The longest that one try waits for a lock.", {
    ...REHEARSED,
    min: 1,
  }),
  scalar(
    "lock-retries",
    "integer",
    "10",
    "How often a migration that waited too long is tried again.",
    CHANGING,
  ),
  scalar(
    "statement-timeout",
    "duration",
    "0",
    "The longest that one statement may run; 0: no limit.",
    REHEARSED,
  ),
  scalar("run-lock-wait", "duration", "5min", "How long to wait for another run to end.", WRITING),
  text("ledger-schema", "public", "Schema of the ledger; made when absent."),
  text(
    "ledger-table",
    "schema_migrations",
    "Table of the ledger; the history is `migration_history` beside it.",
  ),
  text(
    "adopt-from",
    null,
    "Which other tool's ledger these files belong to, where there is more than one: the tool's name or `schema.table`; `none`: no ledger there is about them.",
  ),
  scalar("apply", "boolean", "false", "Do what was shown: without it `adopt` and `repair` change nothing.", {
    commands: ["adopt", "repair"],
  }),
  choice(
    "resolve",
    ["resume", "skip", "done", "clear"],
    null,
    "With `repair`: go on with the migration `version` where it stopped (`resume`), behind the statement of which it is not known whether it was done (`skip`), or record that it is `done` or, with `clear`, not begun. Shown first; done with `apply`.",
    { commands: ["repair"] },
  ),
  text(
    "base",
    null,
    "What the pull request is compared with: a branch, tag or commit that is in the checkout.",
    {
      commands: ["check"],
      defaultText: "the base branch of the pull request; else the remote's default branch",
    },
  ),
  text(
    "github-token",
    null,
    "Token for the comment on the pull request, such as `github.token` of a job with `pull-requests: write`. Masked.",
    { ...COMMENTED, secret: true },
  ),
  choice(
    "comment",
    ["auto", "always", "never"],
    "auto",
    "One comment on the pull request, kept up to date; `auto`: where a token is given, the event is a pull request's, and there is something to say.",
    COMMENTED,
  ),
  text("report-path", null, "Where the JSON report is written.", { defaultText: "a file under RUNNER_TEMP" }),
] satisfies readonly InputDefinition[];

/** One of the names in INPUTS. */
export type InputName = (typeof INPUTS)[number]["name"];

/** The definition of one input, with its own name, kind, values and default in the type. */
export type DefinitionOf<Name extends InputName> = Extract<(typeof INPUTS)[number], { readonly name: Name }>;

const BY_NAME = new Map<string, InputDefinition>(INPUTS.map((input) => [input.name, input]));

/** The definition of `name`; undefined when there is no such input. */
export function inputNamed(name: string): InputDefinition | undefined {
  return BY_NAME.get(name);
}
