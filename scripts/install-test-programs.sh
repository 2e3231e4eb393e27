#!/usr/bin/env bash
# Installs, as root on Debian or Ubuntu, what of PgBouncer, Chromium and libfaketime is missing: tests that need one of them are
# skipped without it, and say so. Called by .ci/run and .github/workflows/ci.yml only.
# Exits 0 also where something could not be installed, which it says on stderr: the rest is tested all the same.
set -uo pipefail

has() { command -v "$1" >/dev/null || [[ -x /usr/sbin/$1 ]]; }

missing=()
has pgbouncer || missing+=(pgbouncer)
has chromium || has chromium-browser || has google-chrome || has google-chrome-stable || missing+=(chromium)
compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null || missing+=(faketime)
((${#missing[@]} > 0)) || exit 0

if ((EUID != 0)) || ! has apt-get; then
  echo "install-test-programs: not installed, as this is not root on Debian or Ubuntu: ${missing[*]}." >&2
  exit 0
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { timeout --kill-after=10s 300s apt-get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; }
export DEBIAN_FRONTEND=noninteractive
# A machine that is used for the first time has no lists of packages, or old ones.
if ! install && ! { timeout --kill-after=10s 120s apt-get update >>"$log" 2>&1 && install; }; then
  tail -n 5 "$log" >&2
  echo "install-test-programs: could not be installed: ${missing[*]}." >&2
  exit 0
fi
echo "install-test-programs: installed ${missing[*]}."
