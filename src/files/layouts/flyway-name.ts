import type { Version } from "../migration-file.ts";
import type { FileName } from "./numbered-name.ts";

/** `1`, `2.1`, `1_2`: numbers with dots or underscores between them. */
const NUMBERS = "\\d+(?:[._]\\d+)*";

const VERSIONED = new RegExp(`^([VU])(${NUMBERS})(?:__(.*))?\\.sql$`, "is");
const REPEATABLE = /^R__(.+)\.sql$/is;

/**
 * The parts of `V1_2__name.sql`, `U1_2__name.sql` (its way back) and `R__name.sql`, in whatever folder; null when it is
 * none of them. The letter is upper case, and what follows the version begins with two underscores, or is nothing.
 * Source: Flyway, ResourceNameParser and MigrationVersion.
 */
export function parseFlywayName(path: string): FileName | null {
  const base = baseName(path);
  const stem = base.slice(0, -".sql".length);
  const [, description] = startsWithOneOf(base, "R") ? (REPEATABLE.exec(base) ?? []) : [];
  if (description !== undefined)
    return { role: "up", version: repeatableVersion(description), name: description, stem };
  const [, prefix, numbers, name = ""] = startsWithOneOf(base, "VU") ? (VERSIONED.exec(base) ?? []) : [];
  if (numbers === undefined) return null;
  return { role: prefix === "U" ? "down" : "up", version: numbersVersion(numbers), name, stem };
}

const TYPED_VERSION = new RegExp(`^V?(${NUMBERS})(?:__.*)?$`, "s");

/**
 * The version meant by a ledger's or a person's `2.1`, `2_1`, `V2.1`, `V2_1__name`, `R__name`, each with `.sql` and
 * folders before it or not; null when `text` is none of them.
 */
export function parseFlywayVersion(text: string): Version | null {
  const stem = baseName(text).replace(/\.sql$/i, "");
  const [, description] = /^R__(.+)/s.exec(stem) ?? [];
  if (description !== undefined) return repeatableVersion(description);
  const [, numbers] = TYPED_VERSION.exec(stem) ?? [];
  return numbers === undefined ? null : numbersVersion(numbers);
}

/** True for names by which Flyway is known: two underscores behind a version or an R. */
export function isFlywayName(path: string): boolean {
  return FLYWAY_NAME.test(path);
}

const FLYWAY_NAME = new RegExp(`(?:^|/)(?:[VUB]${NUMBERS}|R)__[^/]*\\.[sS][qQ][lL]$`);

/** As Flyway shows and compares it: `1_2` is `1.2`; `1.0` is `1`. */
function numbersVersion(numbers: string): Version {
  const text = numbers.replaceAll("_", ".");
  const order = text.split(".").map(BigInt);
  while (order.length > 1 && order.at(-1) === 0n) order.pop();
  return { text, key: order.join("."), order };
}

/** Repeatables have no number: their description is their identity and their order, underscores read as spaces. */
function repeatableVersion(description: string): Version {
  const words = description.replaceAll("_", " ");
  return { text: `R__${description}`, key: `R__${words}`, order: [words], kind: "repeatable" };
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const startsWithOneOf = (name: string, letters: string): boolean => letters.includes(name.charAt(0));
