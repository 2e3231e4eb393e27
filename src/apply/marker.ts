import { randomUUID } from "node:crypto";
import { own, type Part } from "../execution/part.ts";

/** Statements that raise a NOTICE which only we can have raised, and the way to know it again. */
export interface Marker {
  /** Tells the backend's pid: behind a transaction pooler the connection's own is not the one that works. */
  readonly backendParts: readonly Part[];
  /** For use inside a transaction: pushes out every result that the server has kept back. */
  readonly progressParts: readonly Part[];
  /** Null when the notice is not ours. */
  readonly read: (notice: string) => { readonly backend: number | null } | null;
}

/** A marker with a random token, so that no migration can fake one. */
export function makeMarker(): Marker {
  const token = `migrate-action ${randomUUID()}`;
  // The role's own default may be above NOTICE.
  const audible = own("SET LOCAL client_min_messages = notice");
  const raise = (format: string) => own(`DO $marker$BEGIN RAISE NOTICE '${token}${format}; END$marker$`);
  return {
    backendParts: [own("BEGIN"), audible, raise(" %', pg_catalog.pg_backend_pid()"), own("COMMIT")],
    progressParts: [audible, raise("'")],
    read: (notice) => {
      if (!notice.startsWith(token)) return null;
      const pid = notice.slice(token.length).trim();
      return { backend: pid === "" ? null : Number(pid) };
    },
  };
}
