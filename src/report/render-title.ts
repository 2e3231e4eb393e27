/**
 * What people call a migration: `001_create_users`. Versions that hold the name already (`20230518191501_init`,
 * `R__views`, `1_initial.sql`) stand alone.
 */
export function renderTitle({ version, name }: { readonly version: string; readonly name: string }): string {
  const isHeld = version.replace(/\.sql$/i, "").endsWith(name);
  return isHeld ? version : `${version}_${name}`;
}
