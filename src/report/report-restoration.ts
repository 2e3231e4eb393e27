/** Whether the schema, when migrations are taken back in the rehearsal, is what it was before them. */
export interface ReportRestoration {
  /** What is left behind, gone or changed when all is taken back, a sentence each. */
  readonly differences: readonly string[];
  /** Why that is not known, a sentence, `differences` being empty then; null where it is. */
  readonly unknown: string | null;
}
