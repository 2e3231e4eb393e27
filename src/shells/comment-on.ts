import { type PullRequest, readPullRequest } from "../github/read-pull-request.ts";
import type { CommentEnd } from "../github/write-comment.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { renderComment } from "../report/render-comment.ts";
import type { Report } from "../report/report.ts";

/** The longest that one try may take; after a cancellation the runner waits 7 s for everything. */
const TIMEOUT_MS = 10_000;
const CANCELLED_TIMEOUT_MS = 1_500;

/**
 * `report`, which must be redacted, with what became of its comment on the pull request: a failure is a notice, and
 * changes nothing else. As it is where no comment is wanted.
 */
export async function commentOn(
  report: Report,
  { github, migrationsPath, gate, runUrl }: Inputs,
  redact: (text: string) => string,
): Promise<Report> {
  const pullRequest = readPullRequest(github);
  const isAsked = github.comment === "always";
  if (pullRequest === null || github.token === null) {
    const why =
      github.token === null
        ? "`github-token` is not given."
        : "This workflow does not run for a pull request, as far as its event says.";
    return isAsked ? notWritten(report, why) : report;
  }
  const marker = makeMarker([report.command, redact(migrationsPath), redact(gate.environment ?? "")]);
  const end = await write(pullRequest, {
    token: github.token,
    apiUrl: github.apiUrl,
    marker,
    body: renderComment(report, { marker, runUrl: runUrl && redact(runUrl) }),
    // Nothing to say is said only where something was said before.
    write: report.result === "nothing-to-do" && !isAsked ? "update" : "create-or-update",
    timeoutMs: report.result === "cancelled" ? CANCELLED_TIMEOUT_MS : TIMEOUT_MS,
  });
  if (end.kind === "absent") return report;
  if (end.kind === "failed") return notWritten(report, redact(end.why));
  return { ...report, comment: { state: end.kind, url: redact(end.url) } };
}

type Wanted = Omit<Parameters<typeof import("../github/write-comment.ts").writeComment>[0], "pullRequest">;

async function write(pullRequest: PullRequest, wanted: Wanted): Promise<CommentEnd> {
  try {
    const { writeComment } = await import("../github/write-comment.ts");
    return await writeComment({ ...wanted, pullRequest });
  } catch (error) {
    return { kind: "failed", why: error instanceof Error ? error.message : String(error) };
  }
}

function notWritten(report: Report, why: string): Report {
  const notice = `The comment on the pull request was not written: ${why}`;
  return { ...report, comment: { state: "not-written", url: null }, notices: [...report.notices, notice] };
}

/** An HTML comment that no reader sees: each command, directory and environment has a comment of its own. */
function makeMarker(parts: readonly string[]): string {
  const [command, path, environment] = parts.map((part) =>
    encodeURIComponent(part.toWellFormed()).replaceAll("-", "%2D"),
  );
  return `<!-- migrate-action command=${command} path=${path} environment=${environment} -->`;
}
