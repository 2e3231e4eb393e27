import type { Happening, Stage } from "./stage.ts";

/** How an error is made to happen, or why what it says cannot hold anything of the connection. */
export type ErrorPath = ((stage: Stage) => Happening | Promise<Happening>) | { readonly silent: string };

/** A string constant. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
