import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./built.ts";
import { parsePythonCalls, parsePythonLiterals, pythonTextAfter } from "./python-literals.ts";

/** What PostgreSQL 11 to 18 were seen to do, statement by statement; it lies beside the project. */
export const LOCK_ORACLE = join(ROOT, "../shared/lock-oracle");

/** False on a machine without it: a test that needs it is left out, and says so. */
export const hasLockOracle = existsSync(LOCK_ORACLE);
if (!hasLockOracle) console.warn(`The lock oracle was not asked: there is no ${LOCK_ORACLE}.`);

/** One statement that was run in a transaction of its own, on every major that knows it. */
export interface OracleCase {
  /** Unique in a file: `alter type int->bigint` is in both, as two cases. */
  readonly name: string;
  readonly file: "transactional" | "more";
  /** A `;` between statements where there are several. */
  readonly statement: string;
  /** What was committed before it, after `oracleBase()`; empty: nothing. */
  readonly setup: string;
  readonly minMajor: number;
  /** By server major, of those that were measured. */
  readonly byMajor: ReadonlyMap<number, OracleFinding>;
}

/** What a major did. */
export interface OracleFinding {
  /** Modes on what was there before, by relation: `t` → AccessExclusive, Share. `idx` stands for any index. Empty after an error. */
  readonly locks: ReadonlyMap<string, readonly string[]>;
  /** Relations that got a new file; `idx` as above. */
  readonly rewrites: readonly string[];
  /** `verifying table "t"`, `rewriting table "t"`, `build idx on t x6`, `validating foreign key constraint "fk"` … */
  readonly debug: readonly string[];
  /** Locks on what is no relation: `pg_type|AccessExclusiveLock`; only in the file `more`. */
  readonly objects: readonly string[];
  /** The server's refusal, `ERROR:  …`; null: it went through. */
  readonly error: string | null;
}

/** SQL that makes the schema all cases begin with; `postgres` must be a role there. */
export const oracleBase = (): string => pythonTextAfter(readOracle("cases.py"), "BASE=");

/** Setups of `more` that begin with `dv` were run without the views on `t`. */
const VARIABLES = new Map([["dv", "drop view vw; drop materialized view mv; "]]);

/** All cases, in the order of the files. */
export function oracleCases(): readonly OracleCase[] {
  const findings = {
    transactional: findingsIn(readOracle("transactional.txt")),
    more: findingsIn(readOracle("more.txt")),
  };
  const [first = "", second = ""] = readOracle("cases.py").split("\n# more.txt\n");
  return [
    ...casesIn(first, "transactional", findings.transactional),
    ...casesIn(second, "more", findings.more),
  ];
}

const readOracle = (name: string): string => readFileSync(join(LOCK_ORACLE, name), "utf8");

function casesIn(
  source: string,
  file: OracleCase["file"],
  findings: ReadonlyMap<string, OracleCase["byMajor"]>,
): OracleCase[] {
  return parsePythonCalls(source, "sc", VARIABLES).map(({ positional, named }) => {
    const [name = "", statement = ""] = positional;
    const byMajor = findings.get(name);
    if (byMajor === undefined) throw new Error(`The lock oracle has no findings for "${name}".`);
    const minMajor = Number(named.get("minv") ?? 11);
    return { name, file, statement, setup: named.get("setup") ?? "", minMajor, byMajor };
  });
}

/** By case and major. `## name`, then `   11-15 LOCKS {…} | REWRITE […] | DBG […] | OBJ […] | ERR […]`. */
function findingsIn(text: string): ReadonlyMap<string, OracleCase["byMajor"]> {
  const [, ...sections] = text.split(/^## /m);
  return new Map(
    sections.map((section) => {
      const [name = "", ...lines] = section.split("\n");
      return [name, new Map(lines.flatMap(findingsOfLine))];
    }),
  );
}

function findingsOfLine(line: string): (readonly [number, OracleFinding])[] {
  const [, from, to, rest = ""] = /^ {3}(\d+)(?:-(\d+))? (LOCKS .*)$/.exec(line) ?? [];
  if (from === undefined) return [];
  const parts = new Map(
    rest.split(" | ").map((part) => {
      const [word = "", ...value] = part.trim().split(" ");
      return [word, value.join(" ")];
    }),
  );
  const list = (word: string) => parsePythonLiterals(parts.get(word) ?? "");
  const finding = {
    locks: locksIn(parts.get("LOCKS") ?? ""),
    rewrites: list("REWRITE"),
    debug: list("DBG"),
    objects: list("OBJ"),
    error: list("ERR")[0] ?? null,
  };
  const last = Number(to ?? from);
  return Array.from({ length: last - Number(from) + 1 }, (_, index) => [Number(from) + index, finding]);
}

/** `{'idx': ['AccessShare'], 't': ['AccessExclusive', 'Share']}` */
function locksIn(text: string): ReadonlyMap<string, readonly string[]> {
  const entries = [...text.matchAll(/'(\w+)': \[([^\]]*)\]/g)];
  return new Map(
    entries.map(([, relation = "", modes = ""]) => [relation, parsePythonLiterals(modes)] as const),
  );
}
