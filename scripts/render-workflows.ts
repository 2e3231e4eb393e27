/** The order in which a reader meets the examples; a file that is not named here comes after them. */
const ORDER = [
  "pull-request",
  "deploy",
  "staging",
  "production",
  "reviewed-plan",
  "rollback",
  "drift",
  "matrix",
];

/** A file of examples/. */
export interface Example {
  /** `deploy.yml`. */
  readonly name: string;
  readonly text: string;
}

/**
 * The entries of docs/workflows.md: of each example the comment that it begins with, as prose, and the file without that
 * comment, folded.
 */
export function renderWorkflows(examples: readonly Example[]): string {
  const entries = examples.toSorted(byOrder).map(({ name, text }) => {
    const { comment, workflow } = splitExample(text);
    const file = `<a href="../examples/${name}">examples/${name}</a>`;
    return [`## ${name}`, comment, `<details><summary>${file}</summary>`, fence(workflow), "</details>"].join(
      "\n\n",
    );
  });
  return entries.join("\n\n");
}

/** The example without the comment that it begins with, as a fenced block. */
export function renderExample({ text }: Example): string {
  return fence(splitExample(text).workflow);
}

/** `comment` is Markdown: a line of the file without its `# `. */
function splitExample(text: string): { readonly comment: string; readonly workflow: string } {
  const lines = text.trimEnd().split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return {
    comment: lines
      .slice(0, end)
      .map((line) => line.replace(/^# ?/, ""))
      .join("\n"),
    workflow: lines.slice(end).join("\n").trim(),
  };
}

const fence = (yaml: string): string => `\`\`\`yaml\n${yaml}\n\`\`\``;

function byOrder({ name: one }: Example, { name: other }: Example): number {
  return placeOf(one) - placeOf(other) || (one < other ? -1 : 1);
}

function placeOf(name: string): number {
  const place = ORDER.indexOf(name.replace(/\.yml$/, ""));
  return place < 0 ? ORDER.length : place;
}
