/**
 * Modes of locks on relations as `pg_locks` has them, the weakest first. Each conflicts with those of the manual's table;
 * from ShareLock on with writes, the last with reads too. Source: PostgreSQL manual, "Explicit Locking", 13.3.1.
 */
export const LOCK_MODES = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
] as const;

export type LockMode = (typeof LOCK_MODES)[number];

/** `ACCESS EXCLUSIVE` of `AccessExclusiveLock`: the manual's name of a mode. */
export const renderLockMode = (mode: LockMode): string =>
  mode
    .slice(0, -"Lock".length)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toUpperCase();

/** How strong `mode` is: 0 for the weakest. */
export const lockStrength = (mode: LockMode): number => LOCK_MODES.indexOf(mode);

/** The modes under which a statement can change more of a relation than its rows. */
export const DEFINING_MODES: readonly LockMode[] = LOCK_MODES.slice(
  LOCK_MODES.indexOf("ShareUpdateExclusiveLock"),
);

/** The modes of `LOCK_MODES` among `words`, the strongest first, each as often as it is there. */
export function parseLockModes(words: readonly string[]): readonly LockMode[] {
  const modes = words.flatMap((word) => LOCK_MODES.find((mode) => mode === word) ?? []);
  return modes.sort((a, b) => lockStrength(b) - lockStrength(a));
}
