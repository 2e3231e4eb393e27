import type { Schema } from "../database/schema.ts";
import type { NotRehearsed } from "./rehearsal.ts";

/** The schema that the applied files make, or why it is not known, a sentence. */
export type Expected =
  | { readonly known: true; readonly schema: Schema }
  | { readonly known: false; readonly why: string };

export type Unknown = Extract<Expected, { readonly known: false }>;

export const unknown = (why: string): Unknown => ({ known: false, why });

/** Applied statements that were not run: what they make, and what needs it, would be told as drift. */
export function unknownFor(leftOut: readonly NotRehearsed[]): Unknown | null {
  const [first] = leftOut;
  if (first === undefined) return null;
  const count = leftOut.length === 1 ? "One statement" : `${leftOut.length} statements`;
  return unknown(
    `${count} of the applied files could not be run on the site, so what they make is not known (${first.file}, line ${first.line}: ${first.why})`,
  );
}
