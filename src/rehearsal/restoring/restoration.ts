import type { Schema } from "../../database/schema.ts";
import { compareSchemas } from "../compare-schemas.ts";
import type { NotRehearsed } from "../rehearsal.ts";
import { renderLeft } from "../render-difference.ts";

/** Whether the schema, when migrations are taken back, is what it was before they were applied. */
export interface Restoration {
  /** What is left behind, gone or changed, a sentence each; null: it could not be compared. */
  readonly differences: readonly string[] | null;
  /** Why not, a sentence; null where it was. */
  readonly unknown: string | null;
}

/** It could not be compared, for this reason. */
export const unknownRestoration = (why: string): Restoration => ({ differences: null, unknown: why });

/** How `after`, when all is taken back, differs from `before`. */
export function compareRestored(before: Schema, after: Schema): Restoration {
  return { differences: compareSchemas(before, after).map(renderLeft), unknown: null };
}

/** Why nothing is known where statements of what is taken back, there or back, were not run; null: all were. */
export function unknownForLeftOut(notRun: readonly NotRehearsed[]): Restoration | null {
  const [first] = notRun;
  if (first === undefined) return null;
  const count = notRun.length === 1 ? "One statement" : `${notRun.length} statements`;
  return unknownRestoration(
    `${count} of what is taken back, or of its way back, could not be run on the site (${first.file}, line ${first.line}: ${first.why})`,
  );
}
