import type { RawInputs } from "../../../inputs/raw-inputs.ts";

/** What a POST asks for, checked as far as its form goes; the rest is the inputs' own check. */
export interface RunRequest {
  /** `plan`: shown and rehearsed only. */
  readonly command: "plan" | "up";
  /** Who asks, as they say; null: they do not. */
  readonly actor: string | null;
  /** Inputs by their names, no text of them blank. */
  readonly values: ReadonlyMap<string, string>;
}

/** A field of the body, with the JSON Schema that it is held to and described by. */
interface RunField {
  readonly schema: FieldSchema;
  /** The input that it is; null: it is none. */
  readonly input: string | null;
}

type FieldSchema = { readonly description: string } & (
  | { readonly type: "boolean"; readonly default: boolean }
  | { readonly type: "integer"; readonly minimum: number; readonly maximum: number }
  | {
      readonly type: "string";
      readonly minLength: number;
      readonly maxLength: number;
      readonly pattern: string;
    }
);

/** One that is blank would be as if it were not given, and everything would be applied where a part was meant. */
const NOT_BLANK = "\\S";

/** Every field of the body; all may be left out. */
export const RUN_FIELDS = {
  dryRun: {
    input: null,
    schema: { type: "boolean", default: true, description: "false: apply, where the gate lets it through." },
  },
  confirm: { input: "confirm", schema: text(200, "The phrase that production asks for.") },
  expectedPlan: {
    input: "expected-plan",
    schema: text(100, "The digest of the plan that was reviewed: only that is applied."),
  },
  target: { input: "target", schema: text(200, "The newest version to apply.") },
  steps: {
    input: "steps",
    schema: {
      ...{ type: "integer", minimum: 1, maximum: 999_999_999 },
      description: "At most so many migrations.",
    },
  },
  actor: {
    input: null,
    schema: { ...text(80, "Who asks; recorded with ` (HTTP)` behind it."), pattern: "^[!-~]([ -~]*[!-~])?$" },
  },
} as const satisfies Record<string, RunField>;

function text(maxLength: number, description: string) {
  return { type: "string", minLength: 1, maxLength, pattern: NOT_BLANK, description } as const;
}

/** The request in `body`, parsed JSON; or a sentence about what is wrong with it, which repeats nothing of it. */
export function parseRunRequest(body: unknown): RunRequest | { readonly problem: string } {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return { problem: "The body must be a JSON object." };
  const given = new Map<string, unknown>(Object.entries(body));
  const known: readonly [string, RunField][] = Object.entries(RUN_FIELDS);
  const names = known.map(([name]) => name);
  if ([...given.keys()].some((name) => !names.includes(name)))
    return { problem: `The body has a field that is not known; there are: ${names.join(", ")}.` };
  const values = new Map<string, string>();
  for (const [name, { schema, input }] of known) {
    if (!given.has(name)) continue;
    const value = given.get(name);
    if (!fits(value, schema)) return { problem: `${name} must be ${renderSchema(schema)}.` };
    if (input !== null) values.set(input, String(value));
  }
  const actor = given.get("actor");
  return {
    command: given.get("dryRun") === false ? "up" : "plan",
    actor: typeof actor === "string" ? actor : null,
    values,
  };
}

function fits(value: unknown, schema: FieldSchema): boolean {
  if (schema.type === "boolean") return typeof value === "boolean";
  if (schema.type === "integer")
    return Number.isInteger(value) && Number(value) >= schema.minimum && Number(value) <= schema.maximum;
  if (typeof value !== "string") return false;
  // JSON Schema counts characters, not UTF-16 units.
  const { length } = Array.from(value.slice(0, 2 * schema.maxLength + 1));
  const isLong = length < schema.minLength || length > schema.maxLength;
  return !isLong && new RegExp(schema.pattern, "u").test(value);
}

function renderSchema(schema: FieldSchema): string {
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "integer") return `a whole number from ${schema.minimum} to ${schema.maximum}`;
  const kind = schema.pattern === NOT_BLANK ? "a text, not blank," : "a text of visible ASCII characters,";
  return `${kind} of at most ${schema.maxLength} characters`;
}

/**
 * `raw` of the server with what a request says. What was typed to confirm when the server was started confirms nothing that is
 * asked of it later.
 */
export function makeRunInputs(raw: RawInputs, { command, actor, values }: RunRequest): RawInputs {
  const { CONFIRM_PRODUCTION_MIGRATION: _typedEarlier, ...environment } = raw.environment;
  const own = [...raw.values].filter(([name]) => name !== "confirm");
  return {
    ...raw,
    values: new Map([...own, ...values, ["command", command]]),
    environment: actor === null ? environment : { ...environment, GITHUB_ACTOR: `${actor} (HTTP)` },
  };
}
