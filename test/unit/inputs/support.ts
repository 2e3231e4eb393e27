import { expect } from "vitest";
import { type ErrorCode, errorsOf, type MigrateError } from "../../../src/errors.ts";
import type { Inputs } from "../../../src/inputs/inputs.ts";
import { parseInputs } from "../../../src/inputs/parse-inputs.ts";
import type { RawInputs } from "../../../src/inputs/raw-inputs.ts";

/** Raw inputs of plain records. */
export function raw(values: Record<string, string>, environment: Record<string, string> = {}): RawInputs {
  return { values: new Map(Object.entries(values)), environment };
}

/** Parsed inputs beside a connection that is good. */
export function parsed(values: Record<string, string>, environment: Record<string, string> = {}): Inputs {
  return parseInputs(raw({ "database-url": "postgres://u:pass@h/db", ...values }, environment));
}

/** What `reject` throws, one by one; fails the test when it throws nothing. */
export function errorsFrom(reject: () => unknown): readonly MigrateError[] {
  try {
    reject();
  } catch (error) {
    return errorsOf(error);
  }
  expect.unreachable("nothing was rejected");
}

/** The codes and the messages with their hints, one line each, of what `parseInputs` makes of these. */
export function problems(values: Record<string, string>, environment: Record<string, string> = {}): string[] {
  return errorsFrom(() => parseInputs(raw(values, environment))).map(line);
}

/** The problems of `values` beside a connection that is good. */
export function problemsBeside(values: Record<string, string>): string[] {
  return problems({ "database-url": "postgres://u:pass@h/db", ...values });
}

export function line(error: MigrateError): string {
  return `${error.code satisfies ErrorCode} ${error.message} ${error.details.hint ?? ""}`.trim();
}
