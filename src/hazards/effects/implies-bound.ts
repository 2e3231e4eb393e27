import { constantsIn } from "../../syntax/constants-in.ts";
import type { KnownRelation } from "../known-schema.ts";
import { saysNotNull } from "./proves-not-null.ts";

/** A partition's bound: the key that it is of, and the constants in it. */
export interface Bound {
  /** Empty: not known. */
  readonly key: readonly string[];
  readonly constants: readonly string[];
}

/**
 * True where a valid CHECK of `partition` seems to say what the bound says: it has the bound's constants, and its key is
 * not null. The server proves it from the whole expression; here only what it is made of is compared.
 * Source: lock-oracle, "attach partition with check".
 */
export function impliesBound(partition: KnownRelation, { key, constants }: Bound): boolean {
  if (constants.length === 0) return false;
  const checks = checksOf(partition);
  const isNotNull = (column: string) =>
    partition.columns.some(({ name, isNotNull }) => name === column && isNotNull) ||
    checks.some((expression) => saysNotNull(expression, column));
  return key.every(isNotNull) && hasConstants(checks, constants);
}

/** True where a valid CHECK of the default partition seems to keep out what the bound takes in. */
export function keepsOut(defaultPartition: KnownRelation, { constants }: Bound): boolean {
  return constants.length > 0 && hasConstants(checksOf(defaultPartition), constants);
}

const checksOf = ({ constraints }: KnownRelation) =>
  constraints.flatMap(({ kind, isValid, isEnforced, expression }) =>
    kind === "check" && isValid && isEnforced && expression !== null ? [expression] : [],
  );

function hasConstants(checks: ReturnType<typeof checksOf>, wanted: readonly string[]): boolean {
  const found = checks.flatMap(constantsIn);
  // The server writes '2026-01-01' of a timestamp as '2026-01-01 00:00:00+00'.
  return wanted.every((constant) =>
    found.some((one) => one === constant || (constant.length >= 8 && one.startsWith(constant))),
  );
}
