import { expect } from "vitest";
import type { Creation, Wish } from "../../../src/creation/creation.ts";
import { makeCreation } from "../../../src/creation/make-creation.ts";
import { readStanding } from "../../../src/files/read-standing.ts";

/** Moment of all that is created here. */
export const AT = new Date("2026-01-31T12:00:59.123Z");

/** What would be made in `directory`, in the layout named. */
export function creationIn(directory: string, layout: string, wish: Partial<Wish> = {}): Creation {
  const whole = { name: "add_users_email", verify: false, at: AT, taken: [], ...wish };
  return makeCreation(readStanding(directory, layout), whole);
}

/** The same, which must be files. */
export function madeIn(...given: Parameters<typeof creationIn>): Extract<Creation, { kind: "files" }> {
  const made = creationIn(...given);
  if (made.kind === "problem") expect.unreachable(made.problem.message);
  return made;
}

/** The same, which must be refused: message and hint. */
export function refusedIn(...given: Parameters<typeof creationIn>): string {
  const made = creationIn(...given);
  if (made.kind === "files") expect.unreachable(made.files.map(({ name }) => name).join());
  expect(made.problem.code).toBe("CREATE_REFUSED");
  return `${made.problem.message} ${made.problem.details.hint}`;
}
