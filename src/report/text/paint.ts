/** Styles for a terminal: each returns `text` in its style. The shell chooses, by what its output is. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly caution: (text: string) => string;
  readonly bad: (text: string) => string;
}

const unchanged = (text: string): string => text;

/** For files, pipes and logs: no styles. */
export const PLAIN_PAINT: Paint = {
  strong: unchanged,
  faint: unchanged,
  good: unchanged,
  caution: unchanged,
  bad: unchanged,
};

const style =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

/** For terminals. Source: ECMA-48, 8.3.117, "SGR". */
export const ANSI_PAINT: Paint = {
  strong: style(1, 22),
  faint: style(2, 22),
  good: style(32, 39),
  caution: style(33, 39),
  bad: style(31, 39),
};
