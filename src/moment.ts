/** A point in time, by the clock on the wall and by one that nobody sets. */
export interface Moment {
  readonly at: Date;
  /** Milliseconds of a clock that only goes forward; only differences mean something. */
  readonly uptimeMs: number;
}

/** Now. */
export const readMoment = (): Moment => ({ at: new Date(), uptimeMs: readUptimeMs() });

/** Now, for a difference. `performance.now` would load a module that a start has no other use for. */
export const readUptimeMs = (): number => process.uptime() * 1_000;
