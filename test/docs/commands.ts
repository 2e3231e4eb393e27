/** A command of a block, as a reader types it. */
export interface Command {
  /** Of one line, or of several where they end in a backslash. */
  readonly text: string;
  /** What its comment says (`# exits with 4: PLAN_EDITED`); 0 where it says nothing. */
  readonly exitCode: number;
  /** The error code that its comment says, null where it says none. */
  readonly errorCode: string | null;
}

/** The commands of a shell block, in its order; comments of their own lines are none. */
export function parseCommands(code: string): readonly Command[] {
  const lines = code.replaceAll("\\\n", " ").split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((text) => {
      const [, exitCode = "0", errorCode = null] = /# exits with (\d+)(?:: ([A-Z_]+))?/.exec(text) ?? [];
      return { text, exitCode: Number(exitCode), errorCode };
    });
}
