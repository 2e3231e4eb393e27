/** Name and version of this tool, as in package.json (a test holds them together). */
export const TOOL = { name: "migrate-action", version: "1.0.0" } as const;
