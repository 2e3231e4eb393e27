import { randomBytes } from "node:crypto";
import { own, type Part } from "../execution/part.ts";

/**
 * Tells the backend's pid: behind a transaction pooler the connection's own is not the one that works. By the number of
 * this process the message is known among those of other runs.
 */
const BACKEND = own(`SELECT pg_catalog.pg_backend_pid() /* ${randomBytes(6).toString("hex")} */`);

/**
 * Fills the buffer in which the server keeps results back, so that they are sent. A NOTICE would do it too, but whoever
 * raises one has PL/pgSQL loaded first. Source: pqcomm.c, PQ_SEND_BUFFER_SIZE.
 */
const FLUSH = own(`SELECT pg_catalog.repeat('${" ".repeat(64)}', 128)`);

/** To be sent first: the pid is heard at once. */
export const BACKEND_PARTS: readonly Part[] = [own("BEGIN"), BACKEND, FLUSH, own("COMMIT")];

/** For use inside a transaction: what is done before it is heard at once. */
export const PROGRESS_PARTS: readonly Part[] = [FLUSH];

/** The backend's pid where `part` is the one that tells it, with its row's `values`; null for all others. */
export function readBackend(part: unknown, [pid]: readonly (string | null)[]): number | null {
  return part === BACKEND && pid != null ? Number(pid) : null;
}
