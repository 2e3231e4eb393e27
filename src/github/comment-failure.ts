/** True where GitHub has answered and says no: a second try would be told the same. */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return status !== null && status >= 400 && status < 500;
}

/** Why a comment was not written, in one or two sentences with what to do. */
export function whyNot(error: unknown): string {
  const status = statusOf(error);
  if (status === null) return `${messageOf(error)}.`;
  if (isTimeout(error)) return "GitHub did not answer in time.";
  if (status === 429 || (status === 403 && isLimited(error)))
    return `GitHub's rate limit is used up (${status}).`;
  if (status === 401) return "GitHub does not accept the token (401): look at `github-token`.";
  if (status === 403 || status === 404)
    return `The token may not comment here (${status}). The job needs \`permissions: pull-requests: write\`; for a pull request from a fork no token may.`;
  return isAnswer(error)
    ? `GitHub answered ${status}: ${messageOf(error)}.`
    : `GitHub could not be reached: ${messageOf(error)}.`;
}

/** The HTTP status; 500 is also octokit's word for no answer at all. */
function statusOf(error: unknown): number | null {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : null;
}

/** False where no answer came: octokit calls that 500 too. */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error && "response" in error && Boolean(error.response);

function isTimeout(error: unknown): boolean {
  const { name, cause } = error instanceof Error ? error : new Error();
  return name === "TimeoutError" || (cause instanceof Error && cause.name === "TimeoutError");
}

/** Source: GitHub docs, "Rate limits for the REST API", "Exceeding the rate limit". */
function isLimited(error: unknown): boolean {
  const headers = (error as { readonly response?: { readonly headers?: Readonly<Record<string, unknown>> } })
    .response?.headers;
  return headers?.["x-ratelimit-remaining"] === "0" || headers?.["retry-after"] !== undefined;
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.\s*$/, "").slice(0, 300);
