import { ProgramFailed } from "./run-program.ts";

/** Applies with the real tool what is pending of `directory`, in its own way; rejects with what it said. */
export type Migrate = (url: string, directory: string) => Promise<void>;

/** A migration tool as its users have it. */
export interface RealTool {
  /** As its authors write it. */
  readonly name: string;
  /** The exact version installed here. */
  readonly version: string;
  /** Installs it where it is not yet. Rejects with ProgramFailed where this machine or its network cannot. */
  install(): Promise<Migrate>;
}

/** A tool that can be run, or why it cannot be had on this machine. */
export type Installation = { readonly migrate: Migrate } | { readonly missing: string };

/** Installs `tool`; says on the console when it cannot be. */
export async function installTool(tool: RealTool): Promise<Installation> {
  try {
    return { migrate: await tool.install() };
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    const missing = `${tool.name} ${tool.version} cannot be installed here: ${error.message}`;
    console.warn(`\nAdoption from ${tool.name} was NOT tested.\n${missing}\n`);
    return { missing };
  }
}
