/** What a shell was given, unchecked: nothing here is trusted, and nothing of it may be printed. */
export interface RawInputs {
  /** Input or flag name, kebab-case, to its text as given. An empty text is the same as not given. */
  readonly values: ReadonlyMap<string, string>;
  /** The process environment, handed in by the shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What only the shell can know, used where no other source says it. */
  readonly defaults?: ShellDefaults;
  /** `only`: the shell was told to write nothing, whatever the command. */
  readonly dryRun?: "only";
}

interface ShellDefaults {
  /** The operating system's user, libpq's last resort; without it USER, LOGNAME and USERNAME are asked. */
  readonly user?: string;
  /** Where the report goes when `report-path` is not given; wins over the file under RUNNER_TEMP. */
  readonly reportPath?: string;
}

/** Text of the environment variable `name`, trimmed; null when it is unset or blank. */
export function environmentText(raw: RawInputs, name: string): string | null {
  const text = raw.environment[name]?.trim();
  return text === undefined || text === "" ? null : text;
}
