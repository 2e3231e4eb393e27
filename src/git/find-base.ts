import { type BaseCandidate, type BaseQuestion, makeBaseCandidates } from "./base-candidates.ts";
import { askGit, type Git, type GitAnswer, isNotInstalled } from "./run-git.ts";

/** What a pull request is compared with, or why there is nothing to compare it with. */
export type FoundBase =
  | {
      readonly kind: "found";
      /** For people: `origin/main`. */
      readonly name: string;
      /** Commits, each as its full hash. `mergeBase`: where the pull request left the base branch, whose end is `tip`. */
      readonly tip: string;
      readonly mergeBase: string;
    }
  /** `hint`: what to do about it. */
  | { readonly kind: "none"; readonly why: string; readonly hint: string };

/** The base branch's end, and where the work tree around `git` left it. Never rejects but when the signal is aborted. */
export async function findBase(git: Git, question: Omit<BaseQuestion, "remotes">): Promise<FoundBase> {
  const tree = await askGit(git, ["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"]);
  const [inside, shallow] = lines(tree);
  if (tree.code !== 0 || inside !== "true") return notUsable(tree);
  const remotes = lines(await askGit(git, ["remote"]));
  const candidates = makeBaseCandidates({ ...question, remotes });
  const tip = await firstCommit(git, candidates);
  const asked = question.given ?? question.baseRef;
  if (tip === null)
    return none(
      asked === null
        ? "Nothing says which branch this is compared with"
        : `The base ${asked} is not in this checkout`,
      shallow,
    );
  const merged = await askGit(git, ["merge-base", tip.commit, "HEAD"]);
  const [mergeBase] = lines(merged);
  if (merged.code !== 0 || mergeBase === undefined)
    return none(`${tip.name} and HEAD have no commit in common in this checkout`, shallow);
  return { kind: "found", name: tip.name, tip: tip.commit, mergeBase };
}

async function firstCommit(
  git: Git,
  candidates: readonly BaseCandidate[],
): Promise<{ readonly name: string; readonly commit: string } | null> {
  for (const { name, revision } of candidates) {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
    const answer = await askGit(git, args);
    const commit = lines(answer).at(-1);
    if (answer.code === 0 && /^[0-9a-f]{40,64}$/.test(commit ?? "")) return { name, commit: commit ?? "" };
  }
  return null;
}

const lines = ({ stdout }: GitAnswer): string[] =>
  stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");

function notUsable(answer: GitAnswer): FoundBase {
  if (isNotInstalled(answer))
    return {
      kind: "none",
      why: "There is no git on this machine",
      hint: "Install git, so that the base branch's files can be read.",
    };
  if (answer.stderr.includes("dubious ownership"))
    return {
      kind: "none",
      why: "Git does not trust this checkout, because it belongs to another user",
      hint: 'Trust it before this step: `git config --global --add safe.directory "$GITHUB_WORKSPACE"`.',
    };
  const said = answer.stderr.trim().split("\n", 1)[0] ?? "";
  const isNone = said === "" || said.includes("not a git repository");
  return {
    kind: "none",
    why: isNone ? "This is no checkout of git" : `Git cannot read this checkout (${said})`,
    hint: "Run `actions/checkout` with `fetch-depth: 0` before this step.",
  };
}

/** `shallow` as git prints it. */
function none(why: string, shallow: string | undefined): FoundBase {
  return shallow === "true"
    ? {
        kind: "none",
        why: `${why}: it is a shallow clone`,
        hint: "Give `actions/checkout` the input `fetch-depth: 0`, so that the base branch's history is there.",
      }
    : {
        kind: "none",
        why,
        hint: "Name the branch that the pull request goes to with `base`, and fetch it: `actions/checkout` with `fetch-depth: 0` does.",
      };
}
