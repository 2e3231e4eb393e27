/** What a report has besides where a run is about a pull request. */
export interface PullRequestParts {
  /** What it is compared with, and how its ways back and questions went; only of the command `check`. */
  readonly check?: ReportCheck;
  /** What became of the comment on it; not there where none was wanted. */
  readonly comment?: ReportComment;
}

/** What `check` knows of a pull request. Files by their path for people, as everywhere here. */
export interface ReportCheck {
  /** `name`: `origin/main`; `commit`: where the pull request left it. Null: all files count as the pull request's. */
  readonly base: { readonly name: string; readonly commit: string } | null;
  /** What differs from that commit, ascending; empty too where there is none. */
  readonly changed: readonly ReportChange[];
  /** Migrations of the pull request in their order, and those whose way back or questions it touches. */
  readonly trips: readonly ReportTrip[];
}

interface ReportChange {
  readonly file: string;
  readonly change: "added" | "edited" | "removed";
  /** 1-based and inclusive, ascending; null: all of them. */
  readonly lines: readonly { readonly from: number; readonly to: number }[] | null;
}

export interface ReportTrip {
  readonly version: string;
  readonly name: string;
  readonly origin: "base" | "pull-request";
  /**
   * restored: taken back, the schema was as before, and applied again as after · differs: it was not · failed: the way
   * back did not run · untried: see `why` · none: there is no way back.
   */
  readonly back: "restored" | "differs" | "failed" | "untried" | "none";
  readonly why: string | null;
  /** Questions of its verify files that were answered with true; null: not all were. */
  readonly answered: number | null;
}

/** `url` null where it was not written. */
interface ReportComment {
  /** unchanged: it said the same already · not-written: a notice says why. */
  readonly state: "created" | "updated" | "unchanged" | "not-written";
  readonly url: string | null;
}
