/** What a person needs to know about one error code. Markdown of our own: trusted, never escaped. */
export interface Entry {
  /** A few words without a full stop, no markup: also part of the headline. */
  readonly title: string;
  /** What happened, and what it did not touch. One or two sentences. */
  readonly whatItMeans: string;
  /** Steps that work with the commands of this version; one or more sentences. */
  readonly whatToDo: string;
}
