/** A revision that may be the base branch. */
export interface BaseCandidate {
  /** For people: `origin/main`. */
  readonly name: string;
  /** For git; of unknown origin. */
  readonly revision: string;
}

/** What may say which branch a pull request goes to. */
export interface BaseQuestion {
  /** The input `base`: a branch, tag or commit; null: not given. */
  readonly given: string | null;
  /** GITHUB_BASE_REF: the base branch of the pull request that the workflow runs for; null in all other events. */
  readonly baseRef: string | null;
  /** GITHUB_REF; null outside a workflow. */
  readonly ref: string | null;
  /** The repository's remotes; `origin` counts where it is among them, else the first. */
  readonly remotes: readonly string[];
}

/** Where the base branch may be, the likeliest first. Of a base that was named no other is tried. */
export function makeBaseCandidates({ given, baseRef, ref, remotes }: BaseQuestion): readonly BaseCandidate[] {
  const remote = remotes.includes("origin") ? "origin" : remotes[0];
  const onRemote = (branch: string): readonly BaseCandidate[] =>
    remote === undefined
      ? []
      : [{ name: `${remote}/${branch}`, revision: `refs/remotes/${remote}/${branch}` }];
  if (given !== null) return [...onRemote(given), { name: given, revision: given }];
  if (baseRef !== null) {
    const local = { name: baseRef, revision: `refs/heads/${baseRef}` };
    return [...onRemote(baseRef), local, ...(isMergeRef(ref) ? [{ name: baseRef, revision: "HEAD^1" }] : [])];
  }
  return ["HEAD", "main", "master"].flatMap(onRemote);
}

/** GitHub's merge of a pull request into its base, whose first parent is the base. Source: GitHub docs, "pull_request". */
const isMergeRef = (ref: string | null): boolean => /^refs\/pull\/\d+\/merge$/.test(ref ?? "");
