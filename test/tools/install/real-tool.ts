import { type Command, ProgramFailed, runCommand } from "./run-program.ts";

/** The command that applies what is pending of `directory` to the database at `url`. Pure: starts nothing. */
export type MakeCommand = (url: string, directory: string) => Command;

/** A migration tool as its users have it. */
export interface RealTool {
  /** As its authors write it. */
  readonly name: string;
  /** The exact version installed here. */
  readonly version: string;
  /** Installs it where it is not yet. Rejects with ProgramFailed where this machine or its network cannot. */
  install(): Promise<MakeCommand>;
}

/** Applies with the real tool what is pending of `directory`, in its own way; rejects with what it said. */
export type Migrate = (url: string, directory: string) => Promise<void>;

/** A tool that can be run, or why it cannot be had on this machine. */
export type Installation = { readonly migrate: Migrate } | { readonly missing: string };

/** Installs `tool`; says on the console when it cannot be. */
export async function installTool(tool: RealTool): Promise<Installation> {
  try {
    const makeCommand = await tool.install();
    return {
      migrate: async (url, directory) => {
        await runCommand(makeCommand(url, directory));
      },
    };
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    const missing = `${tool.name} ${tool.version} cannot be installed here: ${error.message}`;
    console.warn(`\nAdoption from ${tool.name} was NOT tested.\n${missing}\n`);
    return { missing };
  }
}
