#!/bin/sh
# Any machine with a shell: plan, confirm, migrate, roll out, wait until it answers.
#
#   DATABASE_URL=… SHADOW_URL=… HEALTH_URL=… ./deploy.sh staging
#
# Of `production` a person at a terminal is asked for the phrase; without a terminal it is given, CONFIRM=MIGRATE-PRODUCTION.
# It needs curl and jq, and Node for npx. roll-out.sh is yours to write.
set -eu

environment=${1:?which environment?}
: "${DATABASE_URL:?}" "${SHADOW_URL:?a server to rehearse on, never the target}" "${HEALTH_URL:?}"

migrate() { npx --yes "${MIGRATE_ACTION:-migrate-action@1}" "$@"; }
# Or the image, which needs no Node:
# migrate() {
#   docker run --rm --interactive --read-only --env DATABASE_URL --volume "$PWD/migrations:/migrations:ro" \
#     ghcr.io/st44/migrate-action:1 "$@"
# }

# Stops here where something is refused, or fails in the rehearsal.
plan=$(migrate plan --environment "$environment" --shadow-url "$SHADOW_URL" --json)
digest=$(printf '%s' "$plan" | jq --raw-output .plan.digest)

# What is applied is what was just shown, or nothing.
migrate up --environment "$environment" --shadow-url "$SHADOW_URL" \
  --expected-plan "$digest" ${CONFIRM:+--confirm "$CONFIRM"}

# 0 only when nothing is pending, edited, missing or half-way.
migrate status --exit-code

./roll-out.sh

curl --fail --silent --show-error --output /dev/null --max-time 10 \
  --retry 24 --retry-delay 5 --retry-all-errors "$HEALTH_URL"
echo "Deployed: $environment is where its code expects it."
