import { MigrateError } from "../../errors.ts";
import { quoted } from "../../inputs/quoted.ts";
import type { TransactionRule } from "../migration-file.ts";
import type { SourceFile } from "./layout.ts";

/** What the `.conf` beside a migration says; without one, what Flyway does by default. */
export interface FlywaySettings {
  readonly transactions: TransactionRule;
  readonly replacesPlaceholders: boolean;
  /** FILE_UNSUPPORTED each. */
  readonly problems: readonly MigrateError[];
}

/**
 * The settings in `conf` (null: there is none). What would change what runs, and is not done here, is a problem with its
 * line: another encoding, a condition, a name or value that is not known. Source: Flyway, SqlScriptMetadata.
 */
export function readFlywaySettings(conf: SourceFile | null): FlywaySettings {
  const read: Read = { transactions: "wrapped", replacesPlaceholders: true, problems: [] };
  if (conf === null) return read;
  for (const [index, line] of conf.text.split(/\r\n|\n|\r/).entries()) {
    const [, name, value = ""] = /^\s*([^\s=:#!][^\s=:]*)\s*[=:]?\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const wrong = (READERS.get(name) ?? unknownName)(read, value, name);
    if (wrong !== null) read.problems.push(unsupported(conf, index + 1, wrong));
  }
  return read;
}

interface Read extends FlywaySettings {
  transactions: TransactionRule;
  replacesPlaceholders: boolean;
  problems: MigrateError[];
}

interface Wrong {
  readonly message: string;
  readonly hint: string;
}

type Reader = (read: Read, value: string, name: string) => Wrong | null;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    "executeInTransaction",
    ontoBoolean((read, isOn) => {
      read.transactions = isOn ? "wrapped" : "none";
    }),
  ],
  [
    "placeholderReplacement",
    ontoBoolean((read, isOn) => {
      read.replacesPlaceholders = isOn;
    }),
  ],
  ["encoding", checkEncoding],
  ["shouldExecute", checkCondition],
]);

function ontoBoolean(set: (read: Read, isOn: boolean) => void): Reader {
  return (read, value, name) => {
    const word = value.toLowerCase();
    if (word !== "true" && word !== "false") {
      return { message: `\`${name}\` is ${quoted(value)}.`, hint: "Flyway takes `true` or `false` here." };
    }
    set(read, word === "true");
    return null;
  };
}

function checkEncoding(_: Read, value: string): Wrong | null {
  if (/^(utf-?8|us-ascii|ascii)$/i.test(value)) return null;
  return {
    message: `\`encoding\` is ${quoted(value)}, and files are read as UTF-8 here.`,
    hint: "Save the migration as UTF-8 and take this line out.",
  };
}

function checkCondition(_: Read, value: string): Wrong | null {
  if (value.toLowerCase() === "true") return null;
  return {
    message: `\`shouldExecute\` is ${quoted(value)}: Flyway runs the migration only where that holds, and conditions are not read here.`,
    hint: "Take the line out where the migration is to run, move its file out of the directory where it is not, or ask the question in the migration's own SQL (a DO block).",
  };
}

function unknownName(_: Read, __: string, name: string): Wrong {
  return {
    message: `There is no setting ${quoted(name)} for a migration.`,
    hint: "Flyway has `executeInTransaction`, `placeholderReplacement`, `encoding` and `shouldExecute`.",
  };
}

function unsupported({ file }: SourceFile, line: number, { message, hint }: Wrong): MigrateError {
  return new MigrateError("FILE_UNSUPPORTED", `${file}:${line}: ${message}`, {
    at: { file, line, column: 1 },
    hint,
  });
}
