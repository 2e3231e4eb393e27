import { readFileSync } from "node:fs";
import type { GithubInputs } from "../inputs/inputs.ts";

/** A pull request on GitHub. */
export interface PullRequest {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/**
 * The pull request that this workflow runs for, by its event, else by GITHUB_REF; null in all other events, and outside
 * a workflow. Source: GitHub docs, "Webhook events and payloads", pull_request and issue_comment.
 */
export function readPullRequest({ repository, eventPath, ref }: GithubInputs): PullRequest | null {
  const [, owner, repo] = /^([^/]+)\/([^/]+)$/.exec(repository ?? "") ?? [];
  if (owner === undefined || repo === undefined) return null;
  const number = numberIn(readEvent(eventPath)) ?? Number(/^refs\/pull\/(\d+)\//.exec(ref ?? "")?.[1]);
  return Number.isSafeInteger(number) && number > 0 ? { owner, repo, number } : null;
}

/** What of an event is looked at; all of it may be missing. */
interface Event {
  readonly pull_request?: { readonly number?: unknown };
  readonly issue?: { readonly number?: unknown; readonly pull_request?: unknown };
}

function readEvent(eventPath: string | null): Event {
  if (eventPath === null) return {};
  try {
    const event: unknown = JSON.parse(readFileSync(eventPath, "utf8"));
    return typeof event === "object" && event !== null ? event : {};
  } catch {
    return {};
  }
}

function numberIn({ pull_request, issue }: Event): number | null {
  const number = pull_request?.number ?? (issue?.pull_request ? issue.number : undefined);
  return typeof number === "number" ? number : null;
}
