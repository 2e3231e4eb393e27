import { setTimeout as delay } from "node:timers/promises";
import { getOctokit } from "@actions/github";
import { isRefusal, whyNot } from "./comment-failure.ts";
import type { PullRequest } from "./read-pull-request.ts";

/** A comment, and where it goes. */
export interface CommentRequest {
  readonly pullRequest: PullRequest;
  readonly token: string;
  /** Of GitHub Enterprise another one; null: github.com's. */
  readonly apiUrl: string | null;
  /** How the comment begins, and no other does: by this it is found again. */
  readonly marker: string;
  readonly body: string;
  /** update: only where it is there already. */
  readonly write: "create-or-update" | "update";
  /** The longest that one try may take; there are two. */
  readonly timeoutMs: number;
}

/** What became of a comment. */
export type CommentEnd =
  /** unchanged: it said the same already. */
  | { readonly kind: "created" | "updated" | "unchanged"; readonly url: string }
  /** It was only to be updated, and is not there. */
  | { readonly kind: "absent" }
  /** `why`: one sentence, with what to do; what GitHub said may be in it. */
  | { readonly kind: "failed"; readonly why: string };

/** The most comments that GitHub gives at once. */
const PAGE = 100;

/** Between two tries. */
const PAUSE_MS = 1_000;

/**
 * Writes the comment over the one of ours that begins with the same marker, or as a new one where there is none. Tried a
 * second time, from its beginning, when GitHub itself fails or does not answer. Never rejects.
 */
export async function writeComment(request: CommentRequest): Promise<CommentEnd> {
  try {
    return await attempt(request);
  } catch (error) {
    if (isRefusal(error)) return { kind: "failed", why: whyNot(error) };
  }
  await delay(PAUSE_MS);
  try {
    return await attempt(request);
  } catch (error) {
    return { kind: "failed", why: whyNot(error) };
  }
}

const quiet = () => {};

async function attempt({
  pullRequest,
  token,
  apiUrl,
  marker,
  body,
  write,
  timeoutMs,
}: CommentRequest): Promise<CommentEnd> {
  const { owner, repo, number } = pullRequest;
  const octokit = getOctokit(token, {
    ...(apiUrl === null ? {} : { baseUrl: apiUrl }),
    // What it would say is GitHub's words on our standard error, with nothing between them and the runner.
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const limits = { request: { signal: AbortSignal.timeout(timeoutMs) } };
  const known = await findOwn(octokit, { owner, repo, issue_number: number, ...limits }, marker);
  if (known === null) {
    if (write === "update") return { kind: "absent" };
    const { data } = await octokit.rest.issues.createComment({
      owner,
      repo,
      issue_number: number,
      body,
      ...limits,
    });
    return { kind: "created", url: data.html_url };
  }
  if (known.body === body) return { kind: "unchanged", url: known.html_url };
  const { data } = await octokit.rest.issues.updateComment({
    owner,
    repo,
    comment_id: known.id,
    body,
    ...limits,
  });
  return { kind: "updated", url: data.html_url };
}

type Octokit = ReturnType<typeof getOctokit>;

interface Listing {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
  readonly request: { readonly signal: AbortSignal };
}

interface Comment {
  readonly id: number;
  readonly body?: string | undefined;
  readonly html_url: string;
  readonly user: { readonly login: string; readonly type: string } | null;
}

/**
 * The first comment of ours that begins with `marker`; null: none. Ours: a bot's, as the workflow's own token is one, or
 * of the token's user. Whatever else begins so, somebody has copied, and it is theirs.
 */
async function findOwn(octokit: Octokit, listing: Listing, marker: string): Promise<Comment | null> {
  let user: string | null | undefined;
  // Page by page ourselves: octokit's paginate does not hand on the signal.
  for (let page = 1; ; page++) {
    const { data } = await octokit.rest.issues.listComments({ ...listing, per_page: PAGE, page });
    for (const comment of data as readonly Comment[]) {
      if (!comment.body?.startsWith(marker)) continue;
      if (comment.user?.type === "Bot") return comment;
      if (user === undefined) user = await loginOf(octokit, listing);
      if (user !== null && comment.user?.login === user) return comment;
    }
    if (data.length < PAGE) return null;
  }
}

/** Null where the token has no user of its own, as that of a workflow. */
async function loginOf(octokit: Octokit, { request }: Listing): Promise<string | null> {
  try {
    return (await octokit.rest.users.getAuthenticated({ request })).data.login;
  } catch {
    return null;
  }
}
