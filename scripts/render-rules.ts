import type { Rule } from "../src/hazards/rule.ts";

/** The entries of docs/hazards.md, in the order of `rules`: headings are the names, so that they can be linked to. */
export function renderRules(rules: readonly Rule[]): string {
  return rules.map(renderRule).join("\n\n");
}

function renderRule({ name, title, why, safeWay, since, source }: Rule): string {
  const known = since === null ? [] : [`**Since.** ${since}`];
  return [
    `## ${name}`,
    `**${title}.** ${why}`,
    `**The safe way.** ${safeWay}`,
    ...known,
    `_Source: ${source}_`,
  ].join("\n\n");
}
