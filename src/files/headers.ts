import { DURATION_FORMS, parseDurationMs } from "../inputs/duration.ts";
import { atlasComment } from "./atlas-comments.ts";
import { type CommentLine, makeCommentLines } from "./comment-lines.ts";
import { foreignMarker } from "./foreign-markers.ts";
import type { Allowance, ScriptProblem } from "./script.ts";
import { PlaceTracker, type TextPlace } from "./sql/place-at.ts";
import type { Statement } from "./sql/statement.ts";

/** What the `-- migrate:` comments of a file say. */
export interface Headers {
  readonly isNoTransaction: boolean;
  /** 0: none; null: the run's own limit. */
  readonly statementTimeoutMs: number | null;
  /** In the order of the file. */
  readonly allowances: readonly Allowance[];
  /** HEADER_INVALID each. */
  readonly problems: readonly ScriptProblem[];
}

/** Gives the places of ascending offsets. */
export interface Places {
  readonly advance: (offset: number) => TextPlace;
}

/** True for comments that can have a meaning for `makeHeaders`: the others of a large file are not kept. */
export function mayBeHeader(comment: string): boolean {
  return /^-+[ \t]*(?:[\w-]+:\S|migrate[ \t]*:|\+|down|create above)/i.test(comment);
}

/**
 * Headers of a file: `no-transaction` and `timeout` stand before the first statement, `allow` there or between
 * statements, each on a line of its own. Case counts. Another tool's marker that gives parts of a file a meaning is a
 * problem too: run as a plain file, its way back would be run as well. `-- atlas:txmode none` counts as no-transaction.
 */
export function makeHeaders(text: string, statements: readonly Statement[]): Headers {
  return readHeaders(makeCommentLines(text, statements), new PlaceTracker(text));
}

/** The same from the comment lines between its statements, in their order, and what gives their places. */
export function readHeaders(comments: readonly CommentLine[], places: Places): Headers {
  const read: Read = { isNoTransaction: false, statementTimeoutMs: null, allowances: [], problems: [] };
  for (const comment of comments) {
    const tool = foreignMarker(comment);
    const atlas = atlasComment(comment);
    if (atlas?.kind === "no-transaction") read.isNoTransaction = true;
    const header = HEADER.exec(comment.text);
    const misspelt = header === null && MEANT_AS_HEADER.test(comment.text) ? MISSPELT : null;
    const known = tool ?? (atlas?.kind === "problem" ? atlas.problem : misspelt);
    if (known === null && header === null) continue;
    const place = places.advance(comment.offset);
    const wrong = known ?? readHeader(read, { ...nameAndValue(header), comment, line: place.line });
    if (wrong !== null) read.problems.push({ code: "HEADER_INVALID", ...wrong, ...place });
    // One is enough to say whose file it is.
    if (tool !== null) break;
  }
  return read;
}

const HEADER = /^--[ \t]*migrate:([^\s:]+)[ \t]*([^\r\n]*)$/;

/** A header but for its spaces, hyphens or case. Prose behind `migrate:` is not: "-- migrate: users". */
const MEANT_AS_HEADER =
  /^-+[ \t]*migrate[ \t]*:[ \t]*(?:no[-_ ]?transaction|timeout[ \t]+\d\w*|allow[ \t]+[\w-]+[ \t]+reason:.*)[ \t\r\n]*$/i;

function nameAndValue(found: RegExpExecArray | null): Pick<Header, "name" | "value"> {
  const [, name = "", value = ""] = found ?? [];
  return { name, value: value.trim() };
}

interface Read extends Headers {
  isNoTransaction: boolean;
  statementTimeoutMs: number | null;
  allowances: Allowance[];
  problems: ScriptProblem[];
}

interface Header {
  readonly name: string;
  readonly value: string;
  readonly comment: CommentLine;
  readonly line: number;
}

type Wrong = Pick<ScriptProblem, "message" | "hint">;

const KNOWN =
  "This version knows `-- migrate:no-transaction`, `-- migrate:timeout 10min` and `-- migrate:allow RULE reason: …`.";

const MISSPELT: Wrong = {
  message: "This is nearly a header, and would be passed over as a comment.",
  hint: `A header begins with \`-- migrate:\` and its name, in lower case and without a space between. ${KNOWN}`,
};

function readHeader(read: Read, header: Header): Wrong | null {
  const reader = READERS.get(header.name);
  if (reader === undefined) return { message: `There is no header \`migrate:${header.name}\`.`, hint: KNOWN };
  if (header.name !== "allow" && !header.comment.isAtHead) {
    return {
      message: `\`migrate:${header.name}\` stands after the first statement, where it has no effect.`,
      hint: "It is about the whole file: put it on the first line.",
    };
  }
  return reader(read, header);
}

const READERS: ReadonlyMap<string, (read: Read, header: Header) => Wrong | null> = new Map([
  ["no-transaction", readNoTransaction],
  ["timeout", readTimeout],
  ["allow", readAllow],
]);

function readNoTransaction(read: Read, { value }: Header): Wrong | null {
  if (value !== "")
    return { message: "`migrate:no-transaction` takes no value.", hint: "Leave out what follows it." };
  read.isNoTransaction = true;
  return null;
}

function readTimeout(read: Read, { value }: Header): Wrong | null {
  read.statementTimeoutMs = parseDurationMs(value);
  if (read.statementTimeoutMs !== null) return null;
  return {
    message: "`migrate:timeout` needs one duration.",
    hint: `Write ${DURATION_FORMS}, or 0 for no limit: \`-- migrate:timeout 10min\`.`,
  };
}

function readAllow(read: Read, { value, line }: Header): Wrong | null {
  const [, rule, reason] = /^([\w-]+)\s+reason:\s*(\S.*)$/.exec(value) ?? [];
  if (rule === undefined || reason === undefined) {
    return {
      message: "`migrate:allow` needs a rule and a reason.",
      hint: "Write `-- migrate:allow RULE reason: why it is safe here`.",
    };
  }
  read.allowances.push({ rule, reason, line });
  return null;
}
