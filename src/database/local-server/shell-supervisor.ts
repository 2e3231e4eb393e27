import type { Command } from "./server-command.ts";

/**
 * The script of the process that stands between us and the server. Parameters: the server's directory, the
 * two commands quoted, and `copy` when an installation comes as a tar archive on descriptor 4.
 *
 * Its standard input is its lifeline: the first line is the password (or empty), `detach` lets it go, and the
 * end of it (we are gone, however that happened) means stop. It runs as leader of a session of its own, so
 * that neither Ctrl-C nor the runner's signals to our group reach it.
 */
export const SHELL_SUPERVISOR = `
exec 2>&1 3<&0 </dev/null
umask 077
trap '' INT HUP PIPE
directory=$1 initdb=$2 server=$3 source=$4 over=
# QUIT: the server ends at once, data is of no more use; it kills its own children that linger, and takes its
# shared memory away. TERM: for initdb and what it started. Last KILL, for ourselves and any rest of the group.
finish() {
  trap '' TERM
  [ "$over" ] || kill -QUIT $! 2>/dev/null
  kill -TERM 0
  wait
  tries=0
  until rm -rf "$directory" 2>/dev/null || [ $tries -gt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
  kill -KILL 0
}
trap finish TERM
IFS= read -r password <&3 || exit 1
mkdir "$directory" || exit 1
cd "$directory" || finish
( while read -r word; do
    if [ "$word" = detach ]; then echo detached; exit; fi
  done
  kill -TERM $$ ) <&3 3<&- 4<&- &
exec 3<&-
run() {
  eval "exec $1" >>"$directory/log" 2>&1 </dev/null 4<&- &
  wait $!
}
unpack() {
  mkdir "$directory/install" && cd "$directory/install" || return 1
  tar -xf - <&4 >>"$directory/log" 2>&1 4<&- &
  wait $! && cd "$directory"
}
[ -z "$password" ] || printf '%s\\n' "$password" >"$directory/password"
if [ "$source" != copy ] || unpack; then
  exec 4<&-
  run "$initdb" && rm -f "$directory/password" && run "$server"
fi
over=1
tail -c 4000 "$directory/log"
finish
`;

/** `command` as one word of sh after another, nothing in it expanded. */
export function quoteForShell(command: Command): string {
  return command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}
