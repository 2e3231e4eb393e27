/** The pages of the release that a workflow uses. */
const DOCS = "https://github.com/st44/migrate-action/blob/v1/docs/hazards.md";

/** Where the rule `name` is explained: its entry in docs/hazards.md. */
export const hazardLink = (name: string): string => `${DOCS}#${encodeURIComponent(name)}`;
