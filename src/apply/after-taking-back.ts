import type { MigrationOutcome } from "./outcome.ts";

/**
 * What became of the `migrations` of a run, some of which were applied, after their ways back: `back` has an outcome for each
 * of these. One whose way back failed and left nothing, or was not begun, is applied as before, with what went wrong.
 */
export function afterTakingBack(
  migrations: readonly MigrationOutcome[],
  back: readonly MigrationOutcome[],
): readonly MigrationOutcome[] {
  const backOf = new Map(back.map((one) => [one.step.file, one]));
  return migrations.map((migration) => {
    const found = migration.state === "applied" ? backOf.get(migration.step.file) : undefined;
    if (found === undefined) return migration;
    const isAsBefore = found.state === "rolled-back" || found.state === "not-run";
    return isAsBefore ? { ...migration, error: found.error } : found;
  });
}
