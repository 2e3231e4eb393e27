import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/**
 * Why a request was not heard, as a closed union; what is wrong with files or target is a report's own code.
 * BODY_INVALID: no JSON, or not what is asked for · FAULT: ours, with nothing said of it.
 */
export type HttpErrorCode =
  | "BODY_INVALID"
  | "BODY_TOO_LARGE"
  | "CLOSING"
  | "FAULT"
  | "MEDIA_TYPE_UNSUPPORTED"
  | "METHOD_NOT_ALLOWED"
  | "NOT_FOUND"
  | "RUN_UNDER_WAY"
  | "TOKEN_MISSING"
  | "TOKEN_WRONG"
  | "TOO_MANY_WRONG_TOKENS";

/** What is said of it beside its code. */
export interface HttpError {
  readonly status: ContentfulStatusCode;
  readonly code: HttpErrorCode;
  /** A sentence of our own: nothing of the request is in it. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields beside code and message. */
  readonly details?: Readonly<Record<string, string | null>>;
}

/** The answer `{"error": {"code", "message"}}`, kept by nobody on the way. */
export function answerError(c: Context, { status, code, message, headers, details }: HttpError): Response {
  const body = { error: { code, message, ...details } };
  return c.json(body, status, { "cache-control": "no-store", ...headers });
}

/** The answer of what is not there, or not there for this one. */
export const answerNotFound = (c: Context): Response =>
  answerError(c, { status: 404, code: "NOT_FOUND", message: "There is nothing here." });
