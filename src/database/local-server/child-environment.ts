/**
 * The environment of every program started here: a fixed one, so that nothing of ours (tokens, passwords, PG*
 * variables, LD_PRELOAD) reaches it. UTC because servers mostly run in it; C because messages are read.
 */
export function childEnvironment(platform: NodeJS.Platform): Record<string, string> {
  if (platform !== "win32") {
    return { PATH: "/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin", LC_ALL: "C", TZ: "UTC" };
  }
  const systemRoot = process.env["SystemRoot"] ?? "C:\\Windows";
  const temporary = process.env["TEMP"] ?? `${systemRoot}\\Temp`;
  return {
    SystemRoot: systemRoot,
    ComSpec: `${systemRoot}\\System32\\cmd.exe`,
    PATH: `${systemRoot}\\System32;${systemRoot}`,
    TEMP: temporary,
    TMP: temporary,
    LC_ALL: "C",
    TZ: "UTC",
  };
}
