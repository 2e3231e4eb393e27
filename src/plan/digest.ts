import { createHash } from "node:crypto";
import { makeChecksum } from "../files/checksum.ts";
import type { Step } from "./plan.ts";

/** Which database a plan was made for. */
export interface TargetIdentity {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** What a digest is made over: values only, never text that was rendered for people. */
export interface DigestParts {
  readonly target: TargetIdentity;
  /** Newest applied version, and how many are applied. */
  readonly head: { readonly version: string | null; readonly applied: number };
  readonly steps: readonly Step[];
}

/** `sha256:` and 64 hex digits: equal exactly when the same files would go the same way onto the same ledger. */
export function makeDigest({ target, head, steps }: DigestParts): string {
  const value = [
    "migrate-action.plan/1",
    [target.host, target.port, target.database],
    [head.version, head.applied],
    steps.map((step) => [
      ...identity(step),
      ...(step.replaces === null ? [] : [step.replaces.checksum]),
      ...(step.direction === "down" ? back(step) : []),
    ]),
  ];
  return `sha256:${createHash("sha256").update(JSON.stringify(value)).digest("hex")}`;
}

const identity = ({ file, script }: Step): readonly string[] => [
  file.version.key,
  file.name,
  file.checksum,
  script.mode,
];

/** The checksum of a file is that of its way there; of a large one that of all that it holds. */
const back = ({ source }: Step): readonly string[] => [
  "down",
  source.large?.file.checksum ?? makeChecksum(source.text),
];
