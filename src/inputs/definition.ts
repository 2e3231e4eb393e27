import { COMMAND_NAMES } from "./commands.ts";
import type { Command } from "./inputs.ts";

/**
 * string: any text · enum: one of `allowed` · boolean: `true` or `false` as YAML's core schema writes them ·
 * duration: `500ms`, `30s`, `10min`, `1h` or `0` · integer: decimal digits.
 */
export type InputKind = "string" | "enum" | "boolean" | "duration" | "integer";

/** One input, which is also one flag of the command line and one row of README's table. */
export interface InputDefinition<
  Name extends string = string,
  Kind extends InputKind = InputKind,
  Allowed extends string = string,
  Default extends string | null = string | null,
> {
  readonly name: Name;
  readonly kind: Kind;
  /** One sentence or two for people, Markdown. */
  readonly meaning: string;
  /** Values of an enum, the default among them; null for the other kinds. */
  readonly allowed: readonly Allowed[] | null;
  /**
   * Taken when nothing is given, and written into action.yml. Null where the value may still come from elsewhere:
   * the runner passes a default of action.yml as if it had been given, and it would win over DATABASE_URL.
   */
  readonly default: Default;
  /** What people read as the default where `default` is null but something is taken; else null. */
  readonly defaultText: string | null;
  /** Smallest value, of integers and (in milliseconds) of durations. */
  readonly min: number;
  readonly secret: boolean;
  /** Commands that look at it; the others accept and ignore it. */
  readonly commands: readonly Command[];
}

/** The parts of a definition that most inputs do not need to say. */
interface More {
  readonly defaultText?: string;
  readonly min?: number;
  readonly secret?: boolean;
  readonly commands?: readonly Command[];
}

/** An input of free text. */
export function text<const Name extends string, const Default extends string | null>(
  name: Name,
  defaultValue: Default,
  meaning: string,
  more: More = {},
): InputDefinition<Name, "string", never, Default> {
  return { ...rest(more), name, kind: "string", meaning, allowed: null, default: defaultValue };
}

/** An input that takes one of `allowed`. */
export function choice<
  const Name extends string,
  const Allowed extends string,
  const Default extends string | null,
>(
  name: Name,
  allowed: readonly Allowed[],
  defaultValue: Default,
  meaning: string,
  more: More = {},
): InputDefinition<Name, "enum", Allowed, Default> {
  return { ...rest(more), name, kind: "enum", meaning, allowed, default: defaultValue };
}

/** An input that is true or false, a duration, or an integer. */
export function scalar<
  const Name extends string,
  const Kind extends "boolean" | "duration" | "integer",
  const Default extends string | null,
>(
  name: Name,
  kind: Kind,
  defaultValue: Default,
  meaning: string,
  more: More = {},
): InputDefinition<Name, Kind, never, Default> {
  return { ...rest(more), name, kind, meaning, allowed: null, default: defaultValue };
}

function rest(more: More) {
  return {
    defaultText: more.defaultText ?? null,
    min: more.min ?? 0,
    secret: more.secret ?? false,
    commands: more.commands ?? COMMAND_NAMES,
  };
}
