/** Cases of the lock oracle where a trace says something else, all for one reason. */
interface TraceException {
  readonly why: string;
  /** How the trace of each differs, as `traceCase` tells it, on every major that the case is for. */
  readonly cases: Readonly<Record<string, readonly string[]>>;
}

const DROPPED_INDEX = ["locks: + idx AccessExclusiveLock"];

/** Every disagreement between traces and lock oracle, and why the trace is right. */
const TRACE_EXCEPTIONS: readonly TraceException[] = [
  {
    why: "The oracle joins pg_locks with pg_class in the server, where what was dropped (an ALTER TYPE drops and makes anew the indexes of its column) is no longer found; a trace takes the name from before.",
    cases: {
      "drop col": DROPPED_INDEX,
      "alter type varchar(10)->(20)": DROPPED_INDEX,
      "alter type varchar(10)->varchar": DROPPED_INDEX,
      "alter type varchar->text": DROPPED_INDEX,
      "alter type text->varchar": DROPPED_INDEX,
      "alter type same w/ using col": DROPPED_INDEX,
      "alter type text collate C": DROPPED_INDEX,
      "drop index": DROPPED_INDEX,
      "drop table": ["locks: + idx AccessExclusiveLock, r AccessExclusiveLock"],
      "drop table w/ fk to r": ["locks: + t2 AccessExclusiveLock"],
      "set schema": ["locks: + idx AccessExclusiveLock, r AccessExclusiveLock"],
    },
  },
  {
    why: "The server names the constraint that it validates, not the tables that it reads for that.",
    cases: {
      "add fk": ["scans: + r, t"],
      "validate fk": ["scans: + r, t"],
      "add fk on partitioned": ["scans: + p1, pd"],
      "add col default + REFERENCES": ["scans: + r, t"],
      "alter constraint enforced": ["scans: + r, t"],
    },
  },
  {
    why: "The server says nothing at debug1 of reading the default partition, or the tables that use a domain.",
    cases: {
      "create table partition of": ["scans: + pd"],
      "alter domain add check": ["scans: + td"],
    },
  },
  {
    why: "Queries, and what runs one, read tables without a word at debug1.",
    cases: {
      "refresh matview": ["scans: + t"],
      "refresh matview concurrently": ["scans: + mv, t"],
      "create matview": ["scans: + t"],
      "update all": ["scans: + t"],
      select: ["scans: + t"],
      "select for update": ["scans: + t"],
      merge: ["scans: + r, t"],
    },
  },
  {
    why: "What is read is empty, and new: TRUNCATE builds the indexes of a file without rows, CREATE TABLE LIKE those of a table that was not there before.",
    cases: { truncate: ["scans: - r"], "create table like": ["scans: - t9"] },
  },
  {
    why: "A sequence is one page, written anew at every change: nobody calls that a rewrite.",
    cases: { "alter sequence": ["rewrites: - sq"] },
  },
  {
    why: "Outside of a transaction, as a migration runs them, they go through; their locks are known, not observed.",
    cases: {
      "cic in tx": ["it went through"],
      "detach concurrently in tx": ["it went through"],
      "reindex concurrently in tx": ["it went through"],
      "vacuum in tx": ["it went through"],
    },
  },
  {
    why: "What an extension's script does is run as the file has it, outside of a transaction of ours.",
    cases: { "create extension": ["not observed"] },
  },
];

/** How the trace of the case `name` is known to differ; empty: it must not. */
export const knownDifferences = (name: string): readonly string[] =>
  TRACE_EXCEPTIONS.map(({ cases }) => cases[name]).find((one) => one !== undefined) ?? [];
