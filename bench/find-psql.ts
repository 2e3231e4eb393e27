import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import {
  executableName,
  findServerBinaries,
  type ServerBinaries,
} from "../src/database/local-server/find-binaries.ts";

/**
 * psql itself, beside the server's binaries (/usr/bin/psql of Debian is a wrapper in Perl): that of `preferred`, else
 * of the newest installation that has one; null where none has.
 */
export async function findPsql(preferred: ServerBinaries): Promise<string | null> {
  for (const { binDirectory } of [preferred, ...(await findServerBinaries())]) {
    const path = join(binDirectory, executableName("psql", process.platform));
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
