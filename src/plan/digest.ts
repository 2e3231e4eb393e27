import { createHash } from "node:crypto";
import type { Step } from "./plan.ts";
import { checksumOf } from "./unfinished.ts";

/** Which database a plan was made for. */
export interface TargetIdentity {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** Newest applied version, and how many are applied. */
export interface LedgerHead {
  readonly version: string | null;
  readonly applied: number;
}

/** What a digest is made over: values only, never text that was rendered for people. */
export interface DigestParts {
  readonly target: TargetIdentity;
  readonly head: LedgerHead;
  readonly steps: readonly Step[];
  /** As in Plan; not given: none. */
  readonly waysBack?: readonly Step[];
}

/**
 * What two digests can be compared by, part by part, each in four hex digits: enough to name what has changed, not to
 * prove that nothing has. Source: docs/format.md, "Plan digest".
 */
export interface Fingerprints {
  readonly target: string;
  readonly head: string;
  /** Of the versions in their order, and the way they go. */
  readonly versions: string;
  /** The sum of all steps' numbers; a step's number is made of its file's name, text and mode. */
  readonly sum: string;
  /** The sum of the same, each times its place: with `sum` it tells which one has changed, if one has. */
  readonly placedSum: string;
}

/** `sha256:` and 64 hex digits: equal exactly when the same files would go the same way onto the same ledger. */
export function makeDigest(parts: DigestParts): string {
  const { target, head, steps, waysBack = [] } = parts;
  const value = [
    "migrate-action.plan/2",
    identityOf(target),
    standOf(head),
    steps.map((step) => [
      ...contentOf(step),
      ...(step.replaces === null ? [] : [step.replaces.checksum]),
      ...(step.direction === "down" ? back(step) : []),
      ...(step.resumes === null ? [] : ["resumes", step.resumes.row.statementsDone]),
    ]),
    ...(waysBack.length === 0 ? [] : [["rollback-batch", ...waysBack.map(wayBackOf)]]),
  ];
  const prints = [
    targetPrint(target),
    headPrint(head),
    versionsPrint(
      steps.map(({ file }) => file.version.key),
      steps[0]?.direction,
    ),
    ...sumPrints(steps.map(stepNumber)),
  ];
  return `sha256:${prints.join("")}${sha256(value).slice(0, 44)}`;
}

/** The fingerprints inside `digest`; null when it is none. */
export function parseFingerprints(digest: string): Fingerprints | null {
  const prints =
    /^sha256:([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})[0-9a-f]{44}$/.exec(digest);
  if (prints === null) return null;
  const [, target = "", head = "", versions = "", sum = "", placedSum = ""] = prints;
  return { target, head, versions, sum, placedSum };
}

/** As `Fingerprints.target`. */
export const targetPrint = (target: TargetIdentity): string => sha256(identityOf(target)).slice(0, 4);

/** As `Fingerprints.head`. */
export const headPrint = (head: LedgerHead): string => sha256(standOf(head)).slice(0, 4);

/** As `Fingerprints.versions`; `direction` is that of all steps, and does not matter where there are none. */
export function versionsPrint(keys: readonly string[], direction: Step["direction"] = "up"): string {
  return sha256(direction === "down" && keys.length > 0 ? ["down", ...keys] : keys).slice(0, 4);
}

/** `sum` and `placedSum` of the steps that have these numbers, in their order. */
export function sumPrints(numbers: readonly number[]): readonly [string, string] {
  let sum = 0;
  let placedSum = 0;
  for (const [index, number] of numbers.entries()) {
    sum = (sum + number) % SUM_MODULUS;
    placedSum = (placedSum + ((index + 1) % SUM_MODULUS) * number) % SUM_MODULUS;
  }
  return [inHex(sum), inHex(placedSum)];
}

/** The largest prime of four hex digits: a field, so that one changed step is found by division. */
export const SUM_MODULUS = 65_521;

/** What of a step its number is made of. */
export type NumberedStep = Pick<Step, "file" | "direction" | "source" | "script">;

/** What a step adds to the sums: from 0 to SUM_MODULUS − 1. */
export function stepNumber(step: NumberedStep): number {
  const value = [...contentOf(step), ...(step.direction === "down" ? back(step) : [])];
  return Number.parseInt(sha256(value).slice(0, 12), 16) % SUM_MODULUS;
}

const identityOf = ({ host, port, database }: TargetIdentity) => [host, port, database];
const standOf = ({ version, applied }: LedgerHead) => [version, applied];

const contentOf = ({ file, script }: NumberedStep): readonly string[] => [
  file.version.key,
  file.name,
  file.checksum,
  script.mode,
];

/** The checksum of a file is that of its way there; of a large one that of all that it holds. */
const back = ({ source }: NumberedStep): readonly string[] => ["down", checksumOf(source)];

const wayBackOf = ({ file, source }: Step): readonly string[] => [file.version.key, checksumOf(source)];

const sha256 = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");
const inHex = (number: number): string => number.toString(16).padStart(4, "0");
