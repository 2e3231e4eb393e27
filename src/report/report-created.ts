/** One file of a new migration. */
export interface ReportCreated {
  /** As people know it: the path of the directory as given, joined with its own. */
  readonly file: string;
  /** As the layout writes it in names: `017`, `20260131120000`. */
  readonly version: string;
  /** What it is for; both ways where they stand in one file. */
  readonly holds: readonly ("up" | "down" | "verify")[];
  /** What stands in it. */
  readonly text: string;
}
