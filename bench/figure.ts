/** One measured figure: a line of RESULTS.md, with the lines that explain it. */
export interface Figure {
  readonly name: string;
  /** In words, with its unit; null: shown beside another figure, no target of its own. */
  readonly target: string | null;
  readonly measured: string;
  /** Null where there is no target, or where it could not be measured. */
  readonly met: boolean | null;
  /** The raw numbers, for RESULTS.json. */
  readonly values: unknown;
}

/** One part of a run: its figures, and how they were measured. */
export interface Part {
  readonly title: string;
  readonly method: string;
  readonly figures: readonly Figure[];
}

/** What every part is measured with. */
export interface Bench {
  readonly quick: boolean;
  /** Root of the repository. */
  readonly root: string;
  /** A directory of this run, removed at its end; `lib/` in it holds src/ as compiled. */
  readonly work: string;
  readonly server: import("./bench-server.ts").BenchServer;
  /** The binary itself, not a distribution's wrapper; null: none on this machine. */
  readonly psql: string | null;
}

export const milliseconds = (value: number): string =>
  value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;

export const ratio = (value: number): string => `${value.toFixed(2)} ×`;
