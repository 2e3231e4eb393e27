/**
 * What people call a migration: `001_create_users`. Versions that hold the name already (`20230518191501_init`,
 * `R__views`) stand alone.
 */
export function renderTitle({ version, name }: { readonly version: string; readonly name: string }): string {
  return name === "" || version.endsWith(name) ? version : `${version}_${name}`;
}
