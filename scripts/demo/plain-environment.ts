const KEPT = /^(PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|SYSTEMROOT|LANG|LC_\w+|TERM|COLORTERM|NO_COLOR)$/i;

/**
 * The environment for what the demo starts, without anything that means another database or a runner: a DATABASE_URL
 * or PGHOST of whoever runs the demo must not reach it. The command line's cache of compiled code is off: it would stay
 * behind.
 */
export function plainEnvironment(more: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    NODE_DISABLE_COMPILE_CACHE: "1",
    ...more,
  };
}
