#!/usr/bin/env bash
# Makes the image NAME (default migrate-action-base) in the container engine: the Node of node_modules, a shell and this machine's C
# library, for where no registry can be reached: `docker build --build-arg BASE=NAME .` DOCKER_HOST names the engine. Linux only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

name=${1:-migrate-action-base}
node=node_modules/node/bin/node
if [[ ! -x $node ]]; then
  echo "make-node-image: $node is not there. Run 'npm ci'." >&2
  exit 69
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
umask 022
chmod 755 "$root"
mkdir -p "$root"/{bin,etc,tmp,usr/local/bin}
chmod 1777 "$root/tmp"
cp -L "$node" "$root/usr/local/bin/node"
for program in sh chmod; do
  cp -L "$(command -v "$program")" "$root/bin/$program"
done
ldd "$root"/usr/local/bin/node "$root"/bin/* |
  sed -nE 's#^.*=> (/[^ ]+) \(.*$#\1#p; s#^[[:space:]]+(/[^ ]+) \(.*$#\1#p' | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
printf 'root:x:0:0::/:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"

tar -C "$root" --owner=0 --group=0 --sort=name -c . |
  docker import --change 'ENV PATH=/usr/local/bin:/bin' - "$name" >/dev/null
echo "$name is made from Node $("$node" --version)."
