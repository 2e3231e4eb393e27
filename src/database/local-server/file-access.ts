import { access, constants } from "node:fs/promises";

/** True when there is something at `path` that this account can reach. */
export const exists = (path: string): Promise<boolean> => allows(path, constants.F_OK);

/** True when this account may run what is at `path`. */
export const isExecutable = (path: string): Promise<boolean> => allows(path, constants.X_OK);

function allows(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
