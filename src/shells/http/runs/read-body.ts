/** A body of a megabyte is no question that is asked here. */
export const MOST_BODY_BYTES = 64 * 1_024;

/** too-large: more than MOST_BODY_BYTES · broken: it ended before its end, or is no UTF-8. */
export type UnreadBody = "broken" | "too-large";

/** The text of a request's body, read no further than MOST_BODY_BYTES. */
export async function readBody(request: Request): Promise<{ readonly text: string } | UnreadBody> {
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BODY_BYTES) return "too-large";
  try {
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of request.body ?? []) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > MOST_BODY_BYTES) return "too-large";
      chunks.push(chunk);
    }
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    // Whoever sent it has gone, or it is no text: the same to us.
    return "broken";
  }
}

/** True for JSON in UTF-8, not packed: a form of a page cannot be sent as that. Source: Fetch, "CORS-safelisted request-header". */
export function isJson(headers: Headers): boolean {
  const type = /^application\/json[\t ]*(?:;[\t ]*charset[\t ]*=[\t ]*"?utf-8"?[\t ]*)?$/i;
  const packed = headers.get("content-encoding") ?? "identity";
  return type.test(headers.get("content-type") ?? "") && packed.toLowerCase() === "identity";
}
