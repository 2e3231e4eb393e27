#!/usr/bin/env bash
# Moves the tag vMAJOR of the remote `origin` to the commit of the named tag (v1.2.3: v1), unless a newer release of that major
# is there: a fix of an old one must not take users back. Run in a clone that has all tags.
set -euo pipefail

tag=${1:-}
if [[ ! $tag =~ ^v(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$ ]]; then
  echo "move-major-tag: '$tag' is not vMAJOR.MINOR.PATCH." >&2
  exit 64
fi
major=v${BASH_REMATCH[1]}
commit=$(git rev-parse --verify --quiet "refs/tags/$tag^{commit}") || {
  echo "move-major-tag: there is no tag $tag here." >&2
  exit 66
}

newest=$(git tag --list "$major.*" --sort=-version:refname | grep -E '^v[0-9]+\.[0-9]+\.[0-9]+$' | head -n 1)
if [[ $newest != "$tag" ]]; then
  echo "$major stays where it is: $newest is newer than $tag."
  exit 0
fi
git push --force origin "$commit:refs/tags/$major"
echo "$major is $tag, commit $commit."
