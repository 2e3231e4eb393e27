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

/** What a command file that the runner does not take is. */
class CommandFileError extends Error {}

/**
 * The pairs of a command file (GITHUB_OUTPUT, GITHUB_STATE, GITHUB_ENV), in order: `name=value` and
 * `name<<delimiter`, the value's lines, `delimiter`. Throws where the runner fails the step.
 * Source: actions/runner, FileCommandManager.cs, EnvFileKeyValuePairs.
 */
export function commandFile(text: string): readonly (readonly [name: string, value: string])[] {
  const pairs: (readonly [string, string])[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new CommandFileError(`No name before the value: ${line}`);
      pairs.push([line.slice(0, equals), line.slice(equals + 1)]);
      continue;
    }
    if (heredoc <= 0 || heredoc + 2 === line.length) throw new CommandFileError(`Invalid format: ${line}`);
    const end = lines.indexOf(line.slice(heredoc + 2), at + 1);
    if (end < 0) throw new CommandFileError(`Matching delimiter not found: ${line}`);
    pairs.push([line.slice(0, heredoc), lines.slice(at + 1, end).join("\n")]);
    at = end;
  }
  return pairs;
}
