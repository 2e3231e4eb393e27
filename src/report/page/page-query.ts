import { STATUS_WORDS } from "../migration-states.ts";
import type { StatusState } from "../report-record.ts";

/** What is asked of the page by its address. */
export interface PageQuery {
  /** As it was typed, cut to `LONGEST_QUERY`; empty: everything. */
  readonly text: string;
  /** Null: every state. */
  readonly state: StatusState | null;
  /** `all`: no list is cut off. */
  readonly length: "newest" | "all";
}

/** In UTF-16 units; longer than what anybody types, and short enough to compare with thousands of rows. */
export const LONGEST_QUERY = 100;

/** The query of a page's address; what it does not know is as if it were not there. */
export function makePageQuery(parameters: URLSearchParams): PageQuery {
  const text = (parameters.get("q") ?? "").trim().slice(0, LONGEST_QUERY).toWellFormed();
  const state = parameters.get("state") ?? "";
  return {
    text,
    state: Object.hasOwn(STATUS_WORDS, state) ? (state as StatusState) : null,
    length: parameters.has("all") ? "all" : "newest",
  };
}

/** The query as an address: `?state=pending`; `?` where nothing is asked. */
export function renderPageQuery({ text, state, length }: PageQuery): string {
  const parameters = new URLSearchParams({
    ...(text === "" ? {} : { q: text }),
    ...(state === null ? {} : { state }),
    ...(length === "all" ? { all: "" } : {}),
  });
  return `?${parameters}`;
}
