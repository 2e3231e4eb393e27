/** A command as the runner finds it in a log. */
export interface LogCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/**
 * The commands that the runner obeys in `log`, in order: lines that begin with `::name k=v,…::data`, and
 * `##[name k=v;…]data` anywhere in a line. More is found here than there: any name counts, and characters that a
 * comparison by culture may skip are no hindrance.
 * Source: actions/runner, ActionCommand.cs (TryParseV2, TryParse), ActionCommandManager.cs (stop-commands).
 */
export function logCommands(log: string): readonly LogCommand[] {
  const commands: LogCommand[] = [];
  let stop: string | null = null;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const command = parseLine(line);
    if (command === null) continue;
    if (stop !== null) {
      if (command.name === stop) stop = null;
      continue;
    }
    commands.push(command);
    if (command.name === "stop-commands") stop = command.data;
  }
  return commands;
}

// What .NET's comparison by culture skips.
const IGNORABLE = /[\p{Cc}\p{Cf}\p{DI}]/gu;

function parseLine(line: string): LogCommand | null {
  const text = line.replace(IGNORABLE, "").trimStart();
  return parsePlain(text) ?? parseLegacy(text);
}

function parsePlain(text: string): LogCommand | null {
  const end = text.startsWith("::") ? text.indexOf("::", 2) : -1;
  if (end < 0) return null;
  return makeCommand(text.slice(2, end), ",", text.slice(end + 2));
}

function parseLegacy(text: string): LogCommand | null {
  const begin = text.indexOf("##[");
  const end = begin < 0 ? -1 : text.indexOf("]", begin);
  if (end < 0) return null;
  return makeCommand(text.slice(begin + 3, end), ";", text.slice(end + 1));
}

function makeCommand(head: string, separator: string, data: string): LogCommand {
  const blank = head.indexOf(" ");
  const name = blank < 0 ? head : head.slice(0, blank);
  const pairs = (blank < 0 ? "" : head.slice(blank + 1))
    .split(separator)
    .map((pair) => /^([^=]+)=(.*)$/s.exec(pair.trim()))
    .flatMap((found) => (found === null ? [] : [[found[1] ?? "", unescaped(found[2] ?? "")]]));
  return { name, properties: Object.fromEntries(pairs), data: unescaped(data) };
}

const unescaped = (text: string): string =>
  text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%5D", "]")
    .replaceAll("%3B", ";")
    .replaceAll("%25", "%");
