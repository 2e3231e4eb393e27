import { COMMAND_INPUTS } from "./command-definitions.ts";
import { COMMAND_NAMES } from "./commands.ts";
import { choice, type InputDefinition, scalar, text } from "./definition.ts";
import { PLACE_INPUTS } from "./place-definitions.ts";

const CHANGING = { commands: ["up", "down", "repair"] } as const;
const PLANNING = { commands: ["up", "plan", "down", "repair"] } as const;
const CHECKED = { commands: ["up", "plan", "check", "down"] } as const;
const RANGED = { commands: ["up", "plan", "down", "verify", "baseline"] } as const;
const LIMITED = { commands: ["up", "plan", "check", "down", "verify", "baseline", "repair"] } as const;
const REHEARSED = { commands: ["up", "plan", "check", "down", "baseline", "repair"] } as const;
const DEPLOYED = { commands: ["up", "plan", "down"] } as const;
const COMMENTED = { commands: ["up", "plan", "check"] } as const;
const RECORDING = { commands: ["up", "down", "baseline"] } as const;
const WRITING = { commands: ["up", "down", "baseline", "adopt", "repair"] } as const;

/**
 * Every input there is, in the order people read them. From this one table come action.yml's inputs, the flags and
 * help of the command line, README's table, and what `parseInputs` accepts.
 */
export const INPUTS = [
  choice("command", COMMAND_NAMES, "up", "What to do; see Commands."),
  ...PLACE_INPUTS,
  text(
    "target",
    null,
    "The version that is the newest afterwards: `up` applies it too, `baseline` records it too, `down` leaves it applied and takes back all newer ones. `down` with `none`: all. `verify` asks about it and all before it.",
    RANGED,
  ),
  text(
    "version",
    null,
    "This one migration only; refused while earlier ones are pending, unless out of order is allowed. Of `repair` and `verify`: the one that it is about.",
    { commands: ["up", "plan", "verify", "repair"] },
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
    "Everything before the first change, and no further: `up` is `plan` then, `down` and `baseline` show and rehearse what they would do, `adopt`, `repair` and `create` show it.",
    { commands: ["up", "plan", "down", "baseline", "adopt", "repair", "create"] },
  ),
  choice(
    "out-of-order",
    ["refuse", "allow"],
    "refuse",
    "What to do with a file older than the newest applied one (of `check`: than the base branch's newest), and with a `batch` that later ones were applied over.",
    CHECKED,
  ),
  choice(
    "on-failure",
    ["stop", "rollback-batch"],
    "stop",
    "What becomes of what a run has applied when a later migration of it fails: `stop` leaves it applied, `rollback-batch` takes it back by its ways back, which every migration but the last must have then, and which are rehearsed too.",
    { commands: ["up", "plan"] },
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
  text(
    "rehearse-as",
    null,
    "The role of the target as which migrations are rehearsed: that of who will apply them, where this run's user may only read.",
    { commands: ["up", "plan", "down"], defaultText: "the user connected as" },
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
    "Record with `baseline` although the target is not what the files make, or go `down` although the schema is not then what it was before; the differences are listed all the same. With `repair`: what the migrations made and is gone from the schema is shown; with `apply` and `reason` it is expected no longer.",
    { commands: ["baseline", "down", "repair"] },
  ),
  text(
    "backup-marker",
    null,
    "A query of the target, run read-only, that gives the time of the newest backup (with its time zone) and, if it likes, its name: a run goes on only when that is younger than `backup-max-age`. Recorded with what the run applies.",
    DEPLOYED,
  ),
  text(
    "backup-command",
    null,
    "The same from a command of the shell on the machine that runs this, connection in `PGHOST`, `PGDATABASE` …: the last line that it prints begins with the time in ISO 8601, a blank and a name may follow. It is run in a dry run too; its own text is never printed.",
    DEPLOYED,
  ),
  scalar("backup-max-age", "duration", "24h", "How old the newest backup may be.", {
    ...DEPLOYED,
    min: 1,
  }),
  scalar(
    "max-replication-lag",
    "duration",
    null,
    "A standby that is further behind than this, or of which it cannot be told, stops the run.",
    { ...DEPLOYED, min: 1 },
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
    ...LIMITED,
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
    LIMITED,
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
  ...COMMAND_INPUTS,
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
